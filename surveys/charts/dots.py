"""Several groups on one line an answer: a mark a group, told apart by shape as much as colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.charts.axis import place

# Outlines around their centre, 14 wide: told apart without colour.
SHAPES = {
    "rond": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z",
    "carre": "M-6.5 -6.5H6.5V6.5H-6.5z",
    "losange": "M0 -9L9 0L0 9L-9 0z",
    "triangle": "M0 -8.5L8.5 6.5H-8.5z",
    "croix": "M-3 -8H3V-3H8V3H3V8H-3V3H-8V-3H-3z",
    "barre": "M-3 -9H3V9H-3z",
}


@dataclass(frozen=True)
class Dot:
    """A value in percent; `x` and `y` its place in hundredths, `shape` one of SHAPES."""

    group: str
    value: int
    x: str
    y: str
    shape: str

    @property
    def path(self) -> str:
        return SHAPES[self.shape]


@dataclass(frozen=True)
class DotRow:
    label: str
    dots: tuple[Dot, ...]
    span: str
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class DotChart:
    rows: tuple[DotRow, ...]
    groups: tuple[tuple[str, str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    grid: str


def height(values: Sequence[int | None], rank: int) -> float:
    """In hundredths of the line; equal values are stacked, or the last would hide the others."""
    equal = [other for other, value in enumerate(values) if value == values[rank]]
    return 50 + min(50, 100 / len(equal)) * (equal.index(rank) - (len(equal) - 1) / 2)


def dots(groups: Sequence[str], rows: Iterable[tuple[str, Sequence[int | None]]]) -> DotChart:
    """Rows of (label, a percentage by group, None for one that is not published).

    At most six groups; ValueError over, where no mark would be left to tell them apart.
    """
    if len(groups) > len(SHAPES):
        raise ValueError("more groups than marks")
    rows = list(rows)
    top = max((value for _, values in rows for value in values if value is not None), default=10)
    step = 10 if top <= 50 else 20
    limit = -(-max(top, 1) // step) * step

    def x(value: float) -> float:
        return 3 + 94 * value / limit

    made = []
    for label, values in rows:
        marks = tuple(
            Dot(group, value, place(x(value)), place(height(values, rank)), shape)
            for rank, (group, value, shape) in enumerate(zip(groups, values, SHAPES, strict=False))
            if value is not None
        )
        ends = [mark.value for mark in marks]
        span = f"M{place(x(min(ends)))} 10H{place(x(max(ends)))}" if len(ends) > 1 else ""
        hidden = tuple(group for group, value in zip(groups, values, strict=True) if value is None)
        made.append(DotRow(label, marks, span, hidden))
    graduations = range(0, limit + 1, step)
    return DotChart(
        tuple(made),
        tuple((group, *shape) for group, shape in zip(groups, SHAPES.items(), strict=False)),
        tuple((f"{place(x(value))}%", f"{value}\u202f%") for value in graduations),
        "".join(f"M{place(x(value))} -8V28" for value in graduations),
    )
