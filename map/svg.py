"""The server-drawn map of France: paths in kilometres, Lambert-93, one unit a kilometre.

Paths depend on our files only, so they are computed once per process; a request adds values,
labels and links.  Every number is already text: templates must not localise them.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import mark_safe

from map.choropleth import WIDE, Step, Wording, colour
from map.gazetteer import DATA, table
from map.outlines import features

ORIGIN_X, ORIGIN_Y = 90, 7125  # kilometres: the corner of the drawing
FRAME = (-25, -14, 1185, 1104)  # left, top, right, bottom of what is shown
LEVELS = {"department": "departments", "region": "regions"}
OVERSEAS_SCALE = {
    "department": {"971": 1.0, "972": 1.5, "973": 0.2, "974": 1.3, "976": 1.9},
    "region": {"01": 1.0, "02": 1.5, "03": 0.2, "04": 1.3, "06": 1.9},
}
TILE_WIDTH, TILE_HEIGHT = 206, 98
TILE_CENTRE = 150
SUBURBS_SCALE, SUBURBS_X, SUBURBS_Y = 3.8, 633, 6883

# Of an islet under this area, in square units, only the stroke would be seen.
SMALLEST = 3

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
    """An area as drawn: `d` is its path, already in its place."""

    code: str
    name: str
    d: str


def room(ring: Sequence[Point]) -> float:
    """The area of a ring, in square units."""
    around = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in around)) / 2


def outline(feature: dict, place: Callable[[float, float], Point], decimals: int = 0) -> Outline:
    drawn = ([place(*dot) for dot in ring] for ring in rings(feature))
    d = path((ring for ring in drawn if room(ring) >= SMALLEST), decimals)
    return Outline(feature["id"], feature["properties"]["name"], mark_safe(d))


def overseas_outline(feature: dict, scale: float) -> Outline:
    """An area at its own scale (units a kilometre), centred on the right of its tile."""
    degrees = [dot for ring in rings(feature) for dot in ring]
    middle = math.cos(math.radians(sum(latitude for _, latitude in degrees) / len(degrees)))

    def drawn(longitude: float, latitude: float) -> Point:
        return longitude * 111.32 * middle * scale, -latitude * 110.57 * scale

    xs, ys = zip(*(drawn(*dot) for dot in degrees), strict=True)
    dx = TILE_CENTRE - (min(xs) + max(xs)) / 2
    dy = TILE_HEIGHT / 2 - (min(ys) + max(ys)) / 2

    def shifted(longitude: float, latitude: float) -> Point:
        x, y = drawn(longitude, latitude)
        return x + dx, y + dy

    return outline(feature, shifted, decimals=1)


@dataclass(frozen=True)
class Drawing:
    """Every path of the map at one level; `names` also has the areas that are not drawn."""

    mainland: list[Outline]
    suburbs: list[Outline]
    overseas: list[Outline]
    names: dict[str, str]


@lru_cache(maxsize=2)
def drawing(level: str) -> Drawing:
    """The map of the « department » or « region » level; KeyError for another."""
    found = features(LEVELS[level])
    scales = OVERSEAS_SCALE[level]
    return Drawing(
        mainland=[outline(item, mainland) for item in found if item["id"] not in scales],
        suburbs=[
            outline(item, suburbs, decimals=1)
            for item in (features("inner_suburbs") if level == "department" else [])
        ],
        overseas=[
            overseas_outline(item, scales[item["id"]]) for item in found if item["id"] in scales
        ],
        names={row["code"]: row["name"] for row in table(LEVELS[level])},
    )


@lru_cache(maxsize=1)
def scenery() -> dict:
    """Drawn paths of the surroundings, on the main drawing: {neighbours, rivers {name: path},
    forests, motorways, roads} and `land`, the mainland of one stroke."""
    drawn = json.loads((DATA / "scenery.json").read_text("utf-8"))
    (country,) = features("country")
    drawn["land"] = path([mainland(*dot) for dot in ring] for ring in rings(country))
    return drawn


@dataclass(frozen=True)
class Area:
    """An area on the map of one request.

    `figure` is its value in short, `label` its name and value in words; `url` is empty when it
    leads nowhere.
    """

    outline: Outline
    figure: str
    label: str
    css: str
    url: str
    hidden: bool


def areas(
    outlines: list[Outline],
    values: dict[str, float | None],
    classes: Sequence[Step],
    wording: Wording,
    links: dict[str, str],
    selected: str | None = None,
) -> list[Area]:
    """Outlines with their values; `selected` is the code of the area being looked at."""
    made = []
    for outline in outlines:
        code = outline.code
        value = values.get(code)
        words = wording.value(value) if code in values else wording.absent
        hidden = code in values and value is None
        css = "departement"
        if not hidden:
            css += f" choro-{0 if value is None else colour(value, classes)}"
        if code == selected:
            css += " ici"
        made.append(
            Area(
                outline,
                wording.figure(value) if code in values else wording.nothing,
                f"{outline.name}{WIDE}: {words}",
                css,
                links.get(code, ""),
                hidden,
            )
        )
    return made
