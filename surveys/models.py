"""Editions, the bank of questions, responses and what is published of them."""

import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import clock, question_bank
from surveys.publication import ArchivedFigure as ArchivedFigure
from surveys.publication import Publication as Publication
from surveys.questions import Choice as Choice
from surveys.questions import Question

DRAFT_LASTS = timedelta(days=7)


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

    def gathering(self, now: datetime | None = None) -> "EditionQuerySet":
        """Answers are coming in, or await their results: what is asked must not move."""
        return self.open(now) | self.closed(now)

    def asking(self, question: Question) -> "EditionQuerySet":
        return self.filter(edition_questions__question=question)

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
        help_text="Une enquête menée ailleurs ou autrefois : nous ne reprenons que ses chiffres "
        "publiés.",
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
        return clock.state(self.opens_at, self.closes_at, self.results_at, now or timezone.now())

    def state_in_words(self, now: datetime | None = None) -> str:
        """« ouverte jusqu’au 28 février 2027 à 18 h »."""
        dates = (self.opens_at, self.closes_at, self.results_at)
        return clock.state_in_words(
            self.state(now), *(timezone.localtime(date) if date else None for date in dates)
        )

    def milestones(self, now: datetime | None = None) -> list[tuple[str, datetime | None, bool]]:
        """Opening, closing and results as (label, instant, whether it is past)."""
        now = now or timezone.now()
        return [
            (label, moment, moment is not None and moment <= now)
            for label, moment in (
                ("Ouverture", self.opens_at),
                ("Clôture", self.closes_at),
                ("Résultats", self.results_at),
            )
        ]

    def ask_core_questions(self) -> None:
        """Ask the standard questions, in their screens, whatever was asked before."""
        Question.objects.load_bank()
        questions = Question.objects.in_bulk(field_name="code")
        self.edition_questions = [
            EditionQuestion(
                question=questions[code],
                step=step,
                sort_order=10 * step + order,
                heading=heading if order == 0 else "",
            )
            for step, (heading, codes) in enumerate(question_bank.SCREENS, start=1)
            for order, code in enumerate(codes)
        ]
        self.save()

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
    heading = models.CharField(
        "titre de l’écran",
        max_length=80,
        blank=True,
        help_text="Celui de la première question de l’écran.",
    )

    class Meta(Orderable.Meta):
        verbose_name = "question posée"
        verbose_name_plural = "questions posées"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "question"], name="question_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} : {self.question}"


class AlreadyAnswered(Exception):
    """This device has a participation in this edition."""


class DraftQuerySet(models.QuerySet):
    def stale(self, now: datetime | None = None) -> "DraftQuerySet":
        """Untouched for a week, or of an edition that takes no more answers."""
        limit = timezone.localdate(now) - DRAFT_LASTS
        return self.filter(
            Q(touched_on__lt=limit) | ~Q(edition__in=Edition.objects.open(now).values("pk"))
        )


class Draft(models.Model):
    """Answers under way.  Only the respondent’s device holds the token that leads here."""

    digest = models.CharField(primary_key=True, max_length=64)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    touched_on = models.DateField()

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return "brouillon de réponse"

    def send(self, receipt_digest: str, device_digest: str, now: datetime | None = None) -> None:
        """Become a response, once, and disappear: all of it or nothing.

        Raises Edition.DoesNotExist when the edition is not open, Draft.DoesNotExist when the
        draft was sent already, AlreadyAnswered when the device has answered this edition.
        """
        with transaction.atomic():
            # Holding the edition keeps its sealing from slipping between check and insert.
            edition = Edition.objects.open(now).select_for_update().get(pk=self.edition_id)
            draft = Draft.objects.select_for_update().get(pk=self.pk)
            _, new = Participation.objects.get_or_create(edition=edition, digest=device_digest)
            if not new:
                raise AlreadyAnswered
            Response.objects.create(
                edition=edition,
                answers=draft.answers,
                answered_on=timezone.localdate(now),
                receipt_digest=receipt_digest,
            )
            draft.delete()


class ResponseQuerySet(models.QuerySet):
    def held_by(self, edition: Edition, receipt_digest: str) -> "ResponseQuerySet":
        """The one response of this receipt.  None once receipts are destroyed."""
        return self.filter(edition=edition, receipt_digest=receipt_digest).exclude(
            receipt_digest=""
        )


class Response(models.Model):
    """What somebody answered, and nothing of who: the day only, a random key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="responses")
    # {question code: choice code, or an amount in euros rounded to 500, or null when declined}
    answers = models.JSONField()
    answered_on = models.DateField("jour")
    # Keyed digest of the receipt; emptied at sealing.
    receipt_digest = models.CharField(max_length=64, blank=True, db_index=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["id"]

    def __str__(self) -> str:
        return "réponse"

    def withdraw(self, device_digest: str) -> None:
        """Delete for good, and let the device that asks answer again.

        Raises Edition.DoesNotExist once the edition is closed.
        """
        with transaction.atomic():
            edition = Edition.objects.open().select_for_update().get(pk=self.edition_id)
            self.delete()
            edition.participations.filter(digest=device_digest).delete()


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
