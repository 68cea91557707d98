"""The receipt opens one’s response until closing, and nothing else does."""

import math

import pytest
import time_machine

from surveys.anonymity import Secrets, new_token, receipt_words
from surveys.models import Participation, Response
from tests.respondents import core_edition, fill, send

pytestmark = pytest.mark.django_db
SECRETS = Secrets(b"la cle d une edition")


@pytest.fixture
def edition():
    return core_edition(year=2027)


def test_the_words_are_simple_distinct_and_more_than_fifty_bits():
    words = receipt_words()
    assert len(set(words)) == len(words) >= 1024
    assert all(word.isascii() and word.isalpha() and 4 <= len(word) <= 10 for word in words)
    assert 5 * math.log2(len(words)) > 50
    assert len(SECRETS.receipt(new_token()).split("-")) == 5


def test_receipts_of_different_drafts_differ():
    assert len({SECRETS.receipt(new_token()) for _ in range(200)}) == 200


def test_digests_depend_on_the_purpose(edition):
    assert edition.secrets.digest("draft", "abc") != edition.secrets.digest("device", "abc")


@pytest.mark.parametrize(
    "typed", ["Abricot Baleine-CHATON  sirop—vent", " abricot, baleine. chaton sirop vent\n"]
)
def test_words_copied_by_hand_are_recognised(typed):
    assert SECRETS.receipt_digest(typed) == SECRETS.receipt_digest(
        "abricot-baleine-chaton-sirop-vent"
    )


def test_the_receipt_is_shown_once(client, edition):
    words = send(client, edition)
    page = client.get("/enquete/2027/merci/")
    assert page.status_code == 200
    assert words not in page.content.decode()
    assert "bien enregistrée" in page.content.decode()
    assert "brouillon" not in {name for name, cookie in client.cookies.items() if cookie.value}


def test_the_words_are_kept_nowhere(client, edition):
    words = send(client, edition)
    response = Response.objects.get()
    assert response.receipt_digest == edition.secrets.receipt_digest(words)
    assert words not in str(response.__dict__)


def test_it_shows_the_answers_again(client, edition):
    words = send(client, edition)
    client.cookies.clear()
    page = client.post("/enquete/2027/recu/", {"recu": words.upper().replace("-", " ")})
    assert page.status_code == 200
    assert "29\u202f000\u202f€ brut par an" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Écrivez les cinq mots de votre reçu."),
        ("abricot baleine chaton sirop vent", "Aucune réponse ne correspond à ces mots."),
        ("%' OR 1=1", "Aucune réponse ne correspond à ces mots."),
        ("mot " * 60, "Un reçu compte cinq mots"),
    ],
)
def test_other_words_open_nothing(client, edition, typed, message):
    send(client, edition)
    page = client.post("/enquete/2027/recu/", {"recu": typed, "retirer": "1"})
    assert page.status_code == 400
    assert page.content.decode().count(message) == 2
    assert "Les mots du reçu sont à vérifier" in page.content.decode()
    assert Response.objects.count() == 1


def test_a_receipt_of_another_edition_opens_nothing(client, edition):
    words = send(client, edition)
    core_edition(year=2028)
    assert client.post("/enquete/2028/recu/", {"recu": words}).status_code == 400


def test_withdrawing_deletes_for_good_and_frees_the_device(client, edition):
    words = send(client, edition)
    page = client.post("/enquete/2027/recu/", {"recu": words, "retirer": "1"})
    assert "Votre réponse est retirée" in page.content.decode()
    assert not Response.objects.exists() and not Participation.objects.exists()
    assert client.post("/enquete/2027/recu/", {"recu": words}).status_code == 400
    send(client, edition)
    assert Response.objects.count() == 1


def test_withdrawing_elsewhere_frees_no_other_device(client, edition):
    words = send(client, edition)
    client.cookies.clear()
    client.post("/enquete/2027/recu/", {"recu": words, "retirer": "1"})
    assert not Response.objects.exists()
    assert Participation.objects.count() == 1


def test_once_closed_nothing_is_shown_nor_withdrawn(client, edition):
    words = send(client, edition)
    with time_machine.travel(edition.closes_at, tick=False):
        for data in ({"recu": words}, {"recu": words, "retirer": "1"}):
            assert client.post("/enquete/2027/recu/", data).status_code == 403
    assert Response.objects.count() == 1


def test_a_destroyed_receipt_opens_nothing(edition):
    Response.objects.create(edition=edition, answers={}, answered_on="2027-01-12")
    assert not Response.objects.held_by(edition, "").exists()


def test_the_review_does_not_show_the_receipt_before_sending(client, edition):
    fill(client, edition)
    assert "mots-du-recu" not in client.get("/enquete/2027/relecture/").content.decode()
