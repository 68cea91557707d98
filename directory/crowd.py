"""Profiles asked as a set, like `ProfileQuerySet`, but counted in memory.

Both answer to the same names: the filters of a query string are written once, for either.
"""

from collections.abc import Iterable
from copy import copy

import numpy as np

from directory import columns
from directory.asked import Asked
from directory.columns import CHOICES, LANGUAGES, Columns, spoken
from directory.experience import BANDS, FLUENT, WORKING, since
from directory.models import HiddenFrom, Profile
from directory.nearness import distances
from directory.territory import territory
from directory.visibility import MEMBERS, PUBLIC, Viewer
from map.models import Commune

ON_MAP = (Profile.Precision.COMMUNE, Profile.Precision.DEPARTMENT)
# Of whom a search finds, those who are compared with each other: twenty pages, more than anybody
# reads.
RANKED = 500


class Crowd:
    """Some of the profiles of `Columns`: `kept` says which rows."""

    # Who comes first: rows, some of them not kept.
    order: np.ndarray
    # What was searched for, after `matching`.
    asked: Asked | None = None

    def __init__(self, columns: Columns, kept: np.ndarray, viewer: Viewer) -> None:
        self.columns, self.kept, self.viewer = columns, kept, viewer
        self.order = columns.latest
        # What is asked or computed once for all the crowds that come from this one.
        self.known: dict[str, np.ndarray] = {}

    @classmethod
    def found_by(cls, viewer: Viewer) -> "Crowd":
        """Those whom this viewer finds now; all that follows is asked for them."""
        return cls.found_in(columns.current(), viewer)

    @classmethod
    def found_in(cls, now: Columns, viewer: Viewer) -> "Crowd":
        everyone = cls(now, now.found, viewer)
        return everyone if viewer.is_member else everyone.among("seen_by", [PUBLIC])

    def where(self, mask: np.ndarray) -> "Crowd":
        fewer = copy(self)
        fewer.kept = self.kept & mask
        return fewer

    def ordered(self, order: np.ndarray) -> "Crowd":
        other = copy(self)
        other.order = order
        return other

    # --- The same questions as of a ProfileQuerySet -------------------------------------------
    def none(self) -> "Crowd":
        return self.where(np.zeros_like(self.kept))

    def count(self) -> int:
        return int(np.count_nonzero(self.kept))

    def matching(self, text: str) -> "Crowd":
        """One query, or two when nobody has the whole words: the search is the database’s."""
        # Whom the viewer does not find must not show by what they are answered.
        everyone = Crowd.found_in(self.columns, self.viewer)
        for begun in (False, True):
            asked = Profile.objects.asking(text, begun)
            holding = self.columns.rows_of(asked.objects())
            if everyone.where(holding).count():
                break
        matching = self.where(holding)
        matching.asked = asked
        return matching

    def practising(self, occupations: Iterable[int]) -> "Crowd":
        return self.linked("occupations", occupations)

    def skilled_in(self, skills: Iterable[int]) -> "Crowd":
        return self.linked("skills", skills)

    def knowing(self, sectors: Iterable[int]) -> "Crowd":
        return self.linked("sectors", sectors)

    def speaking(self, languages: Iterable[str]) -> "Crowd":
        wanted = [spoken(language, level) for language in languages for level in WORKING]
        return self.linked("languages", wanted)

    def bilingual(self) -> "Crowd":
        fluent = [spoken(language, level) for language in LANGUAGES for level in FLUENT]
        marks = self.columns.links["languages"].marks
        return self.where(marks.with_two(fluent, len(self.kept)))

    def working_for(self, bands: Iterable[str]) -> "Crowd":
        return self.among("working_since", [year for band in bands for year in since(band)])

    def working_from(self, remote: Iterable[str]) -> "Crowd":
        return self.among("remote", remote)

    def living_in(self, commune: Commune) -> "Crowd":
        codes = set(self.columns.words["shown_code"]) - {None}
        spots = territory(communes=codes).spots
        return self.among(
            "shown_code",
            [one for one in codes if spots[one].city == commune.pk or one == commune.pk],
        )

    def living_somewhere(self) -> "Crowd":
        return self.where(self.columns.choices["shown_code"] != 0)  # 0 is for none

    def living_near(self, commune: Commune, radius: int) -> "Crowd":
        return self.where(self.kilometres(commune) <= radius)

    def in_departments(self, codes: Iterable[str]) -> "Crowd":
        return self.among("department_code", codes)

    def with_status(self, statuses: Iterable[str]) -> "Crowd":
        return self.among("status", statuses)

    def available(self, states: Iterable[str]) -> "Crowd":
        """Those who let the viewer know that they are in one of these states."""
        return self.telling().among("availability", states)

    def telling(self) -> "Crowd":
        """Those who let the viewer know of it; for a member one query, of who shuns whom."""
        to_all = self.among("availability_audience", [PUBLIC])
        if not self.viewer.is_member:
            return to_all
        to_members = self.among("availability_audience", [MEMBERS])
        return self.where(to_all.kept | (to_members.kept & ~self.shunning()))

    def shunning(self) -> np.ndarray:
        """The rows of those who hide from the viewer that they are available."""
        if "shunning" not in self.known:
            rows = HiddenFrom.objects.against(self.viewer).values_list("profile", flat=True)
            self.known["shunning"] = np.isin(self.columns.pks, list(rows))
        return self.known["shunning"]

    def with_precision(self, precision: str) -> "Crowd":
        return self.among("precision", [precision])

    def on_map(self) -> "Crowd":
        """Those who agree to be counted on a map."""
        return self.among("precision", ON_MAP)

    def by_name(self) -> "Crowd":
        return self.ordered(self.columns.names)

    def moment_of(self, pk: int) -> int:
        """When this one was published last, in microseconds."""
        return self.columns.published[self.columns.pks == pk][0].item()

    def published_before(self, moment: int, pk: int) -> "Crowd":
        """Those who come after this moment and primary key where the latest come first."""
        published = self.columns.published
        at_once = (published == moment) & (self.columns.pks < pk)
        return self.where((published < moment) | at_once)

    def by_relevance(self, asked: Asked) -> "Crowd":
        """Of a search, those who say the words in the best places first; one query, or two.

        Past RANKED people, only they are compared, the latest of all and whoever has the words in
        their title: the others follow, the latest first.
        """
        rows = self.order[self.kept[self.order]]
        compared = np.arange(len(rows)) < RANKED
        if len(rows) > RANKED:
            compared |= self.columns.rows_of(asked.named(RANKED))[rows]
        first = rows[compared]
        scores = asked.scores(self.columns.pks[first].tolist()) if len(first) else {}
        points = np.array([scores.get(pk, 0.0) for pk in self.columns.pks[first].tolist()])
        best = first[np.argsort(-points, kind="stable")]
        return self.ordered(np.concatenate((best, rows[~compared])))

    def among(self, name: str, values: Iterable) -> "Crowd":
        """Those who chose any of these values; `name` is one of CHOICES."""
        return self.where(self.columns.words[name].among(values)[self.columns.choices[name]])

    def linked(self, name: str, numbers: Iterable[int]) -> "Crowd":
        """Those who have any of these, by primary key; `name` is one of LINKS, or languages."""
        return self.where(self.columns.links[name].marks.with_any(numbers, len(self.kept)))

    # --- Around a place -----------------------------------------------------------------------
    def kilometres(self, centre: Commune) -> np.ndarray:
        """From the centre of a commune to that of the one each row shows; NaN for none."""
        key = f"kilometres from {centre.pk}"
        if key not in self.known:
            words = self.columns.words["shown_code"]
            away = distances(words, len(words), centre)
            self.known[key] = away[self.columns.choices["shown_code"]]
        return self.known[key]

    def kilometres_of(self, pks: list[int], centre: Commune | None) -> dict[int, float]:
        """{profile: kilometres}, of these who show where they are; of none without a centre."""
        if centre is None:
            return {}
        rows = np.flatnonzero(np.isin(self.columns.pks, pks) & self.kept)
        found = zip(
            self.columns.pks[rows].tolist(), self.kilometres(centre)[rows].tolist(), strict=True
        )
        return {pk: distance for pk, distance in found if not np.isnan(distance)}

    def nearest_first(self, centre: Commune) -> "Crowd":
        """Those who show no commune come last."""
        first = self.columns.latest[self.kept[self.columns.latest]]
        return self.ordered(first[np.argsort(self.kilometres(centre)[first], kind="stable")])

    def nearest(self, centre: Commune, count: int) -> "Crowd":
        """The `count` nearest of those who show where they are; of as near ones, the latest."""
        order = self.nearest_first(centre).order
        near = order[self.kept[order] & ~np.isnan(self.kilometres(centre)[order])]
        mask = np.zeros_like(self.kept)
        mask[near[:count]] = True
        return self.where(mask)

    def words_of(self, name: str, pks: list[int]) -> dict[int, list[int]]:
        """{profile: primary keys of what it has}; `name` is one of LINKS."""
        marks = self.columns.links[name].marks
        rows = np.flatnonzero(np.isin(self.columns.pks, pks))
        return {self.columns.pks[row].item(): list(marks.of(row)) for row in rows.tolist()}

    # --- Whom, and how many -------------------------------------------------------------------
    def pks(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Primary keys in the order of the list, from one rank to another."""
        rows = self.order[self.kept[self.order]]
        return self.columns.pks[rows[start:stop]].tolist()

    def numbers(self, name: str) -> np.ndarray:
        """How many chose each word, by its number; `name` is one of CHOICES."""
        chosen = self.columns.choices[name][self.kept]
        return np.bincount(chosen, minlength=len(self.columns.words[name]))

    def count_by(self, name: str) -> dict[str | int, int]:
        """{value: how many have it}, without zeros; for what LINKS names by primary key."""
        if name in CHOICES:
            counts = zip(self.columns.words[name], self.numbers(name).tolist(), strict=False)
            return {value: count for value, count in counts if count and value is not None}
        return self.columns.links[name].marks.counts(self.kept)

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

    def count_speakers(self) -> dict[str, int]:
        """{language: how many work in it}, without zeros."""
        counts = self.columns.links["languages"].marks.counts(self.kept)
        return {
            language: count
            for language in LANGUAGES
            if (count := sum(counts.get(spoken(language, level), 0) for level in WORKING))
        }

    def count_bands(self) -> dict[str, int]:
        """{experience: how many have as much}."""
        by_year = self.count_by("working_since")
        return {band: sum(by_year.get(year, 0) for year in since(band)) for band in BANDS}
