"""Six words lead back to one’s answers from any device; nothing else does."""

import math
from datetime import timedelta
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from surveys import attempts
from surveys.anonymity import RESUMING_LENGTH, new_words, receipt_words
from surveys.models import Draft, Invitation, Notice, Participation, Response
from tests.respondents import SALARIED, core_edition, fill, send, words

pytestmark = pytest.mark.django_db
RESUME = "/enquete/2027/reprendre/"
LETTER = "/enquete/2027/reprendre/courriel/"
REVIEW = "/enquete/2027/relecture/"


@pytest.fixture
def edition():
    return core_edition(year=2027)


def resuming_words(client) -> str:
    return client.cookies["brouillon"].value.partition(".")[0]


def test_the_words_are_six_readable_ones_and_more_than_sixty_bits():
    assert RESUMING_LENGTH == 6
    assert RESUMING_LENGTH * math.log2(len(receipt_words())) > 60
    drawn = {new_words() for _ in range(200)}
    assert len(drawn) == 200 and {len(one.split("-")) for one in drawn} == {6}


def test_they_are_shown_on_each_screen_on_demand(client, edition):
    assert "six mots" in client.get("/enquete/2027/repondre/1/").content.decode()
    fill(client, edition, SALARIED[:2])
    for url in ("/enquete/2027/repondre/3/", RESUME):
        assert f'id="mots-de-reprise">{resuming_words(client)}<' in client.get(url).content.decode()


def test_another_device_goes_on_from_the_words_however_they_are_typed(client, edition):
    fill(client, edition, SALARIED[:3])
    other = Client()
    typed = f"  {resuming_words(client).upper().replace('-', ', ')} "
    response = other.post(RESUME, {"mots": typed})
    assert response.url == "/enquete/2027/repondre/4/"
    for screen in SALARIED[3:]:
        response = other.post(response.url, screen)
    other.post(REVIEW)
    assert Response.objects.count() == 1
    receipt = words(other.get("/enquete/2027/merci/"))
    # The first device is told, and may not show the receipt of the other.
    page = client.get("/enquete/2027/repondre/4/", follow=True).content.decode()
    assert "peut-être déjà envoyées" in page and receipt not in page
    assert client.get("/enquete/2027/merci/").url == "/enquete/2027/repondre/1/"


def test_the_words_alone_never_show_the_receipt(client, edition):
    fill(client, edition)
    found = resuming_words(client)
    client.post(REVIEW)
    thief = Client()
    thief.cookies["brouillon"] = found
    assert thief.get("/enquete/2027/merci/").status_code == 302
    assert thief.post(RESUME, {"mots": found}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Écrivez les six mots"),
        ("abricot baleine chaton sirop vent lune", "Aucune réponse en cours ne correspond"),
        ("abricot baleine chaton sirop vent", "Cinq mots, c’est un reçu"),
        ("%' OR 1=1 --", "Aucune réponse en cours ne correspond"),
        ("a\x00b", "Aucune réponse en cours ne correspond"),
        ("\u202eabricot\u200b", "Aucune réponse en cours ne correspond"),
        ("mot " * 60, "c’est trop long"),
    ],
)
def test_other_words_open_nothing_and_stay_in_the_field(client, edition, typed, message):
    fill(Client(), edition, SALARIED[:2])
    response = client.post(RESUME, {"mots": typed})
    assert response.status_code == 404
    assert response.content.decode().count(message) == 2
    assert "brouillon" not in response.cookies


def test_the_words_of_another_edition_open_nothing(client, edition):
    fill(client, edition, SALARIED[:2])
    core_edition(year=2028)
    data = {"mots": resuming_words(client)}
    assert Client().post("/enquete/2028/reprendre/", data).status_code == 404


@pytest.mark.parametrize(("url", "field"), [(RESUME, "mots"), ("/enquete/2027/recu/", "recu")])
def test_words_are_not_guessed_by_the_thousand(client, edition, monkeypatch, url, field):
    monkeypatch.setattr(attempts, "WRONG_WORDS", 3)
    fill(client, edition, SALARIED[:2])
    right = resuming_words(client)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        thief = Client()
        for _ in range(3):
            assert thief.post(url, {field: "abricot baleine"}).status_code in (400, 404)
        refused = thief.post(url, {field: right})
        assert refused.status_code == 429 and refused["Retry-After"] == "60"
        assert right in refused.content.decode()
        assert "attendez une minute" in refused.content.decode()
        clock.shift(timedelta(seconds=61))
        assert thief.post(url, {field: right}).status_code != 429


