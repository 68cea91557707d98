"""Nobody's pay is known within 5,000 euros, whatever one reads and however one reasons.

Not by what one kind of solver may find: for each person, another edition is shown, made of other
answers, of which everything published is the same to the letter and where this person earns 5,000
euros more or less.  Whoever holds the publications alone cannot tell one from the other.
"""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from surveys.disclosure import guard
from surveys.revising import changes, reconcile
from surveys.tabulation import tabulate
from tests import small_editions
from tests.test_attack import HOSTILE, published

APART = 5_000
ALIKE = ("genre", "region", "contrat")
# Whose pay is looked for, at most, in an edition; and how many others are tried in their place.
PEOPLE, TRIES = 25, 200
Rows = list[dict]
EDITIONS = HOSTILE | {f"{n} at random": small_editions.rows(n, n) for n in (120, 300, 600)}


def paid(rows: Rows) -> list[int]:
    return [
        at
        for at, row in enumerate(rows)
        if row["contrat"] in small_editions.PAID and row["salaire"]
    ]


def otherwise(rows: Rows, at: int, draw: random.Random) -> Iterator[Rows]:
    """Editions where the person at `at` earns 5,000 euros more or less: as if they had answered
    otherwise, then as if they had changed places with somebody, the most alike first."""
    pay = rows[at]["salaire"]

    def world(**changed: int) -> Rows:
        made = list(rows)
        for index, amount in changed.items():
            made[int(index)] = {**rows[int(index)], "salaire": amount}
        return made

    for step in (-APART, APART, -2 * APART, 2 * APART, 8 * APART):
        if pay + step > 0:
            yield world(**{str(at): pay + step})
    others = [one for one in paid(rows) if abs(rows[one]["salaire"] - pay) >= APART]
    draw.shuffle(others)
    others.sort(key=lambda one: sum(rows[one][code] != rows[at][code] for code in ALIKE))
    for one in others[:TRIES]:
        yield world(**{str(at): rows[one]["salaire"], str(one): pay})


def bounded(
    rows: Rows, read: Callable[[Rows], object], sought: list[int] | None = None
) -> list[int]:
    """Those, of `sought` or of a sample of the paid, for whom no other edition reads the same."""
    draw = random.Random(1)
    said = read(rows)
    return [
        at
        for at in sought or draw.sample(paid(rows), min(PEOPLE, len(paid(rows))))
        if not any(read(world) == said for world in otherwise(rows, at, draw))
    ]


@pytest.mark.parametrize("name", EDITIONS)
def test_another_edition_where_they_earn_otherwise_reads_the_same(name):
    assert bounded(EDITIONS[name], published) == []


def corrected(left: np.ndarray) -> Callable[[Rows], object]:
    """What two revisions say, the second without those of the mask."""

    def read(rows: Rows) -> object:
        everybody = tabulate(rows, small_editions.questions())
        moved = changes([np.ones(len(rows), dtype=bool)], ~left)
        first = guard(everybody)
        return first, reconcile(first, guard(everybody.keep(~left)), everybody, moved)

    return read


@pytest.mark.parametrize("gone", [1, 10, 40, 150])
def test_neither_do_two_revisions_tell(gone):
    rows = small_editions.rows(400, 5)
    left = np.zeros(len(rows), dtype=bool)
    left[paid(rows)[:gone]] = True
    first, second = corrected(left)(rows)
    assert (first.stats != second.stats) == (gone == 150)
    assert bounded(rows, corrected(left)) == []


def test_a_figure_too_many_would_be_found():
    """One amount of a group of one: nobody can be put in their place."""
    rows = [{**row, "region": "11"} for row in small_editions.rows(300, 3)]
    alone = max(paid(rows), key=lambda at: rows[at]["salaire"])
    rows[alone]["region"] = "94"

    def too_much(rows: Rows) -> object:
        return published(rows), [
            rows[at]["salaire"] for at in paid(rows) if rows[at]["region"] == "94"
        ]

    assert bounded(rows, too_much, [alone]) == [alone]
    assert bounded(rows, published, [alone]) == []
