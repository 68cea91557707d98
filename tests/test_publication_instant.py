"""Results appear at their instant, to the second, without anyone’s help; never before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from surveys.models import Publication
from surveys.sealing import seal
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
RESULTS_AT = datetime(2027, 6, 28, 7, 0, tzinfo=UTC)  # 9 h in Paris


@pytest.fixture
def edition():
    return answered(
        400,
        year=2027,
        opens_at=RESULTS_AT - timedelta(days=60),
        closes_at=RESULTS_AT - timedelta(days=10),
        results_at=RESULTS_AT,
        closed=False,
    )


def test_the_page_waits_until_the_second_and_says_when(client, edition):
    url = edition.get_results_url()
    with time_machine.travel(RESULTS_AT - timedelta(seconds=1), tick=False):
        page = client.get(url)
    text = page.content.decode().replace("\u00a0", " ")
    assert page.status_code == 200
    assert "Résultats le 28 juin 2027 à 9 h" in text
    assert "no-store" in page["Cache-Control"]
    assert "€" not in text
    with time_machine.travel(RESULTS_AT, tick=False):
        page = client.get(url)
    assert "Médiane" in page.content.decode()


def test_nobody_had_to_seal(client, edition):
    assert Publication.objects.count() == 0
    with time_machine.travel(RESULTS_AT, tick=False):
        client.get(edition.get_results_url())
    assert Publication.objects.count() == 1
    assert edition.participations.count() == 0


@pytest.mark.parametrize("name", ["surveys:results_csv", "surveys:results_json"])
def test_files_do_not_exist_before(client, edition, name):
    url = reverse(name, args=[2027])
    with time_machine.travel(RESULTS_AT - timedelta(seconds=1), tick=False):
        seal(edition)
        assert client.get(url).status_code == 404
    with time_machine.travel(RESULTS_AT, tick=False):
        assert client.get(url).status_code == 200


def test_current_is_none_before_even_when_sealed(edition):
    with time_machine.travel(RESULTS_AT - timedelta(days=1)):
        seal(edition)
    before = RESULTS_AT - timedelta(microseconds=1)
    assert Publication.objects.current(edition, before) is None
    assert Publication.objects.current(edition, RESULTS_AT).revision == 1


def test_current_is_the_latest_revision(edition):
    first = seal(edition, RESULTS_AT)
    second = edition.publications.create(
        revision=2, content=first.content, checksum=first.checksum, reason="Libellé corrigé"
    )
    assert Publication.objects.current(edition, RESULTS_AT) == second


@pytest.mark.parametrize("days", [-70, -30, -5])
def test_the_page_exists_while_announced_open_and_closed(client, edition, days):
    with time_machine.travel(RESULTS_AT + timedelta(days=days)):
        assert client.get(edition.get_results_url()).status_code == 200


def test_a_cached_page_cannot_outlive_the_instant(client, edition):
    with time_machine.travel(RESULTS_AT + timedelta(days=1)):
        kept = client.get(edition.get_results_url())["Cache-Control"]
        assert "max-age=0" in kept and "must-revalidate" in kept


def test_an_edition_without_dates_is_not_there(client):
    draft = answered(0, opens_at=None, closes_at=None, results_at=None, closed=False)
    assert client.get(f"/enquete/{draft.year}/resultats/").status_code == 404
    assert client.get("/enquete/1999/resultats/").status_code == 404
