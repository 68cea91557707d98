"""Rows of answers → tables, before any protection.  Pure: numpy, no database.

What comes out of here is confidential: groups are kept as boolean masks over the respondents, so
that `surveys.disclosure` can tell which groups contain, complete or subtract from one another.
Nothing else may read these tables.

The menu of tables is closed: each question alone, and four amounts (pay of employees, of
apprentices, of interns, day rate of freelances) for the whole country, the first of them also
along one question at a time.  No table is made on demand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Answers = Mapping[str, str | int | None]
Mask = np.ndarray  # one boolean per respondent

CHOICE_KINDS = {"choice", "age", "region"}
NO_ANSWER = "sans-reponse"
# Whoever never did the job is not of the population surveyed.
SCREENED_OUT = ("exercice", "non")
BREAKDOWNS = ("intitule", "region", "genre", "anciennete", "structure", "age")


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was asked in the edition; choices are (code, label), in order."""

    code: str
    label: str
    short_label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    can_decline: bool = True


@dataclass(frozen=True)
class Measure:
    """An amount of the menu: the question it comes from and the contracts it is limited to.

    `step` is the rounding of what is published, `coarse` that of the intervals of small groups,
    `edges` the bounds of the bands of its distribution, all in euros.
    """

    code: str
    title: str
    population: str
    unit: str
    question: str
    contracts: frozenset[str]
    step: int
    coarse: int
    edges: tuple[int, ...] = ()
    breakdowns: tuple[str, ...] = ()


MEASURES = (
    Measure(
        code="salaire",
        title="Salaire des salariés",
        population="Salariés en CDI, en CDD, fonctionnaires et contractuels",
        unit="€ brut par an, équivalent temps plein",
        question="salaire",
        contracts=frozenset({"cdi", "cdd", "fonctionnaire"}),
        step=500,
        coarse=5000,
        edges=tuple(range(20_000, 60_001, 2_000)),
        breakdowns=BREAKDOWNS,
    ),
    Measure(
        code="alternance",
        title="Rémunération des alternants",
        population="Alternants",
        unit="€ brut par an, équivalent temps plein",
        question="salaire",
        contracts=frozenset({"alternance"}),
        step=500,
        coarse=5000,
    ),
    Measure(
        code="stage",
        title="Gratification des stagiaires",
        population="Stagiaires",
        unit="€ brut par an, équivalent temps plein",
        question="salaire",
        contracts=frozenset({"stage"}),
        step=500,
        coarse=5000,
    ),
    Measure(
        code="tjm",
        title="Tarif journalier des indépendants",
        population="Indépendants",
        unit="€ hors taxes par jour",
        question="tjm",
        contracts=frozenset({"freelance"}),
        step=10,
        coarse=100,
        edges=(150, 200, 250, 300, 350, 400, 500),
    ),
)


@dataclass(frozen=True)
class Cell:
    code: str
    label: str
    members: Mask

    @property
    def size(self) -> int:
        return int(self.members.sum())


@dataclass(frozen=True)
class CountTable:
    """One question alone: its choices, and « sans réponse » when one could decline."""

    question: AskedQuestion
    asked: Mask
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class MeasureTable:
    """One amount: who gave it, the amounts (nan elsewhere), its groups by question code."""

    measure: Measure
    members: Mask
    values: np.ndarray
    groups: Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True)
class Tabulation:
    """All the tables of an edition; `size` respondents of the population surveyed."""

    size: int
    counts: tuple[CountTable, ...]
    measures: tuple[MeasureTable, ...]


def tabulate(rows: Sequence[Answers], questions: Sequence[AskedQuestion]) -> Tabulation:
    """The closed menu of tables.

    `rows`: one mapping {question code: choice code, euros or None when declined} a respondent; a
    code that is absent was not asked.  Those screened out are counted nowhere.
    """
    screen, answer = SCREENED_OUT
    rows = [row for row in rows if row.get(screen) != answer]
    asked = [question for question in questions if question.kind in CHOICE_KINDS]
    counts = tuple(_count_table(rows, question) for question in asked)
    amounts = {question.code for question in questions if question.kind == "money"}
    measures = tuple(
        _measure_table(rows, measure, counts) for measure in MEASURES if measure.question in amounts
    )
    return Tabulation(len(rows), counts, measures)


def _count_table(rows: Sequence[Answers], question: AskedQuestion) -> CountTable:
    answers = np.array([row.get(question.code) or "" for row in rows], dtype=object)
    asked = np.array([question.code in row for row in rows], dtype=bool)
    cells = [
        Cell(code, label, asked & (answers == code).astype(bool))
        for code, label in question.choices
        if (question.code, code) != SCREENED_OUT
    ]
    answered = np.zeros(len(rows), dtype=bool)
    for cell in cells:
        answered |= cell.members
    silent = asked & ~answered
    if question.can_decline or silent.any():
        cells.append(Cell(NO_ANSWER, "Sans réponse", silent))
    return CountTable(question, asked, tuple(cells))


def _measure_table(
    rows: Sequence[Answers], measure: Measure, counts: Sequence[CountTable]
) -> MeasureTable:
    def amount(row: Answers) -> float:
        value = row.get(measure.question)
        # bool is an int in Python and 0 is no pay: neither is an amount.
        if row.get("contrat") not in measure.contracts or type(value) is not int or value <= 0:
            return float("nan")
        return float(value)

    values = np.array([amount(row) for row in rows], dtype=float)
    members = ~np.isnan(values)
    groups = {
        table.question.code: tuple(
            Cell(cell.code, cell.label, cell.members & members) for cell in table.cells
        )
        for table in counts
        if table.question.code in measure.breakdowns
    }
    return MeasureTable(measure, members, values, groups)


def quantile(values: np.ndarray, share: float) -> float:
    """Quantile by linear interpolation between order statistics, both ends included.

    Hyndman and Fan’s type 7: numpy’s « linear », a spreadsheet’s CENTILE.INCLURE.
    """
    return float(np.quantile(values, share, method="linear"))


def median_interval(values: np.ndarray) -> tuple[float, float]:
    """Bounds of an interval that holds the population median 95 times in 100 or more.

    Distribution-free: the two order statistics of rank k and n+1−k, k being the largest such that
    Binomial(n, ½) falls under k with a probability of 2.5 % at most (Conover, *Practical
    Nonparametric Statistics*, § 3.2).  Exact integers, so any n; needs n ≥ 6.
    """
    ordered = np.sort(values)
    n = len(ordered)
    if n < 6:
        raise ValueError("at least 6 values")
    limit = 2**n  # tail ≤ 2^n / 40, that is 2.5 %
    rank, term, tail = 0, 1, 1
    while 40 * tail <= limit:
        rank += 1
        term = term * (n - rank + 1) // rank
        tail += term
    return float(ordered[rank - 1]), float(ordered[n - rank])
