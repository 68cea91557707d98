"""What readers call the values of the fields that lists and files say of everybody."""

from collections.abc import Callable
from typing import Any

from django.db import models


def label_of(field: str, choices: type[models.Choices]) -> Callable[[Any], str]:
    """`get_<field>_display` of a model, to be written in its own class.

    Django’s makes a dictionary of all the choices for each row.
    """
    labels = dict(choices.choices)

    def display(row) -> str:
        value = getattr(row, field)
        return labels.get(value, value)

    return display
