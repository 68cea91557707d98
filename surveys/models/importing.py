"""A file of another tool on its way in: what waits to be confirmed, and what came in."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from surveys.models.edition import Edition


class ImportQuerySet(models.QuerySet):
    def pending(self) -> "ImportQuerySet":
        return self.filter(state=Import.State.PENDING)

    def done(self) -> "ImportQuerySet":
        return self.filter(state=Import.State.DONE)

    def forgotten(self, now: datetime | None = None) -> "ImportQuerySet":
        """Sent, then left without a word for longer than anybody hesitates."""
        return self.pending().filter(sent_on__lt=timezone.localdate(now) - Import.WAITS)


class Import(models.Model):
    """Columns that name a person are gone before this row is written (columns.py).

    `rows` ([line in the file, cells…]) wait for the confirmation, and are emptied by it.
    """

    class Kind(models.TextChoices):
        RESPONSES = "reponses", "réponses"
        FIGURES = "chiffres", "chiffres publiés"

    class State(models.TextChoices):
        PENDING = "attente", "à confirmer"
        DONE = "fini", "importé"

    WAITS = timedelta(days=7)

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField("contenu", max_length=8, choices=Kind.choices)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.PENDING)
    filename = models.CharField("fichier", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    kept = models.PositiveIntegerField("lignes gardées", default=0)
    refused = models.PositiveIntegerField("lignes refusées", default=0)
    sent_on = models.DateField("envoyé le", default=timezone.localdate)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "digest"], name="file_imported_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return self.filename
