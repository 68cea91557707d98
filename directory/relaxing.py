"""What to give up when nobody answers to everything, and how many people that would give."""

from collections.abc import Iterator
from typing import NamedTuple

from directory.filters import LARGEST_RADIUS, MODIFIERS, NEAREST, ProfileFilter, of
from directory.sentences import inside
from map import borders

WIDER = (50, 100, LARGEST_RADIUS)  # kilometres
MOST = 8
# Their values are names, or words between guillemets: they keep their capitals.
PROPER = {"q", "competence", "region", "departement", "commune"}


class Relaxation(NamedTuple):
    label: str
    count: int
    query: str


def values(filters: ProfileFilter, name: str) -> str:
    """What a parameter asks for, inside a sentence: « freelance ou secteur public »."""
    labels = [filters.label(name, value) for value in filters.data.getlist(name)]
    return " ou ".join(labels if name in PROPER else map(inside, labels))


def without_each(filters: ProfileFilter) -> Iterator[Relaxation]:
    for name in filters.parts:
        labels = values(filters, name)
        count = filters.without_some(name).count()
        if filters.nearest and name != "autour":
            count = min(count, filters.nearest)
        gone = {name: None} | ({"rayon": None, "proches": None} if name == "autour" else {})
        label = "Sans limite de distance" if name == "autour" else f"Sans {labels}"
        yield Relaxation(label, count, filters.query(**gone))


def further(filters: ProfileFilter) -> Iterator[Relaxation]:
    """A larger circle, the first that finds somebody, and the nearest of all."""
    if not filters.centre or filters.nearest:
        return
    others = filters.without_some("autour")
    place = of(filters.centre.name)
    for radius in WIDER:
        count = others.living_near(filters.centre, radius).count()
        if radius > filters.radius and count:
            yield Relaxation(f"À {radius}\u00a0km {place}", count, filters.query(rayon=str(radius)))
            break
    if count := others.nearest(filters.centre, NEAREST).count():
        query = filters.query(rayon=None, proches=str(NEAREST))
        yield Relaxation(f"Les plus proches {place}", count, query)


def next_door(filters: ProfileFilter) -> Iterator[Relaxation]:
    """The départements that touch the one asked for."""
    asked = filters.data.get("departement")
    if "departement" not in filters.parts:
        return
    counts = filters.without_some("departement", "region").count_by("department_code")
    for code in borders.departments().get(asked, ()):
        if (count := counts.get(code, 0)) and code in filters.vocabulary.departments:
            name = str(filters.vocabulary.departments[code])
            yield Relaxation(name, count, filters.query(departement=code, region=None))


def only_each(filters: ProfileFilter) -> Iterator[Relaxation]:
    """One filter alone, for when giving up any other is not enough."""
    for name, part in filters.parts.items():
        labels = values(filters, name)
        kept = dict.fromkeys((other for other in filters.data if other != name), None)
        if name == "autour":
            kept = {other: None for other in kept if other not in MODIFIERS}
        count = part.count()
        if filters.nearest and name == "autour":
            count = min(count, filters.nearest)
        yield Relaxation(f"Seulement {labels}", count, filters.query(**kept))


def relaxations(filters: ProfileFilter) -> list[Relaxation]:
    """What would find somebody, best first; of valid filters."""
    every = [*without_each(filters), *further(filters), *next_door(filters)]
    found = [one for one in every if one.count]
    found = found or [one for one in only_each(filters) if one.count]
    return sorted(found, key=lambda one: -one.count)[:MOST]
