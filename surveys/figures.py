"""What a publication says in a few figures and sentences, for the site’s own pages."""

from dataclasses import dataclass

from surveys import charts
from surveys.models import Publication
from surveys.publishable import HIDDEN, StatRow, StatTable, Tables
from surveys.tabulation import BREAKDOWNS, NO_ANSWER

NARROW = "\u202f"
# Experience first: it weighs more on pay than anything else that is asked.
RANGE_ORDER = ("anciennete", "region", "intitule", "structure", "genre", "age")


@dataclass(frozen=True)
class KeyFigure:
    """`value` and `base` ready to print."""

    label: str
    value: str
    base: str


def number(value: int) -> str:
    return f"{value:,}".replace(",", NARROW)


def euros(value: int) -> str:
    return f"{number(value)}{NARROW}€"


def base_text(row: StatRow) -> str:
    """« 635 réponses », « au moins 100 réponses » when the exact base would tell too much."""
    return f"{'au moins ' if row.at_least else ''}{number(row.base)} réponses"


def key_figures(publication: Publication) -> list[KeyFigure]:
    """Quartiles of the pay of employees and their number; what is not published is absent."""
    table = publication.tables.stat("salaire")
    if table is None:
        return []
    row = table.national
    base = base_text(row)
    candidates = (
        ("Premier quartile : un quart des salariés gagne moins", row.q1),
        ("Médiane : la moitié des salariés gagne plus, la moitié gagne moins", row.median),
        ("Troisième quartile : un quart des salariés gagne davantage", row.q3),
    )
    figures = [
        KeyFigure(label, euros(value), base) for label, value in candidates if value is not HIDDEN
    ]
    label = "Salariés qui ont donné leur salaire" + (", au moins" if row.at_least else "")
    return [*figures, KeyFigure(label, number(row.base), base)]


def finding(tables: Tables) -> str:
    """The one thing to remember, in a sentence; empty when nothing supports one.

    Two groups are told apart only when the intervals of their medians do not overlap.
    """
    table = tables.stat("salaire")
    if table is None:
        return ""
    sentence = (
        f"La moitié des salariés gagne plus de {euros(table.national.median)} bruts par an, "
        "l’autre moitié gagne moins."
    )
    seniority = tables.stat("salaire", "anciennete")
    ends = _apart(seniority) if seniority else None
    if ends:
        first, last = ends
        sentence += (
            f" La médiane passe de {euros(first.median)} avec {_lower(first.label)} de métier "
            f"à {euros(last.median)} avec {_lower(last.label)}."
        )
    return sentence


def _apart(table: StatTable) -> tuple[StatRow, StatRow] | None:
    shown = [row for row in table.rows if row.shown and row.code != NO_ANSWER]
    if len(shown) < 2:
        return None
    first, last = shown[0], shown[-1]
    return (first, last) if first.high < last.low else None


def _lower(label: str) -> str:
    """« Moins d’un an » → « moins d’un an », « De 5 à 9 ans » → « 5 à 9 ans »."""
    label = label.removeprefix("De ")
    return label[:1].lower() + label[1:]


def salary_charts(tables: Tables) -> list:
    """The profile of the pay of employees, then its ranges along each question published."""
    national = tables.stat("salaire")
    if national is None:
        return []
    drawn = [
        charts.profile(table, national.national)
        for table in tables.bands
        if table.code == "salaire"
    ]
    for breakdown in RANGE_ORDER:
        table = tables.stat("salaire", breakdown)
        drawn.append(table and charts.range_chart(table))
    return [chart for chart in drawn if chart]


def missing_breakdowns(tables: Tables) -> list[str]:
    """Titles of the ranges that no group is large enough for."""
    if tables.stat("salaire") is None:
        return []
    return [
        charts.RANGE_TITLES[breakdown]
        for breakdown in BREAKDOWNS
        if tables.stat("salaire", breakdown) is None
    ]


def national_rows(tables: Tables) -> list[dict]:
    """Every amount for the whole country, one line each: the only place where means are."""
    return [
        {"table": table, "row": table.national, "base": base_text(table.national)}
        for table in tables.stats
        if not table.breakdown
    ]
