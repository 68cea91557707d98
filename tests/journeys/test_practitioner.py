"""A practitioner publishes a profile; a moderator of the team approves it in between."""

import re

from django.core.management import call_command
from playwright.sync_api import expect

from directory.models import Profile
from tests.factories import EditorFactory, commune
from tests.journeys.hands import Keyboard, Pointer, sign_in


def write_the_profile(hand):
    page = hand.page
    hand.write(page.get_by_label("Nom affiché"), "Maëlys Fontan")
    hand.write(page.get_by_label("Titre affiché"), "Les clubs d’utilisateurs, de A à Z")
    hand.choose(page.get_by_label("Community manager", exact=True))
    hand.choose(page.get_by_label("Freelance", exact=True))
    hand.write(page.get_by_role("combobox", name="Commune"), "")
    page.keyboard.type("renn")
    page.get_by_role("option", name="Rennes (35)").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Commune")).to_have_value("Rennes (35)")
    hand.write(page.get_by_label("Biographie"), "J’anime des communautés de bricoleurs.")
    hand.press(page.get_by_role("button", name="Envoyer en relecture"))


def approve(new_context, mailbox):
    """The moderator’s side, in Wagtail."""
    page = new_context().new_page()
    moderator = EditorFactory()
    page.goto("/admin/")
    sign_in(Pointer(page), mailbox, moderator.email)
    page.wait_for_url("**/admin/")
    page.get_by_role("link", name="Maëlys Fontan").first.click()
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name=re.compile("^Approuver")).first.click()
    page.wait_for_load_state()


def test_a_profile_is_written_reviewed_and_found(hand, new_context, mailoutbox):
    call_command("load_occupations", verbosity=0)
    commune("35238")
    page = hand.page
    page.goto("/")
    if isinstance(hand, Pointer):
        hand.press(page.get_by_role("button", name="Menu"))
    hand.press(page.get_by_role("link", name="Publier mon profil").first)
    sign_in(hand, mailoutbox, "maelys@exemple.example")

    write_the_profile(hand)
    expect(page.get_by_role("status").first).to_contain_text("C’est envoyé")
    page.goto("/annuaire/")
    expect(page.get_by_text("Maëlys Fontan")).to_have_count(0)

    approve(new_context, mailoutbox)
    assert Profile.objects.published().get().name == "Maëlys Fontan"
    assert mailoutbox[-1].to == ["maelys@exemple.example"]
    assert "en ligne" in mailoutbox[-1].body

    page.goto("/carte/?region=53")
    expect(page.get_by_role("status").filter(has_text="profil")).to_contain_text("1 profil")
    hand.press(page.get_by_role("link", name="Maëlys Fontan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Maëlys Fontan")
    expect(page.get_by_text("J’anime des communautés de bricoleurs.")).to_be_visible()
    assert "maelys@exemple.example" not in page.content()


def test_mistakes_are_named_at_their_field_and_nothing_is_lost(hand, mailoutbox):
    call_command("load_occupations", verbosity=0)
    commune("93066")
    commune("97411")
    page = hand.page
    page.goto("/compte/profil/")
    sign_in(hand, mailoutbox, "maelys@exemple.example")
    hand.write(page.get_by_label("Nom affiché"), "Maëlys Fontan")
    hand.write(page.get_by_role("combobox", name="Commune"), "Saint-Denis")
    if isinstance(hand, Keyboard):
        page.keyboard.press("Escape")
    hand.press(page.get_by_role("button", name="Envoyer en relecture"))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Saint-Denis (93)")
    expect(summary).to_contain_text("Saint-Denis (974)")
    expect(page.get_by_label("Nom affiché")).to_have_value("Maëlys Fontan")
    expect(page.get_by_role("combobox", name="Commune")).to_have_value("Saint-Denis")
    assert Profile.objects.count() == 0
