"""What cannot be undone asks for a proof younger than ten minutes, and nothing is lost by it."""

import pytest
from django.core import mail

from cmsite.accounts.models import User
from tests.factories import UserFactory
from tests.test_sign_in import code_of, enter

pytestmark = pytest.mark.django_db
PROOF = "/compte/confirmer/"
GUARDED = ["/compte/supprimer/", "/compte/donnees/", "/compte/donnees/archive/"]


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def signed_in(client, user):
    """For long: nothing in this session says when."""
    client.force_login(user)
    return client


def prove(client, wanted):
    client.post(PROOF, {"action": "envoyer", "next": wanted})
    return client.post(PROOF, {"code": code_of(mail.outbox[-1]), "next": wanted})


@pytest.mark.parametrize("url", GUARDED)
def test_visitors_sign_in_and_the_others_prove_it_again(client, user, url):
    assert client.get(url)["Location"] == f"/compte/connexion/?next={url}"
    client.force_login(user)
    location = client.get(url)["Location"]
    assert location.startswith(PROOF)
    assert client.get(location).status_code == 200
    assert not mail.outbox


def test_a_code_by_mail_leads_back_there(signed_in, user):
    response = prove(signed_in, "/compte/supprimer/")
    assert response["Location"] == "/compte/supprimer/"
    assert signed_in.get("/compte/supprimer/").status_code == 200
    (sent,) = mail.outbox
    assert sent.to == [user.email]


def test_what_was_sent_is_done_once_proven(signed_in, user):
    response = signed_in.post("/compte/supprimer/", {"confirmation": "supprimer"})
    assert response["Location"].startswith(PROOF)
    assert User.objects.filter(pk=user.pk).exists()
    assert prove(signed_in, "/compte/supprimer/")["Location"] == "/"
    assert not User.objects.filter(pk=user.pk).exists()


def test_signing_in_is_a_proof_for_ten_minutes(client, user, time_machine):
    time_machine.move_to("2027-01-14T10:00:00+01:00", tick=False)
    enter(client, user.email)
    assert client.get("/compte/supprimer/").status_code == 200
    time_machine.move_to("2027-01-14T10:10:01+01:00", tick=False)
    assert client.get("/compte/supprimer/").status_code == 302


def test_a_wrong_code_is_told_at_the_field_and_three_end_it(signed_in):
    signed_in.post(PROOF, {"action": "envoyer"})
    good = code_of(mail.outbox[0])
    wrong = [signed_in.post(PROOF, {"code": "AAAA-AAAA"}) for _ in range(3)]
    assert [one.status_code for one in wrong] == [400, 400, 400]
    assert 'id="id_code_error"' in wrong[0].content.decode()
    assert "Demandez-en un nouveau" in wrong[2].content.decode()
    assert signed_in.post(PROOF, {"code": good}).status_code == 400
    assert signed_in.get("/compte/supprimer/").status_code == 302


def test_a_code_is_good_for_fifteen_minutes(client, user, time_machine):
    time_machine.move_to("2027-01-14T10:00:00+01:00", tick=False)
    client.force_login(user)
    client.post(PROOF, {"action": "envoyer"})
    time_machine.move_to("2027-01-14T10:15:02+01:00", tick=False)
    assert client.post(PROOF, {"code": code_of(mail.outbox[0])}).status_code == 400


def test_nobody_s_mailbox_is_flooded(signed_in):
    statuses = [signed_in.post(PROOF, {"action": "envoyer"}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_it_never_leads_to_another_site(signed_in):
    assert prove(signed_in, "https://ailleurs.example/")["Location"] == "/compte/"


def test_a_code_for_signing_in_proves_nothing_of_somebody_else(signed_in, client):
    assert "_auth_user_id" in client.session
    signed_in.post(PROOF, {"action": "envoyer"})
    code = code_of(mail.outbox[0])
    client.logout()
    client.force_login(UserFactory())
    assert client.post(PROOF, {"code": code}).status_code == 400
