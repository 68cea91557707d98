"""A passkey, with the authenticator that Chromium simulates: added, used to enter, removed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from tests.factories import UserFactory
from tests.test_sign_in import code_of


@pytest.fixture
def page(new_context):
    """A browser on a device that has a fingerprint reader, and a finger on it."""
    page = new_context().new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def test_a_key_is_made_opens_the_account_and_is_removed(page):
    user = UserFactory()
    page.goto("/compte/connexion/?next=/compte/cles/")
    page.get_by_label("Votre adresse électronique").fill(user.email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill(code_of(mail.outbox[-1]))
    page.get_by_role("button", name="Se connecter").click()

    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Nom de la clé").fill("Mon ordinateur")
    page.get_by_role("button", name="Créer la clé").click()
    page.get_by_role("heading", name="Mon ordinateur").wait_for()
    assert Authenticator.objects.get().user == user

    # The same device is told that it has one.
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_role("button", name="Créer la clé").click()
    page.get_by_text("Cet appareil a déjà une clé").wait_for()

    page.goto("/compte/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/connexion/?next=/compte/cles/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(re.compile("/compte/cles/$"))

    page.get_by_role("link", name="Retirer Mon ordinateur").click()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("La clé d’accès est retirée").wait_for()

    page.goto("/compte/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/connexion/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.get_by_text("pas été reconnue").wait_for()


def test_without_javascript_only_the_code_is_proposed(without_javascript):
    page = without_javascript
    page.goto("/compte/connexion/")
    assert page.get_by_role("button", name="Recevoir un code").is_visible()
    assert not page.get_by_role("button", name="Entrer avec une clé d’accès").is_visible()
