"""What is published of editions: the frozen tables of ours, the figures of earlier surveys."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from surveys.clock import State
from surveys.publishable import Tables
from surveys.publishing import revise
from surveys.sealing import seal

if TYPE_CHECKING:
    from surveys.models import Edition


class PublicationQuerySet(models.QuerySet):
    def revise(self, edition: "Edition", reason: str) -> "Publication":
        """A correction of what is published, as a new revision (publishing.revise)."""
        return revise(edition, reason)

    def current(self, edition: "Edition", now: datetime | None = None) -> "Publication | None":
        """The latest revision from `results_at` on, to the second; None before, always.

        Seals the edition first when nobody has: the results need nobody to appear.
        """
        now = now or timezone.now()
        if edition.state(now) is not State.PUBLISHED:
            return None
        return self.filter(edition=edition).order_by("-revision").first() or seal(edition, now)


class Publication(models.Model):
    """The guarded tables of an edition, frozen; numbered, checksummed, never edited."""

    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="publications")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    content = models.JSONField("tableaux publiés")
    checksum = models.CharField("SHA-256", max_length=64)
    reason = models.CharField("motif de la révision", max_length=300, blank=True)
    sealed_at = models.DateTimeField("scellée", auto_now_add=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publications"
        ordering = ["edition", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "revision"], name="publication_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}, révision {self.revision}"

    @cached_property
    def tables(self) -> Tables:
        """The tables, through constructors that refuse an unguarded number (ValueError)."""
        return Tables.from_json(self.content["tables"])


class ArchivedFigure(Orderable):
    """A figure that an earlier survey published, with where it was published."""

    edition = ParentalKey("Edition", on_delete=models.CASCADE, related_name="archived_figures")
    label = models.CharField("ce qui est mesuré", max_length=160)
    value = models.CharField("valeur publiée", max_length=60)
    # A number when the value is one, so that editions can be drawn side by side.
    number = models.FloatField("nombre", null=True, blank=True)
    measure = models.SlugField("mesure", blank=True)
    source = models.CharField("source", max_length=160)
    source_url = models.URLField("adresse de la source", blank=True)
    note = models.CharField("réserve", max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "chiffre publié"
        verbose_name_plural = "chiffres publiés"

    def __str__(self) -> str:
        return f"{self.label} : {self.value}"
