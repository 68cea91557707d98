"""Suggesting a tool, or correcting the page of one."""

from django import forms
from django.core.exceptions import ValidationError

from cmsite.toolbox.models import Suggestion, Tool
from cmsite.toolbox.models.facts import FACTS
from cmsite.toolbox.models.suggestion import MOST_WAITING
from directory.forms.contact import ProofFields
from directory.forms.fields import WebField, field_for

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SuggestionForm(forms.ModelForm, ProofFields):
    """Of a new tool; with `tool`, of what its page should say, filled in with what it says."""

    subject = "toolbox.suggestion"

    website = WebField(
        label="Adresse du site",
        required=False,
        help_text="Vide pour un outil disparu\u202f: son adresse a pu changer de mains.",
    )

    class Meta:
        model = Suggestion
        fields = ("name", *FACTS, "note")
        formfield_callback = field_for
        labels = {"note": "Précisions", "name": "Nom de l’outil", "what_for": "À quoi il sert"}
        help_texts = {
            "note": "Ce qui le montre, ce que l’on en dit ailleurs, ce qui ne va pas sur la page.",
        }
        widgets = {"gone_on": DATE, "note": forms.Textarea(attrs={"rows": 5})}
        error_messages = {
            "name": {"required": "Écrivez le nom de l’outil."},
            "what_for": {
                "required": "Dites en une phrase ce que l’on fait avec.",
                "max_length": "Gardez %(limit_value)d caractères au plus "
                "(il y en a %(show_value)d)\u202f: le reste a sa place dans les précisions.",
            },
            "gone_on": {"invalid": "Écrivez une date, par exemple 01/07/2013."},
            "stage": {"required": "Choisissez l’étape du travail où il sert."},
        }

    def __init__(self, *args, tool: Tool | None = None, **kwargs) -> None:
        self.tool = tool
        if tool is not None:
            said = {name: getattr(tool, name) for name in ("name", *FACTS)}
            kwargs["initial"] = said | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "Choisissez…"), *Tool.Stage.choices]
        self.fields["price"].choices = [("", "Je ne sais pas"), *Tool.Price.choices]
        self.fields["gone_on"].localize = False

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Tool.objects.published().filter(name__iexact=name)
        if self.tool is not None:
            others = others.exclude(pk=self.tool.pk)
        if others.exists():
            raise ValidationError(
                f"« {name} » est déjà dans la boîte à outils\u202f: corrigez plutôt sa page."
            )
        return name

    def clean(self) -> dict:
        data = super().clean()
        if data.get("status") == Tool.Status.ACTIVE and data.get("gone_on"):
            self.add_error("gone_on", "Un outil actif n’a pas de date de disparition.")
        self.check_pace()
        if not self.errors:
            self.instance.tool = self.tool
            self.instance.changed = self.changes(data)
            if self.tool and not self.instance.changed and not data["note"]:
                raise ValidationError(
                    "Rien n’a changé\u202f: corrigez un champ, ou dites dans les précisions ce "
                    "qui ne va pas."
                )
            if Suggestion.objects.waiting().count() >= MOST_WAITING:
                raise ValidationError(
                    "La rédaction a trop de suggestions à lire en ce moment. Gardez la vôtre, "
                    "vous pourrez l’envoyer dans quelques jours.",
                    code="limit",
                )
        return data

    def changes(self, data: dict) -> list[str]:
        """The facts that the page of the tool tells otherwise; none of a new tool."""
        if self.tool is None:
            return []
        return [
            name
            for name in ("name", *FACTS)
            if (data[name] or "") != (getattr(self.tool, name) or "")
        ]

    def _get_validation_exclusions(self) -> set[str]:
        # What is set after validation, or by whoever decides.
        return super()._get_validation_exclusions() | {"fingerprint", "state"}
