"""The list of the invited: who may manage it, what it takes, who is reminded."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from surveys import addresses, invitations
from surveys.clock import in_words
from surveys.models import Edition, Invitation
from tests.factories import EditorFactory, UserFactory
from tests.respondents import core_edition, send

pytestmark = pytest.mark.django_db
LIST = """Nom;Adresse
Inès;ines@exemple.fr
Awa Diakhaté <AWA@exemple.fr>, ines+bis@exemple.fr
sans adresse
faux@;vrai@exemple.fr
"""


@pytest.fixture
def edition(now):
    return core_edition(year=2027, mode=Edition.Mode.MAIL)


@pytest.fixture
def editor(client, db):
    client.force_login(EditorFactory())
    return client


def url(edition) -> str:
    return reverse("surveys_invitations:list", args=[edition.pk])


def act(client, edition, action, **data):
    return client.post(url(edition), {"action": action, **data})


def test_addresses_are_found_wherever_they_are_in_a_line():
    found, refused = addresses.listed(LIST)
    assert found == ["ines@exemple.fr", "awa@exemple.fr", "vrai@exemple.fr"]
    assert refused == [(4, "sans adresse"), (5, "faux@;vrai@exemple.fr")]


@pytest.mark.parametrize("text", ["", "\n\n", "a" * 10_000, "@", "a@b\rBcc: x", "\0@x.fr"])
def test_what_holds_none_gives_none(text):
    assert addresses.listed(text)[0] == []


def test_a_list_is_checked_then_added(editor, edition):
    edition.invitations.create(address="awa@exemple.fr")
    page = act(editor, edition, "check", text=LIST)
    assert page.context["verdict"].new == ["ines@exemple.fr", "vrai@exemple.fr"]
    assert page.context["verdict"].known == 1 and "Ligne 4" in page.content.decode()
    assert edition.invitations.count() == 1  # nothing written yet
    act(editor, edition, "add", text=page.context["text"])
    assert edition.invitations.count() == 3
    act(editor, edition, "add", text=LIST)
    assert edition.invitations.count() == 3


def test_a_file_does_as_well(editor, edition):
    file = BytesIO("Prénom;Adresse\nInès;ines@exemple.fr\n".encode("cp1252"))
    file.name = "liste.csv"
    page = editor.post(url(edition), {"action": "check", "file": file})
    assert page.context["verdict"].new == ["ines@exemple.fr"]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("check", {"text": " "}),
        ("add", {}),
        ("remove", {"address": "x"}),
        ("nothing", {}),
        ("remove", {"address": "absente@exemple.fr"}),
    ],
)
def test_bad_input_is_said(action, data, editor, edition):
    edition.invitations.create(address="awa@exemple.fr")
    assert act(editor, edition, action, **data).status_code == 400
    assert edition.invitations.count() == 1


def test_only_editors_come_in(client, edition):
    client.force_login(UserFactory())
    assert client.get(url(edition)).status_code == 302
    assert act(client, edition, "add", text=LIST).status_code == 302
    assert not Invitation.objects.exists()


def test_an_open_edition_has_no_list(editor, now):
    assert editor.get(url(core_edition(year=2028))).status_code == 404


@pytest.mark.parametrize(("screen", "keys"), [("list", 0), ("edit", 1)])
def test_the_screens_of_the_edition_lead_to_it(screen, keys, editor, edition):
    name = f"wagtailsnippets_surveys_edition:{screen}"
    page = editor.get(reverse(name, args=[edition.pk][:keys])).content.decode()
    assert url(edition) in page


def test_each_is_invited_once_with_a_link_of_their_own(editor, edition, mailoutbox):
    act(editor, edition, "add", text=LIST)
    act(editor, edition, "invite")
    act(editor, edition, "invite")
    assert sorted(message.to[0] for message in mailoutbox) == [
        "awa@exemple.fr", "ines@exemple.fr", "vrai@exemple.fr",
    ]  # fmt: skip
    assert all(len(message.to) == 1 and not message.cc for message in mailoutbox)
    assert len({re.search("#code=(\\S+)", one.body)[1] for one in mailoutbox}) == 3
    assert not ModelLogEntry.objects.filter(data__icontains="exemple.fr").exists()


def test_only_the_silent_are_reminded_and_nothing_tells_which(
    editor, edition, mailoutbox, time_machine, now, client
):
    act(editor, edition, "add", text=LIST)
    act(editor, edition, "invite")
    ines = next(message for message in mailoutbox if message.to == ["ines@exemple.fr"])
    respondent = type(client)()
    words = re.search(r"^([a-z]+(?:-[a-z]+){4})$", ines.body, re.M)[1]
    respondent.post("/enquete/2027/entree/", {"adresse": "ines@exemple.fr", "mots": words})
    send(respondent, edition)
    mailoutbox.clear()
    act(editor, edition, "remind")
    assert not mailoutbox  # not on the day of the invitation
    time_machine.move_to(now + timedelta(days=5))
    page = act(editor, edition, "remind")
    assert sorted(message.to[0] for message in mailoutbox) == ["awa@exemple.fr", "vrai@exemple.fr"]
    assert "trois minutes" in mailoutbox[0].body
    # One letter for all of them but for the link, and the closing told once.
    own = re.compile(r"#code=\S+|^[a-z]+(?:-[a-z]+){4}$", re.M)
    (letter,) = {own.sub("", one.body) for one in mailoutbox}
    closing = in_words(timezone.localtime(edition.closes_at))
    assert letter.count(closing) == 1
    assert "exemple.fr" not in letter
    days = set(edition.invitations.values_list("invited_on", "reminded_on"))
    assert len(days) == 1 and None not in days.pop()
    assert page.status_code == 302
    act(editor, edition, "remind")
    assert len(mailoutbox) == 2  # once a day


def test_what_is_said_of_answers_is_rounded_down():
    assert [invitations.coarse(n) for n in (0, 9, 10, 27)] == [0, 0, 10, 20]


def test_nothing_leaves_once_it_is_closed(editor, edition, mailoutbox, time_machine):
    act(editor, edition, "add", text=LIST)
    time_machine.move_to(edition.closes_at)
    for action in ("add", "invite", "remind", "check"):
        assert act(editor, edition, action, text="neuve@exemple.fr").status_code == 400
    assert not mailoutbox and edition.invitations.count() == 3
    assert invitations.remind.func(edition.pk) == 0


def test_the_queue_holds_no_address(editor, edition, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    act(editor, edition, "add", text=LIST)
    invitations.invite.enqueue(edition.pk)
    queued = str(list(DBTaskResult.objects.values()))
    assert "exemple.fr" not in queued


def test_a_mail_that_does_not_leave_is_for_the_next_time(edition, monkeypatch, mailoutbox):
    invitations.add(edition, LIST)

    def fail(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert invitations.invite.func(edition.pk) == 0
    assert invitations.invite.func(edition.pk) == 3
