"""Until closing the receipt changes a response in place, or withdraws it once confirmed."""

import pytest
import time_machine
from django.test import Client

from surveys import clock
from surveys.models import Draft, Participation, Response
from tests.respondents import SALARIED_ANSWERS, core_edition, send

pytestmark = pytest.mark.django_db
RECEIPT = "/enquete/2027/recu/"
REVIEW = "/enquete/2027/relecture/"


@pytest.fixture
def edition():
    return core_edition(year=2027)


@pytest.fixture
def words(client, edition):
    return send(client, edition)


def amend(device, words):
    response = device.post(RECEIPT, {"recu": words, "modifier": "1"})
    assert response.url == REVIEW
    return device


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_response_is_changed_in_place(client, edition, words, elsewhere):
    before = Response.objects.get()
    participations = list(Participation.objects.values())
    device = amend(Client() if elsewhere else client, words)
    assert "Community manager" in device.get(REVIEW).content.decode()
    screen = {"intitule": "content-manager", "structure": "media"}
    assert device.post("/enquete/2027/repondre/2/?retour=relecture", screen).url == REVIEW
    assert Response.objects.get().answers == SALARIED_ANSWERS  # not before it is sent
    assert device.post(REVIEW).url == "/enquete/2027/modifiee/"
    page = device.get("/enquete/2027/modifiee/").content.decode()
    assert "Votre réponse est modifiée" in page and "reçu ne change pas" in page

    after = Response.objects.get()
    assert after.answers == SALARIED_ANSWERS | screen
    assert (after.pk, after.receipt_digest, after.answered_on, after.too_fast) == (
        before.pk,
        before.receipt_digest,
        before.answered_on,
        before.too_fast,
    )
    assert list(Participation.objects.values()) == participations
    assert not Draft.objects.exists()
    assert "Média" in Client().post(RECEIPT, {"recu": words}).content.decode()


def test_the_second_of_two_clicks_changes_nothing_more(client, edition, words):
    amend(client, words)
    client.post(REVIEW)
    again = client.post(REVIEW)
    assert again.url == "/enquete/2027/modifiee/?deja=1"
    assert "C’est déjà fait" in client.get(again.url).content.decode()
    assert Response.objects.count() == 1


def test_a_response_withdrawn_meanwhile_is_not_brought_back(client, edition, words):
    other = amend(Client(), words)
    draft = Draft.objects.get()
    client.post(RECEIPT, {"recu": words, "retirer": "1"})
    # The copy went with it.
    assert not Draft.objects.exists() and not Response.objects.exists()
    draft.save(force_insert=True)
    response = other.post(REVIEW)
    assert response.status_code == 409 and "a été retirée" in response.content.decode()
    assert not Draft.objects.exists() and not Response.objects.exists()


def test_changing_then_saying_one_never_did_the_job_leaves_the_response(client, edition, words):
    amend(client, words)
    client.post("/enquete/2027/repondre/1/", {"exercice": "non"})
    assert Response.objects.get().answers == SALARIED_ANSWERS


def test_a_change_can_be_sent_during_the_grace_only(client, edition, words):
    amend(client, words)
    with time_machine.travel(edition.closes_at + clock.GRACE, tick=False):
        assert client.post(REVIEW).status_code == 403
    with time_machine.travel(edition.closes_at, tick=False):
        assert client.post(RECEIPT, {"recu": words, "modifier": "1"}).status_code == 403
        assert client.post(REVIEW).url == "/enquete/2027/modifiee/"


def test_withdrawing_asks_once_more(client, edition, words):
    page = client.post(RECEIPT, {"recu": words, "confirmer": "1"}).content.decode()
    assert "Retirer votre réponse" in page and 'name="retirer"' in page
    assert Response.objects.count() == 1
    page = client.post(RECEIPT, {"recu": words}).content.decode()
    assert 'name="retirer"' not in page and 'name="confirmer"' in page


@pytest.mark.parametrize("action", ["modifier", "retirer", "confirmer"])
def test_wrong_words_change_and_withdraw_nothing(client, edition, words, action):
    data = {"recu": "abricot baleine chaton sirop vent", action: "1"}
    assert client.post(RECEIPT, data).status_code == 400
    assert Response.objects.count() == 1 and not Draft.objects.exists()
