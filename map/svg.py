"""The server-drawn map of France: paths in kilometres, Lambert-93, one unit a kilometre.

Paths depend on our files only, so they are computed once per process; a request adds counts,
labels and links.  Every number is already text: templates must not localise them.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from map.gazetteer import DATA
from map.outlines import features

ORIGIN_X, ORIGIN_Y = 90, 7125  # kilometres: the corner of the drawing
OVERSEAS_SCALE = {"971": 1.0, "972": 1.5, "973": 0.2, "974": 1.3, "976": 1.9}
TILE_WIDTH, TILE_HEIGHT = 206, 98
TILE_CENTRE = 150
SUBURBS_SCALE, SUBURBS_X, SUBURBS_Y = 3.8, 633, 6883
# Upper bounds of the classes 0 to 4; class 5 is whatever is above.  A small set would be all of
# one colour with the usual bounds.
BOUNDS = (0, 4, 9, 19, 49)
SMALL_BOUNDS = (0, 1, 2, 4, 9)
SMALL = 20
# Two towns closer than this (km) would cover each other: the smaller is left out.
TOWN_DISTANCE = 62

Point = tuple[float, float]


def lambert93(longitude: float, latitude: float) -> Point:
    """Kilometres east and north in the national projection (RGF93), from degrees.

    IGN, algorithm 0003 with the constants of Lambert-93.
    """
    n, c, xs, ys = 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876
    e = 0.0818191910428158
    phi = math.radians(latitude)
    sine = e * math.sin(phi)
    isometric = math.log(math.tan(math.pi / 4 + phi / 2) * ((1 - sine) / (1 + sine)) ** (e / 2))
    gamma = n * math.radians(longitude - 3)
    radius = c * math.exp(-n * isometric)
    return (xs + radius * math.sin(gamma)) / 1000, (ys - radius * math.cos(gamma)) / 1000


def mainland(longitude: float, latitude: float) -> Point:
    """Position on the main drawing, y downwards."""
    x, y = lambert93(longitude, latitude)
    return x - ORIGIN_X, ORIGIN_Y - y


def suburbs(longitude: float, latitude: float) -> Point:
    """Position on the enlarged drawing of Paris and its inner suburbs."""
    x, y = lambert93(longitude, latitude)
    return (x - SUBURBS_X) * SUBURBS_SCALE, (SUBURBS_Y - y) * SUBURBS_SCALE


def path(rings: Iterable[Iterable[Point]], decimals: int = 0) -> str:
    """SVG path data, relative and rounded; rings that vanish in the rounding are left out."""
    unit = 10**decimals
    out = []
    for ring in rings:
        dots = [(round(x * unit), round(y * unit)) for x, y in ring]
        kept = [dots[0]]
        kept += [dot for before, dot in zip(dots, dots[1:], strict=False) if dot != before]
        if kept[0] == kept[-1]:
            kept.pop()
        if len(kept) < 3:
            continue
        out.append(f"M{kept[0][0] / unit:g} {kept[0][1] / unit:g}l")
        steps = [
            f"{(x2 - x1) / unit:g} {(y2 - y1) / unit:g}"
            for (x1, y1), (x2, y2) in zip(kept, kept[1:], strict=False)
        ]
        # A minus sign separates numbers by itself.
        out.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(out)


def rings(feature: dict) -> list[list[list[float]]]:
    return [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]


@dataclass(frozen=True)
class Outline:
    """A département as drawn: `d` is its path, already in its place."""

    code: str
    name: str
    d: str


def overseas_outline(feature: dict) -> Outline:
    """A département drawn at its own scale, centred on the right of its tile."""
    scale = OVERSEAS_SCALE[feature["id"]]
    degrees = [dot for ring in rings(feature) for dot in ring]
    middle = math.cos(math.radians(sum(latitude for _, latitude in degrees) / len(degrees)))

    def place(longitude: float, latitude: float) -> Point:
        return longitude * 111.32 * middle * scale, -latitude * 110.57 * scale

    drawn = [[place(*dot) for dot in ring] for ring in rings(feature)]
    xs = [x for ring in drawn for x, _ in ring]
    ys = [y for ring in drawn for _, y in ring]
    dx = TILE_CENTRE - (min(xs) + max(xs)) / 2
    dy = TILE_HEIGHT / 2 - (min(ys) + max(ys)) / 2
    shifted = [[(x + dx, y + dy) for x, y in ring] for ring in drawn]
    return Outline(feature["id"], feature["properties"]["name"], path(shifted, decimals=1))


@dataclass(frozen=True)
class Drawing:
    """Every path of the map, computed once."""

    mainland: list[Outline]
    suburbs: list[Outline]
    overseas: list[Outline]
    names: dict[str, str]


@lru_cache(maxsize=1)
def drawing() -> Drawing:
    departments = features("departments")
    return Drawing(
        mainland=[
            Outline(
                item["id"],
                item["properties"]["name"],
                path([mainland(*dot) for dot in ring] for ring in rings(item)),
            )
            for item in departments
            if item["id"] not in OVERSEAS_SCALE
        ],
        suburbs=[
            Outline(
                item["id"],
                item["properties"]["name"],
                path(([suburbs(*dot) for dot in ring] for ring in rings(item)), decimals=1),
            )
            for item in features("inner_suburbs")
        ],
        overseas=[overseas_outline(item) for item in departments if item["id"] in OVERSEAS_SCALE],
        names={item["id"]: item["properties"]["name"] for item in departments},
    )


@lru_cache(maxsize=1)
def scenery() -> dict:
    """Drawn paths of the surroundings, on the main drawing: {neighbours, rivers {name: path},
    forests, motorways, roads} and `land`, the mainland of one stroke."""
    drawn = json.loads((DATA / "scenery.json").read_text("utf-8"))
    (country,) = features("country")
    drawn["land"] = path([mainland(*dot) for dot in ring] for ring in rings(country))
    return drawn


def bounds(counts: Iterable[int]) -> tuple[int, ...]:
    """The upper bounds of classes 0 to 4 that suit these counts."""
    return SMALL_BOUNDS if max(counts, default=0) < SMALL else BOUNDS


def choropleth_class(count: int, limits: tuple[int, ...] = BOUNDS) -> int:
    """0 (none) to 5 (the most): the number of the `choro-…` class."""
    return sum(count > limit for limit in limits)


def legend(limits: tuple[int, ...] = BOUNDS) -> list[tuple[int, str]]:
    """(class, words) from none to the most: « aucun », « 1 à 4 », … « 50 et plus »."""
    words = ["aucun"]
    for below, limit in zip(limits, limits[1:], strict=False):
        words.append(str(limit) if limit == below + 1 else f"{below + 1} à {limit}")
    return list(enumerate([*words, f"{limits[-1] + 1} et plus"]))


@dataclass(frozen=True)
class Town:
    """A town with its count, as a disc."""

    name: str
    count: int
    x: str
    y: str
    radius: str
    figure_y: str
    name_y: str


def towns(counted: Iterable[tuple[str, float, float, int]]) -> list[Town]:
    """Discs for (name, latitude, longitude, count), largest first, those that fit.

    Only the mainland; a disc’s surface grows with its count.
    """
    placed: list[tuple[Point, Town]] = []
    for name, latitude, longitude, count in sorted(counted, key=lambda row: (-row[3], row[0])):
        if not (41 < latitude < 52 and -6 < longitude < 10):
            continue
        x, y = mainland(longitude, latitude)
        if any(math.hypot(x - px, y - py) < TOWN_DISTANCE for (px, py), _ in placed):
            continue
        radius = min(17 + 1.25 * math.sqrt(count), 45)
        town = Town(
            name,
            count,
            f"{x:.0f}",
            f"{y:.0f}",
            f"{radius:.0f}",
            f"{y + 8:.0f}",
            f"{y - radius - 9:.0f}",
        )
        placed.append(((x, y), town))
    return [town for _, town in placed]


@dataclass(frozen=True)
class Area:
    """A département on the map of one request: its outline, count and classes."""

    outline: Outline
    count: int
    css: str


def areas(
    outlines: list[Outline],
    counts: Mapping[str, int],
    limits: tuple[int, ...] = BOUNDS,
    selected: str | None = None,
) -> list[Area]:
    """Outlines with their counts; `selected` is the code of the département being looked at."""
    return [
        Area(
            outline,
            counts.get(outline.code, 0),
            f"departement choro-{choropleth_class(counts.get(outline.code, 0), limits)}"
            + (" ici" if outline.code == selected else ""),
        )
        for outline in outlines
    ]
