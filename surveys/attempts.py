"""Words are not tried by the thousand, nor letters sent: counts in the shared cache.

They belong to an edition, and to the coarse counter that the gate gives a network for an hour:
no address is kept, and one place that tries without end stops itself alone.
"""

import time

from django.core.cache import cache
from django.http import HttpRequest

from surveys import gate

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Wrong words in a minute: of one counter of networks, more than a school mistypes; of the whole
# edition, what a hundred such places at once may try.  Five words of 1,284 make 3.5 × 10¹⁵: at
# that pace without a pause, a month and a half of trying has one chance in a thousand of finding
# one of ten thousand receipts.
WRONG_WORDS, WRONG_WORDS_OF_ALL = 60, 6_000


def spend(what: str, most: int, seconds: int) -> bool:
    """Count one more `what`; False when there were `most` in this stretch of `seconds` already."""
    key = f"surveys:{what}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # thrown out of the cache since
        return True


def left(what: str, most: int, seconds: int) -> bool:
    """Whether another would be counted."""
    return int(cache.get(f"surveys:{what}:{int(time.time() // seconds)}") or 0) < most


def words_may_be_tried(request: HttpRequest, edition: int) -> bool:
    """Whether few wrong words came from there in this minute, for the edition of this key."""
    return all(left(*one) for one in _wrong_words(request, edition))


def count_wrong_words(request: HttpRequest, edition: int) -> None:
    for one in _wrong_words(request, edition):
        spend(*one)


def _wrong_words(request: HttpRequest, edition: int) -> list[tuple[str, int, int]]:
    """(what is counted, how many at most, in how many seconds)."""
    return [
        (f"mots:{edition}", WRONG_WORDS_OF_ALL, MINUTE),
        (f"mots:{edition}:{gate.counter(request)}", WRONG_WORDS, MINUTE),
    ]
