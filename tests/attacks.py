"""What an attacker is asked about an edition, and which of his answers are leaks.

The rules of `tests.attacker` are his; the truth, counted apart from the code that publishes, is
ours, and tells which questions are worth asking: he can prove nothing that is false.
"""

from collections.abc import Iterator
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
        low, high = attacker.interval({attacker.unknown(*key): 1})
        if not low - CLOSE <= counted[key] <= high + CLOSE:
            found.append(f"{key} : {counted[key]} hors de {low:.1f}–{high:.1f}, attaque fausse")
        elif high - low < WIDE - CLOSE:
            found.append(f"{key} masqué mais compris entre {low:.1f} et {high:.1f}")
    for group in groups(attacker, counted, tables):
        if 1 <= group.size <= LEAST and attacker.least(group.terms) > CLOSE:
            low, high = attacker.interval(group.terms)
            if high < LEAST + 1 - CLOSE:
                found.append(f"{group.name} : de {low:.1f} à {high:.1f} personnes")
    return found


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
