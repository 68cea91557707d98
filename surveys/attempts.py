"""Words are not tried by the thousand, nor letters sent: counts in the shared cache.

They belong to an edition, not to whoever tries: no address is looked at, let alone kept.
"""

import time

from django.core.cache import cache

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Wrong words of a whole edition in a minute.  More than respondents mistype, and so few that the
# two billion billions of possible words would outlast the edition, by far.
WRONG_WORDS = 60


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


def words_may_be_tried(edition: int) -> bool:
    """Whether the edition of this key has had few wrong words in this minute."""
    return left(f"mots:{edition}", WRONG_WORDS, MINUTE)


def count_wrong_words(edition: int) -> None:
    spend(f"mots:{edition}", WRONG_WORDS, MINUTE)
