"""An attacker with a linear solver, who has read everything that is published and nothing else.

He knows the questionnaire, the rules and their parameters.  Unknown to him: how many people are
in each answer of each question, in each cell of two questions, in each group that gave an amount.
Everything published (JSON bytes of every revision; the CSV must say nothing else) becomes linear
constraints on these; `interval` is what he can then prove of a sum of them.
"""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from surveys.branches import SALARIED
from surveys.measures import MEASURES

SILENT, UNASKED = "sans-reponse", "non-posee"
BRANCHES = {"temps": SALARIED, "salaire": SALARIED, "tjm": {"freelance"}}
SECONDS = 30  # for one question to the solver, which takes some hundredths of one
CLASSES = (11, 30, 100, math.inf)
Key = tuple[str, ...]


def rounded(count: int) -> tuple[int, int]:
    """What a published count can stand for."""
    return (11, 17) if count == 15 else (count - 2, count + 2)


class Attacker:
    """One world of unknowns under all the constraints of the publications given to him."""

    def __init__(self, publications: Iterable[bytes], questions: Mapping[str, list[str]]):
        """`questions`: {code: codes of its choices}, as anyone could read them on the form."""
        self.index: dict[Key, int] = {}
        self.rows: list[tuple[dict[int, float], float]] = []  # Σ coefficient × unknown ≤ bound
        self.questions = questions
        self.multi: set[str] = set()
        self.worlds: list[np.ndarray] = []
        for content in publications:
            self.read(json.loads(content)["tables"])

    # --- constraints ----------------------------------------------------------------------------

    def unknown(self, *key: str) -> int:
        return self.index.setdefault(key, len(self.index))

    def at_most(self, terms: Mapping[int, float], bound: float) -> None:
        if math.isfinite(bound):
            self.rows.append((dict(terms), bound))

    def between(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.at_most(terms, high)
        self.at_most({i: -c for i, c in terms.items()}, -low)

    def total(self, *sums: Iterable[int]) -> dict[int, float]:
        """First sum, minus the others."""
        terms: dict[int, float] = {}
        for position, indices in enumerate(sums):
            for i in indices:
                terms[i] = terms.get(i, 0) + (1 if position == 0 else -1)
        return terms

    def answers(self, question: str) -> list[str]:
        return [*self.questions[question], SILENT, UNASKED]

    def margin(self, question: str) -> list[int]:
        """The people of each answer of a question; all of them are everybody."""
        new = ("x", question, SILENT) not in self.index
        found = [self.unknown("x", question, answer) for answer in self.answers(question)]
        if new:
            everybody = [self.unknown("total")]
            self.between(self.total(found, everybody), 0, 0)
            branch = BRANCHES.get(question)
            asked = found[:-1]
            if branch is None:
                self.between({found[-1]: 1}, 0, 0)
            elif "contrat" in self.questions:
                self.margin("contrat")
                open_to = [
                    self.unknown("x", "contrat", c)
                    for c in self.questions["contrat"]
                    if c in branch
                ]
                self.between(self.total(asked, open_to), 0, 0)
        return found

    def read(self, tables: dict) -> None:
        everybody = {self.unknown("total"): 1}
        if "total" not in tables:
            pass  # of a correction, nothing new
        elif tables["total"] is None:
            self.at_most(everybody, 10)
        else:
            self.between(everybody, *rounded(tables["total"]))
        for table in tables["counts"]:
            self.read_count(table)
        for table in tables["multis"]:
            self.read_multi(table)
        for table in tables["crosses"]:
            self.read_cross(table)
        for table in tables["stats"]:
            self.read_stat(table)
        for table in tables["bands"]:
            self.read_bands(table)

    def read_count(self, table: dict) -> None:
        self.margin(table["code"])
        hidden = []
        for row in table["rows"]:
            cell = self.unknown("x", table["code"], row["code"])
            if row["count"] is None:
                hidden.append(cell)
            else:
                self.between({cell: 1}, *rounded(row["count"]))
        if SILENT not in {row["code"] for row in table["rows"]}:
            self.at_most({self.unknown("x", table["code"], SILENT): 1}, 0)
        if hidden:
            self.between(self.total(hidden), *rounded(table["rest"]))

    def several(self, question: str) -> int:
        """Those who gave one answer or more to a question of several."""
        people = self.unknown("answered", question)
        if question not in self.multi:
            self.multi.add(question)
            self.at_most(self.total([people], [self.unknown("total")]), 0)
            for choice in self.questions[question]:
                self.at_most(self.total([self.unknown("m", question, choice)], [people]), 0)
        return people

    def read_multi(self, table: dict) -> None:
        people = self.several(table["code"])
        low, high = (table["base"], math.inf) if table["at_least"] else rounded(table["base"])
        self.between({people: 1}, low, high)
        for row in table["rows"]:
            if row["count"] is not None:
                cell = self.unknown("m", table["code"], row["code"])
                self.between({cell: 1}, *rounded(row["count"]))
                self.at_most(self.total([cell], [people]), -11)

    def cells(self, first: str, second: str) -> dict[tuple[str, str], int]:
        """People by answer of two exclusive questions, under the counts of each."""
        new = ("z", first, second, SILENT, SILENT) not in self.index
        cells = {
            (a, b): self.unknown("z", first, second, a, b)
            for a in self.answers(first)
            for b in self.answers(second)
        }
        if new:
            self.margin(first)
            self.margin(second)
            for a in self.answers(first):
                row = [cells[a, b] for b in self.answers(second)]
                self.between(self.total(row, [self.unknown("x", first, a)]), 0, 0)
            for b in self.answers(second):
                column = [cells[a, b] for a in self.answers(first)]
                self.between(self.total(column, [self.unknown("x", second, b)]), 0, 0)
        return cells

    def several_cells(self, first: str, second: str) -> dict[tuple[str, str], int]:
        """The same for a question of several answers: those who chose each, those who chose."""
        new = ("answered", first, second, SILENT) not in self.index
        cells = {}
        for a in self.answers(first):
            people = self.unknown("answered", first, second, a)
            for b in self.questions[second]:
                cells[a, b] = self.unknown("m", first, second, a, b)
                if new:
                    self.at_most(self.total([cells[a, b]], [people]), 0)
            if new:
                self.margin(first)
                self.at_most(self.total([people], [self.unknown("x", first, a)]), 0)
        if new:
            everyone = [self.unknown("answered", first, second, a) for a in self.answers(first)]
            self.between(self.total(everyone, [self.several(second)]), 0, 0)
            for b in self.questions[second]:
                column = [cells[a, b] for a in self.answers(first)]
                self.between(self.total(column, [self.unknown("m", second, b)]), 0, 0)
        return cells

    def read_cross(self, table: dict) -> None:
        first, second = table["breakdown"], table["question"]
        multi = table["multi"]
        cells = (self.several_cells if multi else self.cells)(first, second)
        for row in table["rows"]:
            kept = [[cells[row["code"], b] for b in c["members"]] for c in table["columns"]]
            if multi:
                people = {self.unknown("answered", first, second, row["code"]): 1.0}
            else:
                people = self.total([i for column in kept for i in column])
            self.between(people, row["floor"], math.inf)
            if "base" in row:  # we never give it
                self.between(people, *rounded(row["base"]))
            for column, share in zip(kept, row["shares"], strict=True):
                cell = self.total(column)
                self.between(cell, 11, math.inf)
                for sign, edge in (
                    (1, share + row["step"] / 2),
                    (-1, share - row["step"] / 2),
                ):
                    terms = {i: -sign * edge / 100 * c for i, c in people.items()}
                    for i, c in cell.items():
                        terms[i] = terms.get(i, 0) + sign * c
                    self.at_most(terms, 0)

    def base(self, measure: str) -> int:
        """Those who gave an amount: among those of its contracts."""
        new = ("base", measure) not in self.index
        base = self.unknown("base", measure)
        contracts = {m.code: m.contracts for m in MEASURES}.get(measure)
        if new and contracts and "contrat" in self.questions:
            self.margin("contrat")
            around = [
                self.unknown("x", "contrat", c) for c in self.questions["contrat"] if c in contracts
            ]
            self.at_most(self.total([base], around), 0)
        return base

    def read_stat(self, table: dict) -> None:
        measure, breakdown = table["measure"], table["breakdown"]
        base = self.base(measure)
        if not breakdown:
            self.read_base(base, table["rows"][0])
            return
        self.margin(breakdown)
        groups = [self.unknown("y", measure, breakdown, a) for a in self.answers(breakdown)]
        self.between(self.total(groups, [base]), 0, 0)
        contracts = {m.code: m.contracts for m in MEASURES}.get(measure)
        for a, group in zip(self.answers(breakdown), groups, strict=True):
            self.at_most(self.total([group], [self.unknown("x", breakdown, a)]), 0)
            if ("z", breakdown, "contrat", a, "cdi") in self.index and contracts:
                around = [
                    self.unknown("z", breakdown, "contrat", a, c)
                    for c in self.questions["contrat"]
                    if c in contracts
                ]
                self.at_most(self.total([group], around), 0)
        for row in table["rows"]:
            if row["base"] is not None:
                self.read_base(self.unknown("y", measure, breakdown, row["code"]), row)

    def read_base(self, base: int, row: dict) -> None:
        if not row["at_least"]:
            self.between({base: 1}, *rounded(row["base"]))
            return
        position = CLASSES.index(row["base"])
        self.between({base: 1}, row["base"], CLASSES[position + 1] - 1)

    def read_bands(self, table: dict) -> None:
        bands = [
            self.unknown("band", table["code"], f"{row['low']}:{row['high']}")
            for row in table["rows"]
        ]
        self.between(self.total(bands, [self.base(table["code"])]), 0, 0)
        for band, row in zip(bands, table["rows"], strict=True):
            self.between({band: 1}, *rounded(row["count"]))

    # --- what he proves --------------------------------------------------------------------------

    def system(self):
        if not hasattr(self, "_system"):
            entries = [
                (row, column, value)
                for row, (terms, _) in enumerate(self.rows)
                for column, value in terms.items()
            ]
            rows, columns, values = zip(*entries, strict=True)
            matrix = coo_array((values, (rows, columns)), shape=(len(self.rows), len(self.index)))
            self._system = matrix.tocsr(), np.array([bound for _, bound in self.rows])
        return self._system

    def least(self, terms: Mapping[int, float]) -> float:
        """The least that a sum of unknowns can be; −inf when nothing bounds it."""
        matrix, bounds = self.system()
        goal = np.zeros(len(self.index))
        for index, value in terms.items():
            goal[index] = value
        options = {"time_limit": SECONDS}
        found = linprog(goal, A_ub=matrix, b_ub=bounds, bounds=(0, None), options=options)
        if found.status == 3:  # unbounded
            return -math.inf
        # An attack that ran out of time has decided nothing.
        assert found.status == 0, found.message
        self.worlds.append(found.x)
        return found.fun

    def seen(self, terms: Mapping[int, float]) -> tuple[float, float]:
        """The least and the most of a sum in the worlds found so far: all may be the true one, so
        that nothing between can be excluded."""
        found = [sum(c * world[i] for i, c in terms.items()) for world in self.worlds]
        return min(found, default=math.inf), max(found, default=-math.inf)

    def interval(self, terms: Mapping[int, float]) -> tuple[float, float]:
        """The least and the most that a sum of unknowns can be."""
        return self.least(terms), -self.least({i: -value for i, value in terms.items()})


def numbers_in_csv(content: bytes) -> set[float]:
    """Every number of the open data file."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {float(row["valeur"]) for row in rows if row["valeur"]}
