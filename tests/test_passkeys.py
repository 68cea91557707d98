"""Passkeys: another way in for who wants one; the code by mail never stops working."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.factories import UserFactory
from tests.keys import Passkey
from tests.test_sign_in import code_of, enter

pytestmark = pytest.mark.django_db
KEYS, NEW, SIGN_IN, PROOF = (
    "/compte/cles/",
    "/compte/cles/ajouter/",
    "/compte/cles/entrer/",
    "/compte/cles/confirmer/",
)
JSON = {"headers": {"Accept": "application/json"}}
RUBBISH = ["", "null", "[]", "{}", "3", "{", '{"id": 1}', '{"response": {"userHandle": 4}}']


def browser() -> Client:
    """Keys are for secure pages only."""
    return Client(SERVER_PORT="443", **{"wsgi.url_scheme": "https"})


@pytest.fixture
def client():
    return browser()


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def inside(client, user):
    """Signed in by code a moment ago."""
    enter(client, user.email)
    mail.outbox.clear()
    return client


def options_in(response) -> dict:
    return response.context["options"]["options"]


def add(client, name="Mon téléphone") -> Passkey:
    key = Passkey()
    answer = key.create(options_in(client.get(NEW)))
    response = client.post(NEW, {"name": name, "credential": answer})
    assert response.headers.get("Location") == KEYS, response.content.decode()
    return key


def test_a_key_is_added_named_listed_and_told_by_mail(inside, user):
    add(inside, "Mon téléphone")
    page = inside.get(KEYS).content.decode()
    assert "Mon téléphone" in page and "enregistrée" in page
    (told,) = mail.outbox
    assert told.to == [user.email] and "clé d’accès" in told.subject
    assert "testserver" not in told.body and "127.0.0.1:8000/compte/cles/" in told.body


def test_a_key_opens_the_account_and_leads_where_one_was_going(inside, user, client):
    key = add(inside)
    visitor = browser()
    options = visitor.get(SIGN_IN, **JSON).json()["request_options"]
    response = visitor.post(f"{SIGN_IN}?next=/annuaire/", {"credential": key.get(options)})
    assert response["Location"] == "/annuaire/"
    assert visitor.session["_auth_user_id"] == str(user.pk)


def test_the_code_by_mail_still_suffices_for_who_has_a_key(inside, user):
    add(inside)
    visitor = Client()
    assert enter(visitor, user.email)["Location"] == "/compte/"
    assert visitor.session["_auth_user_id"] == str(user.pk)


def test_an_answer_is_good_once(inside):
    key = add(inside)
    visitor = browser()
    answer = key.get(visitor.get(SIGN_IN, **JSON).json()["request_options"])
    for client in (visitor, browser()):
        client.post(SIGN_IN, {"credential": answer})
    assert "_auth_user_id" not in client.session


def test_a_key_of_another_site_is_refused(inside):
    options = options_in(inside.get(NEW))
    answer = Passkey("https://ailleurs.example").create(options)
    response = inside.post(NEW, {"name": "Piège", "credential": answer})
    assert response.status_code == 400
    assert "pas été reconnue" in response.content.decode() and "Piège" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_a_key_that_was_removed_opens_nothing(inside):
    key = add(inside)
    pk = Authenticator.objects.get().pk
    mail.outbox.clear()
    assert inside.get(f"{KEYS}{pk}/retirer/").status_code == 200
    assert inside.post(f"{KEYS}{pk}/retirer/")["Location"] == KEYS
    assert "retirée" in mail.outbox[0].subject
    visitor = browser()
    options = visitor.get(SIGN_IN, **JSON).json()["request_options"]
    visitor.post(SIGN_IN, {"credential": key.get(options)})
    assert "_auth_user_id" not in visitor.session


def test_a_key_is_renamed_and_a_bad_name_is_kept_to_be_corrected(inside):
    add(inside)
    url = f"{KEYS}{Authenticator.objects.get().pk}/nom/"
    refused = inside.post(url, {"name": "x" * 61})
    assert refused.status_code == 400 and "x" * 61 in refused.content.decode()
    assert inside.post(url, {"name": "<b>Bureau</b>"})["Location"] == KEYS
    assert "&lt;b&gt;Bureau&lt;/b&gt;" in inside.get(KEYS).content.decode()


@pytest.mark.parametrize("action", ["nom", "retirer"])
def test_one_touches_only_one_s_own_keys(inside, action):
    add(inside)
    other = Client()
    enter(other, UserFactory().email)
    url = f"{KEYS}{Authenticator.objects.get().pk}/{action}/"
    assert other.get(url).status_code == other.post(url, {"name": "À moi"}).status_code == 404
    assert str(Authenticator.objects.get()) == "Mon téléphone"


def test_keys_are_touched_after_a_recent_proof_only(inside, client, user):
    add(inside)
    pk = Authenticator.objects.get().pk
    client.logout()
    client.force_login(user)  # signed in for long: no proof in this session
    for url in (NEW, f"{KEYS}{pk}/nom/", f"{KEYS}{pk}/retirer/"):
        assert client.get(url)["Location"].startswith("/compte/confirmer/?next=")
        assert client.post(url, {"name": "Vol", "credential": "{}"}).status_code == 302
    assert str(Authenticator.objects.get()) == "Mon téléphone"
    assert client.get(KEYS).status_code == 200


def test_a_key_is_a_proof_too(inside, client, user):
    key = add(inside)
    client.logout()
    client.force_login(user)
    page = client.get("/compte/confirmer/?next=/compte/supprimer/")
    answer = key.get(options_in(page))
    refused = client.post(PROOF, {"credential": "{}", "next": "/compte/supprimer/"})
    assert refused["Location"] == "/compte/confirmer/?next=%2Fcompte%2Fsupprimer%2F"
    answer = key.get(options_in(client.get(refused["Location"])))
    done = client.post(PROOF, {"credential": answer, "next": "/compte/supprimer/"})
    assert done["Location"] == "/compte/supprimer/"
    assert client.get("/compte/supprimer/").status_code == 200


def test_rubbish_is_refused_everywhere_without_a_fault(inside):
    visitor = browser()
    inside.get(NEW)
    visitor.get(SIGN_IN, **JSON)
    for credential in RUBBISH:
        assert inside.post(NEW, {"name": "x", "credential": credential}).status_code == 400
        response = visitor.post(SIGN_IN, {"credential": credential})
        assert response["Location"] == "/compte/connexion/"
    assert "_auth_user_id" not in visitor.session


def test_a_well_formed_key_of_nobody_is_refused(client):
    key = Passkey()
    key.handle = b"zzz"
    answer = key.get(client.get(SIGN_IN, **JSON).json()["request_options"])
    assert client.post(SIGN_IN, {"credential": answer})["Location"] == "/compte/connexion/"
    assert "pas été reconnue" in client.get("/compte/connexion/").content.decode()


def test_a_closed_account_is_not_opened_by_its_key(inside, user):
    key = add(inside)
    user.is_active = False
    user.save()
    visitor = browser()
    options = visitor.get(SIGN_IN, **JSON).json()["request_options"]
    response = visitor.post(SIGN_IN, {"credential": key.get(options)})
    assert response["Location"] == "/compte/inactif/"
    assert "_auth_user_id" not in visitor.session


def test_ten_keys_are_enough(inside, user):
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type="webauthn", data={"name": f"Clé {n}"}) for n in range(10)
    )
    assert inside.get(NEW)["Location"] == KEYS


def test_the_options_ask_for_a_key_that_knows_its_owner_and_name_the_site(inside, user):
    options = options_in(inside.get(NEW))["publicKey"]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"] == {"id": "testserver", "name": "La Carte des CM"}
    assert json.dumps(options)


def test_without_javascript_nothing_is_proposed_that_would_not_work(inside, client):
    page = inside.get(NEW).content.decode()
    assert 'data-cle="creer"' in page and "hidden" in page.split('data-cle="creer"')[1][:120]
    page = Client().get("/compte/connexion/").content.decode()
    assert "hidden" in page.split('data-cle="entrer"')[1][:20]


def test_nobody_is_asked_for_a_key_after_signing_up(client):
    response = enter(client, "nouvelle@exemple.example", "/compte/inscription/")
    assert response["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert code_of(mail.outbox[0])
