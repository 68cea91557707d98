"""The field of each kind of question: strings posted → an answer, or a message in plain French."""

from decimal import Decimal

from django import forms

from surveys import ages, free_text, money, numbers
from surveys.branches import Answer
from surveys.models import EditionQuestion, Question
from surveys.questionnaire import euros

# No choice’s code can be this: codes are slugs.
DECLINE = "~"
# The choice that goes with no other: « aucun », « aucune-de-celles-la ».
NONE_OF_THEM = "aucun"
Raw = dict[str, str | list[str]]


class RawWidget(forms.Widget):
    """Hands over the posted strings of one question, {part: text}; the template draws them.

    The main part is posted under the question’s code, the others under « code.part ».  A key
    posted twice gives both, with a comma: no choice, no number, no amount reads like that.
    """

    parts: tuple[str, ...] = ()

    def value_from_datadict(self, data, files, name: str) -> Raw:
        keys = {"valeur": name} | {part: f"{name}.{part}" for part in self.parts}
        return {part: ", ".join(data.getlist(key)).strip() for part, key in keys.items()}

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        return False


class DeclinableWidget(RawWidget):
    """For what is typed or ticked: « je préfère ne pas répondre » is a box of its own."""

    parts = ("nsp",)


class MoneyWidget(RawWidget):
    parts = ("periode", "nsp", "confirme")


class MultiWidget(DeclinableWidget):
    def value_from_datadict(self, data, files, name: str) -> Raw:
        return super().value_from_datadict(data, files, name) | {"valeur": data.getlist(name)}


class AnswerField(forms.Field):
    """Cleans what one question’s inputs hold into an answer; as it is, one choice of a list."""

    raw_widget: type[RawWidget] = RawWidget
    # Whether what is typed and not understood is worth keeping while its author looks elsewhere.
    typed = False
    room = money.LONGEST  # characters of it that are
    nothing = "Choisissez une réponse."

    def __init__(self, row: EditionQuestion, kept: Answer = None, answered: bool = False) -> None:
        self.question: Question = row.question
        self.optional = row.optional
        super().__init__(
            widget=self.raw_widget,
            required=False,
            label=row.question.short_label,
            initial=dict.fromkeys(("valeur", *self.raw_widget.parts), "")
            | (self.raw(kept) if answered else {}),
        )
        self.choices = list(row.question.choices.all())
        self.kept = kept if answered else None

    def raw(self, answer: Answer) -> Raw:
        """What the inputs show for an answer kept."""
        return {"valeur": DECLINE if answer is None and not self.optional else str(answer or "")}

    def declines(self, value: Raw) -> bool:
        return DECLINE in (value["valeur"], value.get("nsp") and DECLINE)

    def clean(self, value: Raw) -> Answer:
        """The answer; None when declined, or when an optional question is left blank."""
        if self.question.can_decline and self.declines(value):
            return None
        if not value["valeur"]:
            return self.blank()
        return self.answer(value)

    def blank(self) -> Answer:
        if self.optional:
            return None
        raise forms.ValidationError(self.nothing, "required")

    def answer(self, value: Raw) -> Answer:
        if value["valeur"] not in {choice.code for choice in self.choices}:
            raise forms.ValidationError("Choisissez une réponse de la liste.", "invalid")
        return value["valeur"]


class TypedField(AnswerField):
    raw_widget = DeclinableWidget
    typed = True
    nothing = "Écrivez une réponse."

    def raw(self, answer: Answer) -> Raw:
        if answer is None:
            return {} if self.optional else {"nsp": "1"}
        return {"valeur": str(answer)}


