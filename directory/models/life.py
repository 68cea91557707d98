"""What a profile gathers as it lives: former addresses, counts of views, whom it hides from.

None of it is part of a version: a moderator reads nothing here, and a restored version changes
nothing here.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from directory.visibility import (
    MEMBERS,
    PUBLIC,
    SHARED_MAIL_DOMAINS,
    Shunned,
    Viewer,
    folded,
)

mail_domain = RegexValidator(
    r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$",
    "Écrivez un nom de domaine, comme « exemple.fr », sans « @ ».",
)


class FormerAddress(models.Model):
    """The end of an address that a profile had and that still leads to it."""

    wagtail_reference_index_ignore = True

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="former_addresses"
    )
    slug = models.SlugField("ancienne adresse", max_length=100, unique=True)

    def __str__(self) -> str:
        return self.slug


class DailyViews(models.Model):
    """How many times a page was read in a day: a number, and nothing of who read."""

    wagtail_reference_index_ignore = True

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="daily_views"
    )
    day = models.DateField("jour")
    count = models.PositiveIntegerField("lectures", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "day"], name="views_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}\u00a0: {self.count}"


class HiddenFromQuerySet(models.QuerySet):
    def against(self, viewer: Viewer) -> "HiddenFromQuerySet":
        """The rows that keep an availability from this viewer: `visibility.shuns`, in SQL."""
        if not viewer.is_member or not viewer.domain or viewer.domain in SHARED_MAIL_DOMAINS:
            return self
        labels = viewer.domain.split(".")
        domains = [".".join(labels[start:]) for start in range(len(labels))]
        return self.filter(Q(domain__in=domains) | Q(folded__in=viewer.organisations))


class HiddenFrom(models.Model):
    """An employer who must not learn that somebody may be leaving, and its mail domain."""

    wagtail_reference_index_ignore = True

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="hidden_from"
    )
    organisation = models.CharField("organisation", max_length=120)
    domain = models.CharField(
        "domaine de ses adresses", max_length=253, blank=True, validators=[mail_domain]
    )
    folded = models.CharField(max_length=240, editable=False)

    objects = HiddenFromQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation à qui taire sa disponibilité"
        constraints = [
            models.UniqueConstraint(fields=["profile", "organisation"], name="hidden_from_once")
        ]

    def __str__(self) -> str:
        return self.organisation

    def save(self, *args, **kwargs) -> None:
        """What one employer must not know is not told to every passer-by either."""
        self.domain = self.domain.strip().lower()
        self.folded = folded(self.organisation)
        super().save(*args, **kwargs)
        if self.profile.availability_audience == PUBLIC:
            self.profile.availability_audience = MEMBERS
            self.profile.save(update_fields=["availability_audience"])

    @property
    def as_rule(self) -> Shunned:
        return Shunned(self.organisation, self.domain)
