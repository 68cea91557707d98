"""Which départements and régions touch: they share a stretch of outline.  Pure.

The outlines of our file are simplified together: two neighbours have the very same points.
"""

from functools import lru_cache

from map.gazetteer import table
from map.outlines import features
from map.svg import rings


@lru_cache(maxsize=1)
def departments() -> dict[str, frozenset[str]]:
    """{INSEE code: codes of those it touches}, for every département; islands touch none."""
    beside: dict[frozenset, set[str]] = {}
    for feature in features("departments"):
        for ring in rings(feature):
            for start, end in zip(ring, ring[1:], strict=False):
                side = frozenset((tuple(start), tuple(end)))
                beside.setdefault(side, set()).add(feature["id"])
    touching: dict[str, set[str]] = {row["code"]: set() for row in table("departments")}
    for codes in beside.values():
        for code in codes:
            touching[code] |= codes - {code}
    return {code: frozenset(others) for code, others in touching.items()}


@lru_cache(maxsize=1)
def regions() -> dict[str, frozenset[str]]:
    """{INSEE code: codes of those it touches}, by the départements that touch across."""
    of = {row["code"]: row["region"] for row in table("departments")}
    touching: dict[str, set[str]] = {code: set() for code in of.values()}
    for code, others in departments().items():
        touching[of[code]] |= {of[other] for other in others} - {of[code]}
    return {code: frozenset(others) for code, others in touching.items()}
