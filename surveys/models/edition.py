"""Editions and the questions that they ask."""

import secrets
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

from surveys import branches, clock, keys, promises, question_bank, second_part, weighting
from surveys.anonymity import Secrets
from surveys.models.edition_set import EditionQuerySet
from surveys.models.question import Question


def valid_margins(value: object) -> None:
    try:
        weighting.check(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def new_stamp() -> str:
    return secrets.token_hex(8)


class Edition(ClusterableModel):
    """One year’s survey.  Its state is derived from three instants, never stored."""

    # Nor for what belongs to it: Wagtail’s index of references queues a task at each save, which
    # names the row and the instant.
    wagtail_reference_index_ignore = True

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
    # How the columns and words of another tool’s export read here (importing.py).
    import_mapping = models.JSONField(default=dict, editable=False)
    # The coarse totals last shown to editors (board.py).
    board = models.JSONField(default=dict, editable=False)
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

    # How often the dates moved, and when last: calendars then know that theirs is out of date.
    dates_revision = models.PositiveSmallIntegerField(default=0, editable=False)
    dates_moved_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Drawn anew whenever the edition or its questions change (asked.py).
    questions_stamp = models.CharField(max_length=16, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    CARRIED_OVER = ("mode", "exclude_fast", "exclude_straight", "exclude_impossible", "fictitious")
    # The instant at which a preview shows this copy of the row; never saved.
    as_of: datetime | None = None

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

    def save(self, *args, **kwargs) -> None:
        names = ("opens_at", "closes_at", "results_at")
        known = type(self).objects.filter(pk=self.pk).values(*names).first() if self.pk else None
        if known is not None and known != {name: getattr(self, name) for name in names}:
            self.dates_revision += 1
            self.dates_moved_at = timezone.now()
        self.questions_stamp = new_stamp()
        super().save(*args, **kwargs)

    @property
    def now(self) -> datetime:
        """The instant at which this edition is looked at."""
        return self.as_of or timezone.now()

    @property
    def dates(self) -> promises.Dates:
        return promises.Dates(self.opens_at, self.closes_at, self.results_at)

    def state(self, now: datetime | None = None) -> clock.State:
        if self.archived:
            return clock.State.ARCHIVED
        return self.dates.state(now or self.now)

    def state_in_words(self, now: datetime | None = None) -> str:
        """« ouverte jusqu’au 28 février à 18 h »."""
        now = now or self.now
        dates = (self.opens_at, self.closes_at, self.results_at)
        return clock.state_in_words(self.state(now), *dates, now)

    def next_instant(self, now: datetime | None = None) -> datetime | None:
        """When the state changes next; None for a draft, an archive, or once published."""
        now = now or self.now
        if self.state(now) in (clock.State.DRAFT, clock.State.ARCHIVED):
            return None
        return next(
            (at for at in (self.opens_at, self.closes_at, self.results_at) if at > now), None
        )

    def countdown(self) -> str:
        """« ouvre dans 3 jours », « résultats dans 5 heures »; "" when the state says as much."""
        moment = self.next_instant()
        left = clock.countdown(moment, self.now) if moment else ""
        if left in ("", "demain"):
            return ""
        verb = {self.opens_at: "ouvre", self.closes_at: "se clôt", self.results_at: "résultats"}
        return f"{verb[moment]} {left}"

    def milestones(self, now: datetime | None = None) -> list[tuple[str, datetime | None, bool]]:
        """Opening, closing and results as (label, instant, whether it is past)."""
        now = now or self.now
        return [
            (label, moment, moment is not None and moment <= now)
            for label, moment in (
                ("Ouverture", self.opens_at),
                ("Clôture", self.closes_at),
                ("Résultats", self.results_at),
            )
        ]

    def proposed_dates(self) -> promises.Dates:
        """Those of the latest dated edition before this one, as many years later."""
        before = Edition.objects.dated().filter(year__lt=self.year).first()
        if before is None:
            return promises.Dates()
        moved = [before.opens_at, before.closes_at, before.results_at]
        for _ in range(self.year - before.year):
            moved = [clock.a_year_later(moment) for moment in moved]
        return promises.Dates(*moved)

    def copy(self, year: int) -> "Edition":
        """A draft of that year with the same questions, each in its latest comparable version.

        Without dates: an edition that has its three dates is announced.
        """
        copied = Edition(
            year=year,
            title=self.title.replace(str(self.year), str(year)),
            introduction=self.introduction.replace(str(self.year), str(year)),
            method=self.method,
            **{name: getattr(self, name) for name in self.CARRIED_OVER},
        )
        rows = list(self.edition_questions.select_related("question"))
        latest = Question.objects.latest_comparable([row.question for row in rows])
        copied.edition_questions = [
            EditionQuestion(
                question=latest[row.question.pk],
                **{
                    name: getattr(row, name)
                    for name in (
                        *("sort_order", "step", "heading", "optional", "branch"),
                        *("breaks_down", "crossed"),
                    )
                },
            )
            for row in rows
        ]
        copied.save()
        return copied

    @cached_property
    def secrets(self) -> Secrets:
        """Raises keys.KeyLost, once destroyed too."""
        return Secrets(keys.of(self))

    def accepts(self, now: datetime | None = None) -> bool:
        """Whether a response that was started may still be sent (`accepting`)."""
        now = now or timezone.now()
        if self.archived or None in (self.opens_at, self.closes_at, self.results_at):
            return False
        return self.opens_at <= now < clock.sealable_from(self.closes_at, self.results_at)

    def ask_core_questions(self) -> None:
        """Ask the standard questions and their second part, whatever was asked before."""
        Question.objects.load_bank()
        questions = {one.code: one for one in Question.objects.current()}
        screens = question_bank.SCREENS + second_part.SCREENS
        branches_of = question_bank.BRANCHES | second_part.BRANCHES
        self.edition_questions = [
            EditionQuestion(
                question=questions[code],
                step=step,
                sort_order=10 * step + order,
                heading=heading if order == 0 else "",
                branch=branches_of.get(code, ""),
                breaks_down=code in question_bank.BREAKDOWNS,
                optional=step > len(question_bank.SCREENS),
            )
            for step, (heading, codes) in enumerate(screens, start=1)
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
        Question, verbose_name="question", on_delete=models.PROTECT, related_name="asked"
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
