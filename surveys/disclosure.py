"""The guard between the tables and any reader.  Pure: tabulation in, publishable tables out.

Rules, each with where it comes from:

1. No group under 11 respondents (Insee's rule on fiscal data of persons), complement included.
2. Edition floors: under 30 respondents the total alone, under 100 no breakdown (ours).
3. Median from 11, quartiles from 30, first and last deciles from 100; never an extreme.
4. Means for the whole country only, when nobody weighs (Insee's 85 % of the total; nk(2, 90 %)
   and p 10 % of ACRO, the disclosure checker of research safe havens).
5. Suppression first, then counts to the nearest 5; totals and percentages from rounded counts.
6. Never one hidden cell alone: the next smallest go with it until at least two are hidden and
   weigh 11 together; « sans réponse » counts as a cell.  One more goes when the choice of what
   else was hidden would itself tell (everyone knows that it was the next smallest).
7. What is derived (order, colour, text, CSV, JSON) is derived from the result of this module.
8. Linked tables: a set of respondents that is published, or its complement, minus the published
   cells that it contains, never leaves 1 to 10 people.  An amount whose base would leave them
   keeps its quantiles and says only « au moins 100 réponses ».
9. A group of which 90 % share the same amount is hidden.

All counts compared here are exact; rounding comes after and only adds to the protection.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from surveys import publishable
from surveys.publishable import HIDDEN, MINIMUM, Number, round_count
from surveys.tabulation import (
    Cell,
    CountTable,
    Measure,
    MeasureTable,
    Tabulation,
    median_interval,
    quantile,
)

TOTAL_ONLY_UNDER = 30
NO_BREAKDOWN_UNDER = 100
SHARED_VALUE = 0.9
FINE_INTERVAL_FROM = 30


def guard(tabulation: Tabulation, minimum: int = MINIMUM) -> publishable.Tables:
    """What may be published of the tabulation; ValueError for a minimum under 11."""
    if minimum < MINIMUM:
        raise ValueError(f"the minimum may only go up from {MINIMUM}")
    size = tabulation.size
    total: Number = round_count(size, minimum) if size >= minimum else HIDDEN
    if size < max(TOTAL_ONLY_UNDER, minimum):
        return publishable.Tables(total, minimum=minimum)
    plan = Plan(tabulation, minimum)
    plan.protect()
    return publishable.Tables(
        total,
        counts=tuple(plan.publish_counts()),
        bands=tuple(plan.publish_bands()),
        stats=tuple(plan.publish_stats()),
        minimum=minimum,
    )


def hide_more(
    sizes: np.ndarray, shown: np.ndarray, minimum: int, complements: np.ndarray | None = None
) -> np.ndarray:
    """Secondary suppression: which of the cells stay shown (one boolean a cell).

    With `complements` (the rest of each group outside a sub-population), their hidden sum must
    reach the minimum too.
    """
    shown = shown.copy()
    while not shown.all() and shown.any():
        hidden = ~shown
        weight = int(sizes[hidden].sum())
        smallest = int(np.argmin(np.where(shown, sizes, np.iinfo(np.int64).max)))
        enough = hidden.sum() >= 2 and weight >= minimum
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


def size_class(count: int, minimum: int) -> int:
    """The largest threshold that `count` reaches: what its quantiles tell of it anyway."""
    thresholds = (minimum, publishable.QUARTILES_FROM, publishable.DECILES_FROM)
    return max(threshold for threshold in thresholds if threshold <= count)


class Layer:
    """Disjoint cells that would be published side by side, and which of them still are."""

    def __init__(self, cells: tuple[Cell, ...], whole: np.ndarray | None = None):
        self.cells = cells
        self.whole = whole
        self.sizes = np.array([cell.size for cell in cells], dtype=np.int64)
        self.shown = np.ones(len(cells), dtype=bool)

    def drop(self) -> None:
        self.shown[:] = False

    @property
    def published(self) -> bool:
        return bool(self.shown.any())


class Plan:
    """What is shown of each table; `protect` only ever takes away, until nothing leaks."""

    def __init__(self, tabulation: Tabulation, minimum: int):
        self.tabulation = tabulation
        self.minimum = minimum
        self.counts = {
            table.question.code: Layer(table.cells, table.asked) for table in tabulation.counts
        }
        # A measure that is not shown here keeps its quantiles; its exact base, and what would tell
        # it (bands, groups), go.
        self.bases = Layer(
            tuple(
                Cell(table.measure.code, table.measure.title, table.members)
                for table in tabulation.measures
            )
        )
        self.bands: dict[str, tuple[list[tuple[int | None, int | None]], Layer]] = {}
        self.groups: dict[tuple[str, str], Layer] = {}
        self.measured: set[str] = set()
        for position, table in enumerate(tabulation.measures):
            values = table.values[table.members]
            if len(values) < minimum or shares_one_value(values):
                self.bases.shown[position] = False
                continue
            self.measured.add(table.measure.code)
            if table.measure.edges:
                self.bands[table.measure.code] = merge_bands(table, minimum)
            if tabulation.size >= NO_BREAKDOWN_UNDER:
                for code, cells in table.groups.items():
                    self.groups[table.measure.code, code] = Layer(cells)
        for layer in self.counts.values():
            layer.shown &= layer.sizes >= minimum
        for (measure, _), layer in self.groups.items():
            values = self._table(measure).values
            for index, cell in enumerate(layer.cells):
                if cell.size < minimum or shares_one_value(values[cell.members]):
                    layer.shown[index] = False

    def _table(self, measure: str) -> MeasureTable:
        return next(t for t in self.tabulation.measures if t.measure.code == measure)

    def _base_shown(self, measure: str) -> bool:
        codes = [cell.code for cell in self.bases.cells]
        return bool(self.bases.shown[codes.index(measure)])

    def protect(self) -> None:
        self._settle()
        while leak := self._leak():
            layer, index = leak
            if index is None:
                layer.drop()
            else:
                layer.shown[index] = False
            self._settle()

    def _settle(self) -> None:
        """Secondary suppression in every table, and what hangs from a hidden cell or measure."""
        for layer in self.counts.values():
            layer.shown = hide_more(layer.sizes, layer.shown, self.minimum)
        for code, (_, layer) in self.bands.items():
            if not self._base_shown(code) or not layer.shown.all():
                layer.drop()
        for (measure, code), layer in self.groups.items():
            parent = self.counts[code]
            complements = parent.sizes - layer.sizes
            layer.shown &= parent.shown & (complements >= self.minimum)
            if not self._base_shown(measure):
                layer.drop()
            layer.shown = hide_more(layer.sizes, layer.shown, self.minimum, complements)

    def _layers(self) -> Iterator[Layer]:
        yield self.bases
        yield from self.counts.values()
        yield from (layer for _, layer in self.bands.values())
        yield from self.groups.values()

    def _leak(self) -> tuple[Layer, int | None] | None:
        """What to hide next, None when no set minus the cells it contains leaves 1 to 10.

        Exact on masks: `overlap[i, j]` respondents are in both of the published sets i and j.
        """
        owners: list[tuple[Layer, int | None]] = []
        masks: list[np.ndarray] = []
        families: list[list[int]] = []
        for layer in self._layers():
            if not layer.published:
                continue
            family = []
            for index in np.flatnonzero(layer.shown):
                family.append(len(masks))
                owners.append((layer, int(index)))
                masks.append(layer.cells[index].members)
            families.append(family)
            if layer.whole is not None:
                families.append([len(masks)])
                owners.append((layer, None))
                masks.append(layer.whole)
        if not masks:
            return None
        matrix = np.array(masks, dtype=np.float32)
        overlap = np.rint(matrix @ matrix.T).astype(np.int64)
        sizes = overlap.diagonal()
        size = self.tabulation.size
        for family in families:
            of_family = sizes[family]
            # Sets, their complements, then the whole population: cells they contain, what is left.
            contained = np.vstack(
                [
                    overlap[:, family] == of_family,
                    overlap[:, family] == 0,
                    np.ones((1, len(family)), dtype=bool),
                ]
            )
            container_sizes = np.concatenate([sizes, size - sizes, [size]])
            left = container_sizes - (contained * of_family).sum(axis=1)
            leaking = np.flatnonzero((left > 0) & (left < self.minimum))
            if leaking.size:
                container = int(leaking[0])
                candidates = [family[j] for j in np.flatnonzero(contained[container])]
                if container < 2 * len(masks):
                    candidates.append(container % len(masks))
                return owners[min(candidates, key=lambda i: (sizes[i], i))]
        return None

    # --- what is left, rounded -------------------------------------------------------------

    def publish_counts(self) -> Iterator[publishable.CountTable]:
        for table in self.tabulation.counts:
            layer = self.counts[table.question.code]
            if layer.published:
                yield self._count_table(table, layer)

    def _count_table(self, table: CountTable, layer: Layer) -> publishable.CountTable:
        rows = tuple(
            publishable.CountRow(
                cell.code,
                cell.label,
                round_count(cell.size, self.minimum) if shown else HIDDEN,
            )
            for cell, shown in zip(layer.cells, layer.shown, strict=True)
        )
        rest = int(layer.sizes[~layer.shown].sum())
        return publishable.CountTable(
            table.question.code,
            table.question.short_label,
            table.question.label,
            rows,
            None if layer.shown.all() else round_count(rest, self.minimum),
        )

    def publish_bands(self) -> Iterator[publishable.BandTable]:
        for code, (bounds, layer) in self.bands.items():
            if layer.published:
                measure = self._table(code).measure
                rows = tuple(
                    publishable.Band(low, high, round_count(int(count), self.minimum))
                    for (low, high), count in zip(bounds, layer.sizes, strict=True)
                )
                yield publishable.BandTable(
                    code, measure.title, measure.population, measure.unit, rows
                )

    def publish_stats(self) -> Iterator[publishable.StatTable]:
        for table in self.tabulation.measures:
            measure = table.measure
            if measure.code not in self.measured:
                continue
            everyone = Cell("france", "France", table.members)
            row = stat_row(everyone, table, self.minimum, with_mean=True)
            if not self._base_shown(measure.code):
                row = replace(row, base=size_class(everyone.size, self.minimum), at_least=True)
            yield _stat_table(measure, "", measure.title, (row,))
            for code in measure.breakdowns:
                layer = self.groups.get((measure.code, code))
                if layer is None or not layer.published:
                    continue
                rows = tuple(
                    stat_row(cell, table, self.minimum)
                    if shown
                    else publishable.StatRow(cell.code, cell.label, HIDDEN)
                    for cell, shown in zip(layer.cells, layer.shown, strict=True)
                )
                title = next(
                    t.question.short_label
                    for t in self.tabulation.counts
                    if t.question.code == code
                )
                yield _stat_table(measure, code, title, rows)


def _stat_table(
    measure: Measure, breakdown: str, title: str, rows: tuple[publishable.StatRow, ...]
) -> publishable.StatTable:
    return publishable.StatTable(
        measure.code, breakdown, title, measure.population, measure.unit, rows
    )


def merge_bands(
    table: MeasureTable, minimum: int
) -> tuple[list[tuple[int | None, int | None]], Layer]:
    """Bands of the distribution, merged from below until each holds the minimum.

    The last band, when it is too small, joins the one under it.  Every respondent of the measure
    is in one band: nothing is hidden, so nothing can be subtracted.
    """
    low: list[int | None] = [None, *table.measure.edges]
    high: list[int | None] = [*table.measure.edges, None]
    bounds: list[tuple[int | None, int | None]] = []
    masks: list[np.ndarray] = []
    pending = np.zeros_like(table.members)
    start = None
    for bottom, top in zip(low, high, strict=True):
        pending = pending | (
            table.members
            & (table.values >= (-np.inf if bottom is None else bottom))
            & (table.values < (np.inf if top is None else top))
        )
        if pending.sum() >= minimum:
            bounds.append((start, top))
            masks.append(pending)
            pending, start = np.zeros_like(table.members), top
    if bounds and bounds[-1][1] is not None:
        bounds[-1] = (bounds[-1][0], None)
        masks[-1] = masks[-1] | pending
    return bounds, Layer(tuple(Cell("", "", mask) for mask in masks))


def stat_row(
    cell: Cell, table: MeasureTable, minimum: int, with_mean: bool = False
) -> publishable.StatRow:
    """The quantiles that the size of the group allows, rounded to the step of the measure.

    The interval of the median is rounded outwards, and coarsely under 30: there its bounds are
    almost the pay of the second lowest and second highest paid.
    """
    values = table.values[cell.members]
    n, measure = len(values), table.measure

    def rounded(value: float) -> int:
        return measure.step * int(np.floor(value / measure.step + 0.5))

    def quantiles(from_n: int, *shares: float) -> tuple[Number, ...]:
        if n < max(from_n, minimum):
            return (HIDDEN,) * len(shares)
        return tuple(rounded(quantile(values, share)) for share in shares)

    q1, q3 = quantiles(publishable.QUARTILES_FROM, 0.25, 0.75)
    p10, p90 = quantiles(publishable.DECILES_FROM, 0.1, 0.9)
    low, high = median_interval(values)
    step = measure.step if n >= FINE_INTERVAL_FROM else measure.coarse
    mean: Number = HIDDEN
    if with_mean and not somebody_weighs(values):
        mean = rounded(float(values.mean()))
    return publishable.StatRow(
        code=cell.code,
        label=cell.label,
        base=round_count(n, minimum),
        median=rounded(quantile(values, 0.5)),
        low=step * int(np.floor(low / step)),
        high=step * int(np.ceil(high / step)),
        q1=q1,
        q3=q3,
        p10=p10,
        p90=p90,
        mean=mean,
    )
