"""The field that asks for a commune, with or without JavaScript."""

from typing import NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse

from map.gazetteer import gazetteer
from map.geocoding import candidates
from map.models import Commune

SHOWN = 8


class Typed(str):
    """What the person typed: shown again exactly as it is."""

    __slots__ = ()


class CommuneInput(forms.TextInput):
    """A text input; `commune.js` makes it a combobox.  The page must include the form’s media."""

    class Media:
        js = [Script("commune.js", defer=True)]

    def get_context(self, name, value, attrs):
        defaults = {
            "data-communes": reverse("map:communes"),
            "autocomplete": "address-level2",
            "spellcheck": "false",
        }
        return super().get_context(name, value, defaults | attrs)


class CommuneField(forms.CharField):
    """A commune, from « Rennes », « Lyon (69) », « 69003 », « Lyon 3e » or a name and a postcode.

    Cleans to a Commune with its département, or to None when left empty and not required.
    """

    widget = CommuneInput
    default_error_messages = {
        "required": "Indiquez une commune.",
        "unknown": "Nous ne connaissons pas cette commune. Écrivez son nom et son code postal, "
        "par exemple « Rennes 35000 ».",
        "resembling": "Nous ne connaissons pas cette commune. Vouliez-vous dire %(choices)s ?",
        "homonyms": "Plusieurs communes s’appellent %(name)s : %(choices)s. "
        "Écrivez la vôtre comme dans cette liste.",
        "shared": "Plusieurs communes correspondent : %(choices)s. "
        "Écrivez la vôtre comme dans cette liste.",
    }

    def __init__(self, *, max_length: int = 100, **options):
        super().__init__(max_length=max_length, **options)

    def clean(self, value: str | None) -> Commune | None:
        text = super().clean(value)
        if not text:
            return None
        found = candidates(text, limit=SHOWN + 1)
        if not found:
            self._refuse(text)
        if len(found) > 1:
            choices = ", ".join(str(commune) for commune in found[:SHOWN])
            names = {commune.name for commune in found}
            code = "homonyms" if len(names) == 1 else "shared"
            raise ValidationError(
                self.error_messages[code],
                code=code,
                params={
                    "name": found[0].name,
                    "choices": choices + ("…" if len(found) > SHOWN else ""),
                },
            )
        return found[0]

    def _refuse(self, text: str) -> NoReturn:
        """ValidationError on a text that is no place, with the places it resembles."""
        labels = [place.label for place in gazetteer().resembling(text)]
        code = "resembling" if labels else "unknown"
        choices = " ou ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
        raise ValidationError(self.error_messages[code], code=code, params={"choices": choices})

    def bound_data(self, data, initial):
        return data if data is None else Typed(data)

    def prepare_value(self, value):
        """The text to show: what was typed, or the label of a stored commune or code."""
        if isinstance(value, Typed) or not value:
            return value
        if not isinstance(value, Commune):
            value = Commune.objects.filter(pk=value).first() or value
        return str(value)

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")
