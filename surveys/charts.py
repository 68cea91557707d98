"""Publishable tables → what templates draw.  Every position is a string: a French template would
print a float with a comma.  Order, widths and sentences come from published numbers alone.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.publishable import Band, BandTable, CountTable, Number, StatRow, StatTable, percent
from surveys.tabulation import NO_ANSWER

# Questions whose choices have no order of their own: drawn from the largest down.
UNORDERED = {"intitule", "region", "structure", "metier-precedent"}
RANGE_TITLES = {
    "anciennete": "Le salaire selon l’ancienneté",
    "region": "Le salaire selon la région",
    "intitule": "Le salaire selon l’intitulé du poste",
    "structure": "Le salaire selon le type de structure",
    "genre": "Le salaire selon le genre",
    "age": "Le salaire selon l’âge",
}
PROFILE_WIDTH, PROFILE_HEIGHT = 900, 250


def place(value: float) -> str:
    """A coordinate: at most two decimals, a point, no trailing zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class BarRow:
    label: str
    shown: bool
    width: str
    count: Number
    percent: Number


@dataclass(frozen=True)
class BarChart:
    """One question alone; bars on the scale of the longest."""

    code: str
    title: str
    question: str
    base: int
    rows: tuple[BarRow, ...]
    hidden: tuple[str, ...]
    rest: int | None
    rest_percent: int | None
    scale: str
    template: str = "surveys/figures/bars.html"


def bar_chart(table: CountTable) -> BarChart:
    rows = list(table.rows)
    if table.code in UNORDERED:
        rows.sort(key=lambda row: (row.code == NO_ANSWER, not row.shown, -(row.count or 0)))
    longest = max((row.count for row in rows if row.shown), default=1)
    return BarChart(
        code=table.code,
        title=table.title,
        question=table.question,
        base=table.base,
        rows=tuple(
            BarRow(
                row.label,
                row.shown,
                place(row.count) if row.shown else "0",
                row.count,
                percent(row.count, table.base),
            )
            for row in rows
        ),
        hidden=tuple(row.label for row in rows if not row.shown),
        rest=table.rest,
        rest_percent=None if table.rest is None else round(100 * table.rest / table.base),
        scale=place(longest),
    )


@dataclass(frozen=True)
class RangeRow:
    """A group: its published figures, and where they fall on the axis (hundredths)."""

    figures: StatRow
    start: str
    width: str
    middle: str

    @property
    def shown(self) -> bool:
        return self.figures.shown

    @property
    def drawn(self) -> bool:
        """Those who did not say are in the table only: they are no group to compare."""
        return self.shown and self.figures.code != NO_ANSWER


@dataclass(frozen=True)
class RangeChart:
    """An amount along one question: Q1 to Q3, and the median."""

    code: str
    title: str
    population: str
    unit: str
    rows: tuple[RangeRow, ...]
    ticks: tuple[tuple[str, str], ...]
    grid: tuple[str, ...]
    hidden: tuple[str, ...]
    # Medians by code of région, None for one that is not published; empty for other questions.
    medians: dict[str, int | None]
    template: str = "surveys/figures/ranges.html"


def range_chart(table: StatTable) -> RangeChart | None:
    """None when no group of the table is published."""
    rows = list(table.rows)
    if table.breakdown in UNORDERED:
        rows.sort(key=lambda row: (row.code == NO_ANSWER, not row.shown, -(row.median or 0)))
    known = [
        value
        for row in rows
        for value in (row.q1, row.median, row.q3)
        if row.shown and isinstance(value, int)
    ]
    if not known:
        return None
    step = 5000
    low = step * math.floor(min(known) / step)
    high = step * math.ceil(max(known) / step)
    if low == high:
        high += step
    pad = (high - low) * 0.06
    low_edge, span = low - pad, high - low + 2 * pad

    def at(value: float) -> float:
        return 100 * (value - low_edge) / span

    def drawn(row: StatRow) -> RangeRow:
        if not row.shown:
            return RangeRow(row, "0", "0", "0")
        has_quartiles = isinstance(row.q1, int) and isinstance(row.q3, int)
        start = at(row.q1) if has_quartiles else 0
        width = at(row.q3) - start if has_quartiles else 0
        return RangeRow(row, place(start), place(width), place(at(row.median)))

    grid = range(low, high + 1, step)
    every = 1 if len(grid) <= 4 else 2
    return RangeChart(
        code=f"{table.measure}-{table.breakdown}",
        title=RANGE_TITLES.get(table.breakdown, f"Le salaire selon : {table.title.lower()}"),
        population=table.population,
        unit=table.unit,
        rows=tuple(drawn(row) for row in rows),
        ticks=tuple(
            (f"{place(at(value))}%", f"{value // 1000}\u202fk€") for value in list(grid)[::every]
        ),
        grid=tuple(place(at(value)) for value in grid),
        hidden=tuple(row.label for row in rows if not row.shown and row.code != NO_ANSWER),
        medians={
            row.code: row.median if row.shown else None
            for row in rows
            if table.breakdown == "region"
        },
    )


@dataclass(frozen=True)
class ProfileMark:
    x: str
    label: str
    value: int
    anchor: str
    text_x: str
    main: bool


@dataclass(frozen=True)
class Profile:
    """The distribution of an amount as a relief: its area over a band is the band’s count."""

    code: str
    title: str
    population: str
    unit: str
    base: int
    rows: tuple[Band, ...]
    path: str
    marks: tuple[ProfileMark, ...]
    ticks: tuple[tuple[str, str, int], ...]
    scale: tuple[tuple[str, str, bool], ...]
    summit: Band
    band_width: int
    template: str = "surveys/figures/profile.html"


def profile(table: BandTable, national: StatRow) -> Profile | None:
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
    return Profile(
        code=f"profil-{table.code}",
        title="Profil altimétrique des salaires",
        population=table.population,
        unit=table.unit,
        base=table.base,
        rows=table.rows,
        path=_relief(points),
        marks=tuple(_marks(national, at)),
        ticks=ticks,
        scale=tuple(_scale(at, low, high, tick // 2)),
        summit=summit[0],
        band_width=unit,
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
