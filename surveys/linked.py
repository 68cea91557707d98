"""What is shown of all the tables together, so that none gives back what another hides.  Pure."""

from collections.abc import Iterator

import numpy as np

from surveys.ranges import Bounds, merge_bands
from surveys.suppression import Layer, hide_more, shares_one_value
from surveys.tabulation import Tabulation

NO_BREAKDOWN_UNDER = 100
CONTRACT = "contrat"


class Plan:
    """What is shown of each table; `protect` only ever takes away, until nothing leaks."""

    def __init__(self, tabulation: Tabulation, minimum: int):
        self.tabulation = tabulation
        self.minimum = minimum
        self._measures = {table.measure.code: table.measure for table in tabulation.measures}
        self.counts = {
            column.question.code: Layer(("", column.question.code), column.codes, column.labels)
            for column in tabulation.counts
        }
        # A measure that is not exact here keeps its quantiles; its base, and what would tell it
        # (bands, bases of groups), go.
        self.bases: dict[str, Layer] = {}
        self.bands: dict[str, tuple[list[Bounds], Layer]] = {}
        self.groups: dict[tuple[str, str], Layer] = {}
        # Each choice of a question of several answers overlaps the others: a layer of its own.
        self.answered: dict[str, Layer] = {}
        self.chosen: dict[str, list[Layer]] = {}
        self._plan_measures()
        self._plan_several()
        for layer in self.counts.values():
            layer.keep(layer.sizes >= minimum, 1)

    def _plan_measures(self) -> None:
        for table in self.tabulation.measures:
            code, values = table.measure.code, table.values[table.members]
            base = Layer(
                (code, ""), np.where(table.members, 0, -1), ((code, table.measure.title),), "base"
            )
            self.bases[code] = base
            if len(values) < self.minimum:
                base.hide(0, 1)
                continue
            if shares_one_value(values):
                base.hide(0, 9)
                continue
            if table.measure.edges:
                bounds, codes = merge_bands(table, self.minimum)
                labels = tuple(("", "") for _ in bounds)
                self.bands[code] = (bounds, Layer((code, ""), codes, labels, "bands"))
            if self.tabulation.size >= NO_BREAKDOWN_UNDER:
                for column in table.along:
                    self._plan_group(code, table.members, table.values, column)

    def _plan_group(self, code: str, members: np.ndarray, values: np.ndarray, column) -> None:
        question = column.question.code
        layer = Layer((code, question), np.where(members, column.codes, -1), column.labels, "group")
        layer.keep(layer.sizes >= self.minimum, 1)
        for index in np.flatnonzero(layer.shown):
            if shares_one_value(values[layer.codes == index]):
                layer.hide(int(index), 9)
        self.groups[code, question] = layer

    def _plan_several(self) -> None:
        for one in self.tabulation.several:
            code, people = one.question.code, int(one.answered.sum())
            answered = Layer(
                ("", code), np.where(one.answered, 0, -1), ((code, "Ont répondu"),), "answered"
            )
            self.answered[code] = answered
            layers = []
            for choice, chosen in zip(one.question.choices, one.chosen.T, strict=True):
                layer = Layer(("", code), np.where(chosen, 0, -1), (choice,), "several")
                rest = people - int(layer.sizes[0])
                layer.keep((layer.sizes >= self.minimum) & (rest >= self.minimum), 1)
                layers.append(layer)
            self.chosen[code] = layers
            if people < 30:
                answered.hide(0, 1)
                for layer in layers:
                    layer.hide(0, 1)

    def protect(self) -> None:
        self._overlaps()
        self._settle()
        while leak := self._leak():
            layer, index = leak
            if layer.kind in ("group", "base", "answered") and index is not None:
                layer.exact[index] = False
            else:
                layer.hide(index, 8)
            self._settle()

    def _settle(self) -> None:
        """Secondary suppression in every table, and what hangs from a hidden cell or measure."""
        for code, layer in self.counts.items():
            self._settle_count(code, layer)
        for code, (_, layer) in self.bands.items():
            if not self.bases[code].exact[0] or not layer.shown.all():
                layer.hide(None, 8)
        for (measure, code), layer in self.groups.items():
            parent = self.counts[code]
            complements = parent.sizes - layer.sizes
            layer.keep(parent.shown, 6)
            layer.keep(hide_more(layer.sizes, layer.shown, self.minimum, complements), 6)
            layer.exact &= complements >= self.minimum
            if not self.bases[measure].exact[0]:
                layer.exact[:] = False
        self._settle_neighbours()

    def _settle_neighbours(self) -> None:
        """Amounts of disjoint contracts in one group: when one is hidden, the others must leave
        11 people of the group for it."""
        for code, parent in self.counts.items():
            layers = [
                self.groups[table.measure.code, code]
                for table in self.tabulation.measures
                if table.measure.contracts and (table.measure.code, code) in self.groups
            ]
            for index in range(len(parent.labels)):
                shown = [one for one in layers if one.shown[index]]
                while shown and len(shown) < len(layers):
                    room = parent.sizes[index] - sum(one.sizes[index] for one in shown)
                    if room >= self.minimum:
                        break
                    least = min(shown, key=lambda one: one.sizes[index])
                    least.hide(index, 8)
                    shown.remove(least)
            for layer in layers:
                complements = parent.sizes - layer.sizes
                layer.keep(hide_more(layer.sizes, layer.shown, self.minimum, complements), 6)

    def _settle_count(self, code: str, layer: Layer) -> None:
        """Secondary suppression among the cells that the branches of other tables tell together.

        Who was asked a question that depends on the answer to this one is a published sum.
        """
        codes = [cell for cell, _ in layer.labels]
        along = [
            column.question
            for column in self.tabulation.counts
            if column.question.depends_on(code) and self.counts[column.question.code].published
        ]
        signatures = [tuple(one.asked_after(cell) for one in along) for cell in codes]
        for signature in set(signatures):
            part = np.array([one == signature for one in signatures])

            def known(shown: np.ndarray, part: np.ndarray = part) -> int:
                everywhere = layer.shown.copy()
                everywhere[part] = shown
                return self._known(code, codes, layer.sizes, everywhere, part)

            shown = layer.shown.copy()
            shown[part] = hide_more(layer.sizes[part], layer.shown[part], self.minimum, known=known)
            layer.keep(shown, 6)
            alone = part.sum() < 2 or layer.sizes[part].sum() < self.minimum
            if along and alone and not shown[part].any():
                for one in along:
                    self.counts[one.code].hide(None, 8)

    def _known(
        self,
        code: str,
        codes: list[str],
        sizes: np.ndarray,
        shown: np.ndarray,
        part: np.ndarray,
    ) -> int:
        """How many people in hidden cells of the contracts the bases of measures count."""
        if code != CONTRACT:
            return 0
        total = 0
        for table in self.tabulation.measures:
            contracts = table.measure.contracts
            if contracts and self.bases[table.measure.code].published:
                of = np.array([one in contracts for one in codes]) & part
                base = int(self.bases[table.measure.code].sizes[0])
                total += max(0, base - int(sizes[of & shown].sum()))
        return total

    def layers(self) -> Iterator[Layer]:
        """Every partition of respondents that may be published."""
        yield from self.bases.values()
        yield from self.counts.values()
        yield from (layer for _, layer in self.bands.values())
        yield from self.groups.values()
        yield from self.answered.values()
        for layers in self.chosen.values():
            yield from layers

    def _overlaps(self) -> None:
        """How many respondents any two of all the cells share, once: pairs of codes, counted."""
        size = self.tabulation.size
        partial = [layer for layer in self.counts.values() if layer.sizes.sum() < size]
        wholes = [
            Layer(layer.of, np.where(layer.codes >= 0, 0, -1), (("", ""),), "whole")
            for layer in partial
        ]
        self._partitions = [*self.layers(), *wholes]
        # A whole is published as long as its table is; that of everybody is the total.
        self._holders = [*self.layers(), *partial]
        self._widths = [len(layer.labels) for layer in self._partitions]
        starts = np.concatenate([[0], np.cumsum(self._widths)]).astype(int)
        self._starts = starts
        overlap = np.zeros((starts[-1], starts[-1]), dtype=np.int64)
        after = [layer.codes + 1 for layer in self._partitions]
        for i, first in enumerate(self._partitions):
            # Most cells are of a few: the others need not be looked at.
            members = np.flatnonzero(after[i])
            some = members if len(members) < size // 2 else slice(None)
            ranks = after[i][some]
            for j in range(i, len(self._partitions)):
                second = self._partitions[j]
                if first.of[0] and second.of[0] and self._disjoint(first.of[0], second.of[0]):
                    continue
                width = self._widths[j] + 1
                pairs = ranks * width
                pairs += after[j][some]
                table = np.bincount(pairs, minlength=(self._widths[i] + 2) * width)
                table = table[: (self._widths[i] + 1) * width].reshape(-1, width)[1:, 1:]
                overlap[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = table
                overlap[starts[j] : starts[j + 1], starts[i] : starts[i + 1]] = table.T
        self._overlap = overlap
        spans = [np.arange(*span) for span in zip(starts, starts[1:], strict=False)]
        # Amounts of disjoint contracts add up, as the cells of one table do.
        apart = [
            span
            for span, part in zip(spans, self._partitions, strict=True)
            if part.kind == "base" and self._measures[part.of[0]].contracts
        ]
        self._families = [*spans, np.concatenate(apart)] if apart else spans

    def _disjoint(self, one: str, other: str) -> bool:
        measures = self._measures
        first, second = measures[one].contracts, measures[other].contracts
        return bool(one != other and first and second and not first & second)

    def _active(self) -> np.ndarray:
        """Whether the count of each cell, in the order of the overlaps, is published."""
        flags = []
        for part, holder in zip(self._partitions, self._holders, strict=True):
            if part.kind == "whole":
                flags.append(np.array([holder.published]))
            else:
                flags.append(holder.shown & holder.exact)
        return np.concatenate(flags) if flags else np.zeros(0, dtype=bool)

    def _leak(self) -> tuple[Layer, int | None] | None:
        """What to hide next, None when no set minus the cells it contains leaves 1 to 10."""
        active = self._active()
        if not active.any():
            return None
        ids = np.flatnonzero(active)
        sizes = self._overlap.diagonal()
        size = self.tabulation.size
        containers = np.concatenate([sizes[ids], size - sizes[ids], [size]])
        for family in self._families:
            family = family[active[family]]
            if not family.size:
                continue
            of_family, overlap = sizes[family], self._overlap[np.ix_(ids, family)]
            # Sets, their complements, then the whole population: the cells that each contains.
            contained = np.vstack(
                [overlap == of_family, overlap == 0, np.ones((1, len(family)), dtype=bool)]
            )
            left = containers - (contained * of_family).sum(axis=1)
            leaking = np.flatnonzero((left > 0) & (left < self.minimum))
            if leaking.size:
                container = int(leaking[0])
                candidates = family[contained[container]].tolist()
                if container < 2 * len(ids):
                    candidates.append(int(ids[container % len(ids)]))
                return self._least(candidates)
        return None

    def _least(self, candidates: list[int]) -> tuple[Layer, int | None]:
        """The count whose loss costs least: that of a group, which keeps its quantiles; then the
        smallest."""

        def cost(cell: int) -> tuple[int, int, int]:
            part = self._partitions[self._at(cell)]
            return (
                {"group": 0, "answered": 1, "bands": 2}.get(part.kind, 3),
                int(self._overlap[cell, cell]),
                cell,
            )

        cell = min(candidates, key=cost)
        position = self._at(cell)
        whole = self._partitions[position].kind in ("whole", "bands")
        return self._holders[position], None if whole else int(cell - self._starts[position])

    def _at(self, cell: int) -> int:
        return int(np.searchsorted(self._starts, cell, side="right")) - 1
