"""Editions, the bank of questions, responses and what is published of them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import clock


class Question(ClusterableModel):
    """A question of the bank.  Its code makes editions comparable and never changes."""

    class Kind(models.TextChoices):
        CHOICE = "choice", "un choix"
        AGE = "age", "âge, gardé par tranche"
        REGION = "region", "région d’exercice"
        MONEY = "money", "montant en euros, gardé à 500 € près"

    code = models.SlugField("code", unique=True)
    kind = models.CharField("type", max_length=10, choices=Kind.choices, default=Kind.CHOICE)
    label = models.CharField("question", max_length=200)
    short_label = models.CharField("intitulé court", max_length=60)
    help = models.CharField("aide", max_length=300, blank=True)
    why = models.CharField("pourquoi cette question ?", max_length=300, blank=True)
    can_decline = models.BooleanField("« je préfère ne pas répondre »", default=True)

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label


class Choice(Orderable):
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    code = models.SlugField("code")
    label = models.CharField("réponse", max_length=120)
    help = models.CharField("précision", max_length=160, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "réponse proposée"
        verbose_name_plural = "réponses proposées"
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="choice_code_once")
        ]

    def __str__(self) -> str:
        return self.label


class EditionQuerySet(models.QuerySet):
    """The same states as `clock.state`, as conditions on the three datetimes."""

    def _at(self, now: datetime | None) -> datetime:
        return now or timezone.now()

    def dated(self) -> "EditionQuerySet":
        return self.filter(
            archived=False,
            opens_at__isnull=False,
            closes_at__isnull=False,
            results_at__isnull=False,
        )

    def announced(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(opens_at__gt=self._at(now))

    def open(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(opens_at__lte=self._at(now), closes_at__gt=self._at(now))

    def closed(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(closes_at__lte=self._at(now), results_at__gt=self._at(now))

    def published(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(results_at__lte=self._at(now))

    def archived(self) -> "EditionQuerySet":
        return self.filter(archived=True)

    def visible(self) -> "EditionQuerySet":
        """All but drafts."""
        return self.filter(pk__in=self.dated().values("pk")) | self.archived()


class Edition(ClusterableModel):
    """One year’s survey.  Its state is derived from three instants, never stored."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    title = models.CharField("titre", max_length=120)
    introduction = models.TextField("présentation", blank=True)
    opens_at = models.DateTimeField("ouverture", null=True, blank=True)
    closes_at = models.DateTimeField("clôture", null=True, blank=True)
    results_at = models.DateTimeField("publication des résultats", null=True, blank=True)
    fictitious = models.BooleanField(
        "données fictives",
        default=False,
        help_text="Toutes les pages qui montrent cette édition le disent.",
    )
    archived = models.BooleanField(
        "édition archivée",
        default=False,
        help_text="Une enquête menée ailleurs ou autrefois : seuls ses chiffres publiés sont repris.",
    )
    method = models.TextField("méthode", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition"
        verbose_name_plural = "éditions"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="edition_opens_before_it_closes",
                violation_error_message="L’ouverture doit précéder la clôture.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(results_at__isnull=True)
                | Q(closes_at__lt=F("results_at")),
                name="edition_closes_before_its_results",
                violation_error_message="La clôture doit précéder la publication des résultats.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, now: datetime | None = None) -> clock.State:
        if self.archived:
            return clock.State.ARCHIVED
        return clock.state(
            self.opens_at, self.closes_at, self.results_at, now or timezone.now()
        )

    def get_absolute_url(self) -> str:
        return reverse("surveys:edition", args=[self.year])

    def get_results_url(self) -> str:
        return reverse("surveys:results", args=[self.year])


class EditionQuestion(Orderable):
    """A question asked in an edition, in order; equal `step` numbers share a screen."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="edition_questions")
    question = models.ForeignKey(
        Question, verbose_name="question", on_delete=models.PROTECT, related_name="+"
    )
    step = models.PositiveSmallIntegerField("écran", default=1)

    class Meta(Orderable.Meta):
        verbose_name = "question posée"
        verbose_name_plural = "questions posées"
        constraints = [
            models.UniqueConstraint(fields=["edition", "question"], name="question_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.edition} : {self.question}"


class Draft(models.Model):
    """Answers under way.  Only the respondent’s device holds the token that leads here."""

    digest = models.CharField(primary_key=True, max_length=64)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    touched_on = models.DateField()

    def __str__(self) -> str:
        return "brouillon de réponse"


class Response(models.Model):
    """What somebody answered, and nothing of who: the day only, a random key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="responses")
    # {question code: choice code, or an amount in euros rounded to 500, or null when declined}
    answers = models.JSONField()
    answered_on = models.DateField("jour")
    # Keyed digest of the receipt; emptied at sealing.
    receipt_digest = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["id"]

    def __str__(self) -> str:
        return "réponse"


class Participation(models.Model):
    """That a device has answered an edition; never what.  Destroyed at sealing."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "digest"], name="one_participation")
        ]

    def __str__(self) -> str:
        return "participation"


class Publication(models.Model):
    """The guarded tables of an edition, frozen; numbered, checksummed, never edited."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="publications")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    content = models.JSONField("tableaux publiés")
    checksum = models.CharField("SHA-256", max_length=64)
    reason = models.CharField("motif de la révision", max_length=300, blank=True)
    sealed_at = models.DateTimeField("scellée", auto_now_add=True)

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publications"
        ordering = ["edition", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "revision"], name="publication_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition}, révision {self.revision}"


class ArchivedFigure(Orderable):
    """A figure that an earlier survey published, with where it was published."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="archived_figures")
    label = models.CharField("ce qui est mesuré", max_length=160)
    value = models.CharField("valeur publiée", max_length=60)
    # A number when the value is one, in `unit`, so that editions can be drawn side by side.
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
