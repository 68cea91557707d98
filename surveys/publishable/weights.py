"""Responses left out by rule, and figures after weighting."""

from dataclasses import dataclass

from surveys.publishable.counts import CountRow
from surveys.publishable.crosses import share_step
from surveys.publishable.numbers import HIDDEN, Number, check_count


@dataclass(frozen=True)
class Exclusions:
    """Responses left out: one row a reason, each response under its first; `total` rounded.

    Under 11, a number is HIDDEN: « moins de 11 », which may be none.
    """

    rows: tuple[CountRow, ...]
    total: Number = HIDDEN

    def __post_init__(self) -> None:
        check_count(self.total)
        if self.total is HIDDEN and any(row.shown for row in self.rows):
            raise ValueError("parts of a hidden total")


@dataclass(frozen=True)
class WeightedRow:
    """`raw` and `weighted`: shares in percent, or a median in the unit of its table."""

    code: str
    label: str
    raw: int
    weighted: int


@dataclass(frozen=True)
class WeightedTable:
    """A question (`kind` « question ») or a measure (« mesure »), before and after weighting."""

    code: str
    kind: str
    title: str
    unit: str
    rows: tuple[WeightedRow, ...]


@dataclass(frozen=True)
class Weighted:
    """Figures after raking to declared margins.

    `margins`: {question code: {choice code: share in percent}} as declared; `source` where they
    come from; `floor`: a number that those weighted reach; `efficiency`: how many unweighted
    responses a hundred weighted ones are worth (Kish), in percent to the nearest 5.
    """

    margins: dict[str, dict[str, float]]
    source: str
    floor: int
    efficiency: int
    tables: tuple[WeightedTable, ...]

    def __post_init__(self) -> None:
        step = share_step(self.floor)
        shares = [r for t in self.tables if t.kind == "question" for r in t.rows]
        if any(type(r.weighted) is not int or r.weighted % step for r in shares):
            raise ValueError("a share that was not guarded")
