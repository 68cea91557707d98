"""What a correction may change of what is already published.  Pure.

Whoever holds two revisions subtracts one from the other.  So a table takes its new figures only
when, for every earlier revision and in each of its cells, hidden ones, silence and those not asked
included, nobody entered or 11 people did, and nobody left or 11 did; and when it shows and hides
the same cells as before.  Otherwise it keeps the figures it had: the correction is too small to be
shown without showing whom it is about.  Which tables kept theirs is not said: it would tell that
somebody is in them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from surveys.publishable import Tables
from surveys.tabulation import Tabulation

Masks = Sequence[np.ndarray]  # entered, left, for each earlier revision


def changes(before: Sequence[np.ndarray], after: np.ndarray) -> list[np.ndarray]:
    """Who entered and who left, for each earlier revision, as masks over all responses."""
    found = []
    for kept in before:
        found += [after & ~kept, kept & ~after]
    return [mask for mask in found if mask.any()]


def reconcile(old: Tables, new: Tables, everybody: Tabulation, moved: Masks) -> Tables:
    """`new` where it may replace `old`, else `old`; `everybody`: all responses, kept or not."""
    compare = Comparison(everybody, moved, new.minimum)
    if old.minimum != new.minimum:
        return old
    counts = _merge(old.counts, new.counts, _count_key, compare.counts)
    stats = _merge(old.stats, new.stats, _stat_key, compare.stats)
    same = all(one in new.counts for one in counts) and all(one in new.stats for one in stats)
    everywhere = compare.cells(*(one.codes for one in everybody.counts))
    return replace(
        old,
        total=new.total if compare.cells() else old.total,
        counts=counts,
        multis=_merge(old.multis, new.multis, _count_key, compare.multis),
        bands=_merge(old.bands, new.bands, _band_key, compare.bands),
        stats=stats,
        crosses=_merge(old.crosses, new.crosses, _cross_key, compare.crosses),
        gaps=new.gaps if same and everywhere else old.gaps,
        exclusions=new.exclusions if compare.cells() and everywhere else old.exclusions,
        weighted=new.weighted if same and everywhere else old.weighted,
    )


def _count_key(table: Any) -> Any:
    return table.code, tuple((row.code, row.shown) for row in table.rows)


def _stat_key(table: Any) -> Any:
    return table.measure, table.breakdown, tuple((row.code, row.shown) for row in table.rows)


def _band_key(table: Any) -> Any:
    return table.code, tuple((row.low, row.high) for row in table.rows)


def _cross_key(table: Any) -> Any:
    rows = tuple((row.code, row.floor, row.step) for row in table.rows)
    return table.breakdown, table.question, rows, tuple(one.members for one in table.columns)


def _merge(old: tuple, new: tuple, key, allowed) -> tuple:
    """Each old table, or the new one of the same structure when it is allowed."""
    found = {key(table): table for table in new}
    return tuple(
        found[key(table)] if key(table) in found and allowed(table) else table for table in old
    )


class Comparison:
    def __init__(self, everybody: Tabulation, moved: Masks, minimum: int):
        self.everybody = everybody
        self.moved = moved
        self.minimum = minimum
        self.measures = {table.measure.code: table for table in everybody.measures}

    def cells(self, *partitions: np.ndarray) -> bool:
        """Whether those who moved are none or the minimum in every cell of the partitions,
        crossed (codes by respondent)."""
        for mask in self.moved:
            cells = np.zeros((int(mask.sum()), max(1, len(partitions))), dtype=np.int64)
            for rank, codes in enumerate(partitions):
                cells[:, rank] = codes[mask]
            if np.unique(cells, axis=0, return_counts=True)[1].min() < self.minimum:
                return False
        return True

    def counts(self, table: Any) -> bool:
        return self.cells(self.everybody.column(table.code).codes)

    def multis(self, table: Any) -> bool:
        one = next(s for s in self.everybody.several if s.question.code == table.code)
        return self.cells(one.answered) and all(
            self.cells(one.answered, chosen) for chosen in one.chosen.T
        )

    def stats(self, table: Any) -> bool:
        members = self.measures[table.measure].members
        if not table.breakdown:
            return self.cells(members)
        return self.cells(members, self.everybody.column(table.breakdown).codes)

    def bands(self, table: Any) -> bool:
        measured = self.measures[table.code]
        edges = [row.high for row in table.rows if row.high is not None]
        bands = np.searchsorted(edges, np.nan_to_num(measured.values, nan=-1.0), side="right")
        return self.cells(measured.members, bands)

    def crosses(self, table: Any) -> bool:
        groups = self.everybody.column(table.breakdown).codes
        if not table.multi:
            return self.cells(groups, self.everybody.column(table.question).codes)
        one = next(s for s in self.everybody.several if s.question.code == table.question)
        return all(self.cells(groups, one.answered, chosen) for chosen in one.chosen.T)
