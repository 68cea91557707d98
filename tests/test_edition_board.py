"""While an edition is open, editors see coarse totals: nothing that shrinks to a person."""

from datetime import timedelta

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from surveys import board
from surveys.models import Draft, Edition, Invitation, Response
from tests.edition_forms import EDITIONS, text
from tests.factories import EditorFactory
from tests.published import published
from tests.respondents import SALARIED_ANSWERS, core_edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
IMPOSSIBLE = SALARIED_ANSWERS | {"age": "moins-21", "anciennete": "10-ans-plus"}


@pytest.fixture
def admin(client, monkeypatch):
    # Wagtail’s own templates count on `{{ unknown|default:… }}`.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    return client


def respond(edition, count: int, days_ago: int = 1, answers=SALARIED_ANSWERS, **fields) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    Response.objects.bulk_create(
        Response(edition=edition, answers=answers, answered_on=day, **fields) for _ in range(count)
    )


def start(edition, count: int, **answers) -> None:
    Draft.objects.bulk_create(
        Draft(
            digest=f"{edition.pk}-{len(answers)}-{number}",
            edition=edition,
            answers=answers,
            touched_on=timezone.localdate() - timedelta(days=1),
        )
        for number in range(count)
    )


def shown(edition) -> board.Board:
    return board.current(Edition.objects.get(pk=edition.pk))


def test_every_figure_is_rounded_down_to_ten():
    edition = core_edition(year=2027)
    respond(edition, 28)
    respond(edition, 13, answers=IMPOSSIBLE)
    respond(edition, 9, too_fast=True)
    start(edition, 14, exercice="aujourdhui")
    found = shown(edition)
    assert (found.total, found.started) == (50, 60)
    assert dict(found.steps)["Votre métier"] == 60 and dict(found.steps)["Votre poste"] == 50
    assert dict(found.flags) == {
        "trop rapides": 0,
        "en ligne droite": 0,
        "combinaisons impossibles": 10,
    }
    figures = [found.total, found.started, *dict(found.steps).values(), *dict(found.flags).values()]
    assert all(figure % 10 == 0 for figure in figures)


def test_under_ten_nothing_is_counted(admin):
    edition = core_edition(year=2027)
    respond(edition, 9)
    assert shown(edition) == board.Board()
    page = text(admin.get(reverse("surveys_editions:board", args=[edition.pk])))
    assert "Moins de 10 réponses" in page and "Écrans terminés" not in page
    assert board.in_words(0) == "moins de 10"


def test_a_sealed_or_archived_edition_has_nothing_more_to_count(admin):
    sealed = published(200, year=2026)
    archived = Edition.objects.create(year=2020, title="Ailleurs", archived=True)
    for edition, words in ((sealed, "sont scellées"), (archived, "Une édition archivée")):
        page = text(admin.get(reverse("surveys_editions:board", args=[edition.pk])))
        assert words in page and "Moins de 10 réponses" not in page and edition.title in page


def test_two_views_one_response_apart_are_the_same(admin):
    """19 then 20, the twentieth being the tenth too fast: nothing moves, not even the next day."""
    edition = core_edition(year=2027)
    respond(edition, 10)
    respond(edition, 9, too_fast=True)
    url = reverse("surveys_editions:board", args=[edition.pk])
    before, page = shown(edition), text(admin.get(url))
    respond(edition, 1, too_fast=True)
    assert (
        shown(edition) == before
        and text(admin.get(url)).split("<main")[1:] == (page.split("<main")[1:])
    )


def test_one_more_never_shows_even_when_days_go_by(time_machine):
    edition = core_edition(year=2027)
    respond(edition, 10)
    respond(edition, 9, too_fast=True)
    before = shown(edition)
    respond(edition, 1, days_ago=0, too_fast=True)
    for _ in range(5):
        time_machine.shift(timedelta(days=1))
        assert shown(edition) == before
    Response.objects.filter(edition=edition, too_fast=True).first().delete()
    time_machine.shift(timedelta(days=1))
    assert shown(edition) == before


def test_the_board_moves_when_ten_have_come_and_a_night_has_passed(time_machine):
    edition = core_edition(year=2027)
    respond(edition, 20)
    before = shown(edition)
    respond(edition, 10, days_ago=0)
    assert shown(edition) == before  # today never counts
    time_machine.shift(timedelta(days=1))
    after = shown(edition)
    assert (before.total, after.total) == (20, 30) and after.until > before.until
    respond(edition, 15, days_ago=1)
    assert shown(edition) == after  # once a day at most


def test_somebody_who_changes_their_answers_is_counted_once():
    edition = core_edition(year=2027)
    respond(edition, 10)
    start(edition, 10, exercice="aujourdhui")
    Draft.objects.update(amends="x" * 64)
    assert shown(edition).started == 10


def test_the_rate_of_responses_is_coarse_too(admin):
    edition = core_edition(year=2027, mode=Edition.Mode.MAIL)
    respond(edition, 37)
    Invitation.objects.bulk_create(
        Invitation(edition=edition, address=f"personne{n}@exemple.example") for n in range(94)
    )
    assert shown(edition).invited == 90 and shown(edition).rate == 30
    page = text(admin.get(reverse("surveys_editions:board", args=[edition.pk])))
    assert "au moins 90" in page and "d’au moins 30" in page


def test_the_list_of_editions_tells_coarse_totals_and_the_next_date(admin):
    edition = core_edition(year=2027)
    respond(edition, 27)
    page = text(admin.get(reverse(f"{EDITIONS}:list")))
    assert "au moins 20" in page and ">27<" not in page and " 27 " not in page
    assert "se clôt dans 35\u00a0jours" in page


def test_a_board_of_many_takes_no_more_queries(django_assert_max_num_queries):
    edition = core_edition(year=2027)
    respond(edition, 50)
    start(edition, 30, exercice="aujourdhui")
    with django_assert_max_num_queries(9):
        shown(edition)
