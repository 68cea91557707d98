"""A form whose cookie was lost is refused kindly, and shown again as it was typed."""

import pytest
from django.test import Client

from surveys.models import Draft, Response
from tests.respondents import SALARIED, core_edition, fill, send

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format


@pytest.fixture
def edition():
    return core_edition(year=2027)


@pytest.fixture
def careful(client, edition):
    """A device whose requests are checked for their origin, halfway through the survey."""
    fill(client, edition, SALARIED[:5])
    device = Client(enforce_csrf_checks=True)
    device.cookies["brouillon"] = client.cookies["brouillon"].value
    return device


def test_the_screen_shows_again_what_was_typed_and_then_accepts_it(careful):
    typed = {"temps": "plein", "salaire": "2 400,00 €", "salaire.periode": "mois"}
    page = careful.post(STEP(6), typed)
    text = page.content.decode()
    assert page.status_code == 403 and "Ce que vous aviez écrit est encore là" in text
    assert 'value="2 400,00 €"' in text and 'value="mois" checked' in text
    assert "temps" not in Draft.objects.get().answers
    token = careful.cookies["csrftoken"].value
    again = careful.post(STEP(6), {**typed, "csrfmiddlewaretoken": token})
    assert again.url == "/enquete/2027/relecture/"


def test_a_screen_typed_in_nonsense_is_shown_again_without_harm(careful):
    page = careful.post(STEP(6), {"temps": "x\x00", "salaire": "<script>", "precedent": "1"})
    assert page.status_code == 403
    assert "<script>" not in page.content.decode().replace("<script src", "")


def test_nothing_is_sent_without_it(client, edition, careful):
    client.post(STEP(6), SALARIED[5])
    page = careful.post("/enquete/2027/relecture/")
    assert page.status_code == 403 and "encore là" in page.content.decode()
    assert not Response.objects.exists()


def test_words_typed_are_not_lost_either(client, edition):
    words = send(client, edition)
    device = Client(enforce_csrf_checks=True)
    for url, field in (("/enquete/2027/recu/", "recu"), ("/enquete/2027/reprendre/", "mots")):
        page = device.post(url, {field: words, "retirer": "1"})
        assert page.status_code == 403 and f'value="{words}"' in page.content.decode()
    assert Response.objects.count() == 1


def test_other_pages_of_the_site_keep_the_general_answer():
    page = Client(enforce_csrf_checks=True).post("/compte/connexion/", {"login": "a@b.fr"})
    assert page.status_code == 403 and "resté ouvert trop longtemps" in page.content.decode()


def test_a_survey_closed_meanwhile_says_so(edition):
    core_edition(year=2026, closed=True)
    page = Client(enforce_csrf_checks=True).post("/enquete/2026/repondre/1/", SALARIED[0])
    assert page.status_code == 403 and "L’enquête est close" in page.content.decode()


def test_the_edition_sets_no_cookie_but_its_own(client, edition):
    client.get(STEP(1))
    # The form’s own guard is the site’s, and the same for everything that is sent to it.
    guard = client.cookies.pop("csrftoken")
    assert guard["httponly"] and not client.cookies
    fill(client, edition)
    kept = [*client.cookies.values()]
    client.post("/enquete/2027/relecture/")
    kept.append(client.cookies["appareil"])
    client.get("/enquete/2027/merci/")
    assert {cookie.key for cookie in kept} == {"brouillon", "appareil", "debut"}
    for cookie in kept:
        assert cookie["path"] == "/enquete/2027/" and cookie["samesite"] == "Lax"
    # Once the receipt is shown, only that the device has answered is left on it; the guard is back
    # with the form of that page.
    left = {name for name, cookie in client.cookies.items() if cookie.value}
    assert left == {"appareil", "csrftoken"}
    assert client.cookies["appareil"]["httponly"]
