"""One question alone: a bar an answer, each on a track that is everybody.

On the scale of the longest, 41 % would fill its track: a full track must mean 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.charts.axis import place
from surveys.publishable import BandTable, CountTable, MultiTable, Number, percent
from surveys.tabulation import NO_ANSWER


@dataclass(frozen=True)
class Bar:
    label: str
    shown: bool
    width: str
    count: Number
    percent: Number


@dataclass(frozen=True)
class BarChart:
    bars: tuple[Bar, ...]
    scale: str


def bars_of_several(table: MultiTable) -> BarChart:
    """Answers that overlap, from the largest down."""
    rows = sorted(table.rows, key=lambda row: (not row.shown, -(row.count or 0)))
    return BarChart(
        tuple(
            Bar(
                row.label,
                row.shown,
                place(min(row.count, table.base)) if row.shown else "0",
                row.count,
                min(percent(row.count, table.base), 100) if row.shown else percent(row.count, 1),
            )
            for row in rows
        ),
        place(table.base),
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
