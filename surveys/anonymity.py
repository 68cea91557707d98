"""Who has answered, kept apart from what was answered.

A respondent’s device alone holds random tokens; the database holds keyed digests of them and
of the receipt, so that a copy of the database without the edition’s key can test no guess.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

RECEIPT_LENGTH = 5
RESUMING_LENGTH = 6


@dataclass(frozen=True)
class Secrets:
    """What only the key of one edition can compute."""

    key: bytes = field(repr=False)

    def digest(self, purpose: str, token: str) -> str:
        """HMAC-SHA256 of `token`, 64 hexadecimal digits.

        `purpose` separates uses: digests of one token for two purposes cannot be matched.
        """
        message = f"{purpose}\0{token}".encode("utf-8", "replace")
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()

    def receipt(self, draft_token: str) -> str:
        """The receipt of the response that the draft under this token becomes.

        Derived rather than drawn: a form sent twice gives the same receipt, and the words are
        stored nowhere, not even for the time of showing them.  More than 50 bits.
        """
        return self.words("words", draft_token)

    def words(self, purpose: str, token: str) -> str:
        """Five words that only this key gives for `token`: « abricot-baleine-… »."""
        return in_words(int(self.digest(purpose, token), 16))

    def receipt_digest(self, text: str) -> str:
        """What a response keeps of its receipt, however the words were typed."""
        return self.digest("receipt", normalised(text))


def new_token() -> str:
    """256 random bits, safe in a cookie."""
    return secrets.token_urlsafe(32)


def new_words(count: int = RESUMING_LENGTH) -> str:
    """Words drawn at random; six lead to a draft, from any device: more than 60 bits."""
    return in_words(secrets.randbits(128), count)


def in_words(number: int, count: int = RECEIPT_LENGTH) -> str:
    words = receipt_words()
    chosen = []
    for _ in range(count):
        number, index = divmod(number, len(words))
        chosen.append(words[index])
    return "-".join(chosen)


@cache
def receipt_words() -> tuple[str, ...]:
    """More than 1,200 common French words of 4 to 10 letters without accents, in order."""
    return tuple((Path(__file__).parent / "receipt_words.txt").read_text("ascii").split())


def normalised(text: str) -> str:
    """Words as we write them, « abricot-baleine »; tolerant of case, accents, spaces, dashes."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "-".join(re.findall("[a-z]+", plain))
