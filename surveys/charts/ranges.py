"""An amount by group: from the first to the third quartile, the median and its interval."""

from dataclasses import dataclass

from surveys.charts.axis import Axis, exact, place
from surveys.publishable import StatRow
from surveys.tabulation import NO_ANSWER


@dataclass(frozen=True)
class Range:
    """A group, and where its figures fall on the axis, in hundredths."""

    figures: StatRow
    start: str = ""
    width: str = ""
    middle: str = ""
    interval: str = ""
    words: str = ""

    @property
    def shown(self) -> bool:
        return self.figures.shown


@dataclass(frozen=True)
class RangeChart:
    ranges: tuple[Range, ...]
    ticks: tuple[tuple[str, str], ...]
    grid: str


def ranges(rows: list[StatRow], unit: str = "€") -> RangeChart | None:
    """The rows as they come; None when no group is published.

    Those who did not answer what tells groups apart are no group to compare: they are left to
    the table.
    """
    rows = [row for row in rows if row.code != NO_ANSWER]
    known = [
        value
        for row in rows
        if row.shown
        for value in (row.q1, row.median, row.q3, row.low, row.high)
        if isinstance(value, int)
    ]
    if not known:
        return None
    axis = Axis.holding(known)

    def drawn(row: StatRow) -> Range:
        if not row.shown:
            return Range(row)
        start = width = ""
        if isinstance(row.q1, int) and isinstance(row.q3, int):
            start, width = place(axis.at(row.q1)), place(axis.at(row.q3) - axis.at(row.q1))
        low, high = place(axis.at(row.low)), place(axis.at(row.high))
        interval = f"M{low} 5V15M{low} 10H{high}M{high} 5V15"
        return Range(
            row, start, width, place(axis.at(row.median)), interval, exact(row.median, unit)
        )

    return RangeChart(tuple(map(drawn, rows)), axis.ticks(unit), axis.grid)
