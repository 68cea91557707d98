"""A profile is written at length: it keeps itself, is looked at with others’ eyes, and sent."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from directory.models import Profile
from tests.factories import SkillFactory, commune
from tests.journeys.hands import Pointer, sign_in

AUTOSAVE = re.compile("/compte/profil/brouillon/$")


@pytest.fixture
def form(hand, mailoutbox):
    """The empty form, by hand, signed in."""
    call_command("load_occupations", verbosity=0)
    commune("35238")
    SkillFactory(name="Veille", slug="veille")
    hand.page.goto("/compte/profil/")
    sign_in(hand, mailoutbox, "maelys@exemple.example")
    return hand


def unfold(hand, title: str) -> None:
    hand.press(hand.page.locator("summary", has_text=title))


# The draft is kept three seconds after the last key.
SOON = 12_000


def say(page):
    return page.locator("[data-etat]")


def test_what_was_written_before_the_script_came_is_kept_too(form):
    page, hand = form.page, form
    page.get_by_label("Nom affiché").wait_for()
    page.wait_for_load_state()
    late = []
    page.route("**/brouillon*.js", lambda route: late.append(route))
    page.goto("/compte/profil/", wait_until="commit")
    hand.write(page.get_by_label("Nom affiché"), "Maëlys Fontan")
    late[0].continue_()
    expect(say(page)).to_contain_text("pas encore gardé, à revoir : commune", timeout=SOON)
    page.unroute("**/brouillon*.js")


def test_it_keeps_itself_is_looked_at_and_sent(form):
    page, hand = form.page, form
    hand.write(page.get_by_label("Nom affiché"), "Maëlys Fontan")
    expect(say(page)).to_contain_text("pas encore gardé, à revoir : commune", timeout=SOON)
    hand.write(page.get_by_role("combobox", name="Commune"), "Rennes (35)")
    page.keyboard.press("Escape")
    unfold(hand, "Vos compétences et outils")
    hand.choose(page.get_by_label("Veille", exact=True))
    expect(say(page)).to_contain_text(re.compile(r"Brouillon gardé à \d+\sh\s\d\d"))
    assert Profile.objects.get().latest_revision.content["name"] == "Maëlys Fontan"

    unfold(hand, "Vos langues")
    hand.press(page.get_by_role("button", name="Ajouter une langue"))
    second = page.get_by_label("Langue", exact=True).nth(1)
    expect(second).to_be_focused()
    expect(page.get_by_label("Nom affiché")).to_have_value("Maëlys Fontan")
    hand.select(second, "Breton")
    hand.select(page.get_by_label("Niveau").nth(1), "Courant")
    expect(say(page)).to_contain_text("Brouillon gardé")

    hand.press(page.get_by_role("link", name="Aperçu de la dernière version"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Maëlys Fontan")
    hand.choose(page.get_by_label("Tout le monde"))
    hand.press(page.get_by_role("button", name="Voir", exact=True))
    expect(page).to_have_url(re.compile("vu-par=tous"))
    expect(page.get_by_text("Breton").first).to_be_visible()

    page.goto("/compte/profil/")
    hand.write(page.get_by_label("Titre affiché"), "Les clubs d’utilisateurs, de A à Z")
    hand.choose(page.get_by_label("Community manager", exact=True))
    hand.choose(page.get_by_label("Freelance", exact=True))
    hand.press(page.get_by_role("button", name="Envoyer en relecture"))
    expect(page.get_by_role("status").first).to_contain_text("C’est envoyé")
    expect(say(page)).to_contain_text("reprendre la main")
    if isinstance(hand, Pointer):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"]


def test_what_happens_meanwhile_is_said_and_nothing_is_overwritten(form):
    page, hand = form.page, form
    page.clock.install()
    hand.write(page.get_by_label("Nom affiché"), "Maëlys Fontan")
    hand.write(page.get_by_role("combobox", name="Commune"), "Rennes (35)")
    page.clock.fast_forward(4000)
    expect(say(page)).to_contain_text("Brouillon gardé")

    page.context.set_offline(True)
    hand.write(page.get_by_label("Titre affiché"), "Hors ligne")
    page.clock.fast_forward(4000)
    expect(say(page)).to_contain_text("Hors ligne")
    with page.expect_response(AUTOSAVE):
        page.context.set_offline(False)
    expect(say(page)).to_contain_text("Brouillon gardé")

    other = page.context.new_page()
    other.goto("/compte/profil/")
    other.get_by_label("Titre affiché").fill("D’une autre fenêtre")
    with other.expect_response(AUTOSAVE):
        other.locator("form[data-brouillon]").evaluate(
            "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange')) }"
        )
    hand.write(page.get_by_label("Titre affiché"), "De celle-ci")
    page.clock.fast_forward(4000)
    expect(say(page)).to_contain_text("dans une autre fenêtre")
    expect(page.get_by_role("link", name="Recharger la page")).to_be_visible()
    content = Profile.objects.get().latest_revision.content
    assert content["headline"] == "D’une autre fenêtre"
    expect(page.get_by_label("Titre affiché")).to_have_value("De celle-ci")