class MultiField(TypedField):
    raw_widget = MultiWidget
    typed = False

    def __init__(self, row: EditionQuestion, kept: Answer = None, answered: bool = False) -> None:
        super().__init__(row, kept, answered)
        most = self.question.highest
        self.rule = f"{most} réponses au plus." if most else ""
        self.nothing = "Choisissez au moins une réponse."

    def raw(self, answer: Answer) -> Raw:
        return {"valeur": answer} if isinstance(answer, list) else super().raw(answer)

    def answer(self, value: Raw) -> Answer:
        """The codes, each once, in the order of the choices."""
        given = set(value["valeur"])
        codes = [choice.code for choice in self.choices if choice.code in given]
        if len(codes) != len(given):
            raise forms.ValidationError("Choisissez des réponses de la liste.", "invalid")
        alone = [one for one in self.choices if one.code in given and is_none_of_them(one.code)]
        if alone and len(codes) > 1:
            raise forms.ValidationError(
                f"« {alone[0].label} » ne va avec aucune autre réponse : décochez l’une ou les "
                "autres.",
                "alone",
            )
        lowest, highest = self.question.lowest, self.question.highest
        if highest is not None and len(codes) > highest:
            raise forms.ValidationError(
                f"Choisissez {highest} réponses au plus : vous en avez coché {len(codes)}.", "many"
            )
        if lowest is not None and len(codes) < lowest and not alone:
            raise forms.ValidationError(f"Choisissez au moins {lowest} réponses.", "few")
        return codes


def is_none_of_them(code: str) -> bool:
    return code.split("-")[0].removesuffix("e") == NONE_OF_THEM


class NumberField(TypedField):
    nothing = "Indiquez un nombre."

    def answer(self, value: Raw) -> Answer:
        try:
            number = numbers.parse(value["valeur"], self.question.unit)
        except numbers.NotWhole:
            raise forms.ValidationError(
                "Indiquez un nombre entier, sans virgule : arrondissez au plus proche.", "fraction"
            ) from None
        except ValueError:
            raise forms.ValidationError("Indiquez un nombre en chiffres.", "invalid") from None
        lowest, highest = self.question.lowest, self.question.highest
        low, high = lowest is not None and number < lowest, highest is not None and number > highest
        if low or high:
            bounds = (
                f"entre {lowest} et {highest}"
                if None not in (lowest, highest)
                else f"d’au moins {lowest}"
                if low
                else f"d’au plus {highest}"
            )
            raise forms.ValidationError(f"Indiquez un nombre {bounds}.", "bounds")
        return number


class TextField(TypedField):
    longest = free_text.LONGEST
    room = 2 * free_text.LONGEST

    def answer(self, value: Raw) -> Answer:
        text = free_text.tidy(value["valeur"])
        if len(text) > self.longest:
            raise forms.ValidationError(
                f"Ce texte compte {len(text)} caractères, pour {self.longest} au plus. "
                "Raccourcissez-le.",
                "long",
            )
        return text or self.blank()


class RemarkField(TextField):
    """What somebody has to say of a question itself, beside their answer; nothing, most often."""

    raw_widget = RawWidget
    longest = free_text.LONGEST_REMARK
    room = 2 * free_text.LONGEST_REMARK

    def __init__(self, row: EditionQuestion, kept: Answer = None) -> None:
        super().__init__(row, kept, answered=kept is not None)
        self.label = f"Remarque sur « {row.question.short_label} »"

    def declines(self, value: Raw) -> bool:
        # Emptied, it is withdrawn; and no text means « I prefer not to answer ».
        return not value["valeur"]

    def blank(self) -> Answer:
        return None


class AgeField(TypedField):
    nothing = "Indiquez votre âge."

    def raw(self, answer: Answer) -> Raw:
        # The number typed is not kept, hence cannot be shown again: the template names the band.
        return super().raw(answer) if answer is None else {}

    @property
    def kept_label(self) -> str:
        return next((one.label for one in self.choices if one.code == self.kept), "")

    def blank(self) -> Answer:
        return self.kept or super().blank()

    def answer(self, value: Raw) -> Answer:
        try:
            return ages.band(value["valeur"], [choice.code for choice in self.choices])
        except ValueError:
            raise forms.ValidationError(
                f"Indiquez un âge en chiffres, entre {ages.YOUNGEST} et {ages.OLDEST} ans.",
                "invalid",
            ) from None


