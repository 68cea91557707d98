"""Editors prepare an edition; once it has opened, what was asked and what has passed stand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from surveys.models import Edition, Question
from tests.factories import EditionFactory, EditorFactory, UserFactory
from tests.respondents import core_edition

pytestmark = pytest.mark.django_db
EDITIONS = "wagtailsnippets_surveys_edition"
QUESTIONS = "wagtailsnippets_surveys_question"


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def admin(client):
    client.force_login(EditorFactory())
    return client


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def edition_data(edition, rows=None, **changes) -> dict:
    """The edit form as a browser posts it, with some fields changed."""
    if rows is None and edition.pk:
        rows = [
            {"id": row.pk, "question": row.question_id, "step": row.step, "heading": row.heading}
            for row in edition.edition_questions.order_by("sort_order")
        ]
    data = {
        "year": edition.year,
        "title": edition.title,
        "introduction": "",
        "method": "",
        "opens_at": local(edition.opens_at),
        "closes_at": local(edition.closes_at),
        "results_at": local(edition.results_at),
        "edition_questions": inline_formset(
            rows or [], initial=len(rows or []) if edition.pk else 0
        ),
        "archived_figures": inline_formset([]),
        "comments": inline_formset([]),
        "reuses": inline_formset([]),
    }
    return nested_form_data(data | changes)


def edit(admin, edition, **changes):
    rows = changes.pop("rows", None)
    url = reverse(f"{EDITIONS}:edit", args=[edition.pk])
    return admin.post(url, edition_data(edition, rows, **changes))


def text(response) -> str:
    return response.content.decode()


def errors(response) -> list:
    """What a form says, where a redirection was expected."""
    form = response.context["form"]
    return [form.errors, *(formset.errors for formset in form.formsets.values())]


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
    assert Edition.objects.get(year=2031).edition_questions.count() == 12


def test_before_it_opens_everything_can_change(admin):
    edition = core_edition(year=2028, announced=True)
    response = edit(
        admin,
        edition,
        title="Autre titre",
        opens_at=local(edition.opens_at + timedelta(days=1)),
        rows=[],
        edition_questions=inline_formset([]),
    )
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.title == "Autre titre"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("closes_at", "2001-01-01 00:00", "L’ouverture doit précéder la clôture."),
        ("results_at", "2001-01-01 00:00", "La clôture doit précéder la publication"),
    ],
)
def test_dates_out_of_order_are_refused_in_french(admin, name, value, message):
    edition = core_edition(year=2028, announced=True)
    page = text(edit(admin, edition, **{name: value}))
    assert message in page


def test_once_open_an_unchanged_edition_can_be_saved_and_prolonged(admin):
    edition = core_edition(year=2027)
    later, opened = edition.closes_at + timedelta(days=7), edition.opens_at
    response = edit(admin, edition, title="Enquête 2027, prolongée", closes_at=local(later))
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.closes_at == later.replace(second=0, microsecond=0)
    assert edition.opens_at == opened


def test_once_open_its_questions_stand(admin):
    edition = core_edition(year=2027)
    rows = [
        {"id": row.pk, "question": row.question_id, "step": row.step + 1, "heading": row.heading}
        for row in edition.edition_questions.order_by("sort_order")
    ]
    page = text(edit(admin, edition, rows=rows))
    assert "ses questions et leur ordre ne se changent plus" in page
    assert edition.edition_questions.order_by("step").first().step == 1


def test_once_open_the_order_of_its_questions_stands(admin):
    edition = core_edition(year=2027)
    data = edition_data(edition)
    data["edition_questions-0-ORDER"], data["edition_questions-1-ORDER"] = "5", "4"
    page = text(admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data))
    assert "ses questions et leur ordre ne se changent plus" in page


@pytest.mark.parametrize(
    ("trait", "name"),
    [({}, "opens_at"), ({"closed": True}, "closes_at"), ({"published": True}, "results_at")],
)
def test_an_instant_that_has_passed_stands(admin, trait, name):
    edition = core_edition(year=2027, **trait)
    moved = local(getattr(edition, name) + timedelta(days=200))
    later = {"closes_at": local(edition.closes_at + timedelta(days=300))} if not trait else {}
    later["results_at"] = local(edition.results_at + timedelta(days=400))
    page = text(edit(admin, edition, **(later | {name: moved})))
    assert "cette date ne se change plus" in page
    before = getattr(edition, name)
    edition.refresh_from_db()
    assert getattr(edition, name) == before


def question_data(question, **changes) -> dict:
    choices = [
        {"id": choice.pk, "code": choice.code, "label": choice.label, "help": choice.help}
        for choice in question.choices.all()
    ]
    data = {
        "code": question.code,
        "kind": question.kind,
        "label": question.label,
        "short_label": question.short_label,
        "help": question.help,
        "why": question.why,
        "can_decline": "on",
        "choices": inline_formset(choices, initial=len(choices)),
    }
    return nested_form_data(data | changes)


def test_a_question_being_asked_keeps_its_words_but_may_be_explained(admin):
    core_edition(year=2027)
    question = Question.objects.get(code="genre")
    url = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    page = text(admin.post(url, question_data(question, label="Autre question ?")))
    assert "en cours" in page and "ce champ ne se change plus" in page
    response = admin.post(url, question_data(question, why="Parce que."))
    assert response.status_code == 302, errors(response)
    question.refresh_from_db()
    assert (question.label, question.why) == ("Quel est votre genre ?", "Parce que.")


def test_the_choices_of_a_question_being_asked_stand(admin):
    core_edition(year=2027)
    question = Question.objects.get(code="temps")
    data = question_data(question)
    data["choices-0-label"] = "À fond"
    page = text(admin.post(reverse(f"{QUESTIONS}:edit", args=[question.pk]), data))
    assert "ses réponses ne se changent plus" in page


def test_after_publication_words_may_change_but_never_the_code(admin):
    core_edition(year=2026, published=True)
    question = Question.objects.get(code="genre")
    url = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    assert "relie les éditions" in text(admin.post(url, question_data(question, code="sexe")))
    assert admin.post(url, question_data(question, label="Vous êtes")).status_code == 302


def test_the_admin_knows_no_response():
    registered = {model.__name__ for model in get_snippet_models()}
    assert {"Edition", "Question"} <= registered
    assert not {"Response", "Participation", "Draft"} & registered


def test_others_are_kept_out(client):
    client.force_login(UserFactory())
    assert client.get(reverse(f"{EDITIONS}:list")).status_code in (302, 403)
