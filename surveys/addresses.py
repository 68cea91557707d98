"""Electronic addresses as people type them: pure rules."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
SEPARATORS = re.compile(r"[\s,;<>\"]+")


def tidy(text: str) -> str:
    """As we write to it: no blanks around, lower case.  Raises ValidationError."""
    address = text.strip().lower()
    if len(address) > LONGEST:
        raise ValidationError("Cette adresse est trop longue.", "max_length")
    validate_email(address)
    return address


def identity(address: str) -> str:
    """What two spellings of one mailbox share: « ines+enquete@… » is « ines@… »."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def listed(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The addresses of a pasted list or CSV, each once, and the lines without any.

    A line may hold names and other columns: what has an « @ » in it counts.  Refused lines come
    as (number from 1, their beginning).
    """
    found: dict[str, str] = {}
    refused = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = [word.strip("'()[]") for word in SEPARATORS.split(line) if "@" in word]
        good = []
        for word in words:
            try:
                good.append(tidy(word))
            except ValidationError:
                continue
        for address in good:
            found.setdefault(identity(address), address)
        # The first line may name the columns.
        if len(good) < len(words) or (not words and line.strip() and number > 1):
            refused.append((number, line.strip()[:60]))
    return list(found.values()), refused
