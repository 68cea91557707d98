"""A question of the bank: what each kind needs, and what no longer changes once it was asked."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from surveys import ages
from surveys.admin.edition_form import altered
from surveys.models import Choice, Edition, Question

Kind = Question.Kind
WITH_CHOICES = {Kind.CHOICE, Kind.MULTI, Kind.SCALE, Kind.AGE, Kind.REGION}
POINTS = 5
SCALE_LABELS = ("Pas du tout", "Plutôt pas", "Moyennement", "Plutôt", "Tout à fait")
# What a kind does not use is emptied, whatever was typed before the kind was changed.
USES = {
    Kind.MONEY: {"scale"},
    Kind.NUMBER: {"lowest", "highest", "unit"},
    Kind.MULTI: {"highest"},
}
EMPTY = {"scale": "", "lowest": None, "highest": None, "unit": ""}


class QuestionForm(WagtailAdminModelForm):
    FROZEN: ClassVar = (
        *("code", "kind", "label", "short_label", "help", "why", "can_decline"),
        *("scale", "lowest", "highest", "unit"),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        for name in EMPTY.keys() - USES.get(kind, set()):
            cleaned[name] = EMPTY[name]
        self.check_kind(kind, cleaned)
        self.check_choices(kind)
        if self.instance.pk is None:
            self.check_code(cleaned.get("code"))
        else:
            self.check_frozen()
        return cleaned

    def check_kind(self, kind: str, cleaned: dict) -> None:
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if kind == Kind.MONEY and not cleaned.get("scale") and "scale" not in self.errors:
            self.add_error("scale", "Dites comment ce montant se donne.")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest", "« Au plus » ne peut pas être sous « au moins ».")
        if kind == Kind.MULTI and highest is not None and highest < 1:
            self.add_error("highest", "Une réponse au moins doit être permise.")

    def kept_choices(self) -> list[dict]:
        return [
            form.cleaned_data
            for form in self.formsets["choices"].forms
            if form.is_valid()
            and form.cleaned_data.get("code")
            and not form.cleaned_data.get("DELETE")
        ]

    def check_choices(self, kind: str) -> None:
        formset = self.formsets["choices"]
        codes = [choice["code"] for choice in self.kept_choices()]
        for form in formset.forms:
            if form.is_valid() and codes.count(form.cleaned_data.get("code")) > 1:
                form.add_error("code", "Ce code sert déjà à une autre réponse de la question.")
        if not formset.is_valid():
            return
        if kind not in WITH_CHOICES:
            if codes:
                self.add_error(None, "Ce type de question n’a pas de réponses proposées.")
        elif kind == Kind.SCALE:
            if len(codes) not in (0, POINTS):
                self.add_error(
                    None, "Une échelle a cinq réponses, de la plus faible à la plus forte."
                )
        elif len(codes) < 2:
            self.add_error(None, "Proposez au moins deux réponses.")
        elif kind == Kind.AGE and not all(ages.bounds(code) for code in codes):
            self.add_error(
                None, "Les codes d’âge disent leurs bornes : « moins-21 », « 21-25 », « 51-plus »."
            )
        highest = self.cleaned_data.get("highest")
        if kind == Kind.MULTI and highest and highest > len(codes):
            self.add_error("highest", "C’est plus que le nombre de réponses proposées.")

    def check_code(self, code: str | None) -> None:
        if code and Question.objects.filter(code=code).exists():
            self.add_error(
                "code",
                "Ce code existe déjà : ouvrez la question qui le porte et choisissez « Nouvelle "
                "version ».",
            )

    def check_frozen(self) -> None:
        editions = Edition.objects.asking(self.instance).opened().order_by("-year")
        asked = editions.first()
        if asked is None:
            if "code" in self.changed_data and self.instance.version > 1:
                raise ValidationError(
                    {"code": "Ce code relie les versions entre elles : il ne se change plus."}
                )
            return
        message = (
            f"Cette question a été posée dans « {asked} » : ceci ne se change plus. Corrigez une "
            "coquille, ou créez une nouvelle version."
        )
        for name in self.FROZEN:
            if name in self.changed_data:
                self.add_error(name, message)
        if altered(self.formsets["choices"]):
            self.add_error(None, message)

    def save(self, commit: bool = True) -> Question:
        """A scale left without words gets ours."""
        question = super().save(commit)
        if commit and question.kind == Kind.SCALE and not question.choices.exists():
            question.choices = [
                Choice(code=str(point), label=label, sort_order=point)
                for point, label in enumerate(SCALE_LABELS, start=1)
            ]
            question.save()
        return question
