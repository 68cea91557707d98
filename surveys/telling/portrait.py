"""« Le profil type » and the figures that matter: the first words of a results page."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.publishable import HIDDEN, CountTable, Tables, percent
from surveys.tabulation import NO_ANSWER
from surveys.telling import findings
from surveys.telling.crossed import gap_is_sure, gap_words
from surveys.telling.words import base_text, euros, number, share

ASKED = ("intitule", "genre", "age", "region", "structure", "anciennete", "contrat")
ORDERED = ("age", "anciennete")
MOST = 5


@dataclass(frozen=True)
class Trait:
    """One line of the typical profile: the commonest, or the middle, answer to one question."""

    title: str
    value: str
    how: str
    figure: str


def traits(tables: Tables) -> list[Trait]:
    """One trait a question that has one for sure, the median pay last."""
    counts = {table.code: table for table in tables.counts}
    made = [
        trait
        for code in ASKED
        if code in counts and (trait := _middle(counts[code]) or _commonest(counts[code]))
    ]
    pay = tables.stat("salaire")
    if pay and made:
        row = pay.national
        made.append(
            Trait(
                "Salaire brut annuel",
                euros(row.median),
                f"la médiane des salariés, {base_text(row)}",
                "montants",
            )
        )
    return made


def _commonest(table: CountTable) -> Trait | None:
    top = findings.commonest(table)
    if not top:
        return None
    portion = share(percent(top[0].count, table.base))
    how = "la réponse la plus donnée" if len(top) == 1 else "à égalité"
    return Trait(
        table.title,
        " ou ".join(row.label for row in top),
        f"{how}, {portion} de {number(table.base)} réponses",
        table.code,
    )


def _middle(table: CountTable) -> Trait | None:
    """The answer that half stay under and half go over; None when a hidden one could move it."""
    if table.code not in ORDERED:
        return None
    rows = [row for row in table.rows if row.code != NO_ANSWER]
    if any(row.count is HIDDEN for row in rows):
        return None
    total, seen = sum(row.count for row in rows), 0
    for row in rows:
        seen += row.count
        if 2 * seen >= total:
            return Trait(
                table.title,
                row.label,
                f"la réponse du milieu, sur {number(total)} réponses",
                table.code,
            )
    return None


@dataclass(frozen=True)
class KeyFigure:
    """`value` and `base` ready to print; `figure` is the code of the one that details it."""

    label: str
    value: str
    base: str
    figure: str = ""


def key_figures(tables: Tables) -> list[KeyFigure]:
    """At most five; what is not published is absent, and the next one takes its place."""
    return list(_candidates(tables))[:MOST]


def _candidates(tables: Tables) -> Iterator[KeyFigure]:
    pay, rate = tables.stat("salaire"), tables.stat("tjm")
    counts = {table.code: table for table in tables.counts}
    if pay:
        row = pay.national
        base = base_text(row)
        yield KeyFigure(
            "Salaire médian : la moitié des salariés gagne plus, la moitié gagne moins",
            euros(row.median),
            base,
            "montants",
        )
        if row.q1 is not HIDDEN:
            label = "Premier quartile : un quart des salariés gagne moins"
            yield KeyFigure(label, euros(row.q1), base, "montants")
            label = "Troisième quartile : un quart des salariés gagne davantage"
            yield KeyFigure(label, euros(row.q3), base, "montants")
    raw = tables.gap("salaire", "brut")
    if raw and raw.percent is not HIDDEN and gap_is_sure(tables, "salaire"):
        yield KeyFigure(
            "Salaire médian des femmes rapporté à celui des hommes",
            gap_words(raw),
            f"au moins {number(raw.floor)} de chaque",
            "ecart-salaire",
        )
    if rate:
        label = "Tarif journalier médian des indépendants, hors taxes"
        row = rate.national
        yield KeyFigure(label, euros(row.median), base_text(row), "montants")
    for code, answer, label in (
        ("genre", "femme", "Part de femmes parmi les réponses"),
        ("contrat", "cdi", "Part de CDI parmi les réponses"),
    ):
        for row in counts[code].rows if code in counts else ():
            if row.code == answer and row.shown:
                base = counts[code].base
                yield KeyFigure(
                    label, share(percent(row.count, base)), f"{number(base)} réponses", code
                )
