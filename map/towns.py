"""Towns on the map as discs with their names, none over another.  Pure.

Placed twice: on a wide map, then on a narrow one where discs and names are drawn `NARROW_SCALE`
times larger.  A town that fits the wide map alone says so.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from map.choropleth import number
from map.svg import FRAME, mainland

# In kilometres, for the letters of the stylesheet.  The widest French names need 0.45 em a letter.
FONT_SIZE = 25
LETTER = 0.46 * FONT_SIZE
GAP = 6
NARROW_SCALE = 1.7

# Left, top, right, bottom.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Town:
    """A town with its count; positions of the name are from the centre of the disc."""

    name: str
    count: str
    x: str
    y: str
    radius: str
    name_x: str
    name_y: str
    anchor: str
    wide_only: bool


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def scaled(box: Box, x: float, y: float, scale: float) -> Box:
    """A box around a centre at (x, y), drawn `scale` times larger."""
    left, top, right, bottom = box
    return x + left * scale, y + top * scale, x + right * scale, y + bottom * scale


def free(boxes: list[Box], taken: list[Box]) -> list[Box]:
    """The boxes when all of them are on the map and over nothing taken, or else none."""
    clear = all(
        inside(box, FRAME) and not any(overlap(box, other) for other in taken) for box in boxes
    )
    return boxes if clear else []


def name_places(name: str, radius: float) -> Iterator[tuple[float, float, str, Box]]:
    """Where a name may be around its disc, best first: x, baseline, anchor, box."""
    width, ascent, descent = LETTER * len(name), 0.76 * FONT_SIZE, 0.2 * FONT_SIZE
    half = width / 2
    above = -radius - GAP - descent
    below = radius + GAP + ascent
    middle = (ascent - descent) / 2
    side = radius + GAP
    yield 0, above, "middle", (-half, above - ascent, half, above + descent)
    yield 0, below, "middle", (-half, below - ascent, half, below + descent)
    yield side, middle, "start", (side, middle - ascent, side + width, middle + descent)
    yield -side, middle, "end", (-side - width, middle - ascent, -side, middle + descent)


def towns(counted: Iterable[tuple[str, float, float, int]]) -> list[Town]:
    """Discs for (name, latitude, longitude, count), largest first, those of which all fits.

    Only the mainland; a disc’s surface grows with its count.
    """
    wide: list[Box] = []
    narrow: list[Box] = []
    placed = []
    for name, latitude, longitude, count in sorted(counted, key=lambda row: (-row[3], row[0])):
        if not (41 < latitude < 52 and -6 < longitude < 10):
            continue
        x, y = mainland(longitude, latitude)
        words = number(count)
        # Wide enough for the figure inside.
        radius = max(min(17 + 1.25 * math.sqrt(count), 45), LETTER * len(words) / 2 + 5)
        disc = (-radius, -radius, radius, radius)
        choices = [
            (
                place,
                free([scaled(box, x, y, 1) for box in (disc, place[3])], wide),
                free([scaled(box, x, y, NARROW_SCALE) for box in (disc, place[3])], narrow),
            )
            for place in name_places(name, radius)
        ]
        choices = [choice for choice in choices if choice[1]]
        if not choices:
            continue
        # The first that fits a narrow map too, or else the first.
        place, wide_boxes, narrow_boxes = next((one for one in choices if one[2]), choices[0])
        wide += wide_boxes
        narrow += narrow_boxes
        placed.append(
            Town(
                name,
                words,
                f"{x:.0f}",
                f"{y:.0f}",
                f"{radius:.0f}",
                f"{place[0]:.0f}",
                f"{place[1]:.0f}",
                place[2],
                not narrow_boxes,
            )
        )
    return placed
