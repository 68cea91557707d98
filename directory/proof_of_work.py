"""Make whoever sends a form spend a little computing, without asking anyone else.

The server signs a challenge; the browser searches a number whose SHA-256 with the challenge
begins with enough zero bits; the server checks it with one hash.  Hashcash (Back, 2002) with a
signed, dated nonce.  No state here: the caller remembers the nonces that were used.
"""

import hashlib
import hmac
import secrets
from itertools import count

BITS = 16  # 65,536 hashes on average: a third of a second on a telephone
LIFETIME = 2 * 60 * 60  # seconds
LONGEST_ANSWER = 20


class Refused(ValueError):
    """The answer proves nothing."""


def _signature(key: bytes, subject: str, terms: str) -> str:
    signed = f"{subject}\n{terms}".encode("utf-8", "replace")
    return hmac.new(key, signed, hashlib.sha256).hexdigest()[:32]


def challenge(key: bytes, subject: str, now: float, bits: int = BITS) -> str:
    """« nonce.expiry.bits.signature », good for one subject; `now` in seconds since 1970."""
    terms = f"{secrets.token_hex(12)}.{int(now) + LIFETIME}.{bits}"
    return f"{terms}.{_signature(key, subject, terms)}"


def check(key: bytes, subject: str, challenge: str, answer: str, now: float) -> str:
    """The nonce, to be refused the next time.  Raises Refused."""
    terms, _, signature = challenge.rpartition(".")
    if not hmac.compare_digest(
        _signature(key, subject, terms).encode(), signature.encode("utf-8", "replace")
    ):
        raise Refused("not signed here for this")
    nonce, expiry, bits = terms.split(".")
    if int(expiry) < now:
        raise Refused("too old")
    if len(answer) > LONGEST_ANSWER or not answer.isascii() or not answer.isdecimal():
        raise Refused("not a number")
    if not _begins_with_zeros(challenge, answer, int(bits)):
        raise Refused("no answer")
    return nonce


def _begins_with_zeros(challenge: str, answer: str, bits: int) -> bool:
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - bits) == 0 if bits else True


def solve(challenge: str) -> str:
    """What the browser does; for tests."""
    bits = int(challenge.split(".")[2])
    return next(str(n) for n in count() if _begins_with_zeros(challenge, str(n), bits))
