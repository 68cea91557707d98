"""What can be asked of a set of profiles, or of messages."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.search.queryset import SearchableQuerySetMixin

from directory.review import ReviewedQuerySet
from map.models import Commune

if TYPE_CHECKING:
    from directory.models import Occupation, Skill


class ProfileQuerySet(ReviewedQuerySet, SearchableQuerySetMixin, models.QuerySet):
    # The filters below are subqueries, not joins: a profile never counts twice in a GROUP BY.

    def published(self) -> "ProfileQuerySet":
        """What any visitor may see."""
        return self.filter(live=True)

    def visible_to(self, user) -> "ProfileQuerySet":
        """What this visitor may see: what is published, and their own in any state."""
        return self.filter(Q(live=True) | Q(owner=user)) if user.pk else self.published()

    def for_cards(self) -> "ProfileQuerySet":
        """With all that a list entry shows, whatever the number of entries."""
        return self.select_related("commune__department__region").prefetch_related(
            "occupations", "skills"
        )

    def for_page(self) -> "ProfileQuerySet":
        """With all that a profile’s own page shows."""
        return self.for_cards().select_related("owner").prefetch_related("experiences")

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
        """Those of the commune, or of an arrondissement of it."""
        return self.filter(Q(commune=commune) | Q(commune__parent=commune))

    def counts_by_department(self) -> dict[str, int]:
        """Number of profiles by INSEE code of département; one query."""
        return dict(self.order_by().values_list("commune__department").annotate(Count("pk")))

    def counts_by_region(self) -> dict[str, int]:
        """Number of profiles by INSEE code of région; one query."""
        return dict(
            self.order_by().values_list("commune__department__region").annotate(Count("pk"))
        )

    def counts_by_commune(self) -> "ProfileQuerySet":
        """Rows (code, name, département, latitude, longitude, count), by name; one query."""
        return (
            self.order_by("commune__name", "commune")
            .values_list(
                "commune",
                "commune__name",
                "commune__department",
                "commune__latitude",
                "commune__longitude",
            )
            .annotate(Count("pk"))
        )

    def largest_cities(self, limit: int = 12) -> list[tuple[str, float, float, int]]:
        """(name, latitude, longitude, count), most profiles first, arrondissements in their city.

        One query.
        """
        city = [
            Coalesce(f"commune__parent__{field}", f"commune__{field}")
            for field in ("name", "latitude", "longitude")
        ]
        return list(
            self.order_by()
            .values_list(*city)
            .annotate(count=Count("pk"))
            .order_by("-count")[:limit]
        )


class MessageQuerySet(models.QuerySet):
    def sent_by(self, user) -> "MessageQuerySet":
        return self.filter(sender=user)

    def sent_today(self) -> "MessageQuerySet":
        """Since midnight, French time."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.filter(sent_at__gte=midnight)

    def left_today(self, user) -> int:
        """How many more messages this account may send before midnight."""
        return max(0, self.model.DAILY_LIMIT - self.sent_by(user).sent_today().count())
