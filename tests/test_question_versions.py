"""Questions have versions; once asked, their words change by a corrected typing mistake only."""

import pytest
from django.template import engines
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset

from surveys import corrections
from surveys.models import Choice, Question
from tests.edition_forms import QUESTIONS, errors, question_data, text
from tests.factories import EditorFactory, QuestionFactory
from tests.respondents import core_edition


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def admin(client, db):
    client.force_login(EditorFactory())
    return client


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Quel est votre genrre ?", "Quel est votre genre ?", ""),
        ("Combien gagnez vous par an ?", "Combien gagnez-vous par an ?", ""),
        ("Vos réseaux gérés", "Vos réseau gérés", ""),
        ("Travaillez-vous seul ?", "Travaillez-vous à plusieurs ?", "plus qu’une coquille"),
        ("Moins de 20 ans de métier", "Moins de 30 ans de métier", "chiffre"),
        ("Vous aimez votre métier ?", "Vous n’aimez votre métier ?", "négation"),
        ("Gérez-vous des publicités ?", "Gérez-vous pas des publicités ?", "négation"),
        ("CDI", "CDD", "plus qu’une coquille"),
        ("Femme", "Homme", "plus qu’une coquille"),
        ("Une aide", "", "ne disparaît pas"),
        ("", "Une aide", "en ajouter"),
    ],
)
def test_a_typing_mistake_is_small_and_turns_nothing_round(before, after, words):
    fault = corrections.fault(before, after)
    assert words in fault if words else fault == ""


def test_a_new_version_copies_words_and_choices_and_keeps_the_code(admin):
    core_edition(year=2027)
    question = Question.objects.get(code="temps")
    url = reverse("surveys_questions:version", args=[question.pk])
    assert "Nouvelle version" in text(admin.get(url))
    response = admin.post(url, {})  # not comparable
    second = Question.objects.get(code="temps", version=2)
    assert response.url == reverse(f"{QUESTIONS}:edit", args=[second.pk])
    assert second.comparable is False and second.label == question.label
    assert list(second.choices.values_list("code", "label")) == list(
        question.choices.values_list("code", "label")
    )
    # Nobody has read it: it can be reworded at once.
    saved = admin.post(response.url, question_data(second, label="À temps plein ?"))
    assert saved.status_code == 302, errors(saved)
    admin.post(url, {"comparable": "on"})
    assert Question.objects.get(code="temps", version=3).comparable is True


