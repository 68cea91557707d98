"""Editions answered by mail: one response per address, and nobody learns whose address answered."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from surveys import addresses, tickets
from surveys.models import Edition, Participation, Response
from surveys.sealing import seal
from tests.respondents import SALARIED, core_edition, send

pytestmark = pytest.mark.django_db
ENTRANCE = "/enquete/2027/entree/"
INES = "ines@exemple.fr"


@pytest.fixture
def edition(now):
    return core_edition(year=2027, mode=Edition.Mode.MAIL)


def ask(client, address=INES):
    return client.post(ENTRANCE, {"adresse": address})


def code(message) -> tuple[str, str]:
    """(words, what the link carries)"""
    link = re.search(r"entree/#(code=\S+)", message.body)[1]
    return re.search(r"^([a-z]+(?:-[a-z]+){4})$", message.body, re.M)[1], link


def enter(client, address=INES, message=None):
    words, _ = code(message or mail.outbox[-1])
    return client.post(ENTRANCE, {"adresse": address, "mots": words})


def test_one_answers_with_a_ticket_and_once(client, edition, mailoutbox):
    assert client.get("/enquete/2027/repondre/").url == ENTRANCE
    assert INES in ask(client).content.decode()
    assert mailoutbox[0].to == [INES]
    assert enter(client).url == "/enquete/2027/repondre/"
    ticket = client.cookies["billet"]
    assert ticket["path"] == "/enquete/2027/" and ticket["httponly"]
    send(client, edition)
    assert Response.objects.count() == Participation.objects.count() == 1
    assert "appareil" not in client.cookies
    assert client.get("/enquete/2027/repondre/").status_code == 409
    page = client.get("/enquete/2027/repondre/").content.decode()
    assert "Cette adresse a déjà répondu" in page


def test_another_device_of_the_same_mailbox_does_not_answer_again(client, edition, mailoutbox):
    ask(client)
    enter(client)
    send(client, edition)
    other = type(client)()
    words = code(mailoutbox[0])[0]
    for spelling in (INES, "INES+enquete@exemple.fr"):
        other.post(ENTRANCE, {"adresse": spelling, "mots": words})
        assert other.get("/enquete/2027/repondre/").status_code == 409


def test_the_whole_link_may_be_pasted_without_the_address(client, edition, mailoutbox):
    ask(client)
    link = re.search(r"\S+entree/#\S+", mailoutbox[0].body)[0]
    assert client.post(ENTRANCE, {"mots": f" {link} "}).status_code == 302
    token = link.rpartition("code=")[2].partition(".")[0]
    assert not Participation.objects.filter(digest=token).exists()


@pytest.mark.parametrize(
    "mots",
    ["", "abricot", "code=", "code=é.a-b", "a" * 301, "code=" + "0" * 64 + ".abricot", "\0", "."],
)
def test_other_words_open_nothing(mots, client, edition):
    ask(client)
    response = client.post(ENTRANCE, {"adresse": INES, "mots": mots})
    assert response.status_code == 400 and "billet" not in client.cookies
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("ticket", ["", "x", "0" * 64, "0" * 64 + "." + "0" * 32, "é.é", "."])
def test_a_forged_ticket_opens_nothing(ticket, client, edition):
    client.cookies["billet"] = ticket
    assert client.get("/enquete/2027/repondre/").url == ENTRANCE


def test_the_ticket_of_another_edition_opens_nothing(client, edition, mailoutbox):
    ask(client)
    enter(client)
    other = core_edition(year=2028, mode=Edition.Mode.MAIL)
    assert tickets.device(edition, {"billet": client.cookies["billet"].value})
    assert not tickets.device(other, {"billet": client.cookies["billet"].value})


def test_who_came_in_by_the_side_does_not_send(client, edition):
    client.get("/enquete/2027/repondre/1/")
    response = client.post("/enquete/2027/repondre/1/", {"exercice": "aujourdhui"})
    url = response.url
    for screen in SALARIED[1:]:
        url = client.post(url, screen).url
    assert client.post(url).url == ENTRANCE
    assert Response.objects.count() == 0 and edition.drafts.count() == 1


def test_words_last_until_tomorrow_night(client, edition, mailoutbox, time_machine, now):
    ask(client)
    time_machine.move_to(now + timedelta(days=1, hours=13))
    assert enter(client).status_code == 302
    time_machine.move_to(now + timedelta(days=2))
    assert enter(type(client)()).status_code == 400


def test_every_address_gets_the_same_answer_and_one_mail(client, edition, mailoutbox):
    """Unknown, invited, having answered: the page says the same, in as many mails."""
    edition.invitations.create(address=INES)
    edition.invitations.create(address="awa@exemple.fr")
    ask(client)
    enter(client)
    send(client, edition)
    pages = set()
    for address in (INES, "awa@exemple.fr", "inconnu@exemple.fr"):
        content = ask(type(client)(), address).content.decode().replace(address, "X")
        pages.add(re.sub(r'(csrfmiddlewaretoken|challenge)" value="[^"]*"', "", content))
    assert len(pages) == 1 and len(mailoutbox) == 4
    bodies = {message.to[0]: message.body for message in mailoutbox[1:]}
    assert "#code=" in bodies["awa@exemple.fr"]
    assert "#code=" not in bodies[INES] and "déjà partie" in bodies[INES]
    assert "#code=" not in bodies["inconnu@exemple.fr"]
    assert "sur invitation" in bodies["inconnu@exemple.fr"]


def test_a_mailbox_is_not_flooded(client, edition, mailoutbox):
    assert {ask(client).status_code for _ in range(5)} == {200}
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    "address",
    ["", "ines", "a@b", "ines@exemple.fr\nBcc: x@y.fr", "a" * 250 + "@exemple.fr", "\0@a.fr"],
)
def test_what_is_no_address_is_refused_and_kept_on_the_page(address, client, edition, mailoutbox):
    response = ask(client, address)
    assert response.status_code == 400 and not mailoutbox


def test_the_mail_service_being_away_is_said(client, edition, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise OSError(f"550 <{INES}> refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    response = ask(client)
    assert response.status_code == 503 and INES in response.content.decode()
    assert INES not in caplog.text


def test_nothing_of_the_address_is_in_the_database(client, edition, mailoutbox):
    ask(client)
    enter(client)
    send(client, edition)
    stored = str(list(Response.objects.values()) + list(Participation.objects.values()))
    token = tickets.token_of(edition, INES)
    ticket = client.cookies["billet"].value
    assert INES not in stored and token not in stored and ticket not in stored
    assert not edition.invitations.exists()
    # What the link and the ticket hold is not what a participation holds.
    participation = Participation.objects.get().digest
    assert participation not in mailoutbox[0].body + ticket


def test_sealing_destroys_the_list(edition):
    edition.invitations.create(address=INES)
    seal(edition, edition.results_at)
    assert not edition.invitations.exists()


def test_the_door_is_shut_outside_the_dates(client, edition, time_machine, mailoutbox):
    open_one = core_edition(year=2028)
    assert client.get(f"/enquete/{open_one.year}/entree/").status_code == 404
    time_machine.move_to(edition.closes_at)
    assert ask(client).status_code == 403 and not mailoutbox


def test_spellings_of_one_mailbox():
    assert addresses.identity(" Ines+a+b@Exemple.fr") == INES
    assert addresses.identity("+@exemple.fr") == "+@exemple.fr"
