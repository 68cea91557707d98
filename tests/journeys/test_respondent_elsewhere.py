"""Answering in hard conditions: no script, no network for a while, another device, a light page."""

from pathlib import PurePath
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import expect

from surveys.models import Draft, Response
from tests.journeys.hands import Pointer
from tests.journeys.test_respondent import answer_everything, go_on
from tests.respondents import SALARIED_ANSWERS, core_edition

MOST_BYTES = 60_000
# What a server sends as it is: compressed already.
COMPRESSED = {".woff2"}


def test_the_whole_way_without_a_script(without_javascript):
    edition = core_edition()
    page = without_javascript
    hand = Pointer(page)
    page.goto(f"/enquete/{edition.year}/repondre/")
    answer_everything(hand)
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis envoyez")
    page.get_by_role("link", name="Continuer la seconde partie").click()
    page.get_by_label("De 10 à 49 personnes").check()
    go_on(hand)
    # Back, and what was chosen is there.
    page.get_by_role("button", name="Précédent").click()
    expect(page.get_by_label("De 10 à 49 personnes")).to_be_checked()
    page.goto(f"/enquete/{edition.year}/relecture/")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    receipt = page.locator("p.code").inner_text()
    sent = Response.objects.get().answers
    assert sent == SALARIED_ANSWERS | {"taille": "10-49", "secteur": None}

    # Changed with the receipt, then withdrawn, with a question in between.
    page.get_by_role("link", name="Relire, modifier ou retirer").click()
    page.get_by_label("Vos cinq mots").fill(receipt)
    page.get_by_role("button", name="Voir ma réponse").click()
    page.get_by_role("button", name="Modifier ma réponse").click()
    page.get_by_role("link", name="Modifier Contrat").click()
    page.get_by_label("CDD", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre réponse est modifiée")
    assert Response.objects.get().answers == sent | {"contrat": "cdd"}
    page.get_by_role("link", name="Vérifier avec mon reçu").click()
    page.get_by_label("Vos cinq mots").fill(receipt)
    page.get_by_role("button", name="Voir ma réponse").click()
    page.get_by_role("button", name="Retirer ma réponse").click()
    page.get_by_role("button", name="Retirer ma réponse pour de bon").click()
    assert not Response.objects.exists()


def test_the_network_lost_in_the_middle_loses_nothing_typed(phone):
    edition = core_edition()
    page = phone
    page.goto(f"/enquete/{edition.year}/repondre/")
    page.get_by_label("Oui, aujourd’hui").check()
    page.get_by_role("button", name="Continuer").tap()
    page.get_by_label("Content manager").check()
    page.get_by_label("Média", exact=True).check()
    address = page.url
    page.context.set_offline(True)
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_role("status").last).to_contain_text("Vous êtes hors ligne")
    # A second touch, another answer meanwhile: still the same page, and everything on it.
    page.get_by_label("Agence").check()
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_role("status").last).to_contain_text("gardées sur cette page")
    assert page.url == address
    page.context.set_offline(False)
    # It goes by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous")
    assert Draft.objects.get().answers["structure"] == "agence"


def test_a_second_device_goes_on_from_the_words_and_from_their_link(phone, new_context):
    edition = core_edition()
    phone.goto(f"/enquete/{edition.year}/repondre/")
    phone.get_by_label("Oui, aujourd’hui").check()
    phone.get_by_role("button", name="Continuer").tap()
    phone.get_by_text("Voir mes six mots").tap()
    words = phone.locator("#mots-de-reprise").inner_text()

    desk = new_context().new_page()
    asked = []
    desk.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    desk.goto(f"/enquete/{edition.year}/reprendre/#{words}")
    expect(desk.get_by_label("Vos six mots")).to_have_value(words)
    # The words are in no address that the server is sent, nor left in the browser’s.
    assert not any(words in one.partition("#")[0] for one in asked) and "#" not in desk.url
    desk.get_by_role("button", name="Reprendre ces réponses").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Votre poste")
    assert Draft.objects.count() == 1


def test_a_double_touch_sends_one_response(phone):
    edition = core_edition()
    phone.goto(f"/enquete/{edition.year}/repondre/")
    answer_everything(Pointer(phone))
    phone.get_by_role("button", name="Envoyer mes réponses").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Merci")
    assert phone.locator("p.code").inner_text().count("-") == 4
    assert Response.objects.count() == 1


def test_the_first_screen_is_light(phone):
    """From a cold cache, everything it asks for, compressed as production compresses it."""
    edition = core_edition()
    weights = {}

    def weigh(response):
        if response.ok:
            body = response.body()
            path = PurePath(urlsplit(response.url).path)
            # The page itself is counted as our own server sends it: not compressed.
            as_it_is = path.suffix in COMPRESSED or not path.suffix
            weights[str(path)] = len(body) if as_it_is else len(brotli.compress(body))

    phone.on("response", weigh)
    phone.goto(f"/enquete/{edition.year}/repondre/1/", wait_until="networkidle")
    assert any(path.endswith("site.css") for path in weights) and len(weights) >= 5
    assert not any("preuve" in path or "italique" in path for path in weights)
    assert sum(weights.values()) < MOST_BYTES, weights
    targets = phone.locator("main").evaluate(
        """main => [...main.querySelectorAll(".bouton, .case, summary, .lien")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
            .map((one) => one.textContent.trim())"""
    )
    assert targets == []
