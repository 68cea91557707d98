"""What can be asked of a set of profiles."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Collate
from wagtail.search.backends import get_search_backend
from wagtail.search.queryset import SearchableQuerySetMixin

from directory.asked import Asked
from directory.changes import Change
from directory.experience import FLUENT, WORKING, since
from directory.freshness import FreshnessQuerySet
from directory.review import ReviewedQuerySet
from directory.territory import communes_around, parts_of
from directory.understanding import LINKS
from directory.visibility import ANYONE, MEMBERS, PUBLIC, Viewer
from map.folding import fold
from map.models import Commune

if TYPE_CHECKING:
    from directory.models import Occupation, Profile, Sector, Skill
    from directory.shown import Shown
# What `Shown` reads of a row for an entry of a list.
LISTED = (
    *("name", "slug", "status", "owner", "precision", "commune__name", "commune__department__name"),
    *("availability", "availability_audience", "audiences"),
    *("portrait", "portrait_width", "portrait_height"),
)


class ProfileQuerySet(
    ReviewedQuerySet, FreshnessQuerySet, SearchableQuerySetMixin, models.QuerySet
):
    # The filters below are subqueries, not joins: a profile never counts twice in a GROUP BY.

    # Whoever looks: their searches by a guarded part only match what they may read.
    viewer: Viewer = ANYONE

    def _clone(self):
        clone = super()._clone()
        clone.viewer = self.viewer
        return clone

    def published(self) -> "ProfileQuerySet":
        """What any visitor finds."""
        return self.filter(seen_by=PUBLIC)

    def found_by(self, viewer: Viewer) -> "ProfileQuerySet":
        """What this viewer finds in lists and on maps; all that follows is asked for them."""
        found = self.filter(seen_by__isnull=False) if viewer.is_member else self.published()
        found.viewer = viewer
        return found

    def visible_to(self, viewer: Viewer) -> "ProfileQuerySet":
        """Whose page this viewer may open: what they find, and their own in any state."""
        if not viewer.is_member:
            return self.published()
        visible = self.filter(Q(seen_by__isnull=False) | Q(owner=viewer.pk))
        visible.viewer = viewer
        return visible

    def available(self, states: Iterable[str]) -> "ProfileQuerySet":
        """Those who let the viewer know that they are in one of these states."""
        told = self.filter(availability__in=states)
        if not self.viewer.is_member:
            return told.filter(availability_audience=PUBLIC)
        shunning = self.model.hidden_from.rel.related_model.objects.against(self.viewer)
        return told.filter(availability_audience__in=(PUBLIC, MEMBERS)).exclude(
            Q(availability_audience=MEMBERS) & Q(pk__in=shunning.values("profile"))
        )

    def for_cards(self) -> "ProfileQuerySet":
        """With all that a list entry shows, whatever the number of entries."""
        return self.for_small_cards().prefetch_related("skills")

    def for_small_cards(self) -> "ProfileQuerySet":
        """The same without skills."""
        cards = self.select_related("commune__department__region").prefetch_related("occupations")
        return cards.prefetch_related("hidden_from") if self.viewer.is_member else cards

    def for_list(self) -> "ProfileQuerySet":
        """With what an entry of a list shows, but for the words that `Crowd` knows: one query."""
        listed = self.select_related("commune__department").only(*LISTED)
        return listed.prefetch_related("hidden_from") if self.viewer.is_member else listed

    def for_files(self) -> "ProfileQuerySet":
        """With what leaves the site of each, but for what `terms` and `held` gather."""
        return self.select_related("commune__department__region")

    def in_order(
        self, pks: list[int], *gather: Callable[[Collection["Profile"]], None]
    ) -> list["Shown"]:
        """Those of these that are in the set still, as the viewer may read them.

        `gather`: what reads more of all of them at once.
        """
        rows = self.in_bulk(pks) if pks else {}
        for read in gather if rows else ():
            read(rows.values())
        return [rows[pk].shown_to(self.viewer) for pk in pks if pk in rows]

    def shown(self) -> list["Shown"]:
        """Each as the viewer may read it; after `for_cards()`."""
        return [profile.shown_to(self.viewer) for profile in self]

    def matching(self, text: str) -> "ProfileQuerySet":
        """Those where the search finds every word of `text`; none when it holds no word.

        Only words reach the search: its databases take quotes and NUL for syntax.
        """
        asked = self.asking(text)
        # Whom the viewer does not find must not show by what they are answered.
        found = self.model.objects.found_by(self.viewer)
        if not found.filter(pk__in=asked.rows.values("object")).exists():
            asked = self.asking(text, begun=True)
        return self.filter(pk__in=asked.rows.values("object"))

    def asking(self, text: str, begun: bool = False) -> Asked:
        """The search for every word of `text`.

        `begun`: its last word is the beginning of one, for when nobody has it whole.
        """
        # Repeating a word asks for nothing more.
        words = dict.fromkeys(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))
        # « l’édition » is looked up as « édition », but « C » alone stays a word.
        words = [word for word in words if fold(word) not in LINKS] or list(words)
        return get_search_backend().ranking(self.model, words, begun)

    def practising(self, occupations: Iterable["Occupation | int"]) -> "ProfileQuerySet":
        """Those of any of these métiers."""
        rows = self.model.occupations.through.objects.filter(occupation__in=occupations)
        return self.filter(pk__in=rows.values("profile"))

    def skilled_in(self, skills: Iterable["Skill | int"]) -> "ProfileQuerySet":
        """Those who have any of these skills or tools."""
        rows = self.model.skills.through.objects.filter(skill__in=skills)
        return self.filter(pk__in=rows.values("profile"))

    def knowing(self, sectors: Iterable["Sector | int"]) -> "ProfileQuerySet":
        """Those who work for any of these sectors."""
        rows = self.model.sectors.through.objects.filter(sector__in=sectors)
        return self.filter(pk__in=rows.values("profile"))

    def speaking(self, languages: Iterable[str]) -> "ProfileQuerySet":
        """Those who work in any of these languages."""
        rows = self._languages.filter(language__in=languages, level__in=WORKING)
        return self.filter(pk__in=rows.values("profile"))

    def bilingual(self) -> "ProfileQuerySet":
        """Those who are at ease in two languages."""
        rows = self._languages.filter(level__in=FLUENT).values("profile")
        several = rows.annotate(languages=Count("pk")).filter(languages__gte=2)
        return self.filter(pk__in=several.values("profile"))

    @property
    def _languages(self) -> models.QuerySet:
        return self.model.languages.rel.related_model.objects.order_by()

    def working_for(self, bands: Iterable[str]) -> "ProfileQuerySet":
        """Those who have been in the trade for as many years; see `experience.BANDS`."""
        started = Q(pk__in=[])
        for band in bands:
            years = since(band)
            started |= Q(working_since__range=(years[0], years[-1]))
        return self.filter(started)

    def working_from(self, remote: Iterable[str]) -> "ProfileQuerySet":
        """Those who work on site, in part or wholly from elsewhere."""
        return self.filter(remote__in=remote)

    def living_in(self, commune: Commune) -> "ProfileQuerySet":
        """Those who show that they live in the commune, or in an arrondissement of it."""
        return self.filter(shown_code__in=parts_of(commune))

    def living_somewhere(self) -> "ProfileQuerySet":
        """Those who show their commune, whichever it is."""
        return self.filter(shown_code__isnull=False)

    def living_near(self, commune: Commune, radius: int) -> "ProfileQuerySet":
        """Those who show a commune whose centre is within `radius` kilometres of this one’s."""
        return self.filter(shown_code__in=communes_around(commune, radius))

    def in_departments(self, codes: Iterable[str]) -> "ProfileQuerySet":
        return self.filter(department_code__in=codes)

    def with_status(self, statuses: Iterable[str]) -> "ProfileQuerySet":
        return self.filter(status__in=statuses)

    def with_precision(self, precision: str) -> "ProfileQuerySet":
        return self.filter(precision=precision)

    def by_name(self) -> "ProfileQuerySet":
        # The address of a profile is its name without accents: « Élodie » comes before « Zoé »,
        # and in the same place on every database.
        collation = "C" if connection.vendor == "postgresql" else "BINARY"
        return self.order_by(Collate("slug", collation))

    def on_map(self) -> "ProfileQuerySet":
        """Those who agree to be counted on a map, at their commune or in their département."""
        return self.exclude(precision=self.model.Precision.OFF_MAP)

    # What is written without a signal is told here.

    def update(self, **changes) -> int:
        with transaction.atomic(savepoint=False):
            # Before: what is written may be what they were chosen by.
            pks = list(self.order_by().values_list("pk", flat=True)[: Change.MANY + 1])
            written = super().update(**changes)
            if written == len(pks):
                Change.objects.tell(pks)
            else:
                Change.objects.tell_everything()
        return written

    update.alters_data = True

    def bulk_create(self, *args, **options):
        with transaction.atomic(savepoint=False):
            created = super().bulk_create(*args, **options)
            Change.objects.tell([profile.pk for profile in created])
        return created
