"""What a results page is made of, in few queries: publications, other editions, editors’ words."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F, FilteredRelation, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from surveys.clock import State
from surveys.models import ChapterComment, Edition, Publication, Reuse
from surveys.telling import evolution
from surveys.telling.evolution import Archived
from surveys.telling.figure import Figure
from surveys.telling.reading import Reading

READINGS: OrderedDict[str, Reading] = OrderedDict()
MOST_READINGS = 16  # a few hundred kilobytes each
PROFILE_OF = "profil-"  # begins the code of the figure of a question answered by a number


def readings(heads: Iterable[Publication]) -> dict[str, Reading]:
    """Publications by checksum, read once a process: their content never changes."""
    wanted = {head.checksum: head.pk for head in heads}
    # Each looked up once: another thread may throw it out meanwhile.
    kept = {checksum: READINGS.get(checksum) for checksum in wanted}
    found = {checksum: reading for checksum, reading in kept.items() if reading is not None}
    missing = [pk for checksum, pk in wanted.items() if checksum not in found]
    for publication in Publication.objects.filter(pk__in=missing) if missing else ():
        found[publication.checksum] = Reading(publication.tables, publication.content)
    READINGS.update(found)
    while len(READINGS) > MOST_READINGS:
        READINGS.popitem(last=False)
    return found


def figures_of_questions(now: datetime | None = None) -> dict[tuple[int, str], str]:
    """{(key of a published edition, code of a question): code of the figure of its answers}."""
    latest = {one.edition_id: one for one in published_heads(now or timezone.now())}
    known = readings(latest.values())
    return {
        (key, code.removeprefix(PROFILE_OF)): code
        for key, head in latest.items()
        for code in known[head.checksum].by_code
    }


def visible_or_404(year: int) -> Edition:
    return get_object_or_404(Edition.objects.visible(), year=year)


def published_heads(now: datetime) -> list[Publication]:
    """Every revision of every published edition, without its content, in order."""
    return list(
        Publication.objects.filter(edition__in=Edition.objects.published(now))
        .defer("content")
        .select_related("edition")
        .order_by("edition__year", "revision")
    )


@dataclass(frozen=True)
class Shelf:
    """One publication, `head`, among those of all published editions (their content deferred)."""

    edition: Edition
    head: Publication
    heads: tuple[Publication, ...]
    latest: int

    @classmethod
    def of(cls, edition: Edition, now: datetime | None = None, revision: int = 0) -> "Shelf | None":
        """The latest revision, or the numbered one; None until the results are published.

        Raises Http404 for a revision that does not exist.
        """
        now = now or timezone.now()
        if edition.state(now) is not State.PUBLISHED:
            return None
        return cls._among(published_heads(now), edition, now, revision)

    @classmethod
    def at(cls, year: int, now: datetime, revision: int = 0) -> "tuple[Edition, Shelf | None]":
        """The same by year, with the edition, in one query less once it is published.

        Raises Http404 for an edition that nobody may see.
        """
        every = published_heads(now)
        edition = next((one.edition for one in every if one.edition.year == year), None)
        if edition is None:
            edition = visible_or_404(year)
            return edition, cls.of(edition, now, revision)
        return edition, cls._among(every, edition, now, revision)

    @classmethod
    def _among(
        cls, every: list[Publication], edition: Edition, now: datetime, revision: int
    ) -> "Shelf":
        own = [one for one in every if one.edition_id == edition.pk]
        if not own:
            own = [Publication.objects.current(edition, now)]
            every = [*every, *own]
        latest = {one.edition_id: one for one in every}
        newest = own[-1].revision
        if revision:
            own = [one for one in own if one.revision == revision]
            if not own:
                raise Http404
            latest[edition.pk] = own[0]
        return cls(edition, latest[edition.pk], tuple(latest.values()), newest)

    @classmethod
    def or_404(cls, year: int, revision: int = 0) -> "Shelf":
        shelf = cls.of(get_object_or_404(Edition.objects.dated(), year=year), revision=revision)
        if shelf is None:
            raise Http404
        return shelf

    @property
    def stamp(self) -> tuple:
        """What the answers that show published numbers depend on."""
        return tuple((one.edition_id, one.revision, one.checksum) for one in self.heads)

    @cached_property
    def _read(self) -> dict[str, Reading]:
        years = [one for one in self.heads if one.edition.year <= self.edition.year]
        return readings(years)

    @property
    def reading(self) -> Reading:
        return self._read[self.head.checksum]

    def reading_of(self, year: int) -> Reading:
        """The latest revision of another edition.  Raises Http404 when it has none."""
        for one in self.heads:
            if one.edition.year == year:
                return readings([one])[one.checksum]
        raise Http404

    def figures(self, archived: Iterable[Archived]) -> list[Figure]:
        """Those of the edition, then what it shows of the others."""
        known = {
            one.edition.year: self._read[one.checksum]
            for one in self.heads
            if one.checksum in self._read
        }
        tables = {year: reading.tables for year, reading in known.items()}
        changed = {code: breaks(known, code) for code in evolution.QUESTIONS}
        followed = evolution.figures(tables, archived, self.edition.year, changed)
        return [*self.reading.figures, *followed]


def breaks(known: Mapping[int, Reading], code: str) -> set[int]:
    """Years whose question of that code no longer asks what the one before it asked."""
    found, before = set(), None
    for year in sorted(known):
        asked = known[year].question(code)
        changed = asked and before and asked["version"] != before["version"]
        if changed and not asked["comparable"]:
            found.add(year)
        before = asked or before
    return found


def archived_numbers(rows: Iterable[dict]) -> list[Archived]:
    return [
        Archived(
            row["year"], round(row["number"]), row["source"], row["note"] or "", row["measure"]
        )
        for row in rows
        if row["number"] is not None
    ]


def archives() -> list[dict]:
    """One row an archived edition and a number followed that it published: {year, measure,
    number, source, note}, the last four None without; oldest first."""
    return list(
        Edition.objects.archived()
        .annotate(
            told=FilteredRelation(
                "archived_figures",
                condition=Q(archived_figures__measure__in=evolution.MEASURES),
            )
        )
        .order_by("year", "told__sort_order")
        .values(
            "year",
            measure=F("told__measure"),
            number=F("told__number"),
            source=F("told__source"),
            note=F("told__note"),
        )
    )


def comments(edition: Edition) -> list[tuple[str, str]]:
    """(code of a chapter, what editors say of it)."""
    return list(ChapterComment.objects.filter(edition=edition).values_list("chapter", "text"))


def reuses(edition: Edition) -> list[tuple]:
    """Named (title, outlet, url, published_on), the latest first."""
    latest_first = F("published_on").desc(nulls_last=True)
    rows = Reuse.objects.filter(edition=edition).order_by(latest_first, "pk")
    return list(rows.values_list("title", "outlet", "url", "published_on", named=True))
