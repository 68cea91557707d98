"""Inviting a colleague: one mail to an address, ever, and the address is not kept."""

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from cmsite.accounts import invitations
from cmsite.accounts.models import Invitation
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
INVITE = "/compte/inviter/"
ADDRESS = "collegue@ailleurs.example"


@pytest.fixture
def inviter(client):
    profile = ProfileFactory(name="Inès Cherfaoui")
    client.force_login(profile.owner)
    return profile


def invite(client, email=ADDRESS, line=""):
    return client.post(INVITE, {"email": email, "line": line})


def test_one_mail_says_who_invites_and_how_to_join(client, inviter, settings):
    settings.SITE_URL = "https://carte.example"
    response = invite(client, line="Tu y serais bien.")
    assert response["Location"] == INVITE
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS] and "Inès" not in sent.subject
    for told in (
        "Inès Cherfaoui",
        "«\u202fTu y serais bien.\u202f»",
        "https://carte.example/compte/insc",
    ):
        assert told in sent.body
    assert inviter.owner.email not in sent.body + str(sent.message())


def test_the_address_is_kept_nowhere(client, inviter):
    invite(client)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not [row for row in cursor.fetchall() if "collegue" in str(row).lower()]


def test_nobody_is_written_to_twice_by_anybody(client, inviter):
    first = invite(client)
    again = invite(client, email=ADDRESS.upper())
    client.force_login(ProfileFactory().owner)
    other = invite(client)
    assert len(mail.outbox) == 1
    assert first["Location"] == again["Location"] == other["Location"]


def test_who_has_an_account_is_not_written_to_and_nobody_learns_it(client, inviter):
    user = UserFactory()
    pages = []
    for address in (user.email, ADDRESS):
        invite(client, email=address.capitalize())
        pages.append(client.get(INVITE).content.decode().count("C’est noté"))
    assert [message.to for message in mail.outbox] == [[ADDRESS.capitalize()]]
    assert pages == [1, 1]


def test_five_a_day(client, inviter, time_machine):
    time_machine.move_to("2026-11-23T23:00:00+01:00", tick=False)
    statuses = [invite(client, f"a{n}@ailleurs.example").status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]
    assert "Revenez demain" in client.get(INVITE).content.decode()
    time_machine.move_to("2026-11-24T00:01:00+01:00", tick=False)
    assert invite(client).status_code == 302
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("fields", [{"live": False}, {"visibility": "inscrits"}, None])
def test_it_takes_a_public_profile(client, fields):
    account = ProfileFactory(**fields).owner if fields else UserFactory()
    client.force_login(account)
    assert "il faut d’abord" in client.get(INVITE).content.decode()
    assert invite(client).status_code == 403
    assert not mail.outbox


@pytest.mark.parametrize(
    ("email", "line", "field"),
    [
        ("", "", "email"),
        ("pas une adresse", "Bonjour", "email"),
        ("a@b.example\nBcc: c@d.example", "", "email"),
        (ADDRESS, "Voyez www.ailleurs.example", "line"),
        (ADDRESS, "Écrivez à moi@ailleurs.example", "line"),
        (ADDRESS, "https://ailleurs.example", "line"),
        (ADDRESS, "ailleurs.com gagnez", "line"),
        (ADDRESS, "x" * 201, "line"),
        (ADDRESS, "deux\nlignes", "line"),
    ],
)
def test_bad_input_is_told_at_the_field_and_kept(client, inviter, email, line, field):
    response = invite(client, email, line)
    assert response.status_code == 400
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    assert not line or line.split("\n")[0] in page
    assert not mail.outbox and not Invitation.objects.exists()


def test_a_service_that_fails_is_told_and_may_be_tried_again(client, inviter, monkeypatch):
    def fails(*args, **options):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(invitations.EmailMessage, "send", fails)
        response = invite(client, line="À bientôt")
    assert response.status_code == 503 and "À bientôt" in response.content.decode()
    assert not Invitation.objects.exists()
    invite(client)
    assert len(mail.outbox) == 1


def test_the_digest_needs_the_key_of_the_site(settings):
    known = invitations.digest_of(ADDRESS)
    assert known == invitations.digest_of(f" {ADDRESS.upper()}") and len(known) == 64
    settings.SECRET_KEY = "une autre clé"
    assert invitations.digest_of(ADDRESS) != known


def test_the_inviter_who_leaves_is_forgotten_but_not_that_one_was_written_to(client, inviter):
    invite(client)
    inviter.owner.erase()
    assert Invitation.objects.get().inviter is None
    assert Invitation.objects.get().sent_at <= timezone.now()
