"""Which cells of one table may be shown, and when a group tells too much of its members.  Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

SHARED_VALUE = 0.9

# Why something is not published: number of the rule, and words for editors and readers.
REASONS = {
    1: "effectif sous le seuil",
    2: "édition trop petite pour ce tableau",
    6: "masqué pour qu’un voisin sous le seuil ne se déduise pas",
    8: "masqué parce qu’un autre tableau permettrait d’isoler un groupe sous le seuil",
    9: "presque tout le groupe a donné la même réponse",
    10: "trop peu de réponses pour être croisé",
}
# The same rules by name.
RULES = {
    1: "Effectif minimal",
    2: "Assez de réponses à l’édition",
    6: "Aucun groupe masqué seul",
    8: "Rien à déduire d’un autre tableau",
    9: "Pas de réponse unanime",
    10: "Assez courant pour être croisé",
}


@dataclass
class Layer:
    """Disjoint cells that would be published side by side, and which of them still are.

    `codes`: the cell of each respondent, −1 for none; `labels`: (code, label) of the cells.
    `exact`: whether the count of a cell is given, and not only that it reaches a threshold.
    `of`: what the table is about, (measure or "", question or "").
    """

    of: tuple[str, str]
    codes: np.ndarray
    labels: tuple[tuple[str, str], ...]
    kind: str = "count"
    sizes: np.ndarray = field(init=False)
    shown: np.ndarray = field(init=False)
    exact: np.ndarray = field(init=False)
    why: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.sizes = np.bincount(self.codes + 1, minlength=len(self.labels) + 1)[1:]
        self.sizes = self.sizes[: len(self.labels)]
        self.shown = np.ones(len(self.labels), dtype=bool)
        self.exact = self.shown.copy()

    def keep(self, shown: np.ndarray, rule: int) -> None:
        """Hide what `shown` lacks, remembering the first rule that hid each cell."""
        for index in np.flatnonzero(self.shown & ~shown):
            self.why.setdefault(int(index), rule)
        self.shown = self.shown & shown

    def hide(self, index: int | None, rule: int) -> None:
        """Hide one cell, or all of them."""
        keep = np.zeros_like(self.shown) if index is None else self.shown.copy()
        if index is not None:
            keep[index] = False
        self.keep(keep, rule)

    @property
    def published(self) -> bool:
        return bool(self.shown.any())


def hide_more(
    sizes: np.ndarray,
    shown: np.ndarray,
    minimum: int,
    complements: np.ndarray | None = None,
    known: Callable[[np.ndarray], int] | None = None,
) -> np.ndarray:
    """Secondary suppression: which of the cells stay shown (one boolean a cell).

    With `complements` (the rest of each group outside a sub-population), their hidden sum must
    reach the minimum too.  `known` tells, given what is shown, how many of those in hidden cells
    another table counts: only the others hide anything.
    """
    shown = shown.copy()
    while not shown.all() and shown.any():
        hidden = ~shown
        weight = int(sizes[hidden].sum())
        smallest = int(np.argmin(np.where(shown, sizes, np.iinfo(np.int64).max)))
        enough = hidden.sum() >= 2 and weight - (known(shown) if known else 0) >= minimum
        if complements is None:
            # Were all the hidden cells but one as large as the smallest shown, the last must
            # still be able to be empty.
            enough = enough and weight <= (hidden.sum() - 1) * sizes[smallest]
        else:
            enough = enough and complements[hidden].sum() >= minimum
        if enough:
            break
        shown[smallest] = False
    return shown


def shares_one_value(values: np.ndarray) -> bool:
    """Whether 90 % of the group gave the same amount (rule 9)."""
    return bool(np.unique(values, return_counts=True)[1].max() >= SHARED_VALUE * len(values))


def somebody_weighs(values: np.ndarray) -> bool:
    """Whether a mean would tell too much of those who weigh most in it (rule 4)."""
    ordered = np.sort(values)[::-1]
    total = ordered.sum()
    largest, two = ordered[0], ordered[:2].sum()
    return bool(largest > 0.85 * total or two > 0.9 * total or total - two < 0.1 * largest)
