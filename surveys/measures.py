"""The amounts and numbers of the menu: from which question, of whom, and how they are rounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Measure:
    """A number of the menu: the question it comes from and the contracts it is limited to.

    `contracts` empty: everybody.  `step` is the rounding of what is published, `coarse` that of
    the intervals of small groups, `edges` the bounds of the bands of its distribution, all in
    `unit`.  Without `broken_down` it is given for the whole country alone; without
    `positive`, 0 is an answer.
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
    broken_down: bool = True
    positive: bool = True


# Part-time pay is asked as a full-time equivalent, and day rates never meet salaries.
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
OF_THE_MENU = {measure.question for measure in MEASURES}
# A budget by month has no population of its own.
MONTHLY_EDGES = (50, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


class Asked(Protocol):
    """What is read of a question as it was asked."""

    code: str
    kind: str
    label: str
    short_label: str
    scale: str
    unit: str
    crossed: bool


def of(questions: Iterable[Asked]) -> list[Measure]:
    """The measures that an edition asking these questions can tell, in the order of the menu.

    Every question of money or number that the menu does not know becomes a measure of all who
    answered it; a number is broken down when it is `crossed`.
    """
    questions = [one for one in questions if one.kind in ("money", "number")]
    asked = {one.code for one in questions}
    own = [measure for measure in MEASURES if measure.question in asked]
    return own + [_of_question(one) for one in questions if one.code not in OF_THE_MENU]


def _of_question(question: Asked) -> Measure:
    money = question.kind == "money"
    daily = question.scale == "daily"
    step = {"yearly": 500, "daily": 10, "monthly": 50}.get(question.scale, 500) if money else 1
    unit = {
        "yearly": "€ brut par an",
        "daily": "€ hors taxes par jour",
        "monthly": "€ par mois",
    }.get(question.scale, "€")
    return Measure(
        code=question.code,
        title=question.short_label,
        population="Ensemble des personnes qui ont répondu à la question",
        unit=unit if money else question.unit,
        question=question.code,
        contracts=frozenset(),
        step=step,
        coarse=10 * step if money else 5,
        edges=MONTHLY_EDGES
        if money and not daily
        else (() if money else (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100)),
        broken_down=question.crossed or money,
        positive=money and question.scale != "monthly",
    )
