"""The guard between the tables and any reader.  Pure: tabulation in, publishable tables out.

Rules, each with where it comes from:

1. No group under 11 respondents (Insee's rule on fiscal data of persons), complement included.
2. Edition floors: under 30 respondents the total alone, under 100 no breakdown (ours).
3. Median from 11, quartiles from 30, first and last deciles from 100; never an extreme.
4. Means for the whole country only, when nobody weighs (Insee's 85 % of the total; nk(2, 90 %)
   and p 10 % of ACRO, the disclosure checker of research safe havens).
5. Suppression first, then counts to the nearest 5; totals and percentages from rounded counts;
   shares of crossed questions to a step worth five people or more.
6. Never one hidden cell alone: the next smallest go with it until at least two are hidden and
   weigh 11 together; « sans réponse » counts as a cell.  One more goes when the choice of what
   else was hidden would itself tell (everyone knows that it was the next smallest).
7. What is derived (order, colour, text, CSV, JSON) is derived from the result of this module.
8. Linked tables, all at once (linked.py): a set of respondents whose count is published, or its
   complement, minus the published cells that it contains, never leaves 1 to 10 people.  A measure
   or a group whose base would leave them keeps its quantiles and says only a threshold.
9. A group of which 90 % share the same amount, or the same answer of a crossed question, is
   hidden.
10. Coding: bands are merged until they hold 11; régions are never departments; what is too rare
    to be crossed stays in the totals, and is named as such (crossing.py).
11. An edition is published once; a correction is a numbered revision (revising.py).
16. Each median has its interval, distribution-free, rounded outwards.

All counts compared here are exact; rounding comes after and only adds to the protection.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from surveys import gaps, publishable
from surveys.crossing import cross_table
from surveys.linked import CONTRACT, NO_BREAKDOWN_UNDER, Plan
from surveys.publishable import HIDDEN, MINIMUM, TOTAL_ONLY_UNDER, Number, round_count
from surveys.ranges import size_class, stat_row
from surveys.suppression import Layer, hide_more, shares_one_value, somebody_weighs
from surveys.tabulation import Column, MeasureTable, Several, Tabulation, cross, cross_several

__all__ = ["guard", "hide_more", "shares_one_value", "somebody_weighs"]


def guard(tabulation: Tabulation, minimum: int = MINIMUM) -> publishable.Tables:
    """What may be published of the tabulation; ValueError for a minimum under 11."""
    return Guarded(tabulation, minimum).tables


class Guarded:
    """The tables that may be published, and the plan that led to them."""

    def __init__(self, tabulation: Tabulation, minimum: int = MINIMUM):
        if minimum < MINIMUM:
            raise ValueError(f"the minimum may only go up from {MINIMUM}")
        self.tabulation = tabulation
        self.minimum = minimum
        size = tabulation.size
        self.plan: Plan | None = None
        total: Number = round_count(size, minimum) if size >= minimum else HIDDEN
        if size < max(TOTAL_ONLY_UNDER, minimum):
            self.tables = publishable.Tables(total, minimum=minimum)
            return
        self.plan = Plan(tabulation, minimum)
        self.plan.protect()
        self.crosses = list(self._crosses()) if size >= NO_BREAKDOWN_UNDER else []
        self._loosen_bases()
        stats = tuple(self._stats())
        self.tables = publishable.Tables(
            total,
            counts=tuple(self._counts()),
            multis=tuple(self._multis()),
            bands=tuple(self._bands()),
            stats=stats,
            crosses=tuple(table for _, _, table in self.crosses),
            gaps=tuple(gaps.gaps(tabulation, stats, minimum)),
            minimum=minimum,
        )

    def _choices_shown(self, one: Column | Several) -> np.ndarray:
        """Whether each choice is published alone."""
        code, count = one.question.code, len(one.question.counted)
        if isinstance(one, Several):
            return np.array([bool(layer.shown[0]) for layer in self.plan.chosen[code]], dtype=bool)
        return self.plan.counts[code].shown[:count].copy()

    def _crosses(self) -> Iterator[tuple[Column, Column | Several, publishable.CrossTable]]:
        """Each crossed question by each that breaks down; two that do both, one way only."""
        tabulation, done = self.tabulation, set()
        crossed = [one for one in (*tabulation.counts, *tabulation.several) if one.question.crossed]
        for first in tabulation.breakdowns:
            for second in crossed:
                pair = frozenset({first.question.code, second.question.code})
                if len(pair) == 1 or pair in done:
                    continue
                done.add(pair)
                shown = (self._choices_shown(first), self._choices_shown(second))
                strict = second.question.code == CONTRACT
                if strict:
                    self._spare_amounts(first, second, *shown)
                table = cross_table(first, second, shown, self.minimum, strict)
                if table is not None:
                    yield first, second, table

    def _spare_amounts(
        self, first: Column, contracts: Column, groups: np.ndarray, answers: np.ndarray
    ) -> None:
        """Keep from a table of contracts by group what would tell how many, in a group that is
        hidden, gave the amount of their contract: the group when the amount is that of several
        contracts, the contract when it is that of one.  In place."""
        codes = [code for code, _ in contracts.question.counted]
        for table in self.tabulation.measures:
            layer = self.plan.groups.get((table.measure.code, first.question.code))
            if layer is None or not layer.published:
                continue
            of = np.array([code in table.measure.contracts for code in codes], dtype=bool)
            hidden = ~layer.shown[: len(groups)]
            if of.sum() > 1:
                groups &= ~hidden
            elif hidden.any():
                answers &= ~of

    def _loosen_bases(self) -> None:
        """Give a threshold for the base of a group when its answers to a crossed question would
        leave 1 to 10 people beside it (rule 8)."""
        for first, second, table in self.crosses:
            for measured in self.tabulation.measures:
                layer = self.plan.groups.get((measured.measure.code, first.question.code))
                if layer is not None:
                    self._loosen(layer, measured, first, second, table)

    def _loosen(
        self,
        layer: Layer,
        measured: MeasureTable,
        first: Column,
        second: Column | Several,
        table: publishable.CrossTable,
    ) -> None:
        members = np.where(measured.members, first.codes, -1)
        inner = replace(first, codes=members)
        if isinstance(second, Several):
            whole, part = cross_several(first, second)[0], cross_several(inner, second)[0]
        else:
            whole, part = cross(first, second)[:, 1:-1], cross(inner, second)[:, 1:-1]
        whole, part = whole[1:], part[1:]
        for index in np.flatnonzero(layer.shown & layer.exact):
            size = layer.sizes[index]
            if index >= len(whole):
                continue
            around = whole[index][part[index] > 0].sum() - size
            within = size - whole[index][part[index] == whole[index]].sum()
            if 1 <= around < self.minimum or 1 <= within < self.minimum:
                layer.exact[index] = False

    def _counts(self) -> Iterator[publishable.CountTable]:
        for column in self.tabulation.counts:
            layer, question = self.plan.counts[column.question.code], column.question
            if not layer.published:
                continue
            rest = int(layer.sizes[~layer.shown].sum())
            yield publishable.CountTable(
                question.code,
                question.short_label,
                question.label,
                tuple(
                    publishable.CountRow(
                        code, label, round_count(int(size), self.minimum) if shown else HIDDEN
                    )
                    for (code, label), size, shown in zip(
                        layer.labels, layer.sizes, layer.shown, strict=True
                    )
                ),
                None if layer.shown.all() else round_count(rest, self.minimum),
                question.kind,
                question.version,
            )

    def _multis(self) -> Iterator[publishable.MultiTable]:
        for one in self.tabulation.several:
            question = one.question
            layers = self.plan.chosen[question.code]
            if not any(layer.published for layer in layers):
                continue
            answered = self.plan.answered[question.code]
            people, exact = int(answered.sizes[0]), bool(answered.exact[0])
            reached = [30, *publishable.FLOORS]
            base = max(f for f in reached if f <= people)
            yield publishable.MultiTable(
                question.code,
                question.short_label,
                question.label,
                round_count(people, self.minimum) if exact else base,
                tuple(
                    publishable.CountRow(
                        *layer.labels[0],
                        round_count(int(layer.sizes[0]), self.minimum)
                        if layer.published
                        else HIDDEN,
                    )
                    for layer in layers
                ),
                not exact,
                question.version,
            )

    def _bands(self) -> Iterator[publishable.BandTable]:
        measures = {table.measure.code: table.measure for table in self.tabulation.measures}
        for code, (bounds, layer) in self.plan.bands.items():
            if layer.published:
                measure = measures[code]
                yield publishable.BandTable(
                    code,
                    measure.title,
                    measure.population,
                    measure.unit,
                    tuple(
                        publishable.Band(low, high, round_count(int(count), self.minimum))
                        for (low, high), count in zip(bounds, layer.sizes, strict=True)
                    ),
                )

    def _stats(self) -> Iterator[publishable.StatTable]:
        for table in self.tabulation.measures:
            measure, base = table.measure, self.plan.bases[table.measure.code]
            if not base.published:
                continue
            values = table.values[table.members]
            row = stat_row("france", "France", values, measure, self.minimum, national=True)
            if not base.exact[0]:
                row = replace(row, base=size_class(len(values), self.minimum), at_least=True)
            yield _stat_table(table, "", measure.title, (row,))
            for column in table.along:
                layer = self.plan.groups.get((measure.code, column.question.code))
                if layer is not None and layer.published:
                    rows = tuple(self._group_rows(table, layer))
                    yield _stat_table(
                        table, column.question.code, column.question.short_label, rows
                    )

    def _group_rows(self, table: MeasureTable, layer: Layer) -> Iterator[publishable.StatRow]:
        order = np.argsort(layer.codes, kind="stable")
        ends = np.searchsorted(layer.codes[order], np.arange(len(layer.labels) + 1))
        for index, (code, label) in enumerate(layer.labels):
            if not layer.shown[index]:
                yield publishable.StatRow(code, label, HIDDEN)
                continue
            values = table.values[order[ends[index] : ends[index + 1]]]
            row = stat_row(code, label, values, table.measure, self.minimum, national=False)
            if not layer.exact[index]:
                row = replace(row, base=size_class(len(values), self.minimum), at_least=True)
            yield row


def _stat_table(
    table: MeasureTable, breakdown: str, title: str, rows: tuple[publishable.StatRow, ...]
) -> publishable.StatTable:
    measure = table.measure
    return publishable.StatTable(
        measure.code, breakdown, title, measure.population, measure.unit, rows
    )
