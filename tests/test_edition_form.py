"""The form of an edition: hours of Paris, dates confirmed, questions that hold together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from surveys.models import Edition, Question, Response
from surveys.questionnaire_rules import Row, faults
from tests.edition_forms import EDITIONS, edit, edition_data, errors, local, row_data, text
from tests.factories import EditionFactory, EditorFactory
from tests.respondents import core_edition, short_edition

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def admin(client):
    client.force_login(EditorFactory())
    return client


def draft(year: int = 2031) -> Edition:
    return short_edition(year=year, opens_at=None, closes_at=None, results_at=None)


def test_hours_typed_are_those_of_paris_whatever_the_zone_of_the_editor(client):
    editor = EditorFactory()
    client.force_login(editor)
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=editor, current_time_zone="America/New_York")
    edition = draft()
    changes = {"opens_at": "2031-07-01 09:00", "closes_at": "2031-08-01 18:00"}
    changes["results_at"] = "2031-12-01 09:00"
    response = edit(client, edition, confirm_dates="on", **changes)
    assert response.status_code == 302, errors(response)
    edition.refresh_from_db()
    assert edition.opens_at == datetime(2031, 7, 1, 9, tzinfo=PARIS)
    assert edition.results_at == datetime(2031, 12, 1, 9, tzinfo=PARIS)
    page = text(client.get(reverse(f"{EDITIONS}:edit", args=[edition.pk])))
    assert "2031-07-01 09:00" in page and "2031-12-01 09:00" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2031-03-30 02:30", "il n’est jamais 2"),
        ("2031-10-26 02:30", "il est deux fois 2"),
        ("demain", "Date illisible"),
        ("2031-13-45 09:00", "Date illisible"),
    ],
)
def test_an_hour_that_does_not_exist_is_refused_at_its_field(admin, typed, words):
    edition = draft()
    page = text(edit(admin, edition, opens_at=typed))
    assert words in page and typed in page
    edition.refresh_from_db()
    assert edition.opens_at is None


def test_announcing_is_confirmed_and_noted_in_the_history(admin):
    edition = draft()
    dates = {"opens_at": "2031-01-13 09:00", "closes_at": "2031-02-28 18:00"}
    dates["results_at"] = "2031-04-20 09:00"
    page = text(edit(admin, edition, **dates))
    assert "sera annoncée aussitôt" in page and "garder un brouillon" in page
    edition.refresh_from_db()
    assert edition.opens_at is None
    assert edit(admin, edition, confirm_dates="on", **dates).status_code == 302
    entry = ModelLogEntry.objects.get(action="surveys.dates")
    assert "à fixer → 13\u00a0janvier 2031" in entry.message
    history = text(admin.get(reverse(f"{EDITIONS}:history", args=[edition.pk])))
    assert "à fixer → 13" in history


def test_a_refused_move_says_the_promise_and_writes_nothing(admin):
    edition = short_edition(year=2027)
    later = local(edition.results_at + timedelta(days=1))
    page = text(edit(admin, edition, results_at=later, confirm_dates="on"))
    assert "ne peuvent que venir plus tôt" in page
    assert not ModelLogEntry.objects.filter(action="surveys.dates").exists()


def test_a_draft_that_holds_answers_keeps_its_questions(admin):
    edition = draft()
    Response.objects.create(edition=edition, answers={}, answered_on=timezone.localdate())
    rows = [row_data(row, step=9) for row in edition.edition_questions.all()]
    assert "ne se changent plus" in text(edit(admin, edition, rows=rows))


def test_an_archive_never_becomes_an_empty_publication(admin):
    past = timezone.now() - timedelta(days=4000)
    edition = EditionFactory(year=2014, archived=True, opens_in=past - timezone.now())
    page = text(edit(admin, edition, confirm_dates="on"))
    assert "elle serait publiée vide" in page
    edition.refresh_from_db()
    assert edition.archived


def test_an_edition_that_has_opened_is_never_deleted(admin):
    edition = short_edition(year=2027)
    response = admin.post(reverse(f"{EDITIONS}:delete", args=[edition.pk]), follow=True)
    assert "ne se supprime pas" in text(response)
    assert Edition.objects.filter(pk=edition.pk).exists()
    spare = draft()
    admin.post(reverse(f"{EDITIONS}:delete", args=[spare.pk]))
    assert not Edition.objects.filter(pk=spare.pk).exists()


def test_only_one_version_of_a_question_and_its_branch_after_what_decides_it(admin):
    edition = short_edition(year=2028, announced=True)
    genre = Question.objects.get(code="genre")
    second = genre.new_version(comparable=True)
    rows = [row_data(row) for row in edition.edition_questions.order_by("sort_order")]
    rows[0]["branch"] = "salarie"
    data = edition_data(edition, rows)
    data["edition_questions-TOTAL_FORMS"] = str(len(rows) + 1)
    extra = {"question": second.pk, "step": 3, "heading": "", "branch": "", "ORDER": "99"}
    data |= {f"edition_questions-{len(rows)}-{name}": value for name, value in extra.items()}
    page = text(admin.post(reverse(f"{EDITIONS}:edit", args=[edition.pk]), data))
    assert "une seule version par édition" in page
    assert "se sait par la question « contrat »" in page
    assert edition.edition_questions.count() == len(rows)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        *((kind, "breaks_down") for kind in ("text", "money", "number", "multi")),
        *((kind, "crossed") for kind in ("text", "money")),
    ],
)
def test_some_kinds_make_no_groups(kind, field):
    found = faults([Row("q", kind, (1, 1), **{field: True})])
    assert [(index, name) for index, name, _ in found] == [(0, field)]
    assert faults([Row("q", "choice", (1, 1), **{field: True})]) == []


def test_the_second_part_comes_after_the_core():
    rows = [Row("a", "choice", (1, 1), optional=True), Row("b", "choice", (2, 2))]
    assert [(index, field) for index, field, _ in faults(rows)] == [(0, "step")]
    assert faults([Row("b", "choice", (1, 1)), Row("a", "choice", (2, 2), optional=True)]) == []


def test_a_branch_may_follow_on_the_same_screen():
    rows = [Row("contrat", "choice", (1, 1)), Row("temps", "choice", (1, 2), "salarie")]
    assert faults(rows) == []
    assert [field for _, field, _ in faults(rows[::-1])] == []  # places decide, not the list
    swapped = [Row("contrat", "choice", (1, 2)), Row("temps", "choice", (1, 1), "salarie")]
    assert [field for _, field, _ in faults(swapped)] == ["branch"]


def test_copying_makes_a_draft_with_the_latest_comparable_versions(admin):
    edition = core_edition(year=2027)
    genre, temps = (Question.objects.get(code=code) for code in ("genre", "temps"))
    newer = genre.new_version(comparable=True)
    temps.new_version(comparable=False)
    url = reverse("surveys_editions:copy", args=[edition.pk])
    page = text(admin.get(url))
    assert "Copier pour 2028" in page and f"version {newer.version}" in page
    response = admin.post(url, {"year": "2028"})
    copied = Edition.objects.get(year=2028)
    assert copied.state() == "draft" and copied.title == "Enquête 2028"
    assert not Edition.objects.visible().filter(pk=copied.pk).exists()
    asked = {row.question.code: row for row in copied.edition_questions.all()}
    assert asked["genre"].question == newer and asked["temps"].question == temps
    before = {row.question.code: row for row in edition.edition_questions.all()}
    kept = ("step", "heading", "branch", "optional", "breaks_down", "crossed", "sort_order")
    for code, row in before.items():
        assert [getattr(asked[code], name) for name in kept] == [
            getattr(row, name) for name in kept
        ]
    shown = text(admin.get(response.url))
    proposed = copied.proposed_dates()
    assert local(proposed.opens_at) in shown and local(proposed.results_at) in shown
    days = (proposed.opens_at - edition.opens_at).days
    assert (
        360 < days < 372
        and proposed.opens_at.weekday() == timezone.localtime(edition.opens_at).weekday()
    )
    # A second click finds the year taken.
    assert admin.post(url, {"year": "2028"}).status_code == 409
    assert Edition.objects.count() == 2
