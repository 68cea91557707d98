"""Closing time reached in mid-answer: a quarter of an hour for who had started, nothing more."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from surveys import clock
from surveys.models import Draft, Response
from tests.respondents import SALARIED, core_edition, fill, words

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format
REVIEW = "/enquete/2027/relecture/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def edition():
    return core_edition(year=2027)


def at(moment):
    return time_machine.travel(moment, tick=False)


def body(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def test_it_is_announced_on_the_screens_two_hours_before(client, edition):
    fill(client, edition, SALARIED[:2])
    with at(edition.closes_at - timedelta(hours=2) - SECOND):
        assert "L’enquête ferme à" not in body(client.get(STEP(3)))
    with at(edition.closes_at - timedelta(hours=2)):
        page = body(client.get(STEP(3)))
    assert "L’enquête ferme à" in page and "vous pourrez finir jusqu’à" in page


@pytest.mark.parametrize(
    ("before", "left"), [(45, "dans 1 heure."), (0, "dans 15 minutes."), (-14, "dans 1 minute.")]
)
def test_the_time_left_is_said_at_the_foot_of_the_form(before, left, client, edition):
    fill(client, edition)
    with at(edition.closes_at - timedelta(minutes=before)):
        for url in (STEP(3), REVIEW):
            foot = body(client.get(url)).rpartition("Envoi possible jusqu’à")[2]
            assert left in foot.partition("</p>")[0]


def test_who_had_started_finishes_and_sends(client, edition):
    fill(client, edition, SALARIED[:4])
    with at(edition.closes_at):
        page = body(client.get(STEP(5)))
        assert "L’enquête a fermé à" in page and "il vous reste jusqu’à" in page
        assert client.post(STEP(5), SALARIED[4]).url == STEP(6)
    with at(edition.closes_at + clock.GRACE - SECOND):
        assert client.post(STEP(6), SALARIED[5]).url == REVIEW
        assert client.post(REVIEW).url == "/enquete/2027/merci/"
        # The second click, then the receipt; the device is known for as long as the grace lasts.
        assert client.post(REVIEW).url == "/enquete/2027/merci/"
        assert words(client.get("/enquete/2027/merci/"))
        assert client.get("/enquete/2027/merci/").status_code == 200
    assert Response.objects.count() == 1


def test_who_had_started_elsewhere_fetches_the_answers_with_the_words(client, edition):
    fill(client, edition, SALARIED[:4])
    found = client.cookies["brouillon"].value.partition(".")[0]
    with at(edition.closes_at + timedelta(minutes=14)):
        other = Client()
        assert other.get("/enquete/2027/reprendre/").status_code == 200
        assert other.post("/enquete/2027/reprendre/", {"mots": found}).url == STEP(5)
        assert other.post(STEP(5), SALARIED[4]).status_code == 302


def test_nobody_starts_after_closing(client, edition):
    with at(edition.closes_at):
        for forged in ("", "abricot-baleine-chaton-sirop-vent-lune.x"):
            client.cookies["brouillon"] = forged
            for response in (
                client.get("/enquete/2027/repondre/"),
                client.get(STEP(1)),
                client.post(STEP(1), SALARIED[0]),
                client.get(REVIEW),
                client.post(REVIEW),
                client.post("/enquete/2027/reprendre/courriel/", {"adresse": "a@exemple.fr"}),
            ):
                assert response.status_code == 403
                assert "L’enquête est close" in body(response)
                assert "vous pouvez encore finir" in body(response)
    assert not Draft.objects.exists()


def test_after_the_grace_everything_is_closed_kindly(client, edition):
    fill(client, edition)
    with at(edition.closes_at + clock.GRACE):
        for response in (
            client.get(STEP(3)),
            client.post(STEP(3), SALARIED[2]),
            client.get(REVIEW),
            client.post(REVIEW),
            client.get("/enquete/2027/reprendre/"),
        ):
            assert response.status_code == 403
            assert "Les résultats seront publiés ici <b>le " in body(response)
    assert not Response.objects.exists()


def test_there_is_no_grace_past_the_results(client, edition):
    edition.results_at = edition.closes_at + timedelta(minutes=5)
    edition.save()
    fill(client, edition)
    with at(edition.closes_at - SECOND):
        last = clock.time_in_words(edition.results_at)
        assert last.split("h")[1].strip() in body(client.get(REVIEW))
    with at(edition.results_at):
        assert client.post(REVIEW).status_code == 403
    assert not Response.objects.exists()
