"""Gaps in percent: bars from a line of equality, to the left when less, to the right when more."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.charts.axis import place


@dataclass(frozen=True)
class GapBar:
    """`value` is None for a gap that is not published; places in hundredths."""

    label: str
    value: int | None
    words: str
    start: str = ""
    width: str = ""


@dataclass(frozen=True)
class GapChart:
    bars: tuple[GapBar, ...]
    equality: str


def gaps(rows: Sequence[tuple[str, int | None, str]]) -> GapChart:
    """Rows of (label, how many percent less, the same in words); negative for more."""
    values = [value for _, value, _ in rows if value is not None]
    # A tenth of room beyond the longest bar on the side where there are bars.
    less, more = 1.1 * max([*values, 5]), 1.1 * max([*(-value for value in values), 0])

    def x(value: float) -> float:
        return 100 * (less - value) / (less + more)

    def drawn(label: str, value: int | None, words: str) -> GapBar:
        if value is None:
            return GapBar(label, None, words)
        start, end = sorted((x(value), x(0)))
        return GapBar(label, value, words, place(start), place(end - start))

    return GapChart(tuple(drawn(*row) for row in rows), place(x(0)))
