"""Editions and the questions that they ask."""

from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import branches, clock, keys, question_bank, weighting
from surveys.anonymity import Secrets
from surveys.models.question import Question


def valid_margins(value: object) -> None:
    try:
        weighting.check(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


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

    def accepting(self, now: datetime | None = None) -> "EditionQuerySet":
        """Open, or closed so lately that whoever had started may still send."""
        now = self._at(now)
        return self.dated().filter(
            opens_at__lte=now, closes_at__gt=now - clock.GRACE, results_at__gt=now
        )

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

    class Mode(models.TextChoices):
        OPEN = "open", "ouverte à tout le monde"
        MAIL = "mail", "sur invitation ou confirmée par courriel"

    mode = models.CharField(
        "qui peut répondre", max_length=4, choices=Mode.choices, default=Mode.OPEN
    )
    # Responses left out of the results by rule (quality.py); decided before closing.
    exclude_fast = models.BooleanField("écarter les réponses trop rapides", default=True)
    exclude_straight = models.BooleanField(
        "écarter les réponses en ligne droite",
        default=True,
        help_text="La même case à toutes les échelles.",
    )
    exclude_impossible = models.BooleanField(
        "écarter les combinaisons impossibles",
        default=True,
        help_text="Dix ans de métier à moins de vingt et un ans, par exemple.",
    )
    # Known shares of the population, {"source": …, "questions": {code: {choice: percent}}}: the
    # results are given weighted to them too, beside the raw figures (weighting.py).
    margins = models.JSONField(
        "marges de la pondération", default=dict, blank=True, validators=[valid_margins]
    )
    # What the edition’s own key gives of a constant: tells a lost or foreign key from the right
    # one, without telling the key.
    key_check = models.CharField(max_length=64, blank=True, editable=False)
    # When the last trace of what sealing deletes was overwritten (sealing.py).
    scrubbed_at = models.DateTimeField(null=True, blank=True, editable=False)

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

    @cached_property
    def secrets(self) -> Secrets:
        return Secrets(keys.of(self))

    def accepts(self, now: datetime | None = None) -> bool:
        """Whether a response that was started may still be sent (`accepting`)."""
        now = now or timezone.now()
        if self.archived or None in (self.opens_at, self.closes_at, self.results_at):
            return False
        return self.opens_at <= now < min(self.closes_at + clock.GRACE, self.results_at)

    def ask_core_questions(self) -> None:
        """Ask the standard questions, in their screens, whatever was asked before."""
        Question.objects.load_bank()
        questions = {one.code: one for one in Question.objects.current()}
        self.edition_questions = [
            EditionQuestion(
                question=questions[code],
                step=step,
                sort_order=10 * step + order,
                heading=heading if order == 0 else "",
                branch=question_bank.BRANCHES.get(code, ""),
                breaks_down=code in question_bank.BREAKDOWNS,
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
    optional = models.BooleanField(
        "seconde partie",
        default=False,
        help_text="Proposée après le socle, à qui veut continuer ; chaque question s’y passe.",
    )
    branch = models.CharField(
        "posée à", max_length=20, blank=True, choices=branches.CHOICES, default=""
    )
    breaks_down = models.BooleanField(
        "ventile les résultats",
        default=False,
        help_text="Les montants, et les questions croisées, sont montrés selon ses réponses.",
    )
    crossed = models.BooleanField(
        "croisée",
        default=False,
        help_text="Ses réponses sont montrées selon chaque question qui ventile.",
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
