"""What an attacker is asked about an edition, and which of his answers are leaks.

The rules of `tests.attacker` are his; the truth, counted apart from the code that publishes, is
ours, and tells which questions are worth asking: he can prove nothing that is false.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from surveys.measures import MEASURES
from surveys.tabulation import AskedQuestion
from tests import small_editions
from tests.attacker import Attacker

LEAST, WIDE, CLOSE = 10, 10, 1e-6
CONTRACTS = {measure.code: measure.contracts for measure in MEASURES}


class Group(NamedTuple):
    """A group that can be described, as a sum of unknowns, and how many really are in it."""

    name: tuple[str, ...]
    terms: dict[int, float]
    size: int


def leaks(
    rows: list[dict],
    contents: list[bytes],
    tables: dict,
    asked: list[AskedQuestion] | None = None,
) -> list[str]:
    """All that he can prove and should not, given every revision; `tables` of the latest.

    `asked`: the questions; those of `small_editions` otherwise.
    """
    asked = asked or small_editions.questions()
    choices = {one.code: [code for code, _ in one.choices] for one in asked if one.choices}
    attacker = Attacker(contents, choices)
    counted = small_editions.truth(rows, asked)
    found = []
    for key in hidden_cells(tables):
        low, high = attacker.interval({attacker.unknown(*key): 1.0})
        if not low - CLOSE <= counted[key] <= high + CLOSE:
            found.append(f"{key} : {counted[key]} hors de {low:.1f}–{high:.1f}, attaque fausse")
        elif high - low < WIDE - CLOSE:
            found.append(f"{key} masqué mais compris entre {low:.1f} et {high:.1f}")
    small = [one for one in groups(attacker, counted, tables) if 1 <= one.size <= LEAST]
    # One world where as many of these groups as possible are empty spares asking about each.
    together: Counter = Counter()
    for group in small:
        together.update(group.terms)
    attacker.least(together)
    return found + [one for group in small for one in proved(attacker, group)]


def proved(attacker: Attacker, group: Group) -> list[str]:
    """That the group has somebody in it, and 10 people at most."""
    low, high = attacker.seen(group.terms)
    if low <= CLOSE or high >= LEAST + 1 - CLOSE or attacker.least(group.terms) <= CLOSE:
        return []
    low, high = attacker.interval(group.terms)
    if high >= LEAST + 1 - CLOSE:
        return []
    return [f"{group.name} : de {low:.1f} à {high:.1f} personnes"]


# --- from one revision to the next --------------------------------------------------------------
TABLES = ("counts", "multis", "bands", "stats", "crosses")


def news(old: dict, new: dict) -> dict:
    """The tables that a correction changed: these speak of those whom it keeps.  The others may,
    or may still speak of those of the revision before: nobody can tell."""
    found = {name: [one for one in new[name] if one not in old[name]] for name in TABLES}
    return found | ({"total": new["total"]} if new["total"] != old["total"] else {})


def gone(kept: list[list[dict]], revisions: list[dict]) -> list[str]:
    """What he can prove, and should not, of those whom corrections set aside.

    `kept`: the responses of each revision, each within those before it, and he knows it;
    `revisions`: the tables as they were published.
    """
    spoken = [revisions[0], *(news(old, new) for old, new in pairwise(revisions))]
    told = [
        (rows, tables) for rows, tables in zip(kept, spoken, strict=True) if any(tables.values())
    ]
    return [one for pair in combinations(told, 2) for one in set_aside(*pair)]


def set_aside(before: tuple[list[dict], dict], after: tuple[list[dict], dict]) -> list[str]:
    """The same of two revisions: each group of the first is that of the second, and who left."""
    (rows, tables), (rest, changed) = before, after
    asked = small_editions.questions()
    counted, left = (small_editions.truth(one, asked) for one in (rows, rest))
    both = Attacker([json.dumps({"tables": tables}).encode()], small_editions.CHOICES)
    second = Attacker([json.dumps({"tables": changed}).encode()], small_editions.CHOICES)
    first, shift = dict(both.index), len(both.index)
    both.index |= {("ensuite", *key): at + shift for key, at in second.index.items()}
    for terms, bound in second.rows:
        both.at_most({at + shift: value for at, value in terms.items()}, bound)
    moved = {
        key: {at: 1.0, second.index[key] + shift: -1.0}
        for key, at in first.items()
        if key in second.index and key[0] != "band"
    }
    for terms in moved.values():
        both.between(terms, 0, math.inf)
    small = [
        Group(("écartés", *key), terms, counted[key] - left[key]) for key, terms in moved.items()
    ]
    return [one for group in small if 1 <= group.size <= LEAST for one in proved(both, group)]


def hidden_cells(tables: dict) -> Iterator[tuple[str, ...]]:
    for kind, name in (("counts", "x"), ("multis", "m")):
        for table in tables[kind]:
            for row in table["rows"]:
                if row["count"] is None:
                    yield name, table["code"], row["code"]
    for table in tables["stats"]:
        for row in table["rows"]:
            if table["breakdown"] and row["base"] is None:
                yield "y", table["measure"], table["breakdown"], row["code"]


def groups(attacker: Attacker, counted: dict, tables: dict) -> Iterator[Group]:
    """Every cell of one or two questions, and what subtractions between tables describe."""
    index = attacker.index
    for key, position in list(index.items()):
        if key[0] != "band":
            yield Group(key, {position: 1.0}, counted[key])
    for table in tables["stats"]:
        if table["breakdown"]:
            yield from without_amount(attacker, counted, table["measure"], table["breakdown"])
        else:
            measure = table["measure"]
            around = contracts(attacker, measure, "x", "contrat")
            base = [("base", measure)]
            yield difference(attacker, counted, ("sans", measure), around, base)
    for table in tables["crosses"]:
        yield from left_of_groups(attacker, counted, table)
        yield from left_of_answers(attacker, counted, table)


def difference(attacker: Attacker, counted: dict, name, whole, parts) -> Group:
    terms = attacker.total(
        [attacker.unknown(*key) for key in whole], [attacker.unknown(*key) for key in parts]
    )
    return Group(name, terms, sum(counted[k] for k in whole) - sum(counted[k] for k in parts))


def contracts(attacker: Attacker, measure: str, *key: str) -> list[tuple[str, ...]]:
    """The keys of those who have one of the contracts of a measure."""
    return [(*key, one) for one in attacker.questions["contrat"] if one in CONTRACTS[measure]]


def without_amount(attacker, counted, measure, breakdown) -> Iterator[Group]:
    """Those of a group, then those of its contracts, who gave no amount."""
    for a in attacker.answers(breakdown):
        given = [("y", measure, breakdown, a)]
        yield difference(
            attacker, counted, ("sans", measure, breakdown, a), [("x", breakdown, a)], given
        )
        around = contracts(attacker, measure, "z", breakdown, "contrat", a)
        if around[0] in attacker.index:
            name = ("sans, du contrat", measure, breakdown, a)
            yield difference(attacker, counted, name, around, given)


def left_of_groups(attacker, counted, table) -> Iterator[Group]:
    """Those of each group shown who gave none of the answers shown."""
    first, second = table["breakdown"], table["question"]
    for row in table["rows"]:
        a = row["code"]
        members = [m for column in table["columns"] for m in column["members"]]
        if table["multi"]:
            parts = [("answered", first, second, a)]
            for m in members:
                name = ("pas", first, second, a, m)
                yield difference(attacker, counted, name, parts, [("m", first, second, a, m)])
        else:
            parts = [("z", first, second, a, m) for m in members]
        yield difference(attacker, counted, ("reste", first, second, a), [("x", first, a)], parts)


def left_of_answers(attacker, counted, table) -> Iterator[Group]:
    """Those of each answer shown who are in none of the groups shown."""
    first, second = table["breakdown"], table["question"]
    shown = {row["code"] for row in table["rows"]}
    kind = "m" if table["multi"] else "z"
    for column in table["columns"]:
        keys = [
            (kind, first, second, a, m)
            for a in attacker.answers(first)
            if a not in shown
            for m in column["members"]
        ]
        yield difference(attacker, counted, ("ailleurs", first, second, column["code"]), keys, [])
