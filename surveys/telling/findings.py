"""Titles that say what was found, computed from published numbers.

Two groups are said to differ only when the intervals of their medians do not even touch.
"""

import math
from collections.abc import Sequence
from itertools import combinations

from surveys.publishable import (
    CountRow,
    CountTable,
    CrossRow,
    CrossTable,
    StatRow,
    StatTable,
    Tables,
    percent,
)
from surveys.tabulation import NO_ANSWER
from surveys.telling.words import amount, euros, lowered, quoted, share

# Questions whose choices have no order of their own: drawn from the largest down.
UNORDERED = {
    *("intitule", "region", "structure", "metier-precedent", "contrat", "genre", "secteur"),
    *("rattachement", "filiere", "recrutement", "reseaux", "indicateurs", "exercice"),
}
NOUNS = {
    "salaire": "Salaire",
    "alternance": "Salaire des alternants",
    "stage": "Gratification",
    "tjm": "Tarif journalier",
}
SELON = {
    "anciennete": "l’ancienneté",
    "region": "la région",
    "intitule": "l’intitulé du poste",
    "structure": "le type de structure",
    "genre": "le genre",
    "age": "l’âge",
    "taille": "la taille de la structure",
}


def noun(table: StatTable, national: StatTable | None = None) -> str:
    """What is measured.  Along a question, the title of a table is that of the question: an amount
    of which we know no noun has its own in the table of the whole country."""
    return NOUNS.get(table.measure) or (national or table).title


def along(breakdown: str, title: str) -> str:
    """« selon l’ancienneté », or « selon la réponse à « Secteur » » for a question of which we know
    no article."""
    known = SELON.get(breakdown)
    return f"selon {known}" if known else f"selon la réponse à {quoted(title)}"


def apart(one: StatRow, other: StatRow) -> bool:
    """Whether the intervals of the two medians leave room between them."""
    return one.high < other.low or other.high < one.low


def extremes(table: StatTable) -> tuple[StatRow, StatRow] | None:
    """Of all pairs of groups that surely differ, the one whose medians are farthest apart.

    In the order of the question when it has one, else from the lowest median up; None when
    nothing is sure.
    """
    rows = [row for row in table.rows if row.shown and row.code != NO_ANSWER]
    if table.breakdown in UNORDERED:
        rows.sort(key=lambda row: (row.median, row.label))
    sure = [pair for pair in combinations(rows, 2) if apart(*pair)]
    return max(sure, key=lambda pair: abs(pair[0].median - pair[1].median), default=None)


def of_stats(table: StatTable, national: StatTable | None = None) -> str:
    """The title of an amount along one question."""
    ends = extremes(table)
    about = f"{noun(table, national)} {along(table.breakdown, table.title)}"
    if ends:
        first, last = ends
        if table.breakdown == "anciennete":
            groups = [f"avec {lowered(row.label)}" for row in ends]
            groups[0] += " de métier"
        else:
            groups = [f"pour {quoted(row.label)}" for row in ends]
        return (
            f"{about} : {amount(first.median, table.unit)} de médiane {groups[0]}, "
            f"{amount(last.median, table.unit)} {groups[1]}"
        )
    shown = [row for row in table.rows if row.shown and row.code != NO_ANSWER]
    if len(shown) > 1:
        return f"{about} : pas d’écart sûr d’un groupe à l’autre"
    return about


def share_interval(row: CrossRow, share: int) -> tuple[float, float]:
    """Bounds, in percent, of what the share of a group may be: Wilson’s 95 % interval for as few
    people as the group is said to reach, around a share that rounding may have moved either way.

    Wilson, *Probable inference*, 1927; wider than the true one, since the group may be larger.
    """
    low, high = max(share - row.step / 2, 0) / 100, min(share + row.step / 2, 100) / 100
    z, n = 1.96, row.floor

    def bound(portion: float, sign: int) -> float:
        middle = portion + z * z / (2 * n)
        spread = z * math.sqrt(portion * (1 - portion) / n + z * z / (4 * n * n))
        return 100 * (middle + sign * spread) / (1 + z * z / n)

    return bound(low, -1), bound(high, 1)


def of_cross(table: CrossTable) -> str:
    """The title of one question by another: the widest sure difference, or that none is sure."""
    about = f"{table.title}, {along(table.breakdown, table.breakdown_title)}"
    best: tuple[int, str] | None = None
    for at, column in enumerate(table.columns):
        for one, other in combinations(table.rows, 2):
            less, more = sorted((one, other), key=lambda row: row.shares[at])
            sure = (
                share_interval(less, less.shares[at])[1] < share_interval(more, more.shares[at])[0]
            )
            apart_by = more.shares[at] - less.shares[at]
            if sure and (best is None or apart_by > best[0]):
                best = (
                    apart_by,
                    f"{table.title} : {quoted(column.label)}, {share(more.shares[at])} pour "
                    f"{quoted(more.label)} et {share(less.shares[at])} pour {quoted(less.label)}",
                )
    return best[1] if best else f"{about} : pas d’écart sûr d’un groupe à l’autre"


def commonest(table: CountTable) -> list[CountRow]:
    """The answers that nobody can have outnumbered: several when their rounded counts are equal.

    None of them when the hidden answers together could hold more.
    """
    rows = [row for row in table.rows if row.shown and row.code != NO_ANSWER]
    if not rows:
        return []
    top = max(row.count for row in rows)
    if table.rest is not None and table.rest >= top:
        return []
    return [row for row in rows if row.count == top]


def of_counts(table: CountTable) -> str:
    """The title of a question alone."""
    top = commonest(table)
    if len(top) != 1:
        return table.title
    (row,) = top
    return f"{table.title} : {share(percent(row.count, table.base))} répondent {quoted(row.label)}"


def summary(tables: Tables) -> str:
    """The one thing to remember of an edition; empty when nothing supports one."""
    table = tables.stat("salaire")
    if table is None:
        return ""
    sentence = (
        f"La moitié des salariés gagne plus de {euros(table.national.median)} bruts par an, "
        "l’autre moitié gagne moins."
    )
    seniority = tables.stat("salaire", "anciennete")
    ends = extremes(seniority) if seniority else None
    if ends:
        first, last = ends
        sentence += (
            f" La médiane est de {euros(first.median)} avec {lowered(first.label)} de métier, "
            f"de {euros(last.median)} avec {lowered(last.label)}."
        )
    return sentence


def enumerated(pairs: Sequence[tuple[str, str]]) -> str:
    """« Femme 68 %, Homme 30 % »: how an alternative text tells a drawing."""
    return ", ".join(f"{label} {value}" for label, value in pairs)