def wrong(url: str, field: str, address: str) -> int:
    return Client(REMOTE_ADDR=address).post(url, {field: "abricot baleine"}).status_code


@pytest.mark.parametrize(("url", "field"), [(RESUME, "mots"), ("/enquete/2027/recu/", "recu")])
def test_one_place_that_guesses_stops_itself_alone(client, edition, monkeypatch, url, field):
    monkeypatch.setattr(attempts, "WRONG_WORDS", 3)
    fill(client, edition, SALARIED[:2])
    right = resuming_words(client)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [wrong(url, field, "203.0.113.7") for _ in range(4)]
        assert answers[-1] == 429 and 429 not in answers[:3]
        # Another network, for which nothing was counted.
        assert wrong(url, field, "198.51.100.1") != 429
        other = Client(REMOTE_ADDR="198.51.100.1")
        assert other.post(RESUME, {"mots": right}).url == "/enquete/2027/repondre/3/"


def test_a_hundred_places_together_are_stopped_too(edition, monkeypatch):
    monkeypatch.setattr(attempts, "WRONG_WORDS_OF_ALL", 5)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [wrong(RESUME, "mots", f"10.{number}.0.1") for number in range(6)]
    assert answers == [404] * 5 + [429]


def test_the_counts_name_no_network(edition, monkeypatch):
    counted = []
    monkeypatch.setattr(attempts, "spend", lambda what, *_: counted.append(what))
    wrong(RESUME, "mots", "203.0.113.7")
    assert [what.split(":")[:2] for what in counted] == [["mots", str(edition.pk)]] * 2
    number = counted[1].rpartition(":")[2]
    assert int(number) < 4096 and "203" not in counted[0]


def test_they_are_sent_by_mail_once_and_the_address_is_kept_nowhere(client, edition, caplog):
    caplog.set_level("DEBUG")
    fill(client, edition, SALARIED[:2])
    page = client.post(LETTER, {"adresse": "ines@exemple.fr"})
    assert page.status_code == 200 and "C’est envoyé" in page.content.decode()
    [letter] = mail.outbox
    found = resuming_words(client)
    assert letter.to == ["ines@exemple.fr"] and letter.subject == "Reprendre l’enquête 2027"
    assert found in letter.body.splitlines()
    # In what no server is sent: after the « # ».
    assert f"/enquete/2027/reprendre/#{found}" in letter.body
    assert letter.body.count(found) == 2
    assert not Notice.objects.exists() and not Invitation.objects.exists()
    assert "ines" not in str(list(Draft.objects.values())) + caplog.text
    again = client.post(LETTER, {"adresse": "ines@exemple.fr"})
    assert again.status_code == 429 and "ont déjà été envoyés" in again.content.decode()
    assert len(mail.outbox) == 1


def test_no_mailbox_is_flooded(edition):
    for rank in range(5):
        client = Client()
        fill(client, edition, SALARIED[:1])
        status = client.post(LETTER, {"adresse": "Cible@exemple.fr"}).status_code
        assert status == (200 if rank < 3 else 429)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("address", ["", "ines", "a@b", "x@y.fr\nBcc: z@y.fr", "é" * 400])
def test_what_is_no_address_is_refused_at_its_field(client, edition, address):
    fill(client, edition, SALARIED[:1])
    page = client.post(LETTER, {"adresse": address})
    assert page.status_code == 400 and not mail.outbox
    assert 'aria-invalid="true"' in page.content.decode()


def test_a_mail_server_that_fails_is_told_with_the_words(client, edition, monkeypatch):
    def fail(self, messages):
        raise SMTPException("ines@exemple.fr")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    fill(client, edition, SALARIED[:1])
    page = client.post(LETTER, {"adresse": "ines@exemple.fr"})
    assert page.status_code == 503 and resuming_words(client) in page.content.decode()


def test_without_answers_there_is_nothing_to_send(client, edition):
    assert client.get(LETTER).url == RESUME
    assert client.post(LETTER, {"adresse": "ines@exemple.fr"}).url == RESUME
    assert not mail.outbox


def test_resuming_on_a_device_that_has_answered_says_so(client, edition):
    other = Client()
    fill(other, edition, SALARIED[:2])
    send(client, edition)
    response = client.post(RESUME, {"mots": resuming_words(other)})
    assert client.get(response.url).status_code == 409
    assert Participation.objects.count() == 1
