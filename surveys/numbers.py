"""Whole numbers as people type them.  Pure."""

import re

LONGEST = 20


class NotWhole(ValueError):
    """A number, but with a fraction."""


def parse(text: str, unit: str = "") -> int:
    """« 3 », « 3 ans » when the unit is « ans », « 1 200 ».

    NotWhole for « 12,5 », ValueError for anything else.
    """
    plain = re.sub(r"\s+", " ", text[: LONGEST + 1]).strip().lower().replace("−", "-")
    if unit:
        singular = re.escape(unit.lower().removesuffix("s"))
        plain = re.sub(rf"(?<=[0-9]) ?{singular}s?$", "", plain)
    if re.fullmatch(r"-?[0-9 ]{1,12}[.,][0-9]+", plain):
        raise NotWhole(text)
    if not re.fullmatch(r"-?(?:[0-9]{1,9}|[0-9]{1,3}(?: [0-9]{3}){1,2})", plain):
        raise ValueError(text)
    return int(plain.replace(" ", ""))
