"""Editors declare margins in a line of French, and decide nothing once the survey has closed."""

from datetime import timedelta

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from surveys import margins, weighting
from tests.edition_forms import EDITIONS, edit, edition_data, errors, text
from tests.factories import EditionFactory, EditorFactory
from tests.respondents import short_edition

ASKED = {
    "genre": {"femme": "Femme", "homme": "Homme", "non-binaire": "Non binaire"},
    "age": {"26-30": "De 26 à 30 ans", "31-35": "De 31 à 35 ans"},
    "region": {"11": "Île-de-France", "84": "Auvergne-Rhône-Alpes"},
}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("genre : femme 66, homme 34", {"genre": {"femme": 66, "homme": 34}}),
        ("Genre: Femme 66 % ; HOMME : 34%", {"genre": {"femme": 66, "homme": 34}}),
        ("\u00a0genre\u202f:\u00a0femme\u00a066,5, homme 33,5", {"genre": {"femme": 66.5,
         "homme": 33.5}}),
        ("age : 26-30 60,31-35 40", {"age": {"26-30": 60, "31-35": 40}}),
        ("region : 11 40, 84 60\n\ngenre : femme=50,homme=50\r\n", {"region": {"11": 40, "84": 60},
         "genre": {"femme": 50, "homme": 50}}),
        ("", {}),
        (" \n ", {}),
    ],
)  # fmt: skip
def test_a_line_is_read_as_it_is_written(typed, read):
    assert margins.parse(typed, ASKED) == read
    assert margins.parse(margins.written(read), ASKED) == read
    weighting.check({"source": "s", "questions": read} if read else {})


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("genre femme 66", "écrivez le code d’une question, deux points"),
        ("gendre : femme 66, homme 34", "Les codes sont : genre, age, region."),
        ("genre : femmes 66, homme 34", "femme (Femme), homme (Homme)"),
        ("genre : femme 66, homme", "nous ne lisons pas « homme »"),
        ("genre : femme -6, homme 106", "nous ne lisons pas « femme -6, homme 106 »"),
        ("genre :", "au moins deux réponses"),
        ("genre : femme 66, homme 30", "les parts font 96 %, pas 100 %"),
        ("genre : femme 100, homme 0", "entre 0 et 100"),
        ("genre : femme 50, femme 50", "« femme » est écrite deux fois"),
        ("genre : femme 66, homme 34\ngenre : femme 66, homme 34", "« genre » est écrite deux"),
        ("genre : femme 66, homme ٣٤\0", "nous ne lisons pas"),
    ],
)
def test_what_is_wrong_is_told_with_the_codes(typed, told):
    with pytest.raises(ValueError, match=r".") as found:
        margins.parse(typed, ASKED)
    assert [one for one in found.value.args if told in one]


def test_every_line_is_judged():
    with pytest.raises(ValueError, match=r".") as found:
        margins.parse("a : b 1\nc : d 2\ngenre : femme 66, homme 34", ASKED)
    assert len(found.value.args) == 2


@pytest.fixture
def admin(client, monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    return client


def closed(edition):
    """The same, closed an hour ago."""
    now = timezone.now()
    type(edition).objects.filter(pk=edition.pk).update(
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(hours=1),
        results_at=now + timedelta(days=9),
    )
    edition.refresh_from_db()
    return edition


LINES = "genre : femme 66, homme 34"
DECLARED = {"source": "Insee, 2030", "questions": {"genre": {"femme": 66, "homme": 34}}}


@pytest.mark.django_db
def test_margins_are_declared_shown_back_and_taken_away(admin):
    edition = short_edition(year=2027)
    url = reverse(f"{EDITIONS}:edit", args=[edition.pk])
    page = text(admin.get(url))
    assert "<b>genre</b> : femme (Femme), homme (Homme)" in page
    assert "<b>salaire</b>" not in page
    response = edit(admin, edition, margins_source="Insee, 2030", margins_shares=LINES)
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.margins == DECLARED
    page = text(admin.get(url))
    assert LINES in page and "Insee, 2030" in page
    # Saving something else leaves them; emptying both takes them away.
    edit(admin, edition, introduction="Bonjour")
    edition.refresh_from_db()
    assert edition.margins == DECLARED
    edit(admin, edition, margins_source="", margins_shares="")
    edition.refresh_from_db()
    assert edition.margins == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "shares", "field", "told"),
    [
        ("", LINES, "margins_source", "Dites d’où viennent"),
        ("Insee", "", "margins_shares", "ou effacez-la"),
        ("Insee", "genre : dame 66, homme 34", "margins_shares", "femme (Femme)"),
        ("Insee", "salaire : a 66, b 34", "margins_shares", "question à un choix"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    admin, source, shares, field, told
):
    edition = short_edition(year=2027)
    response = edit(admin, edition, margins_source=source, margins_shares=shares)
    [message] = response.context["form"].errors[field]
    assert told in message and (shares or source) in text(response)
    edition.refresh_from_db()
    assert edition.margins == {}


@pytest.mark.django_db
def test_margins_of_a_question_no_longer_asked_are_told(admin):
    edition = EditionFactory(year=2031, opens_at=None, closes_at=None, results_at=None)
    edition.ask_core_questions()
    edition.margins = DECLARED
    edition.save()
    data = edition_data(edition)
    rank = next(
        rank
        for rank, row in enumerate(edition.edition_questions.order_by("sort_order"))
        if row.question.code == "genre"
    )
    data[f"edition_questions-{rank}-DELETE"] = "on"
    response = admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data)
    assert "« genre » n’est pas le code" in str(response.context["form"].errors["margins_shares"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((f"exclude_{rule}", "") for rule in ("fast", "straight", "impossible")),
        ("margins_source", "Une autre source"),
        ("margins_shares", "genre : femme 50, homme 50"),
        ("margins_shares", ""),
    ],
)
def test_nothing_that_changes_figures_is_decided_after_closing(admin, field, value):
    edition = short_edition(year=2027)
    edition.margins = DECLARED
    edition.save()
    closed(edition)
    before = type(edition).objects.filter(pk=edition.pk).values().get()
    data = edition_data(edition, **{field: value})
    if not value and field.startswith("exclude"):
        del data[field]
    response = admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data)
    assert "L’enquête est close" in str(response.context["form"].errors[field])
    after = type(edition).objects.filter(pk=edition.pk).values().get()
    assert {name: after[name] for name in before if after[name] != before[name]} == {}
    # What changes no figure still may.
    response = edit(admin, edition, method="Un mot de plus.")
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.margins == DECLARED and edition.exclude_fast
    page = text(admin.get(reverse(f"{EDITIONS}:edit", args=[edition.pk])))
    assert page.count(" readonly") >= 2


@pytest.mark.django_db
def test_they_may_change_until_the_very_closing(admin):
    edition = short_edition(year=2027)
    data = edition_data(edition, margins_source="Insee, 2030", margins_shares=LINES)
    del data["exclude_fast"]
    response = admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data)
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.margins == DECLARED and not edition.exclude_fast
