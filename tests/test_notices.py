"""« Prévenez-moi des résultats »: confirmed, used once, forgotten; apart from every answer."""

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core.management import call_command
from django.utils import timezone

from surveys import mails, notices, scrubbing
from surveys.models import Edition, Notice, Publication
from surveys.sealing import seal
from tests.respondents import core_edition, send

pytestmark = pytest.mark.django_db
ASK, CODE = "/enquete/2027/avis/", "/enquete/2027/avis/code/"
INES, AWA = "ines@exemple.fr", "awa@exemple.fr"


@pytest.fixture
def edition(now):
    return core_edition(year=2027)


def ask(client, address=INES, **data):
    return client.post(ASK, {"adresse": address, **data})


def code(message) -> str:
    words = re.search(r"^([a-z]+(?:-[a-z]+){4})$", message.body, re.M)[1]
    assert f"/avis/code/#code={words}" in message.body
    return words


def confirmed(client, mailoutbox, address=INES) -> str:
    ask(client, address)
    words = code(mailoutbox[-1])
    assert client.post(CODE, {"mots": words}).status_code == 200
    return words


def test_asked_from_the_thanks_then_confirmed(client, edition, mailoutbox):
    send(client, edition)
    for page in ("/enquete/2027/merci/", "/enquete/2027/"):
        assert f'action="{ASK}"' in client.get(page).content.decode()
    assert ask(client).url == CODE
    assert Notice.objects.confirmed().count() == 0 and mailoutbox[0].to == [INES]
    words = code(mailoutbox[0])
    assert words not in str(list(Notice.objects.values()))
    page = client.post(CODE, {"mots": words.replace("-", " ").upper()}).content.decode()
    assert "C’est confirmé" in page
    notice = Notice.objects.confirmed().get()
    # Many ask on the day they answer: the day goes.
    assert (notice.address, notice.asked_on) == (INES, None)


def test_the_same_words_have_it_forgotten_even_after_sealing(client, edition, mailoutbox):
    words = confirmed(client, mailoutbox)
    seal(edition, edition.closes_at + timedelta(hours=1))
    assert Notice.objects.count() == 1
    page = client.post(CODE, {"mots": f"code={words}", "oublier": "1"})
    assert "oubliée" in page.content.decode() and not Notice.objects.exists()
    assert client.post(CODE, {"mots": words}).status_code == 400


def test_asked_again_the_page_says_the_same_and_new_words_come(client, edition, mailoutbox):
    first = confirmed(client, mailoutbox)
    again = ask(client)
    assert again.url == CODE and len(mailoutbox) == 2
    second = code(mailoutbox[1])
    assert first != second and Notice.objects.confirmed().count() == 1
    assert client.post(CODE, {"mots": first}).status_code == 400
    assert client.post(CODE, {"mots": second}).status_code == 200


def test_a_mailbox_is_not_flooded(client, edition, mailoutbox):
    assert {ask(client).status_code for _ in range(6)} == {302}
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    "data",
    [
        {"adresse": ""},
        {"adresse": "ines"},
        {"adresse": "a@b.fr\r\nBcc: x@y.fr"},
        {"adresse": INES, "site": "http://robot"},
    ],
)
def test_bad_input_is_said_and_nothing_kept(data, client, edition, mailoutbox):
    response = client.post(ASK, data)
    assert response.status_code == 400 and 'role="alert"' in response.content.decode()
    assert not mailoutbox and not Notice.objects.exists()


@pytest.mark.parametrize(
    "words", ["", "x", "a" * 400, "\0", "abricot-abricot-abricot-abricot-abricot"]
)
def test_wrong_words_are_said(words, client, edition, mailoutbox):
    ask(client)
    assert client.post(CODE, {"mots": words}).status_code == 400
    assert not Notice.objects.confirmed().exists()


def test_past_the_limit_it_says_so(client, edition, monkeypatch, mailoutbox):
    monkeypatch.setattr("cmsite.gate.WITHOUT_PROOF", 0)
    response = ask(client)
    assert response.status_code == 429 and INES in response.content.decode()
    assert not Notice.objects.exists()


