"""The bank of questions: models that editions borrow from."""

from django.db import models
from django.db.models import Exists, OuterRef
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import question_bank, second_part


class QuestionQuerySet(models.QuerySet):
    def current(self) -> "QuestionQuerySet":
        """The latest version of each code."""
        later = self.model.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

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
