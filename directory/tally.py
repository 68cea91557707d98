"""How many profiles there are in each place, for the filters of a query string."""

from collections import Counter
from functools import lru_cache
from heapq import nsmallest

import numpy as np

from directory.columns import Words
from directory.crowd import Crowd
from directory.filters import ProfileFilter
from directory.territory import Box, territory


def departments(filters: ProfileFilter) -> dict[str, dict[str, int]]:
    """{INSEE code of département: {precision: number of profiles}}."""
    return filters.crowd.count_departments()


@lru_cache(maxsize=2)
def positions(communes: Words, size: int) -> np.ndarray:
    """Longitude and latitude of the first `size` communes; nowhere for no commune."""
    codes = list(communes)[1:size]
    spots = territory(communes=set(codes)).spots
    return np.array([(np.nan, np.nan), *(spots[code].point for code in codes)])


def largest_communes(
    crowd: Crowd, limit: int, box: Box | None = None
) -> tuple[list[tuple[int, str]], int]:
    """([(minus the number of profiles, code of commune)], communes in all) of a box, or of all."""
    words = crowd.columns.words["shown_code"]
    counts = crowd.numbers("shown_code")
    counts[0] = 0  # those who show none
    if box:
        longitudes, latitudes = positions(words, len(counts)).T
        counts[~((box[0] <= longitudes) & (longitudes <= box[2]))] = 0
        counts[~((box[1] <= latitudes) & (latitudes <= box[3]))] = 0
    inside = np.flatnonzero(counts)
    total = len(inside)
    if total > limit:
        least = np.partition(counts[inside], total - limit)[total - limit]
        inside = inside[counts[inside] >= least]
    codes = list(words)
    return nsmallest(limit, ((-counts[one].item(), codes[one]) for one in inside)), total


def largest_cities(filters: ProfileFilter, limit: int = 12) -> list[tuple]:
    """(name, latitude, longitude, count), most profiles first, arrondissements in their city."""
    counts = filters.crowd.count_by("shown_code")
    spots = territory(communes=counts.keys()).spots
    cities: Counter[str] = Counter()
    for code, number in counts.items():
        cities[spots[code].city] += number
    first = nsmallest(limit, ((-number, code) for code, number in cities.items()))
    spots = territory(communes={code for _, code in first}).spots
    return [(spots[code].name, *reversed(spots[code].point), -number) for number, code in first]