def test_a_mail_that_does_not_leave_keeps_nothing(client, edition, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert ask(client).status_code == 503 and not Notice.objects.exists()


def test_asked_again_the_days_to_confirm_begin_again(client, edition, mailoutbox):
    ask(client)
    Notice.objects.update(asked_on=timezone.localdate() - timedelta(days=3))
    ask(client)
    assert notices.purge() == 0
    assert client.post(CODE, {"mots": code(mailoutbox[1])}).status_code == 200


def test_once_the_results_are_out_there_is_nothing_to_wait_for(client, edition, time_machine):
    time_machine.move_to(edition.results_at)
    assert client.get(ASK).url == "/enquete/2027/resultats/"


# --- The day ----------------------------------------------------------------------------------
@pytest.fixture
def waiting(client, edition, mailoutbox):
    for address in (INES, AWA):
        confirmed(client, mailoutbox, address)
    ask(client, "jamais@exemple.fr")
    seal(edition, edition.closes_at + timedelta(hours=1))
    assert set(Notice.objects.values_list("address", flat=True)) == {INES, AWA}
    mailoutbox.clear()
    return edition


def test_each_is_told_once_from_the_instant_on(waiting, mailoutbox, time_machine):
    time_machine.move_to(waiting.results_at - timedelta(seconds=1))
    assert notices.tell() == 0 and not mailoutbox
    time_machine.move_to(waiting.results_at)
    assert notices.tell() == 2
    assert sorted(message.to[0] for message in mailoutbox) == [AWA, INES]
    assert "/enquete/2027/resultats/" in mailoutbox[0].body
    assert not Notice.objects.exists() and notices.tell() == 0


def test_nothing_is_announced_that_is_not_published(waiting, mailoutbox, time_machine):
    Publication.objects.all().delete()
    time_machine.move_to(waiting.results_at)
    assert notices.tell() == 0 and Notice.objects.count() == 2


def test_a_refused_mail_waits_for_the_next_run(waiting, mailoutbox, time_machine, monkeypatch):
    time_machine.move_to(waiting.results_at)
    real = mails.EmailMessage.send

    def refuses_one(self, *args, **kwargs):
        if self.to == [AWA]:
            raise OSError
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(mails.EmailMessage, "send", refuses_one)
        assert notices.tell() == 1
    assert [one.address for one in Notice.objects.all()] == [AWA]
    assert notices.tell() == 1 and len(mailoutbox) == 2


def test_interrupted_after_a_mail_it_sends_that_one_again_as_the_same(
    waiting, mailoutbox, time_machine, monkeypatch
):
    time_machine.move_to(waiting.results_at)

    def killed(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Notice, "delete", killed)
        with pytest.raises(KeyboardInterrupt):
            notices.tell()
    assert notices.tell() == 2
    names = [message.extra_headers["Message-ID"] for message in mailoutbox]
    assert len(names) == 3 and len(set(names)) == 2
    assert parseaddr(names[0])[1]


def test_the_clock_tells_and_purges(waiting, mailoutbox, time_machine, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    waiting.notices.create(address="x@exemple.fr", code_digest="0" * 64, asked_on="2020-01-01")
    time_machine.move_to(waiting.results_at)
    call_command("run_scheduled")
    said = capsys.readouterr().out
    assert "Avis de résultats envoyés\u00a0: 2" in said
    assert "Demandes d’avis jamais confirmées effacées\u00a0: 1" in said
    assert INES not in said and not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_addresses_that_could_not_be_overwritten_are_at_the_next_run(
    waiting, mailoutbox, time_machine, monkeypatch
):
    Edition.objects.update(scrubbed_at=timezone.now())
    time_machine.move_to(waiting.results_at)

    def held(tables):
        raise scrubbing.Unfinished

    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "overwrite", held)
        assert notices.tell() == 2
    rewritten = []
    monkeypatch.setattr(scrubbing, "overwrite", rewritten.extend)
    assert notices.tell() == 0
    call_command("seal_editions")
    assert "notice" in rewritten
    assert not Edition.objects.to_scrub().exists()