class MoneyField(TypedField):
    raw_widget = MoneyWidget
    nothing = "Indiquez un montant."

    def __init__(self, row: EditionQuestion, kept: Answer = None, answered: bool = False) -> None:
        self.scale = money.scale(row.question.scale)
        super().__init__(row, kept, answered)
        # The amount that the box « Je confirme ce montant » vouches for; None hides the box.
        self.to_confirm = self.kept if self.unlikely(self.kept) else None

    def raw(self, answer: Answer) -> Raw:
        if answer is None:
            return super().raw(answer)
        return {
            "valeur": f"{answer:,}".replace(",", "\u202f"),
            "periode": money.YEAR if self.scale.by_period else "",
            "confirme": str(answer),
        }

    @property
    def confirmed(self) -> str:
        """What the box posts when ticked."""
        return str(self.to_confirm)

    def answer(self, value: Raw) -> Answer:
        """Euros by year (day, month), rounded.  Unlikely amounts are asked about once."""
        typed = self.read(value)
        amount = typed.amount * self.times(typed)
        kept = money.rounded(amount, self.scale.step)
        understood = self.understood(typed, amount, kept)
        if not self.scale.lowest <= amount <= self.scale.highest:
            raise forms.ValidationError(
                f"{understood}. Ce montant n’est pas possible : vérifiez le nombre de zéros.",
                "impossible",
            )
        self.to_confirm = kept if self.unlikely(kept) else None
        # Another amount typed after the box was ticked is asked about in turn.
        if self.to_confirm is not None and value["confirme"] != self.confirmed:
            hint = "Est-ce par mois ? " if self.scale.by_period and amount < self.scale.low else ""
            raise forms.ValidationError(
                f"{understood}. Est-ce bien cela ? {hint}"
                "Corrigez le montant, ou cochez « Je confirme ce montant ».",
                "unlikely",
            )
        return kept

    def unlikely(self, amount: Answer) -> bool:
        return isinstance(amount, int) and not self.scale.low <= amount <= self.scale.high

    def understood(self, typed: money.Typed, amount: Decimal, kept: int) -> str:
        """What was read and what is kept of it: said on the screen, and nowhere else."""
        said = f"Vous avez écrit {in_full(typed.amount)} par {typed.period}"
        if typed.period != self.scale.period:
            said += f", soit {in_full(amount)} {self.scale.per}"
        if amount != kept:
            said += f", gardé à {euros(self.scale.step)} près : {euros(kept)}"
        return said

    def times(self, typed: money.Typed) -> int:
        return money.MONTHS if self.scale.by_period and typed.period == money.MONTH else 1

    def read(self, value: Raw) -> money.Typed:
        """The amount as it was written, with its period."""
        try:
            typed = money.read(value["valeur"])
        except ValueError:
            raise forms.ValidationError(
                "Nous n’avons pas compris ce montant. Écrivez-le en chiffres, par exemple "
                f"« {self.scale.example} ».",
                "invalid",
            ) from None
        if typed.net and self.scale.by_period:
            raise forms.ValidationError(
                "Nous demandons le montant brut, avant cotisations : il figure en haut du bulletin "
                "de paie. En net, il ne se comparerait pas aux autres.",
                "net",
            )
        if not self.scale.by_period:
            if typed.period not in ("", self.scale.period):
                raise forms.ValidationError(
                    f"Nous demandons un montant par {self.scale.period}.", "period"
                )
            return typed._replace(period=self.scale.period)
        period = value["periode"] or typed.period
        if typed.period not in ("", period):
            raise forms.ValidationError(
                f"Vous avez écrit « par {typed.period} » et coché « par {period} » : lequel ?",
                "period",
            )
        if period not in (money.MONTH, money.YEAR):
            raise forms.ValidationError("Dites si ce montant est par mois ou par an.", "period")
        return typed._replace(period=period)


def in_full(amount: Decimal) -> str:
    """« 2 400,50 € », exact."""
    whole, cents = divmod(amount, 1)
    shown = euros(int(whole))
    return shown.replace("\u202f€", f",{int(100 * cents):02}\u202f€") if cents else shown


FIELDS = {
    Question.Kind.MULTI: MultiField,
    Question.Kind.NUMBER: NumberField,
    Question.Kind.TEXT: TextField,
    Question.Kind.AGE: AgeField,
    Question.Kind.MONEY: MoneyField,
}
