"""Writing to the editors: a mail without an address on the page, and nothing kept."""

import pytest
from django.core import mail

from cmsite.editorial import writing_to_us
from directory import proof_of_work
from tests.test_toolbox_suggestions import HOSTILE

pytestmark = pytest.mark.django_db
URL = "/contact/"


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    monkeypatch.setattr(proof_of_work, "BITS", 2)


def typed(**fields) -> dict[str, str]:
    challenge = writing_to_us.ContactForm().fresh_challenge
    return {
        "about": "site",
        "name": "Inès Cherfaoui",
        "address": "ines@exemple.example",
        "text": "Une question sur la carte, s’il vous plaît.",
        "challenge": challenge,
        "answer": proof_of_work.solve(challenge),
        **fields,
    }


def test_a_message_leaves_by_mail(client, settings, mailoutbox):
    settings.CONTACT_EMAIL = "redaction@carte.example"
    assert "redaction@carte.example" not in client.get(URL).text
    page = client.post(URL, typed(), follow=True).text
    assert "Votre message est parti" in page
    [letter] = mailoutbox
    assert letter.to == ["redaction@carte.example"] and letter.subject == writing_to_us.SUBJECT
    assert letter.reply_to == ["ines@exemple.example"]
    assert "> Une question sur la carte" in letter.body and "Inès Cherfaoui" in letter.body


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"about": ""}, "Choisissez ce qui"),
        ({"address": ""}, "Sans adresse"),
        ({"address": "a@b.example\nBcc: x@y.example"}, "Écrivez une adresse complète"),
        ({"address": "a@b.example\r\nBcc:x@y.example"}, "Écrivez une adresse complète"),
        ({"text": "court"}, "Dites-en un peu plus"),
        ({"text": "x" * 50_000}, "4000"),
        ({"text": "http://a.example " * 9}, "liens au plus"),
        ({"site": "robot"}, "écarter les robots"),
        ({"answer": ""}, "plus vite qu’on ne peut"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, mailoutbox, fields, said):
    response = client.post(URL, typed() | fields)
    assert response.status_code == 400 and said in response.text
    assert 'value="Inès Cherfaoui"' in response.text
    assert not mailoutbox


def test_no_header_holds_what_was_typed_and_nothing_invisible_goes(client, mailoutbox):
    name = f"{HOSTILE}\r\nBcc: x@y.example"
    client.post(URL, typed(name=name, text=f"{HOSTILE} et assez de mots pour partir."))
    message = mailoutbox[0].message()
    assert set(message) >= {"Subject", "From", "To", "Reply-To"} and "Bcc" not in message
    assert message.get_content_type() == "text/plain"
    assert "‮" not in mailoutbox[0].body and "​" not in mailoutbox[0].body


def test_sent_twice_it_leaves_once(client, mailoutbox):
    for _ in range(2):
        assert "est parti" in client.post(URL, typed(), follow=True).text
    assert len(mailoutbox) == 1


def test_floods_stop_and_keep_the_text(client, mailoutbox, monkeypatch):
    monkeypatch.setattr(writing_to_us, "PROVEN", 2)
    for number in range(3):
        response = client.post(URL, typed(text=f"Message numéro {number}, tout différent."))
    assert response.status_code == 429 and "Message numéro 2" in response.text
    assert len(mailoutbox) == 2


def test_a_mail_that_cannot_leave_loses_nothing(client, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise OSError("ines@exemple.example")

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    response = client.post(URL, typed())
    assert response.status_code == 503 and "Une question sur la carte" in response.text
    assert "exemple.example" not in caplog.text
