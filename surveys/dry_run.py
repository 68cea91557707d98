"""What would be hidden if the edition were sealed now, and why; no figure of it.  Pure.

For editors, before publication: they learn which groups are too small, which neighbours go with
them, and which answers put together would show more; never how many, never how much.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from surveys.disclosure import Guarded
from surveys.linked import NO_BREAKDOWN_UNDER
from surveys.publishable import TOTAL_ONLY_UNDER
from surveys.suppression import REASONS, RULES, Layer, hide_more
from surveys.tabulation import NO_ANSWER, Column

ORDERED = {"age", "scale"}
ORDERED_CODES = {"anciennete", "taille", "diplome"}
ALL = "tout le tableau"


@dataclass(frozen=True)
class Masked:
    """A group that would not be published: `rule` is a number of REASONS."""

    table: str
    group: str
    rule: int

    @property
    def rule_name(self) -> str:
        return RULES[self.rule]

    @property
    def reason(self) -> str:
        return REASONS[self.rule]


@dataclass(frozen=True)
class Merge:
    """Two answers of a question that, put together, would show `shown` more of its groups."""

    question: str
    answers: tuple[str, str]
    shown: int


@dataclass(frozen=True)
class DryRun:
    """`total`: respondents, rounded down to ten (rule 11)."""

    total: int
    warnings: tuple[str, ...]
    masked: tuple[Masked, ...]
    merges: tuple[Merge, ...]


def dry_run(guarded: Guarded) -> DryRun:
    size = guarded.tabulation.size
    warnings = []
    if size < TOTAL_ONLY_UNDER:
        warnings.append(
            f"Moins de {TOTAL_ONLY_UNDER} réponses : seul leur nombre serait publié, et rien sous "
            f"{guarded.minimum}."
        )
    elif size < NO_BREAKDOWN_UNDER:
        warnings.append(
            f"Moins de {NO_BREAKDOWN_UNDER} réponses : aucun tableau selon une autre question."
        )
    return DryRun(
        10 * (size // 10),
        tuple(warnings),
        tuple(_masked(guarded)) if guarded.plan else (),
        tuple(_merges(guarded)) if guarded.plan else (),
    )


def _masked(guarded: Guarded) -> Iterator[Masked]:
    plan = guarded.plan
    titles = {one.question.code: one.question.short_label for one in guarded.tabulation.counts}
    measures = {one.measure.code: one.measure.title for one in guarded.tabulation.measures}
    for code, layer in plan.counts.items():
        yield from _of_layer(titles[code], layer)
    for one in guarded.tabulation.several:
        for layer in plan.chosen[one.question.code]:
            if not layer.published:
                yield Masked(one.question.short_label, layer.labels[0][1], layer.why.get(0, 1))
    for code, layer in plan.bases.items():
        if not layer.published:
            yield Masked(measures[code], ALL, layer.why.get(0, 1))
    for (measure, code), layer in plan.groups.items():
        yield from _of_layer(f"{measures[measure]} selon : {titles[code]}", layer)
    yield from _crossed(guarded)


def _of_layer(title: str, layer: Layer) -> Iterator[Masked]:
    if not layer.published:
        yield Masked(title, ALL, max(layer.why.values(), default=1))
        return
    for index in np.flatnonzero(~layer.shown):
        yield Masked(title, layer.labels[index][1], layer.why.get(int(index), 1))


def _crossed(guarded: Guarded) -> Iterator[Masked]:
    told = {(table.breakdown, table.question): table for _, _, table in guarded.crosses}
    done = set()
    tabulation = guarded.tabulation
    for first in tabulation.breakdowns:
        for second in (*tabulation.counts, *tabulation.several):
            a, b = first.question, second.question
            pair = frozenset({a.code, b.code})
            if not b.crossed or len(pair) == 1 or pair in done:
                continue
            done.add(pair)
            title = f"{b.short_label} selon : {a.short_label}"
            table = told.get((a.code, b.code))
            if table is None:
                rule = 2 if tabulation.size < NO_BREAKDOWN_UNDER else 10
                yield Masked(title, ALL, rule)
                continue
            for one in (*table.hidden, *table.left_out):
                yield Masked(title, one.label, 10)


def _merges(guarded: Guarded) -> Iterator[Merge]:
    for column in guarded.tabulation.counts:
        layer = guarded.plan.counts[column.question.code]
        if not layer.shown.all():
            best = max(_candidates(column, layer, guarded.minimum), key=_gain, default=None)
            if best is not None and best.shown > 0:
                yield best


def _gain(merge: Merge) -> int:
    return merge.shown


def _candidates(column: Column, layer: Layer, minimum: int) -> Iterator[Merge]:
    """Neighbours of an ordered question, any two answers of another, one of them hidden."""
    question = column.question
    ordered = question.kind in ORDERED or question.code in ORDERED_CODES
    choices = [i for i, (code, _) in enumerate(layer.labels) if code != NO_ANSWER]
    before = int(layer.shown.sum())
    for i in choices:
        for j in choices:
            apart = j - i
            if apart < 1 or (ordered and apart > 1) or (layer.shown[i] and layer.shown[j]):
                continue
            sizes = np.delete(layer.sizes, j)
            sizes[i] = layer.sizes[i] + layer.sizes[j]
            after = int(hide_more(sizes, sizes >= minimum, minimum).sum())
            yield Merge(
                question.short_label, (layer.labels[i][1], layer.labels[j][1]), after - before
            )
