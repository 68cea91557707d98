"""Rows of answers → columns of integers → tables, before any protection.  Pure: numpy alone.

What comes out of here is confidential: `surveys.disclosure` alone may read it, and says which
groups contain, complete or subtract from one another.

The menu of tables is closed: each question alone, each question that is crossed by each that
breaks down, each amount for the whole country and by each question that breaks down.  No table is
made on demand.  Answers are coded once as integers; a table of two questions is then one
`bincount` of pairs.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from surveys import measures
from surveys.branches import BRANCHES
from surveys.measures import MEASURES, Measure

__all__ = ["MEASURES", "AskedQuestion", "Measure", "Tabulation", "tabulate"]

Answer = str | int | list[str] | None
Answers = Mapping[str, Answer]
Mask = np.ndarray  # one boolean per respondent

CHOICE_KINDS = {"choice", "age", "region", "scale"}
NO_ANSWER = "sans-reponse"
# Whoever never did the job is not of the population surveyed.
SCREENED_OUT = ("exercice", "non")
BREAKDOWNS = ("intitule", "region", "genre", "anciennete", "structure", "age")
EXACT_RANKS_UNTIL = 1_000


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was asked in the edition; choices are (code, label), in order."""

    code: str
    label: str
    short_label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    can_decline: bool = True
    version: int = 1
    comparable: bool = True
    scale: str = ""
    unit: str = ""
    breaks_down: bool = False
    crossed: bool = False
    branch: str = ""

    def depends_on(self, code: str) -> bool:
        """Whether it is asked after some answers to that question alone."""
        rule = BRANCHES.get(self.branch)
        return rule is not None and rule.question == code

    def asked_after(self, answer: str) -> bool:
        """Whether it is asked after that answer to the question it depends on."""
        return answer in BRANCHES[self.branch].choices

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """The choices that the population surveyed can have made."""
        return tuple(one for one in self.choices if (self.code, one[0]) != SCREENED_OUT)


@dataclass(frozen=True)
class Cell:
    code: str
    label: str
    members: Mask

    @property
    def size(self) -> int:
        return int(self.members.sum())


@dataclass(frozen=True)
class Column:
    """One exclusive answer a respondent: the rank of the choice, then silence; −1, not asked."""

    question: AskedQuestion
    codes: np.ndarray

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """(code, label) of the cells: the choices, and « sans réponse » when one can decline."""
        cells = self.question.counted
        if self.question.can_decline or self.sizes[len(cells)]:
            cells = (*cells, (NO_ANSWER, "Sans réponse"))
        return cells

    @cached_property
    def sizes(self) -> np.ndarray:
        """Respondents by choice, silence last."""
        count = len(self.question.counted) + 1
        return np.bincount(self.codes + 1, minlength=count + 1)[1:]

    @property
    def asked(self) -> Mask:
        return self.codes >= 0

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(
            Cell(code, label, self.codes == rank) for rank, (code, label) in enumerate(self.labels)
        )


@dataclass(frozen=True)
class Several:
    """Several answers a respondent: one boolean by choice; those of nobody are silence."""

    question: AskedQuestion
    asked: Mask
    chosen: np.ndarray  # respondents × choices

    @cached_property
    def answered(self) -> Mask:
        return self.chosen.any(axis=1)


@dataclass(frozen=True)
class MeasureTable:
    """One amount: who gave it, the amounts (nan elsewhere), the questions that break it down."""

    measure: Measure
    members: Mask
    values: np.ndarray
    along: tuple[Column, ...]

    @property
    def groups(self) -> dict[str, tuple[Cell, ...]]:
        """Its groups by question code."""
        return {
            column.question.code: tuple(
                Cell(cell.code, cell.label, cell.members & self.members) for cell in column.cells
            )
            for column in self.along
        }


@dataclass(frozen=True)
class Tabulation:
    """Everything that an edition tells, unprotected; `size` respondents of the population."""

    size: int
    counts: tuple[Column, ...]
    several: tuple[Several, ...]
    measures: tuple[MeasureTable, ...]

    def column(self, code: str) -> Column | None:
        return next((one for one in self.counts if one.question.code == code), None)

    @property
    def breakdowns(self) -> tuple[Column, ...]:
        return tuple(one for one in self.counts if one.question.breaks_down)

    def keep(self, kept: Mask) -> "Tabulation":
        """The same of some respondents alone."""
        columns = {one.question.code: Column(one.question, one.codes[kept]) for one in self.counts}
        return Tabulation(
            int(kept.sum()),
            tuple(columns.values()),
            tuple(Several(s.question, s.asked[kept], s.chosen[kept]) for s in self.several),
            tuple(
                MeasureTable(
                    table.measure,
                    table.members[kept],
                    table.values[kept],
                    tuple(columns[one.question.code] for one in table.along),
                )
                for table in self.measures
            ),
        )


def screened_out(row: Answers) -> bool:
    screen, answer = SCREENED_OUT
    return row.get(screen) == answer


def tabulate(rows: Sequence[Answers], questions: Sequence[AskedQuestion]) -> Tabulation:
    """The closed menu of tables.

    `rows`: one mapping {question code: choice code, choice codes, number or None when declined} a
    respondent; a code that is absent was not asked.  Those screened out are counted nowhere.
    """
    rows = [row for row in rows if not screened_out(row)]
    counts = tuple(_column(rows, one) for one in questions if one.kind in CHOICE_KINDS)
    several = tuple(_several(rows, one) for one in questions if one.kind == "multi")
    along = tuple(one for one in counts if one.question.breaks_down)
    return Tabulation(
        len(rows),
        counts,
        several,
        tuple(_measure_table(rows, measure, along) for measure in measures.of(questions)),
    )


