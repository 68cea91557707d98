"""The bank of questions: models that editions borrow from."""

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import question_bank, second_part


class QuestionQuerySet(models.QuerySet):
    def current(self) -> "QuestionQuerySet":
        """The latest version of each code."""
        later = self.model.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def with_uses(self) -> "QuestionQuerySet":
        """Each with the editions that ask it, in one more query (`editions_in_words`)."""
        asked = self.model._meta.get_field("asked").related_model.objects
        return self.prefetch_related(
            Prefetch("asked", asked.select_related("edition").order_by("edition__year"))
        )

    def latest_comparable(self, questions: Iterable["Question"]) -> dict[int, "Question"]:
        """{key of each question: the last of the versions that are comparable to it}."""
        questions = list(questions)
        versions: dict[str, list[Question]] = {}
        for one in self.filter(code__in={one.code for one in questions}).order_by("version"):
            versions.setdefault(one.code, []).append(one)
        found = {}
        for question in questions:
            found[question.pk] = question
            for later in versions[question.code]:
                if later.version > question.version:
                    if not later.comparable:
                        break
                    found[question.pk] = later
        return found

    def load_bank(self) -> int:
        """Create the standard questions that are missing; returns how many.

        Those that exist are left as editors made them.
        """
        known = set(self.values_list("code", flat=True))
        standards = question_bank.QUESTIONS + second_part.QUESTIONS
        missing = [one for one in standards if one.code not in known]
        for standard in missing:
            question = self.create(
                code=standard.code,
                kind=standard.kind,
                scale=standard.scale,
                label=standard.label,
                short_label=standard.short_label,
                help=standard.help,
                why=standard.why,
                can_decline=standard.can_decline,
                lowest=standard.lowest,
                highest=standard.highest,
                unit=standard.unit,
            )
            Choice.objects.bulk_create(
                Choice(
                    question=question, sort_order=order, code=code, label=label, help="".join(more)
                )
                for order, (code, label, *more) in enumerate(standard.choices)
            )
        return len(missing)


class Question(ClusterableModel):
    """A question of the bank.  Its code makes editions comparable and never changes."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        CHOICE = "choice", "un choix"
        MULTI = "multi", "plusieurs choix"
        SCALE = "scale", "échelle"
        NUMBER = "number", "nombre"
        AGE = "age", "âge, gardé par tranche"
        REGION = "region", "région d’exercice"
        MONEY = "money", "montant en euros, gardé arrondi"
        TEXT = "text", "texte libre, jamais publié"

    class Scale(models.TextChoices):
        """How an amount is typed and kept (money.py)."""

        YEARLY = "yearly", "salaire brut, par mois ou par an"
        DAILY = "daily", "tarif journalier"
        MONTHLY = "monthly", "budget mensuel"

    code = models.SlugField("code")
    version = models.PositiveSmallIntegerField("version", default=1)
    comparable = models.BooleanField(
        "comparable à la version précédente",
        default=True,
        help_text="Si le sens a changé, décochez : aucune évolution ne sera tracée d’une version à "
        "l’autre.",
    )
    kind = models.CharField("type", max_length=10, choices=Kind.choices, default=Kind.CHOICE)
    label = models.CharField("question", max_length=200)
    short_label = models.CharField("intitulé court", max_length=60)
    help = models.CharField("aide", max_length=300, blank=True)
    why = models.CharField("pourquoi cette question ?", max_length=300, blank=True)
    can_decline = models.BooleanField("« je préfère ne pas répondre »", default=True)
    scale = models.CharField("montant", max_length=8, choices=Scale.choices, blank=True)
    # Bounds of a number, both included; of a choice of several, how many at most.
    lowest = models.IntegerField("au moins", null=True, blank=True)
    highest = models.IntegerField("au plus", null=True, blank=True)
    unit = models.CharField("unité", max_length=30, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="question_version_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="money") | ~models.Q(scale=""),
                name="question_of_money_has_a_scale",
                violation_error_message="Dites comment ce montant se donne.",
            ),
            models.CheckConstraint(
                condition=models.Q(lowest__isnull=True)
                | models.Q(highest__isnull=True)
                | models.Q(lowest__lte=models.F("highest")),
                name="question_bounds_in_order",
                violation_error_message="« Au moins » doit précéder « au plus ».",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def editions_in_words(self) -> str:
        """« 2025, 2026 »: the editions that ask this version."""
        return ", ".join(str(row.edition.year) for row in self.asked.all()) or "aucune"

    @transaction.atomic
    def new_version(self, comparable: bool) -> "Question":
        """A copy with the same code and the next number, to be reworded, choices included."""
        last = type(self).objects.filter(code=self.code).order_by("-version").first()
        copied = type(self)(
            **{
                field.name: getattr(self, field.name)
                for field in self._meta.concrete_fields
                if not field.primary_key
            }
        )
        copied.version, copied.comparable = last.version + 1, comparable
        copied.choices = [
            Choice(sort_order=one.sort_order, code=one.code, label=one.label, help=one.help)
            for one in self.choices.all()
        ]
        copied.save()
        return copied


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


class Correction(models.Model):
    """A typing mistake put right in a question that was already asked; the edition page says so."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="corrections")
    what = models.CharField("texte corrigé", max_length=80)
    before = models.CharField("avant", max_length=300)
    after = models.CharField("après", max_length=300)
    corrected_on = models.DateField("corrigée le", default=timezone.localdate)

    class Meta:
        verbose_name = "coquille corrigée"
        verbose_name_plural = "coquilles corrigées"
        ordering = ["corrected_on", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
