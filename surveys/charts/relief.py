"""The distribution of an amount as a relief: its area over a band is the band’s count."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.charts.axis import place
from surveys.publishable import Band, BandTable, StatRow

PROFILE_WIDTH, PROFILE_HEIGHT = 900, 250


@dataclass(frozen=True)
class ProfileMark:
    x: str
    label: str
    value: int
    anchor: str
    text_x: str
    main: bool


@dataclass(frozen=True)
class Relief:
    """Path, marks and axis of a relief 900 wide and 250 high."""

    rows: tuple[Band, ...]
    path: str
    marks: tuple[ProfileMark, ...]
    ticks: tuple[tuple[str, str, int], ...]
    scale: tuple[tuple[str, str, bool], ...]
    summit: Band


def relief(table: BandTable, national: StatRow) -> Relief | None:
    """None with fewer than four bands: too coarse to draw, the quantiles say more."""
    if len(table.rows) < 4:
        return None
    closed = [row for row in table.rows if row.low is not None and row.high is not None]
    unit = min(row.high - row.low for row in closed)
    # An open band has no end: it is drawn over a few bands, and labelled as open in the table.
    ends = [
        (
            row.high - 3 * unit if row.low is None else row.low,
            row.low + 5 * unit if row.high is None else row.high,
        )
        for row in table.rows
    ]
    low, high = ends[0][0], ends[-1][1]
    density = [
        row.count / (right - left) for row, (left, right) in zip(table.rows, ends, strict=True)
    ]
    top = max(density)

    def at(value: float) -> float:
        return PROFILE_WIDTH * (value - low) / (high - low)

    points = [(0.0, 0.0)]
    points += [
        (at((left + right) / 2), value / top)
        for (left, right), value in zip(ends, density, strict=True)
    ]
    points.append((float(PROFILE_WIDTH), 0.0))
    summit = max(
        zip(table.rows, density, strict=True), key=lambda pair: (pair[1], -(pair[0].low or 0))
    )
    tick = 10_000 if unit >= 1_000 else 100
    first = tick * math.ceil(low / tick)
    ticks = tuple(
        (place(at(value)), _anchor(at(value)), value) for value in range(first, high + 1, tick)
    )
    return Relief(
        rows=table.rows,
        path=_relief(points),
        marks=tuple(_marks(national, at)),
        ticks=ticks,
        scale=tuple(_scale(at, low, high, tick // 2)),
        summit=summit[0],
    )


def _anchor(x: float) -> str:
    """How a label of the axis stays inside the drawing."""
    if x < PROFILE_WIDTH * 0.05:
        return "start"
    return "end" if x > PROFILE_WIDTH * 0.95 else "middle"


def _marks(national: StatRow, at) -> Iterable[ProfileMark]:
    for value, label, anchor, shift in (
        (national.q1, "Q1", "end", -10),
        (national.median, "médiane", "middle", 0),
        (national.q3, "Q3", "start", 10),
    ):
        if isinstance(value, int):
            x = at(value)
            yield ProfileMark(place(x), label, value, anchor, place(x + shift), label == "médiane")


def _scale(at, low: int, high: int, step: int) -> Iterable[tuple[str, str, bool]]:
    """The black and white frame of a map: start, width, whether black."""
    edges = [low, *range(step * math.ceil((low + 1) / step), high, step), high]
    for index, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
        yield place(at(left)), place(at(right) - at(left)), index % 2 == 0


def _relief(points: Sequence[tuple[float, float]]) -> str:
    """A closed path through the points (x, height 0 to 1), never under the ground.

    Cubic curves with Fritsch and Carlson’s limited slopes: no summit that the data lacks.
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(points, points[1:], strict=False)]
    tangents = [0.0]
    for before, after in zip(slopes, slopes[1:], strict=False):
        tangents.append(0.0 if before * after <= 0 else 2 * before * after / (before + after))
    tangents.append(0.0)

    def spot(x: float, height: float) -> str:
        return f"{place(x)} {place(PROFILE_HEIGHT * (1 - height))}"

    path = [f"M{spot(*points[0])}"]
    for index, (a, b) in enumerate(zip(points, points[1:], strict=False)):
        third = (b[0] - a[0]) / 3
        path.append(
            f"C{spot(a[0] + third, a[1] + third * tangents[index])} "
            f"{spot(b[0] - third, b[1] - third * tangents[index + 1])} {spot(*b)}"
        )
    return "".join(path) + "z"
