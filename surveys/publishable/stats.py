"""Quantiles of a measure, and the gaps between two groups."""

from dataclasses import dataclass

from surveys.publishable.numbers import (
    DECILES_FROM,
    HIDDEN,
    MINIMUM,
    QUARTILES_FROM,
    Number,
    check_count,
)


@dataclass(frozen=True)
class StatRow:
    """Quantiles of a group in the unit of its table; hidden together when its base is.

    With `at_least`, the base is only a threshold that the group reaches.
    """

    code: str
    label: str
    base: Number
    median: Number = HIDDEN
    low: Number = HIDDEN
    high: Number = HIDDEN
    q1: Number = HIDDEN
    q3: Number = HIDDEN
    p10: Number = HIDDEN
    p90: Number = HIDDEN
    mean: Number = HIDDEN
    at_least: bool = False

    def __post_init__(self) -> None:
        if not self.at_least or self.base is HIDDEN or self.base < MINIMUM:
            check_count(self.base)
        figures = [self.median, self.low, self.high, self.q1, self.q3, self.p10, self.p90]
        if self.base is HIDDEN and any(figure is not HIDDEN for figure in (*figures, self.mean)):
            raise ValueError("figures of a hidden group")
        for figures, least in (
            ((self.q1, self.q3), QUARTILES_FROM),
            ((self.p10, self.p90), DECILES_FROM),
        ):
            if (
                self.base is not HIDDEN
                and self.base < least
                and any(f is not HIDDEN for f in figures)
            ):
                raise ValueError("quantiles of too small a group")

    @property
    def shown(self) -> bool:
        return self.base is not HIDDEN


@dataclass(frozen=True)
class StatTable:
    """A measure for the whole country (`breakdown` empty, one row) or along one question.

    `measure`: a code of the menu (`salaire`, `alternance`, `stage`, `tjm`) or of a question of
    the edition.  Salaries, whatever the working time, are full-time equivalents; day rates are
    measures of their own and are never mixed with them.
    """

    measure: str
    breakdown: str
    title: str
    population: str
    unit: str
    rows: tuple[StatRow, ...]

    def __post_init__(self) -> None:
        if self.breakdown and any(row.mean is not HIDDEN for row in self.rows):
            raise ValueError("means are for the whole country only")
        if self.breakdown and sum(not row.shown for row in self.rows) == 1:
            raise ValueError("a hidden group can be found from the others")

    @property
    def national(self) -> StatRow:
        return self.rows[0]


@dataclass(frozen=True)
class Gap:
    """How much less women are paid than men, in percent of men’s median; negative when more.

    `kind`: « brut », or « egal » at equal job title and experience.  `percent` is HIDDEN when it
    is not published, with the `reason` in French.  `floor`: women and men each reach this number;
    `cells`: how many pairs of job title and experience were compared.
    """

    measure: str
    kind: str
    percent: Number = HIDDEN
    floor: int = 0
    cells: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("brut", "egal"):
            raise ValueError("an unknown kind of gap")
        if self.percent is HIDDEN:
            if not self.reason:
                raise ValueError("a gap that is hidden without a word")
        elif type(self.percent) is not int or self.floor < MINIMUM:
            raise ValueError("a gap that was not guarded")
