"""One amount over the years: ours joined by a line, those of others as marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveys.charts.axis import Axis, exact, graduation, place

WIDTH, HEIGHT = 900, 300
# What a label takes on a telephone, in the units of the drawing.
YEAR_WIDE, VALUE_WIDE, VALUE_HIGH = 58, 108, 30


@dataclass(frozen=True)
class Point:
    """A value of a year; `low` and `high` bound its interval, both None when none is known.

    `ours` is joined to its neighbours; the others stand alone, as marks.
    """

    year: int
    value: int
    low: int | None = None
    high: int | None = None
    ours: bool = True
    comparable: bool = True


@dataclass(frozen=True)
class Mark:
    point: Point
    x: str
    y: str
    interval: str
    above: str
    words: str


@dataclass(frozen=True)
class LineChart:
    line: str
    marks: tuple[Mark, ...]
    years: tuple[tuple[str, int], ...]
    levels: tuple[tuple[str, str], ...]
    grid: str


def lines(points: Sequence[Point], unit: str = "€") -> LineChart | None:
    """None with fewer than two points: there is nothing to join nor to compare.

    The line breaks where a point is not comparable with the one before it.
    """
    if len(points) < 2:
        return None
    known = [value for point in points for value in (point.value, point.low, point.high) if value]
    axis = Axis.holding(known)
    first, last = min(point.year for point in points), max(point.year for point in points)

    def x(year: int) -> float:
        return 70 + (WIDTH - 110) * (year - first) / max(last - first, 1)

    def y(value: float) -> float:
        return HEIGHT - HEIGHT * axis.at(value) / 100

    marks: list[Mark] = []
    line: list[str] = []
    joined = False
    for point in sorted(points, key=lambda one: (one.year, not one.ours)):
        where = f"{place(x(point.year))} {place(y(point.value))}"
        if point.ours:
            line.append(f"{'L' if joined and point.comparable else 'M'}{where}")
            joined = True
        interval = ""
        if point.low is not None and point.high is not None:
            at = x(point.year)
            low, high = place(y(point.low)), place(y(point.high))
            ends = f"{place(at - 9)} {{0}}H{place(at + 9)}"
            interval = f"M{place(at)} {low}V{high}M{ends.format(low)}M{ends.format(high)}"
        over = y(point.value if point.high is None else point.high) - 14
        marks.append(
            Mark(
                point,
                place(x(point.year)),
                place(y(point.value)),
                interval,
                place(over),
                exact(point.value, unit),
            )
        )
    years = sorted({point.year for point in points})
    dated = _apart([(x(year), 0.0) for year in years], YEAR_WIDE)
    ours = [index for index, mark in enumerate(marks) if mark.point.ours]
    said = _apart([(float(marks[at].x), float(marks[at].above)) for at in ours], VALUE_WIDE)
    silent = {at for index, at in enumerate(ours) if index not in said}
    return LineChart(
        "".join(line) if len(line) > 1 else "",
        tuple(replace(mark, words="") if at in silent else mark for at, mark in enumerate(marks)),
        tuple((place(x(year)), year) for index, year in enumerate(years) if index in dated),
        tuple(
            (place(y(value) + 5), graduation(round(value), axis.high, unit))
            for value in axis.graduations
        ),
        "".join(f"M60 {place(y(value))}H{WIDTH}" for value in axis.graduations),
    )


def _apart(places: Sequence[tuple[float, float]], wide: float) -> set[int]:
    """Which of the labels at these (x, y) leave one another room, the latest first."""
    kept: set[int] = set()
    for index in sorted(range(len(places)), key=lambda index: -places[index][0]):
        x, y = places[index]
        if all(
            abs(places[other][0] - x) >= wide or abs(places[other][1] - y) >= VALUE_HIGH
            for other in kept
        ):
            kept.add(index)
    return kept
