"""What can be asked of a set of profiles."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Collate
from wagtail.search.queryset import SearchableQuerySetMixin

from directory.changes import Change
from directory.freshness import FreshnessQuerySet
from directory.review import ReviewedQuerySet
from directory.territory import communes_around, parts_of
from directory.visibility import ANYONE, MEMBERS, PUBLIC, Viewer
from map.models import Commune, Department

if TYPE_CHECKING:
    from directory.models import Occupation, Skill
    from directory.shown import Shown


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
        cards = self.select_related("commune__department__region").prefetch_related(
            "occupations", "skills"
        )
        return cards.prefetch_related("hidden_from") if self.viewer.is_member else cards

    def for_page(self) -> "ProfileQuerySet":
        """With all that a profile’s own page shows."""
        return (
            self.for_cards()
            .select_related("owner")
            .prefetch_related("sectors", "experiences", "campaigns", "clients", "languages")
        )

    def shown(self) -> list["Shown"]:
        """Each as the viewer may read it; after `for_cards()` or `for_page()`."""
        return [profile.shown_to(self.viewer) for profile in self]

    def matching(self, text: str) -> "ProfileQuerySet":
        """Those where the search finds every word of `text`; none when it holds no word.

        Only words reach the search: its databases take quotes and NUL for syntax.
        """
        words = re.findall(r"\w+", text)
        # « l’édition » is looked up as « édition », but « C » alone stays a word.
        words = [word for word in words if len(word) > 1] or words
        if not words:
            return self.none()
        found = self.model.objects.search(" ".join(words), operator="and", order_by_relevance=False)
        return self.filter(pk__in=found.get_queryset().order_by().values("pk"))

    def practising(self, occupations: Iterable["Occupation"]) -> "ProfileQuerySet":
        """Those of any of these métiers."""
        return self.filter(
            pk__in=self.model.occupations.through.objects.filter(occupation__in=occupations).values(
                "profile"
            )
        )

    def skilled_in(self, skill: "Skill") -> "ProfileQuerySet":
        return self.filter(
            pk__in=self.model.skills.through.objects.filter(skill=skill).values("profile")
        )

    def living_in(self, commune: Commune) -> "ProfileQuerySet":
        """Those who show that they live in the commune, or in an arrondissement of it."""
        return self.filter(shown_code__in=parts_of(commune))

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

    def count_departments(self) -> dict[str, dict[str, int]]:
        """{INSEE code of département: {precision: number of profiles}}; one query."""
        counts: dict[str, dict[str, int]] = {}
        rows = (
            self.order_by().values_list("department_code", "precision").annotate(count=Count("*"))
        )
        for code, precision, count in rows:
            counts.setdefault(code, {})[precision] = count
        return counts

    def counts_by_region(self) -> dict[str, int]:
        """Number of profiles on the map by INSEE code of région; two queries."""
        regions = dict(Department.objects.values_list("pk", "region"))
        counts: Counter[str] = Counter()
        for code, row in self.on_map().count_departments().items():
            counts[regions[code]] += sum(row.values())
        return dict(counts)

    def count_communes(self, departments: Iterable[str]) -> dict[str, dict[str, int]]:
        """{code of département: {code of commune: number of profiles who show it}}; one query."""
        counts: dict[str, dict[str, int]] = {}
        shown = self.filter(department_code__in=list(departments), shown_code__isnull=False)
        rows = shown.order_by().values_list("department_code", "shown_code")
        for department, commune, count in rows.annotate(count=Count("*")):
            counts.setdefault(department, {})[commune] = count
        return counts

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
