"""How many profiles there are in each place, remembered until a profile changes.

Counting reads every profile that the filters keep; what is remembered costs as much for a
hundred profiles as for a hundred thousand.  Each process remembers what it counted itself, under
a `version` that all of them share and that every writing of a profile renews.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from heapq import nsmallest
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction

from directory.territory import territory

if TYPE_CHECKING:
    from directory.filters import ProfileFilter

VERSION = "directory.tally"
LIFETIME = 15 * 60  # seconds, for what may be written behind our back
# Each the communes of a département at most: some twenty megabytes in all.
MOST_REMEMBERED = 1500


def version() -> str:
    """What the profiles were when something was counted; another one after any change."""
    known = cache.get(VERSION)
    return known or cache.get_or_set(VERSION, lambda: secrets.token_urlsafe(9), None)


def forget() -> None:
    """Count anew, from the moment when what is being written is there for everyone."""
    transaction.on_commit(renew)


def renew() -> None:
    cache.set(VERSION, secrets.token_urlsafe(9), None)


class Memory:
    """The latest counts of this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counted: dict[tuple, tuple[float, Any]] = {}

    def find(self, keys: Iterable[tuple]) -> dict[tuple, Any]:
        oldest = monotonic() - LIFETIME
        with self.lock:
            found = {key: self.counted[key] for key in keys if key in self.counted}
        return {key: counts for key, (at, counts) in found.items() if at > oldest}

    def keep(self, counts: dict[tuple, Any]) -> None:
        with self.lock:
            self.counted |= {key: (monotonic(), value) for key, value in counts.items()}
            for key in list(self.counted)[: max(0, len(self.counted) - MOST_REMEMBERED)]:
                del self.counted[key]


memory = Memory()


def remembered(filters: "ProfileFilter", what: str, count: Callable[[], Any]) -> Any:
    """`count()`, unless it is remembered as `what` for these filters."""
    key = (version(), filters.canonical(), what)
    found = memory.find([key])
    if key not in found:
        found[key] = count()
        memory.keep(found)
    return found[key]


def departments(filters: "ProfileFilter") -> dict[str, dict[str, int]]:
    """{INSEE code of département: {precision: number of profiles}}."""
    return remembered(filters, "departments", lambda: filters.qs.count_departments())


def communes(filters: "ProfileFilter", within: Iterable[str]) -> dict[str, dict[str, int]]:
    """{INSEE code of département: {code of commune: number of profiles who show it}}.

    `within`: the départements to look at; only those not remembered are counted.
    """
    now, canonical = version(), filters.canonical()
    keys = {(now, canonical, "communes", code): code for code in within}
    found = memory.find(keys)
    missing = {key: code for key, code in keys.items() if key not in found}
    if missing:
        counted = filters.qs.count_communes(missing.values())
        fresh = {key: counted.get(code, {}) for key, code in missing.items()}
        memory.keep(fresh)
        found |= fresh
    return {keys[key]: counts for key, counts in found.items()}


def largest(filters: "ProfileFilter", limit: int) -> tuple[list[tuple[int, str]], int]:
    """([(minus the number of profiles, code of commune)], communes in all) of all France."""

    def count() -> tuple[list[tuple[int, str]], int]:
        rows = communes(filters, departments(filters)).values()
        every = [(-count, code) for row in rows for code, count in row.items()]
        return nsmallest(limit, every), len(every)

    return remembered(filters, f"largest {limit}", count)


def largest_cities(filters: "ProfileFilter", limit: int = 12) -> list[tuple]:
    """(name, latitude, longitude, count), most profiles first, arrondissements in their city."""

    def count() -> list[tuple[str, float, float, int]]:
        cities = Counter()
        for row in communes(filters, departments(filters)).values():
            spots = territory(communes=row.keys()).spots
            for code, number in row.items():
                cities[spots[code].city] += number
        first = nsmallest(limit, ((-number, code) for code, number in cities.items()))
        spots = territory(communes={code for _, code in first}).spots
        return [(spots[code].name, *reversed(spots[code].point), -number) for number, code in first]

    return remembered(filters, f"cities {limit}", count)
