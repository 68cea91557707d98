"""What makes the questions of an edition hold together.  Pure: rows in, faults out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from surveys.branches import BRANCHES, CHOICES

# Groups must not overlap, and be few: an amount, a number, several choices make no breakdown.
BREAKS_DOWN = {"choice", "scale", "age", "region"}
CROSSED = BREAKS_DOWN | {"multi", "number"}
NAMES = dict(CHOICES)


class Row(NamedTuple):
    """A question as an edition asks it; `place` is (step, position)."""

    code: str
    kind: str
    place: tuple[int, int]
    branch: str = ""
    optional: bool = False
    breaks_down: bool = False
    crossed: bool = False

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> "Row":
        question = cleaned["question"]
        return cls(
            question.code,
            question.kind,
            (cleaned.get("step") or 1, cleaned.get("ORDER") or 0),
            cleaned.get("branch") or "",
            bool(cleaned.get("optional")),
            bool(cleaned.get("breaks_down")),
            bool(cleaned.get("crossed")),
        )


def faults(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    """(index of the row, field, sentence) of whatever is wrong; [] when nothing is."""
    found = []
    first: dict[str, int] = {}
    last_core = max((row.place[0] for row in rows if not row.optional), default=0)
    for index, row in enumerate(rows):
        if row.code in first:
            found.append(
                (
                    index,
                    "question",
                    "cette question est déjà posée : une seule version par édition.",
                )
            )
        first.setdefault(row.code, index)
        if row.optional and row.place[0] <= last_core:
            found.append(
                (
                    index,
                    "step",
                    f"la seconde partie vient après le socle, dès l’écran {last_core + 1}.",
                )
            )
        if row.breaks_down and row.kind not in BREAKS_DOWN:
            found.append((index, "breaks_down", _unfit(row.kind, "ventiler les résultats")))
        if row.crossed and row.kind not in CROSSED:
            found.append((index, "crossed", _unfit(row.kind, "être croisée")))
    places = {row.code: row.place for row in rows}
    for index, row in enumerate(rows):
        rule = BRANCHES.get(row.branch)
        if rule and not places.get(rule.question, row.place) < row.place:
            found.append(
                (
                    index,
                    "branch",
                    f"« {NAMES[row.branch]} » se sait par la question « {rule.question} », à poser "
                    "avant, sur un écran précédent ou plus haut.",
                )
            )
    return found


def _unfit(kind: str, use: str) -> str:
    why = {
        "text": "un texte libre n’est jamais publié",
        "money": "un montant est ce qui est mesuré",
        "number": "un nombre ferait trop de groupes",
        "multi": "une même personne serait dans plusieurs groupes",
    }[kind]
    return f"{why}, il ne peut pas {use}." if kind != "multi" else f"{why} : pas de ventilation."
