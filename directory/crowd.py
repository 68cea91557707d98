"""Profiles asked as a set, like `ProfileQuerySet`, but counted in memory.

Both answer to the same names: the filters of a query string are written once, for either.
"""

from collections.abc import Iterable

import numpy as np

from directory import columns
from directory.columns import CHOICES, Columns
from directory.models import HiddenFrom, Occupation, Profile, Skill
from directory.territory import communes_around, parts_of
from directory.visibility import MEMBERS, PUBLIC, Viewer
from map.models import Commune


class Crowd:
    """Some of the profiles of `Columns`: `kept` says which rows."""

    def __init__(
        self, columns: Columns, kept: np.ndarray, viewer: Viewer, by_name: bool = False
    ) -> None:
        self.columns, self.kept, self.viewer, self.is_by_name = columns, kept, viewer, by_name

    @classmethod
    def found_by(cls, viewer: Viewer) -> "Crowd":
        """Those whom this viewer finds now; all that follows is asked for them."""
        now = columns.current()
        everyone = cls(now, now.found, viewer)
        return everyone if viewer.is_member else everyone.among("seen_by", [PUBLIC])

    def where(self, mask: np.ndarray) -> "Crowd":
        return Crowd(self.columns, self.kept & mask, self.viewer, self.is_by_name)

    # --- The same questions as of a ProfileQuerySet -------------------------------------------
    def none(self) -> "Crowd":
        return self.where(np.zeros_like(self.kept))

    def count(self) -> int:
        return int(np.count_nonzero(self.kept))

    def matching(self, text: str) -> "Crowd":
        """One query: the search is the database’s."""
        found = Profile.objects.matching(text)
        pks = np.fromiter(found.order_by().values_list("pk", flat=True), dtype=np.int64)
        return self.where(np.isin(self.columns.pks, pks))

    def practising(self, occupations: Iterable[Occupation]) -> "Crowd":
        return self.linked("occupations", [occupation.pk for occupation in occupations])

    def skilled_in(self, skill: Skill) -> "Crowd":
        return self.linked("skills", [skill.pk])

    def living_in(self, commune: Commune) -> "Crowd":
        return self.among("shown_code", parts_of(commune))

    def living_near(self, commune: Commune, radius: int) -> "Crowd":
        return self.among("shown_code", communes_around(commune, radius))

    def in_departments(self, codes: Iterable[str]) -> "Crowd":
        return self.among("department_code", codes)

    def with_status(self, statuses: Iterable[str]) -> "Crowd":
        return self.among("status", statuses)

    def available(self, states: Iterable[str]) -> "Crowd":
        """Those who let the viewer know; for a member one query, of who shuns whom."""
        told = self.among("availability", states)
        to_all = told.among("availability_audience", [PUBLIC])
        if not self.viewer.is_member:
            return to_all
        shunning = HiddenFrom.objects.against(self.viewer).values_list("profile", flat=True)
        to_members = told.among("availability_audience", [MEMBERS])
        heard = ~np.isin(self.columns.pks, list(shunning))
        return told.where(to_all.kept | (to_members.kept & heard))

    def with_precision(self, precision: str) -> "Crowd":
        return self.among("precision", [precision])

    def by_name(self) -> "Crowd":
        return Crowd(self.columns, self.kept, self.viewer, by_name=True)

    def among(self, name: str, values: Iterable[str]) -> "Crowd":
        """Those who chose any of these values; `name` is one of CHOICES."""
        return self.where(self.columns.words[name].among(values)[self.columns.choices[name]])

    def linked(self, name: str, pks: list[int]) -> "Crowd":
        """Those who have any of these; `name` is one of LINKS."""
        rows, values = self.columns.links[name]
        mask = np.zeros_like(self.kept)
        for pk in pks:
            mask[rows[values == pk]] = True
        return self.where(mask)

    # --- Whom, and how many -------------------------------------------------------------------
    def pks(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Primary keys in the order of the list, from one rank to another."""
        order = self.columns.names if self.is_by_name else self.columns.latest
        rows = order[self.kept[order]]
        return self.columns.pks[rows[start:stop]].tolist()

    def numbers(self, name: str) -> np.ndarray:
        """How many chose each word, by its number; `name` is one of CHOICES."""
        chosen = self.columns.choices[name][self.kept]
        return np.bincount(chosen, minlength=len(self.columns.words[name]))

    def count_by(self, name: str) -> dict[str | int, int]:
        """{value: how many have it}, without zeros; for métiers and skills by primary key."""
        if name in CHOICES:
            counts = zip(self.columns.words[name], self.numbers(name).tolist(), strict=False)
            return {value: count for value, count in counts if count and value is not None}
        rows, values = self.columns.links[name]
        counts = np.bincount(values[self.kept[rows]])
        return {pk: counts[pk].item() for pk in np.flatnonzero(counts).tolist()}

    def count_departments(self) -> dict[str, dict[str, int]]:
        """{INSEE code of département: {precision: number of profiles}}."""
        choices, words = self.columns.choices, self.columns.words
        width = len(words["precision"])
        pairs = choices["department_code"][self.kept] * width + choices["precision"][self.kept]
        departments, precisions = list(words["department_code"]), list(words["precision"])
        counts: dict[str, dict[str, int]] = {}
        for pair, count in enumerate(np.bincount(pairs).tolist()):
            if count:
                row = counts.setdefault(departments[pair // width], {})
                row[precisions[pair % width]] = count
        return counts
