"""One question alone: a bar an answer, each on a track that is everybody.

On the scale of the longest, 41 % would fill its track: a full track must mean 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.charts.axis import exact, place
from surveys.publishable import HIDDEN, BandTable, CountTable, MultiTable, Number, percent
from surveys.tabulation import NO_ANSWER


@dataclass(frozen=True)
class Bar:
    """`percent` is HIDDEN too where the number of people is only known to reach a threshold."""

    label: str
    shown: bool
    width: str
    count: Number
    percent: Number

    @property
    def words(self) -> str:
        """« 46 % », or the count of those whose share is not known."""
        return exact(self.count, "") if self.percent is HIDDEN else exact(self.percent, "%")


@dataclass(frozen=True)
class BarChart:
    """`whole`: whether a full track is everybody."""

    bars: tuple[Bar, ...]
    scale: str
    whole: bool = True


def bars_of_several(table: MultiTable) -> BarChart:
    """Answers that overlap, from the largest down; beside a mere threshold, counts alone."""
    rows = sorted(table.rows, key=lambda row: (not row.shown, -(row.count or 0)))
    known = not table.at_least
    longest = max((row.count for row in rows if row.shown), default=1)
    return BarChart(
        tuple(
            Bar(
                row.label,
                row.shown,
                place(row.count) if row.shown else "0",
                row.count,
                percent(row.count, table.base) if known else HIDDEN,
            )
            for row in rows
        ),
        place(table.base if known else longest),
        known,
    )


def bars_of_bands(table: BandTable, labels: Sequence[str]) -> BarChart:
    """One bar a band, in order."""
    return BarChart(
        tuple(
            Bar(
                label,
                True,
                place(min(row.count, table.base)),
                row.count,
                percent(row.count, table.base),
            )
            for label, row in zip(labels, table.rows, strict=True)
        ),
        place(table.base or 1),
    )


def bars(table: CountTable, ordered: bool) -> BarChart:
    """Answers with an order of their own keep it; the others go from the largest down."""
    rows = list(table.rows)
    if not ordered:
        rows.sort(key=lambda row: (row.code == NO_ANSWER, not row.shown, -(row.count or 0)))
    return BarChart(
        tuple(
            Bar(
                row.label,
                row.shown,
                place(min(row.count, table.base)) if row.shown else "0",
                row.count,
                percent(row.count, table.base),
            )
            for row in rows
        ),
        place(table.base or 1),
    )
