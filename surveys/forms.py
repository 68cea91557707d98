"""One screen of questions as a form, and the forms that take words in.

What is typed is shown again whatever is wrong with it.
"""

from collections.abc import Mapping

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from surveys.anonymity import normalised
from surveys.branches import Answer, Answers, remark_on
from surveys.fields import FIELDS, AnswerField, Raw, RemarkField
from surveys.models import Draft, Edition, EditionQuestion, Response

WORDS = forms.TextInput(
    attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
)
Typed = dict[str, dict[str, str]]


class ScreenForm(forms.Form):
    """The questions of a screen; cleaned_data is {question code: answer}, with the remark on each.

    `typed`: what was left in the inputs and not understood yet, {question code: {part: text}}.
    """

    def __init__(
        self,
        rows: list[EditionQuestion],
        answers: Answers,
        data: QueryDict | None = None,
        typed: Mapping[str, Raw] | None = None,
    ) -> None:
        super().__init__(data=data)
        self.codes = [row.question.code for row in rows]
        for row in rows:
            code, remark = row.question.code, remark_on(row.question.code)
            self.fields[code] = FIELDS.get(row.question.kind, AnswerField)(
                row, answers.get(code), code in answers
            )
            self.fields[remark] = RemarkField(row, answers.get(remark))
        for code, field in self.fields.items():
            if typed and code in typed:
                field.initial = dict.fromkeys(field.initial, "") | typed[code]

    @property
    def questions(self) -> list[tuple[BoundField, BoundField]]:
        """Each question with the remark on it."""
        return [(self[code], self[remark_on(code)]) for code in self.codes]

    def strings(self, data: QueryDict) -> dict[str, Raw]:
        """What the inputs held, as it is: to show it again without judging it."""
        return {
            code: field.widget.value_from_datadict(data, {}, code)
            for code, field in self.fields.items()
        }

    def salvage(self, data: QueryDict) -> tuple[dict[str, Answer], Typed]:
        """(answers, typed): what can be kept of a screen that its author leaves unfinished."""
        answers: dict[str, Answer] = {}
        typed: Typed = {}
        for code, raw in self.strings(data).items():
            field = self.fields[code]
            try:
                answer = field.clean(raw)
            except forms.ValidationError:
                if field.typed and raw["valeur"]:
                    typed[code] = {
                        part: text.replace("\0", "")[: field.room] for part, text in raw.items()
                    }
                continue
            if raw["valeur"] or field.declines(raw):
                answers[code] = answer
        return answers, typed


class WordsForm(forms.Form):
    """Words that open something of one edition."""

    def __init__(self, edition: Edition, data=None) -> None:
        super().__init__(data=data)
        self.edition = edition

    def unjudged(self) -> "WordsForm":
        """The same words in a form that says nothing of them."""
        form = type(self)(self.edition)
        form.initial = {name: self.data.get(name, "") for name in self.fields}
        return form


class ReceiptForm(WordsForm):
    """The words given at the end; `response` holds what they open."""

    recu = forms.CharField(
        label="Vos cinq mots",
        max_length=120,
        help_text="Dans l’ordre, séparés par des tirets ou des espaces.",
        widget=WORDS,
        error_messages={
            "required": "Écrivez les cinq mots de votre reçu.",
            "max_length": "Un reçu compte cinq mots : celui-ci est trop long.",
            "null_characters_not_allowed": "Aucune réponse ne correspond à ces mots.",
        },
    )
    response: Response | None = None

    def clean_recu(self) -> str:
        text = self.cleaned_data["recu"]
        self.response = Response.objects.held_by(
            self.edition, self.edition.secrets.receipt_digest(text)
        ).first()
        if self.response is None:
            raise forms.ValidationError(
                "Aucune réponse ne correspond à ces mots. Vérifiez leur orthographe et leur ordre."
                + (
                    " Ils sont six : ce sont peut-être ceux qui servent à reprendre."
                    if len(normalised(text).split("-")) == 6
                    else ""
                )
            )
        return text


class ResumeForm(WordsForm):
    """The words of a draft; `draft` holds what they open."""

    mots = forms.CharField(
        label="Vos six mots",
        max_length=140,
        help_text="Dans l’ordre, séparés par des tirets ou des espaces.",
        widget=WORDS,
        error_messages={
            "required": "Écrivez les six mots affichés pendant l’enquête.",
            "max_length": "Il y a six mots à écrire : c’est trop long.",
            "null_characters_not_allowed": "Aucune réponse en cours ne correspond à ces mots.",
        },
    )
    draft: Draft | None = None

    def clean_mots(self) -> str:
        text = normalised(self.cleaned_data["mots"])
        self.draft = self.edition.drafts.filter(
            digest=self.edition.secrets.digest("draft", text)
        ).first()
        if self.draft is None:
            raise forms.ValidationError(
                "Aucune réponse en cours ne correspond à ces mots. Vérifiez leur orthographe et "
                "leur ordre ; elles sont peut-être déjà envoyées, ou effacées après trente jours "
                "sans visite."
                + (
                    " Cinq mots, c’est un reçu : il ouvre une réponse envoyée."
                    if len(text.split("-")) == 5
                    else ""
                )
            )
        return text


class AddressForm(forms.Form):
    """Where to send the words, once."""

    adresse = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Elle sert à cet envoi, et nous ne la gardons pas.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Cette adresse n’est pas complète. Exemple : prenom@exemple.fr.",
        },
    )
