"""« Où se situe votre salaire ? »: published quantiles, for the page to compare with.

What is typed is compared in the page by a small script and goes nowhere: no field has a name, no
form has an address.
"""

from dataclasses import dataclass

from surveys.publishable import HIDDEN, StatRow, Tables
from surveys.tabulation import NO_ANSWER
from surveys.telling.words import base_text, euros

SHARES = (("p10", 10), ("q1", 25), ("median", 50), ("q3", 75), ("p90", 90))
GROUPED_BY = ("anciennete", "region", "structure", "intitule", "age", "genre")


@dataclass(frozen=True)
class Scale:
    """A group to be compared with; `points` are (percent of the group under, euros)."""

    code: str
    label: str
    base: str
    points: tuple[tuple[int, int], ...]

    @property
    def cells(self) -> list[str]:
        known = dict(self.points)
        return [euros(known[share]) if share in known else "–" for _, share in SHARES]


def scale(code: str, label: str, row: StatRow) -> Scale:
    points = tuple(
        (share, getattr(row, name)) for name, share in SHARES if getattr(row, name) is not HIDDEN
    )
    return Scale(code, label, base_text(row), points)


def scales(tables: Tables, measure: str = "salaire") -> list[tuple[str, list[Scale]]]:
    """(title of the breakdown, its published groups), everyone first; empty without the measure."""
    everyone = tables.stat(measure)
    if everyone is None:
        return []
    made = [("", [scale("tous", "Tous les salariés", everyone.national)])]
    for breakdown in GROUPED_BY:
        table = tables.stat(measure, breakdown)
        groups = [
            scale(f"{breakdown}-{row.code}", row.label, row)
            for row in (table.rows if table else ())
            if row.shown and row.code != NO_ANSWER
        ]
        if groups:
            made.append((table.title, groups))
    return made
