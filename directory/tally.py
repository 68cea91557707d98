"""How many profiles there are in each place, for the filters of a query string."""

from collections import Counter

import numpy as np

from directory.crowd import Crowd
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.nearness import cities, positions
from directory.territory import Box, territory


def departments(filters: ProfileFilter) -> dict[str, dict[str, int]]:
    """{INSEE code of département: {precision: number of profiles}}."""
    return filters.found.count_departments()


def regions(rows: dict[str, dict[str, int]]) -> dict[str, int]:
    """{INSEE code of région: number of profiles on the map} from such counts, without zeros."""
    known = territory(departments=rows.keys()).departments
    counts: Counter[str] = Counter()
    for code, row in rows.items():
        counts[known[code].region] += sum(row.values()) - row.get(Profile.Precision.OFF_MAP, 0)
    return {code: count for code, count in counts.items() if count}


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
    codes = [words.values[one] for one in inside.tolist()]
    # Hardly more than `limit`: sorting them all is quicker than a heap.
    return sorted(zip((-counts[inside]).tolist(), codes, strict=True))[:limit], total


def largest_cities(filters: ProfileFilter, limit: int = 12) -> list[tuple]:
    """(name, latitude, longitude, count), most profiles first, arrondissements in their city."""
    crowd = filters.found
    counts = crowd.numbers("shown_code")
    ranks, codes = cities(crowd.columns.words["shown_code"], len(counts))
    totals = np.zeros(len(codes) + 1, dtype=np.int64)
    np.add.at(totals, ranks, counts)
    found = np.flatnonzero(totals[:-1])
    # In the order of codes already: of as many people, the first code comes first.
    best = found[np.argsort(-totals[found], kind="stable")][:limit].tolist()
    first = [(-int(totals[rank]), codes[rank]) for rank in best]
    spots = territory(communes={code for _, code in first}).spots
    return [(spots[code].name, *reversed(spots[code].point), -number) for number, code in first]
