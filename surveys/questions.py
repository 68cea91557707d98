"""The bank of questions: models that editions borrow from."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from surveys import question_bank


class QuestionQuerySet(models.QuerySet):
    def load_bank(self) -> int:
        """Create the standard questions that are missing; returns how many.

        Those that exist are left as editors made them.
        """
        known = set(self.values_list("code", flat=True))
        missing = [one for one in question_bank.QUESTIONS if one.code not in known]
        for standard in missing:
            question = self.create(
                code=standard.code,
                kind=standard.kind,
                label=standard.label,
                short_label=standard.short_label,
                help=standard.help,
                why=standard.why,
                can_decline=standard.can_decline,
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

    objects = QuestionQuerySet.as_manager()

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
