"""One screen of questions as a form; what is typed is shown again whatever is wrong with it."""

from decimal import Decimal

from django import forms

from surveys import ages, money
from surveys.branches import Answer, Answers
from surveys.models import Edition, Question, Response
from surveys.questionnaire import euros

# No choice’s code can be this: codes are slugs.
DECLINE = "~"
LONGEST = 40


class RawWidget(forms.Widget):
    """Hands over the posted strings of one question, {part: text}; the template draws them.

    The main part is posted under the question’s code, the others under « code.part ».
    """

    parts: tuple[str, ...] = ()

    def value_from_datadict(self, data, files, name: str) -> dict[str, str]:
        others = {part: data.get(f"{name}.{part}", "").strip() for part in self.parts}
        return {"valeur": data.get(name, "").strip(), **others}

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        return False


class AgeWidget(RawWidget):
    parts = ("nsp",)


class MoneyWidget(RawWidget):
    parts = ("periode", "nsp", "confirme")


class AnswerField(forms.Field):
    """Cleans what one question’s inputs hold into an answer."""

    raw_widget = RawWidget

    def __init__(self, question: Question, kept: Answer = None, answered: bool = False) -> None:
        super().__init__(
            widget=self.raw_widget,
            required=False,
            label=question.short_label,
            initial=dict.fromkeys(("valeur", *self.raw_widget.parts), "")
            | (self.raw(kept) if answered else {}),
        )
        self.question = question
        self.choices = list(question.choices.all())
        self.kept = kept if answered else None

    def raw(self, answer: Answer) -> dict[str, str]:
        """What the inputs show for an answer kept."""
        return {"valeur": DECLINE if answer is None else str(answer)}

    def clean(self, value: dict[str, str]) -> Answer:
        text = value["valeur"]
        if text == DECLINE and self.question.can_decline:
            return None
        if not text:
            raise forms.ValidationError("Choisissez une réponse.", "required")
        if text not in {choice.code for choice in self.choices}:
            raise forms.ValidationError("Choisissez une réponse de la liste.", "invalid")
        return text


class AgeField(AnswerField):
    raw_widget = AgeWidget

    def raw(self, answer: Answer) -> dict[str, str]:
        # The number typed is not kept, hence cannot be shown again: the template names the band.
        return {"nsp": "1"} if answer is None else {}

    @property
    def kept_label(self) -> str:
        return next((one.label for one in self.choices if one.code == self.kept), "")

    def clean(self, value: dict[str, str]) -> Answer:
        if value["nsp"] and self.question.can_decline:
            return None
        if not value["valeur"]:
            if self.kept:
                return self.kept
            raise forms.ValidationError("Indiquez votre âge.", "required")
        try:
            return ages.band(value["valeur"], [choice.code for choice in self.choices])
        except ValueError:
            raise forms.ValidationError(
                f"Indiquez un âge en chiffres, entre {ages.YOUNGEST} et {ages.OLDEST} ans.",
                "invalid",
            ) from None


class MoneyField(AnswerField):
    raw_widget = MoneyWidget

    def __init__(self, question: Question, kept: Answer = None, answered: bool = False) -> None:
        super().__init__(question, kept, answered)
        self.scale = money.scale(question.scale)
        # The amount that the box « Je confirme ce montant » vouches for; None hides the box.
        self.to_confirm = self.kept if self.unlikely(self.kept) else None

    def raw(self, answer: Answer) -> dict[str, str]:
        if answer is None:
            return {"nsp": "1"}
        return {
            "valeur": f"{answer:,}".replace(",", "\u202f"),
            "periode": "an",
            "confirme": str(answer),
        }

    @property
    def confirmed(self) -> str:
        """What the box posts when ticked."""
        return str(self.to_confirm)

    def clean(self, value: dict[str, str]) -> Answer:
        """Euros by year (or day), rounded.  Unlikely amounts are asked about once."""
        if value["nsp"] and self.question.can_decline:
            return None
        amount = self.typed(value)
        kept = money.rounded(amount, self.scale.step)
        shown = f"{euros(kept)} {self.scale.per}"
        if not self.scale.lowest <= amount <= self.scale.highest:
            raise forms.ValidationError(
                f"{shown} : ce montant n’est pas possible. Vérifiez le nombre de zéros.",
                "impossible",
            )
        self.to_confirm = kept if self.unlikely(kept) else None
        # Another amount typed after the box was ticked is asked about in turn.
        if self.to_confirm and value["confirme"] != self.confirmed:
            hint = "Est-ce par mois ? " if self.scale.by_period and amount < self.scale.low else ""
            raise forms.ValidationError(
                f"{shown}, est-ce bien cela ? {hint}"
                "Corrigez le montant, ou cochez « Je confirme ce montant ».",
                "unlikely",
            )
        return kept

    def unlikely(self, amount: Answer) -> bool:
        return isinstance(amount, int) and not self.scale.low <= amount <= self.scale.high

    def typed(self, value: dict[str, str]) -> Decimal:
        """The exact amount by year (or day)."""
        if not value["valeur"]:
            raise forms.ValidationError("Indiquez un montant.", "required")
        try:
            amount = money.parse(value["valeur"][:LONGEST])
        except ValueError:
            raise forms.ValidationError(
                "Nous n’avons pas compris ce montant. Écrivez-le en chiffres, par exemple "
                f"« {'2 400' if self.scale.by_period else '320'} ».",
                "invalid",
            ) from None
        if not self.scale.by_period or value["periode"] == "an":
            return amount
        if value["periode"] == "mois":
            return amount * money.MONTHS
        raise forms.ValidationError("Dites si ce montant est par mois ou par an.", "period")


FIELDS = {Question.Kind.AGE: AgeField, Question.Kind.MONEY: MoneyField}


class ScreenForm(forms.Form):
    """The questions of a screen; cleaned_data is {question code: answer}."""

    def __init__(self, questions: list[Question], answers: Answers, data=None) -> None:
        super().__init__(data=data)
        for question in questions:
            field = FIELDS.get(question.kind, AnswerField)
            self.fields[question.code] = field(
                question, answers.get(question.code), question.code in answers
            )


class ReceiptForm(forms.Form):
    """The words given at the end; `response` holds what they open."""

    recu = forms.CharField(
        label="Vos cinq mots",
        max_length=120,
        help_text="Dans l’ordre, séparés par des tirets ou des espaces.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Écrivez les cinq mots de votre reçu.",
            "max_length": "Un reçu compte cinq mots : celui-ci est trop long.",
        },
    )

    def __init__(self, edition: Edition, data=None) -> None:
        super().__init__(data=data)
        self.edition = edition
        self.response: Response | None = None

    def clean_recu(self) -> str:
        text = self.cleaned_data["recu"]
        self.response = Response.objects.held_by(
            self.edition, self.edition.secrets.receipt_digest(text)
        ).first()
        if self.response is None:
            raise forms.ValidationError(
                "Aucune réponse ne correspond à ces mots. Vérifiez leur orthographe et leur ordre."
            )
        return text
