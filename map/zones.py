"""One département or région drawn large, with what surrounds it.

Paths depend on our files only: each zone is drawn once a process.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import mark_safe

from map.outlines import features
from map.svg import OVERSEAS_SCALE, Outline, Point, mainland, path, rings

WIDTH, TALLEST = 760, 640
CLOSE = 6  # units a kilometre
MARGIN = 0.12  # of the zone, on each side
GRID = 14  # steps across a ring, when looking for its roomiest place
# Half the height that a label needs around it: the code alone, or the code over a number.
ROOM, ROOM_FOR_TWO = 9, 24
WIDER = 1.6  # a label, than it is high
OVERSEAS = OVERSEAS_SCALE["department"].keys()


@dataclass(frozen=True)
class Spot:
    """The middle of a label; `two`: whether a second line fits under the first."""

    x: str
    y: str
    two: bool


@dataclass(frozen=True)
class Zone:
    """`view` and `shift` are SVG attributes: the frame, and how kilometres get into it.

    `shift` is empty overseas, where nothing but the zone is drawn.  `spots`: where there is room
    to write on an outline, whether it is the zone’s or one around.  `close`: too near for rivers
    that are only sketched.
    """

    view: str
    shift: str
    own: list[Outline]
    around: list[Outline]
    spots: dict[str, Spot]
    close: bool


@lru_cache(maxsize=1)
def shapes() -> dict[str, dict]:
    """The GeoJSON feature of each département that has one, the most detailed we have."""
    found = (*features("departments"), *features("inner_suburbs"))
    return {feature["id"]: feature for feature in found}


def flat(feature: dict) -> Callable[[float, float], Point]:
    """A projection good enough for one island: degrees to kilometres, y downwards."""
    latitudes = [dot[1] for ring in rings(feature) for dot in ring]
    middle = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return lambda longitude, latitude: (longitude * 111.32 * middle, -latitude * 110.57)


def extent(drawn: Iterable[list[Point]]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of rings."""
    xs, ys = zip(*(dot for ring in drawn for dot in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def contains(ring: list[Point], x: float, y: float) -> bool:
    """Whether a point is inside: a ray to the right crosses the ring an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def roomiest(ring: list[Point], height: float) -> tuple[Point, float]:
    """(a point inside, as far from the outline and from the frame as a grid finds, how far).

    The distance is 0 when no part of the ring is in the frame.
    """
    left, top, right, bottom = extent([ring])
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, WIDTH), min(bottom, height)
    best, room = ((left + right) / 2, (top + bottom) / 2), 0.0
    for i in range(1, GRID):
        for j in range(1, GRID):
            x, y = left + (right - left) * i / GRID, top + (bottom - top) * j / GRID
            if contains(ring, x, y):
                edges = [math.hypot((x - a) / WIDER, y - b) for a, b in ring]
                edges += [x / WIDER, (WIDTH - x) / WIDER, y, height - y]
                if min(edges) > room:
                    best, room = (x, y), min(edges)
    return best, room


def largest(drawn: list[list[Point]]) -> list[Point]:
    def size(ring: list[Point]) -> float:
        left, top, right, bottom = extent([ring])
        return (right - left) * (bottom - top)

    return max(drawn, key=size)


def project(code: str) -> list[list[Point]]:
    feature = shapes()[code]
    place = flat(feature) if code in OVERSEAS else mainland
    return [[place(*dot) for dot in ring] for ring in rings(feature)]


@lru_cache(maxsize=256)
def zone(codes: tuple[str, ...]) -> Zone | None:
    """The drawing of these départements together; None when we have no outline of them."""
    if not codes or not all(code in shapes() for code in codes):
        return None
    own = {code: project(code) for code in codes}
    left, top, right, bottom = extent([ring for drawn in own.values() for ring in drawn])
    wide, high = (right - left) * (1 + 2 * MARGIN), (bottom - top) * (1 + 2 * MARGIN)
    scale = min(WIDTH / wide, TALLEST / high)
    height = max(high * scale, WIDTH / 2)
    dx = (left + right) / 2 - WIDTH / scale / 2
    dy = (top + bottom) / 2 - height / scale / 2

    def placed(drawn: list[list[Point]]) -> list[list[Point]]:
        return [[((x - dx) * scale, (y - dy) * scale) for x, y in ring] for ring in drawn]

    def framed(drawn: list[list[Point]]) -> bool:
        left, top, right, bottom = extent(drawn)
        return left < WIDTH and right > 0 and top < height and bottom > 0

    overseas = codes[0] in OVERSEAS
    rest = () if overseas else (code for code in shapes() if code not in OVERSEAS)
    around = {code: placed(project(code)) for code in rest if code not in own}
    own = {code: placed(drawn) for code, drawn in own.items()}
    around = {code: drawn for code, drawn in around.items() if framed(drawn)}
    spots = {}
    for code, drawn in (own | around).items():
        (x, y), room = roomiest(largest(drawn), height)
        if room >= ROOM:
            spots[code] = Spot(f"{x:.0f}", f"{y:.0f}", room >= ROOM_FOR_TWO)
    return Zone(
        view=f"0 0 {WIDTH} {height:.0f}",
        shift="" if overseas else f"scale({scale:.3f}) translate({-dx:.2f} {-dy:.2f})",
        own=[outlined(code, drawn) for code, drawn in own.items()],
        around=[outlined(code, drawn) for code, drawn in around.items()],
        spots=spots,
        close=scale > CLOSE,
    )


def outlined(code: str, drawn: list[list[Point]]) -> Outline:
    return Outline(code, shapes()[code]["properties"]["name"], mark_safe(path(drawn)))