def cross(first: Column, second: Column) -> np.ndarray:
    """Respondents by answer of both: rows and columns are not asked, each choice, silence."""
    height, width = len(first.question.counted) + 2, len(second.question.counted) + 2
    pairs = (first.codes + 1) * width + (second.codes + 1)
    return np.bincount(pairs, minlength=height * width).reshape(height, width)


def cross_several(first: Column, second: Several) -> tuple[np.ndarray, np.ndarray]:
    """Respondents by answer of the first (not asked, choices, silence) and choice of the second;
    and those who chose one or more."""
    height = len(first.question.counted) + 2
    ranks = first.codes + 1
    chosen = [np.bincount(ranks[one], minlength=height) for one in second.chosen.T]
    cells = np.array(chosen, dtype=np.int64).reshape(len(chosen), height).T
    return cells, np.bincount(ranks[second.answered], minlength=height)


_ABSENT = object()


def _column(rows: Sequence[Answers], question: AskedQuestion) -> Column:
    silence = len(question.counted)
    ranks: dict[object, int] = {code: i for i, (code, _) in enumerate(question.counted)}
    ranks |= {int(code): i for code, i in list(ranks.items()) if str(code).isdecimal()}
    ranks[_ABSENT] = -1
    code = question.code

    def rank(answer: object) -> int:
        # True equals 1, and a list cannot be looked up: neither is an answer.
        return ranks.get(answer, silence) if type(answer) in (str, int, object) else silence

    try:
        found = [ranks.get(row.get(code, _ABSENT), silence) for row in rows]
    except TypeError:
        found = [rank(row.get(code, _ABSENT)) for row in rows]
    return Column(question, np.array(found, dtype=np.int64))


def _several(rows: Sequence[Answers], question: AskedQuestion) -> Several:
    ranks = {code: i for i, (code, _) in enumerate(question.choices)}
    chosen = np.zeros((len(rows), len(ranks)), dtype=bool)
    asked = np.zeros(len(rows), dtype=bool)
    where: list[int] = []
    what: list[int] = []
    for index, row in enumerate(rows):
        answer = row.get(question.code, _ABSENT)
        if answer is _ABSENT:
            continue
        asked[index] = True
        if isinstance(answer, list):
            for code in answer:
                if isinstance(code, str) and code in ranks:
                    where.append(index)
                    what.append(ranks[code])
    chosen[where, what] = True
    return Several(question, asked, chosen)


def _measure_table(
    rows: Sequence[Answers], measure: Measure, along: tuple[Column, ...]
) -> MeasureTable:
    code, contracts, lowest = measure.question, measure.contracts, 1 if measure.positive else 0
    missing = math.nan

    def amount(row: Answers) -> float:
        value = row.get(code)
        # bool is an int in Python, and 0 is no pay: neither is an amount.
        if type(value) is not int or value < lowest:
            return missing
        return value if not contracts or row.get("contrat") in contracts else missing

    values = np.array([amount(row) for row in rows], dtype=float)
    return MeasureTable(measure, ~np.isnan(values), values, along if measure.broken_down else ())


def quantile(values: np.ndarray, share: float) -> float:
    """Quantile by linear interpolation between order statistics, both ends included.

    Hyndman and Fan’s type 7: numpy’s « linear », a spreadsheet’s CENTILE.INCLURE.
    """
    return float(np.quantile(values, share, method="linear"))


def median_interval(values: np.ndarray) -> tuple[float, float]:
    """Bounds of an interval that holds the population median 95 times in 100 or more.

    Distribution-free: the two order statistics of rank k and n+1−k, k being the largest such that
    Binomial(n, ½) falls under k with a probability of 2.5 % at most (Conover, *Practical
    Nonparametric Statistics*, § 3.2).  Needs n ≥ 6.
    """
    ordered = np.sort(values)
    n = len(ordered)
    if n < 6:
        raise ValueError("at least 6 values")
    rank = _rank(n)
    return float(ordered[rank - 1]), float(ordered[n - rank])


@lru_cache(maxsize=4096)
def _rank(n: int) -> int:
    """Exact integers until 1,000; logarithms of the same terms beyond, where they are long."""
    if n <= EXACT_RANKS_UNTIL:
        limit = 2**n  # tail ≤ 2^n / 40, that is 2.5 %
        rank, term, tail = 0, 1, 1
        while 40 * tail <= limit:
            rank += 1
            term = term * (n - rank + 1) // rank
            tail += term
        return rank
    first = max(0, int(n / 2 - 5 * math.sqrt(n)))  # what lies under weighs less than 10⁻²²
    k = np.arange(first, n // 2)
    steps = np.log((n - k) / (k + 1))
    start = math.lgamma(n + 1) - math.lgamma(first + 1) - math.lgamma(n - first + 1)
    terms = np.exp(start + np.concatenate([[0.0], np.cumsum(steps)]) - n * math.log(2))
    return first + int(np.searchsorted(np.cumsum(terms), 0.025, side="right"))
