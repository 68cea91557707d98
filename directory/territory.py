"""Where the places of France are, as maps need them: read once a process from the tables of `map`.

Nothing here knows of anybody.
"""

from collections.abc import Set
from functools import lru_cache
from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

from django.db.models import Q, QuerySet

from map.models import Commune, Department

EARTH_RADIUS = 6371.0088  # kilometres, mean of the ellipsoid
# The points of communes are their centres: their territory goes a little beyond.
MARGIN = 0.05  # degrees

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


class Spot(NamedTuple):
    """A commune or an arrondissement."""

    name: str
    label: str
    department: str
    city: str  # the code of its city when it is an arrondissement, else its own
    point: tuple[float, float]  # longitude, latitude


class Area(NamedTuple):
    """A région or a département: its middle is the mean of its communes’ centres."""

    name: str
    region: str
    point: tuple[float, float]  # longitude, latitude
    box: Box


class Territory(NamedTuple):
    spots: dict[str, Spot]
    departments: dict[str, Area]
    regions: dict[str, Area]


def area(name: str, region: str, spots: list[Spot]) -> Area:
    longitudes, latitudes = zip(*(spot.point for spot in spots), strict=True)
    return Area(
        name,
        region,
        (round(sum(longitudes) / len(spots), 4), round(sum(latitudes) / len(spots), 4)),
        (
            round(min(longitudes) - MARGIN, 4),
            round(min(latitudes) - MARGIN, 4),
            round(max(longitudes) + MARGIN, 4),
            round(max(latitudes) + MARGIN, 4),
        ),
    )


@lru_cache(maxsize=1)
def read() -> Territory:
    """Two queries; a département without a commune is left out."""
    spots = {
        code: Spot(
            name,
            f"{name} ({department})",
            department,
            city or code,
            (round(longitude, 4), round(latitude, 4)),
        )
        for code, name, department, city, longitude, latitude in Commune.objects.order_by(
            "code"
        ).values_list("code", "name", "department", "parent", "longitude", "latitude")
    }
    within: dict[str, list[Spot]] = {}
    for spot in spots.values():
        within.setdefault(spot.department, []).append(spot)
    departments, regions, together = {}, {}, {}
    for department in Department.objects.select_related("region"):
        if department.pk in within:
            own = within[department.pk]
            departments[department.pk] = area(department.name, department.region_id, own)
            together.setdefault(department.region, []).extend(own)
    for region, own in together.items():
        regions[region.pk] = area(region.name, region.pk, own)
    return Territory(spots, departments, regions)


def territory(communes: Set[str] = frozenset(), departments: Set[str] = frozenset()) -> Territory:
    """The territory of this process, read again when one of these codes is not in it."""
    known = read()
    if not (communes <= known.spots.keys() and departments <= known.departments.keys()):
        read.cache_clear()
        known = read()
    return known


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres along the great circle between two (longitude, latitude), in degrees."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def box_around(longitude: float, latitude: float, radius: float) -> Box:
    """The smallest box that holds every point within `radius` kilometres, away from the poles."""
    high = degrees(radius / EARTH_RADIUS)
    wide = degrees(asin(min(1.0, sin(radius / EARTH_RADIUS) / cos(radians(latitude)))))
    return longitude - wide, latitude - high, longitude + wide, latitude + high


def parts_of(commune: Commune) -> QuerySet:
    """INSEE codes of the commune and of its arrondissements."""
    return Commune.objects.filter(Q(pk=commune.pk) | Q(parent=commune)).values_list("pk", flat=True)


def communes_around(centre: Commune, radius: float) -> list[str]:
    """INSEE codes of the communes whose centres are within `radius` kilometres; one query."""
    middle = (round(centre.longitude, 4), round(centre.latitude, 4))
    west, south, east, north = box_around(*middle, radius)
    near = Commune.objects.order_by().filter(
        latitude__range=(south, north), longitude__range=(west, east)
    )
    return [
        code
        for code, longitude, latitude in near.values_list("code", "longitude", "latitude")
        if distance(middle, (round(longitude, 4), round(latitude, 4))) <= radius
    ]