def test_the_list_shows_code_version_and_the_editions_that_ask(admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    core_edition(year=2027)
    url = reverse(f"{QUESTIONS}:list")
    admin.get(url)
    with CaptureQueriesContext(connection) as few:
        page = text(admin.get(url))
    assert "2027" in page and "metier-precedent" in page
    core_edition(year=2026, published=True)
    for number in range(20):
        QuestionFactory(code=f"autre-{number}")
    with django_assert_num_queries(len(few)):
        page = text(admin.get(url))
    assert "2026, 2027" in page and "aucune" in page


def test_a_code_that_exists_asks_for_a_new_version(admin):
    core_edition(year=2027)
    data = question_data(Question(code="genre", label="Genre ?", short_label="Genre"))
    page = text(admin.post(reverse(f"{QUESTIONS}:add"), data))
    assert "Ce code existe déjà" in page


def new(kind: str, choices=(), **fields) -> dict:
    question = Question(code="neuve", kind=kind, label="Neuve ?", short_label="Neuve")
    rows = [{"code": code, "label": code, "help": ""} for code in choices]
    return question_data(question, **fields) | question_choices(rows)


def question_choices(rows) -> dict:
    from wagtail.test.utils.form_data import nested_form_data

    return nested_form_data({"choices": inline_formset(rows)})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (new("money"), "Dites comment ce montant se donne."),
        (new("number", lowest="5", highest="2"), "ne peut pas être sous"),
        (new("choice"), "Proposez au moins deux réponses."),
        (new("choice", ["a", "a"]), "Ce code sert déjà"),
        (new("multi", ["a", "b"], highest="3"), "plus que le nombre de réponses"),
        (new("multi", ["a", "b"], highest="0"), "Une réponse au moins"),
        (new("scale", ["1", "2", "3"]), "Une échelle a cinq réponses"),
        (new("age", ["jeune", "vieux"]), "disent leurs bornes"),
        (new("text", ["a", "b"]), "n’a pas de réponses proposées"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_asks_for_what_it_needs_in_french(admin, data, words):
    page = text(admin.post(reverse(f"{QUESTIONS}:add"), data))
    assert words in page
    assert not Question.objects.filter(code="neuve").exists()


@pytest.mark.parametrize(
    "data",
    [
        new("money", scale="monthly"),
        new("number", lowest="0", highest="40", unit="comptes"),
        new("multi", ["a", "b"], highest="2"),
        new("age", ["moins-21", "21-25", "26-plus"]),
        new("text"),
    ],
    ids=["money", "number", "multi", "age", "text"],
)
def test_a_question_well_made_is_saved(admin, data):
    response = admin.post(reverse(f"{QUESTIONS}:add"), data)
    assert response.status_code == 302, errors(response)


def test_what_a_kind_does_not_use_is_emptied_and_a_scale_gets_its_points(admin):
    response = admin.post(
        reverse(f"{QUESTIONS}:add"), new("scale", scale="yearly", lowest="3", unit="euros")
    )
    assert response.status_code == 302, errors(response)
    question = Question.objects.get(code="neuve")
    assert (question.scale, question.lowest, question.unit) == ("", None, "")
    assert [choice.code for choice in question.choices.all()] == list("12345")


def typo_data(question, **changes) -> dict:
    data = {name: getattr(question, name) for name in ("label", "short_label", "help", "why")}
    data |= {f"choice-{one.pk}": one.label for one in question.choices.all()}
    return {name: value for name, value in (data | changes).items() if value}


def test_a_typing_mistake_is_put_right_logged_and_told_to_readers(admin, client):
    core_edition(year=2027)
    Question.objects.filter(code="temps").update(label="Travaillez-vous à temp plein ?")
    question = Question.objects.get(code="temps")
    choice = Choice.objects.get(question=question, code="partiel")
    url = reverse("surveys_questions:typo", args=[question.pk])
    assert "Aujourd’hui : Travaillez-vous à temp plein" in text(admin.get(url))
    changes = {"label": "Travaillez-vous à temps plein ?", f"choice-{choice.pk}": "Temps partiels"}
    response = admin.post(url, typo_data(question, **changes))
    assert response.status_code == 302
    question.refresh_from_db()
    choice.refresh_from_db()
    assert question.label == changes["label"] and choice.label == "Temps partiels"
    messages = [one.message for one in ModelLogEntry.objects.filter(action="surveys.typo")]
    assert any("à temp plein" in one and "à temps plein" in one for one in messages)
    page = text(client.get("/enquete/2027/"))
    assert "coquille corrigée le" in page and "à temp plein" in page.replace("\u00a0", " ")


def test_more_than_a_typing_mistake_is_refused_and_loses_nothing_typed(admin):
    core_edition(year=2027)
    question = Question.objects.get(code="temps")
    url = reverse("surveys_questions:typo", args=[question.pk])
    response = admin.post(url, typo_data(question, label="Êtes-vous en télétravail ?"))
    assert response.status_code == 400
    assert "plus qu’une coquille" in text(response) and "en télétravail" in text(response)
    assert admin.post(url, typo_data(question)).status_code == 400  # nothing changed
    assert not question.corrections.exists()


def test_many_small_corrections_never_add_up_to_another_question(admin):
    """Each is measured against what was first read, not against the last correction."""
    core_edition(year=2027)
    question = Question.objects.get(code="temps")
    first = question.label
    url = reverse("surveys_questions:typo", args=[question.pk])
    assert admin.post(url, typo_data(question, label=first + " abc")).status_code == 400
    assert admin.post(url, typo_data(question, label=first + "ab")).status_code == 302
    question.refresh_from_db()
    assert admin.post(url, typo_data(question, label=first + "abcd")).status_code == 400
    assert admin.post(url, typo_data(question, label=first)).status_code == 302
