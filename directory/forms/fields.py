"""Fields that several forms share: texts without anything invisible, years, amounts."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from directory import amounts
from directory.characters import hides_something, tidy_line, tidy_text

FIRST_YEAR = 1950
ADDRESS_ERROR = "Donnez une adresse complète, qui commence par https:// ou http://."
CHOOSE = "Choisir…"


class LineField(forms.CharField):
    """One line, of any script; what is invisible in it is taken out before anything is checked."""

    tidy = staticmethod(tidy_line)

    def to_python(self, value):
        return super().to_python(self.tidy(value) if isinstance(value, str) else value)


class TextField(LineField):
    tidy = staticmethod(tidy_text)


def field_for(db_field: models.Field, **options) -> forms.Field | None:
    """The form field of a column, for `Meta.formfield_callback`."""
    if type(db_field) is models.CharField and not db_field.choices:
        options["form_class"] = LineField
    elif isinstance(db_field, models.TextField):
        options["form_class"] = TextField
    return db_field.formfield(**options)


def tidied(form: forms.BaseForm) -> list[str]:
    """The labels of the fields out of which something invisible was taken."""
    return [
        bound.label
        for bound in form
        if isinstance(bound.field, LineField) and hides_something(bound.data or "")
    ]


class YearField(forms.IntegerField):
    """Four digits, from FIRST_YEAR to this year; typed, as a number input changes under a wheel."""

    default_error_messages = {"invalid": "Écrivez une année en quatre chiffres."}

    def __init__(self, **options) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        )
        super().__init__(**options)

    def clean(self, value) -> int | None:
        year = super().clean(value)
        latest = timezone.localdate().year
        if year is not None and not FIRST_YEAR <= year <= latest:
            raise ValidationError(f"Donnez une année entre {FIRST_YEAR} et {latest}.")
        return year


class WebField(forms.URLField):
    """An address of the web: http or https, and nothing that runs."""

    default_error_messages = {"invalid": ADDRESS_ERROR}

    def __init__(self, **options) -> None:
        options.setdefault("max_length", 200)
        options.setdefault("assume_scheme", "https")
        options.setdefault(
            "widget", forms.URLInput(attrs={"autocomplete": "url", "inputmode": "url"})
        )
        super().__init__(**options)

    def to_python(self, value):
        return super().to_python(tidy_line(value) if isinstance(value, str) else value)

    def clean(self, value) -> str:
        address = super().clean(value)
        if address and not address.lower().startswith(("https://", "http://")):
            raise ValidationError(ADDRESS_ERROR)
        return address


OUT_OF_REACH = (
    "Donnez un salaire brut par an, à temps plein, entre 10\u202f000 et 300\u202f000\u00a0€."
)


class SalaryField(forms.CharField):
    """Whole euros a year, from « 32 000 », « 32k » or « 32000 € »; the model says how many."""

    default_error_messages = {
        "invalid": "Écrivez un salaire brut par an, par exemple 32\u202f000 ou 32k.",
        "min_value": OUT_OF_REACH,
        "max_value": OUT_OF_REACH,
    }

    def __init__(self, **options) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=40, **options)

    def clean(self, value) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return amounts.yearly(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"]) from None

    def prepare_value(self, value):
        return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else value
