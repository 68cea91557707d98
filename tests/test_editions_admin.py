"""Editors prepare an edition; once it has opened, what was asked and what has passed stand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset

from surveys.models import Edition, Question
from tests.edition_forms import (
    EDITIONS,
    QUESTIONS,
    edit,
    edition_data,
    errors,
    local,
    question_data,
    row_data,
    text,
)
from tests.factories import EditionFactory, EditorFactory, UserFactory
from tests.respondents import core_edition, short_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def admin(client):
    client.force_login(EditorFactory())
    return client


def test_the_list_says_the_state_in_words_at_a_constant_cost(admin, django_assert_num_queries):
    EditionFactory(year=2027)
    url = reverse(f"{EDITIONS}:list")
    admin.get(url)
    with CaptureQueriesContext(connection) as few:
        admin.get(url)
    EditionFactory(year=2028, announced=True)
    EditionFactory(year=2026, published=True)
    with django_assert_num_queries(len(few)):
        page = text(admin.get(url))
    for words in ("ouverte jusqu’au", "ouvrira le", "résultats publiés le"):
        assert words in page


def test_a_new_edition_left_without_questions_asks_the_standard_ones(admin):
    draft = Edition(year=2031, title="Enquête 2031")
    response = admin.post(reverse(f"{EDITIONS}:add"), edition_data(draft))
    assert response.status_code == 302, errors(response)
    rows = Edition.objects.get(year=2031).edition_questions
    assert rows.filter(optional=False).count() == 12 and rows.filter(optional=True).exists()


def test_before_it_opens_it_can_be_put_off_whole_and_ask_something_else(admin):
    edition = short_edition(year=2028, announced=True)
    later = {
        name: local(getattr(edition, name) + timedelta(days=1))
        for name in ("opens_at", "closes_at", "results_at")
    }
    changes = later | {
        "title": "Autre titre",
        "rows": [],
        "edition_questions": inline_formset([]),
    }
    page = text(edit(admin, edition, **changes))
    assert "Ces dates ont été annoncées." in page and "Je confirme ces dates" in page
    response = edit(admin, edition, confirm_dates="on", **changes)
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.title == "Autre titre" and local(edition.opens_at) == later["opens_at"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("closes_at", "2001-01-01 00:00", "L’ouverture doit précéder la clôture."),
        ("results_at", "2001-01-01 00:00", "La clôture doit précéder la publication"),
    ],
)
def test_dates_out_of_order_are_refused_in_french(admin, name, value, message):
    edition = short_edition(year=2028, announced=True)
    page = text(edit(admin, edition, **{name: value}))
    assert message in page


def test_once_open_an_unchanged_edition_can_be_saved_and_prolonged(admin):
    edition = short_edition(year=2027)
    later, opened = edition.closes_at + timedelta(days=7), edition.opens_at
    changes = {"title": "Enquête 2027, prolongée", "closes_at": local(later)}
    assert "Ce qui change" in text(edit(admin, edition, **changes))
    response = edit(admin, edition, confirm_dates="on", **changes)
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.closes_at == later.replace(second=0, microsecond=0)
    assert edition.opens_at == opened


def test_once_open_its_questions_stand(admin):
    edition = short_edition(year=2027)
    rows = [
        row_data(row, step=row.step + 1) for row in edition.edition_questions.order_by("sort_order")
    ]
    page = text(edit(admin, edition, rows=rows))
    assert "ses questions et leur ordre ne se changent plus" in page
    assert edition.edition_questions.order_by("step").first().step == 1


def test_once_open_the_order_of_its_questions_stands(admin):
    edition = short_edition(year=2027)
    data = edition_data(edition)
    data["edition_questions-0-ORDER"], data["edition_questions-1-ORDER"] = "5", "4"
    page = text(admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data))
    assert "ses questions et leur ordre ne se changent plus" in page


@pytest.mark.parametrize(
    ("trait", "name"),
    [({}, "opens_at"), ({"closed": True}, "closes_at"), ({"published": True}, "results_at")],
)
def test_an_instant_that_has_passed_stands(admin, trait, name):
    edition = short_edition(year=2027, **trait)
    moved = local(getattr(edition, name) + timedelta(days=200))
    later = {"closes_at": local(edition.closes_at + timedelta(days=300))} if not trait else {}
    later["results_at"] = local(edition.results_at + timedelta(days=400))
    page = text(edit(admin, edition, **(later | {name: moved})))
    assert "cette date ne se change plus" in page
    before = getattr(edition, name)
    edition.refresh_from_db()
    assert getattr(edition, name) == before


@pytest.mark.parametrize("trait", [{}, {"closed": True}, {"published": True}])
@pytest.mark.parametrize("name", ["label", "help", "why", "short_label", "code"])
def test_a_question_that_was_asked_keeps_its_words(admin, trait, name):
    short_edition(year=2027, **trait)
    question = Question.objects.get(code="genre")
    url = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    page = text(admin.post(url, question_data(question, **{name: "autre-chose"})))
    assert "ceci ne se change plus" in page and "nouvelle version" in page
    before = getattr(question, name)
    question.refresh_from_db()
    assert getattr(question, name) == before


def test_the_choices_of_a_question_that_was_asked_stand(admin):
    core_edition(year=2027)
    question = Question.objects.get(code="temps")
    data = question_data(question)
    data["choices-0-label"] = "À fond"
    page = text(admin.post(reverse(f"{QUESTIONS}:edit", args=[question.pk]), data))
    assert "ceci ne se change plus" in page
    assert question.choices.first().label == "Temps plein"


def test_a_question_that_nobody_has_read_yet_changes_freely(admin):
    short_edition(year=2028, announced=True)
    question = Question.objects.get(code="genre")
    url = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    response = admin.post(url, question_data(question, label="Vous êtes", why="Parce que."))
    assert response.status_code == 302, errors(response)


def test_the_admin_knows_no_response():
    registered = {model.__name__ for model in get_snippet_models()}
    assert {"Edition", "Question"} <= registered
    assert not {"Response", "Participation", "Draft"} & registered


def test_others_are_kept_out(client):
    client.force_login(UserFactory())
    assert client.get(reverse(f"{EDITIONS}:list")).status_code in (302, 403)
