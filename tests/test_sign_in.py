"""Signing in: an address, a code, no password, and no way to learn who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from cmsite.accounts.models import UNCONFIRMED_LIFE, User
from tests.factories import EditorFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS, CODE = "/compte/connexion/", "/compte/connexion/code/"


def code_of(message) -> str:
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", message.body, re.MULTILINE).group()


def ask_code(client, email, url=ADDRESS):
    return client.post(url, {"email": email})


def enter(client, email, url=ADDRESS):
    response = ask_code(client, email, url)
    return client.post(response["Location"], {"code": code_of(mail.outbox[-1])})


def test_known_address_receives_a_code_that_opens_the_account(client):
    user = UserFactory()
    assert ask_code(client, user.email)["Location"] == CODE
    response = client.post(CODE, {"code": code_of(mail.outbox[0])})
    assert response["Location"] == "/compte/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_unknown_address_opens_an_account_with_the_same_code(client):
    response = enter(client, "Nouvelle@Exemple.example")
    assert response["Location"] == "/compte/"
    user = User.objects.get(email="nouvelle@exemple.example")
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_mail(client):
    known = UserFactory()
    answers, mails = [], []
    for email in (known.email, "inconnue@exemple.example"):
        visitor = Client()
        first = ask_code(visitor, email)
        page = visitor.get(first["Location"]).content.decode().replace(email, "ADRESSE")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        answers.append((first.status_code, first["Location"], page))
        mails.append(
            (mail.outbox[-1].subject, mail.outbox[-1].body.replace(code_of(mail.outbox[-1]), ""))
        )
    assert answers[0] == answers[1]
    assert mails[0] == mails[1]


def test_code_is_accepted_in_lower_case_without_its_dash(client):
    user = UserFactory()
    ask_code(client, user.email)
    typed = code_of(mail.outbox[0]).lower().replace("-", " ")
    assert client.post(CODE, {"code": typed}).status_code == 302
    assert "_auth_user_id" in client.session


def test_wrong_code_is_refused_at_the_field(client):
    ask_code(client, UserFactory().email)
    response = client.post(CODE, {"code": "AAAA-AAAA"})
    assert response.status_code == 400
    assert 'id="id_code_error"' in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_end_the_attempt(client):
    ask_code(client, UserFactory().email)
    good = code_of(mail.outbox[0])
    for _ in range(3):
        response = client.post(CODE, {"code": "AAAA-AAAA"})
    assert response["Location"] == ADDRESS
    client.post(CODE, {"code": good})
    assert "_auth_user_id" not in client.session


def test_code_expires_after_fifteen_minutes(client, time_machine):
    time_machine.move_to("2027-01-14T10:00:00+01:00", tick=False)
    ask_code(client, UserFactory().email)
    time_machine.move_to("2027-01-14T10:15:02+01:00", tick=False)
    client.post(CODE, {"code": code_of(mail.outbox[0])})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", ["", "pas une adresse", "a@b", "x" * 300 + "@exemple.example"])
def test_bad_address_is_refused_in_french_and_kept(client, typed):
    response = client.post(ADDRESS, {"email": typed})
    assert response.status_code == 400
    assert 'id="id_email_error"' in response.content.decode()
    if typed:
        assert typed in response.content.decode()
    assert not mail.outbox


def test_fourth_request_in_a_minute_sends_nothing(client):
    user = UserFactory()
    statuses = [ask_code(client, user.email).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_next_is_honoured_through_both_pages(client):
    response = enter(client, UserFactory().email, f"{ADDRESS}?next=/annuaire/")
    assert response["Location"] == "/annuaire/"


def test_next_never_leads_to_another_site(client):
    response = enter(client, UserFactory().email, f"{ADDRESS}?next=https://ailleurs.example/")
    assert response["Location"] == "/compte/"


def test_one_may_come_back_and_correct_the_address(client):
    ask_code(client, "fausse@exemple.example")
    assert client.get(ADDRESS).status_code == 200
    enter(client, "bonne@exemple.example")
    assert User.objects.get(email="bonne@exemple.example").pk == int(
        client.session["_auth_user_id"]
    )


def test_mail_names_the_site_and_its_own_address(client, settings):
    settings.SITE_URL = "https://carte.example"
    ask_code(client, "nouvelle@exemple.example")
    message = mail.outbox[0]
    assert message.subject.startswith("La Carte des CM")
    assert "https://carte.example" in message.body
    assert "127.0.0.1" not in message.body and "testserver" not in message.body
    assert not message.alternatives


def test_closed_account_is_neither_entered_nor_duplicated(client):
    user = UserFactory(is_active=False)
    assert ask_code(client, user.email)["Location"] == CODE
    assert "fermé" in mail.outbox[0].body
    assert User.objects.count() == 1


def test_account_without_address_record_signs_in_with_one_code(client):
    user = User.objects.create_superuser("chef@exemple.example")
    assert enter(client, user.email)["Location"] == "/compte/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert len(mail.outbox) == 1


def test_addresses_typed_but_never_confirmed_are_forgotten(client):
    ask_code(client, "faute@exemple.example")
    kept = UserFactory()
    User.objects.update(date_joined=timezone.now() - 2 * UNCONFIRMED_LIFE)
    ask_code(client, "autre@exemple.example")
    assert set(User.objects.values_list("email", flat=True)) == {
        kept.email,
        "autre@exemple.example",
    }


def test_sign_out_needs_a_post(client):
    client.force_login(UserFactory())
    assert client.get("/compte/deconnexion/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/compte/deconnexion/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_admin_sends_to_the_code_sign_in(client):
    response = client.get("/admin/")
    assert response["Location"] == f"{ADDRESS}?next=/admin/"
    assert client.get("/admin/login/")["Location"].startswith(ADDRESS)
    enter(client, EditorFactory().email, response["Location"])
    assert client.get("/admin/").status_code == 200


def test_signed_in_without_right_to_the_admin_is_refused_not_sent_in_circles(client):
    client.force_login(UserFactory())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_no_page_asks_for_a_password(client):
    for url in (ADDRESS, "/compte/inscription/"):
        assert 'type="password"' not in client.get(url).content.decode()


def test_sign_up_page_is_the_same_journey(client):
    response = enter(
        client, "arrivante@exemple.example", "/compte/inscription/?next=/compte/profil/"
    )
    assert response["Location"] == "/compte/profil/"
