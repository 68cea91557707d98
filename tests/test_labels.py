"""What readers call the values of a field is what its choices say, and unknown ones as they are."""

import pytest

from directory.models import Profile, SpokenLanguage

FIELDS = [
    (Profile, "status"),
    (Profile, "availability"),
    (Profile, "remote"),
    (SpokenLanguage, "language"),
]


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_values_are_called_as_their_choices_say(model, field):
    choices = model._meta.get_field(field).choices
    for value, label in [*choices, ("", ""), ("ancien-code", "ancien-code")]:
        assert getattr(model(**{field: value}), f"get_{field}_display")() == label
