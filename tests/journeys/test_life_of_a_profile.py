"""A profile from its first reading to its last day: sent back, corrected, published, moved to
another town, hidden, shown again, erased."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from cmsite.accounts.forms import ErasureForm
from cmsite.accounts.models import User
from directory.models import Profile
from tests.factories import EditorFactory, commune
from tests.journeys.hands import Pointer, sign_in
from tests.journeys.test_practitioner import write_the_profile

ADDRESS = "maelys@exemple.example"
REASON = "Dites pour qui vous travaillez, en une ligne."


@pytest.fixture
def phone_of_maelys(phone, mailoutbox) -> Pointer:
    """Signed in, the form open."""
    call_command("load_occupations", verbosity=0)
    commune("35238")
    commune("29232")
    phone.goto("/compte/profil/")
    hand = Pointer(phone)
    sign_in(hand, mailoutbox, ADDRESS)
    return hand


@pytest.fixture
def queue(new_context, mailoutbox) -> Page:
    """The moderator’s screen of what is to be read."""
    page = new_context().new_page()
    moderator = EditorFactory()
    page.goto("/admin/")
    sign_in(Pointer(page), mailoutbox, moderator.email)
    page.wait_for_url("**/admin/")
    return page


def read(queue: Page) -> None:
    """Open the one profile that waits."""
    queue.goto(reverse("directory_review:index"))
    queue.get_by_role("link", name="Maëlys Fontan").first.click()
    expect(queue.get_by_role("button", name="Approuver")).to_be_visible()


def move(hand: Pointer, town: str) -> None:
    hand.page.goto("/compte/profil/")
    hand.write(hand.page.get_by_role("combobox", name="Commune"), town)
    hand.page.keyboard.press("Escape")
    hand.press(hand.page.get_by_role("button", name="Envoyer en relecture"))
    expect(hand.page.get_by_role("status").first).to_contain_text("C’est envoyé")


@pytest.mark.each_database
def test_a_profile_lives_and_leaves(phone_of_maelys, queue, new_context, mailoutbox):
    hand, page = phone_of_maelys, phone_of_maelys.page
    visitor = new_context().new_page()
    write_the_profile(hand)
    expect(page.get_by_role("status").first).to_contain_text("C’est envoyé")

    read(queue)
    queue.get_by_label("Vos mots").fill(REASON)
    queue.get_by_role("button", name="Renvoyer avec ce motif").click()
    queue.wait_for_load_state()
    assert REASON in mailoutbox[-1].body and mailoutbox[-1].to == [ADDRESS]
    page.goto("/compte/profil/")
    expect(page.get_by_text(REASON)).to_be_visible()

    hand.write(page.get_by_label("Titre affiché"), "Community manager pour les bricoleurs")
    hand.press(page.get_by_role("button", name="Envoyer en relecture"))
    expect(page.get_by_role("status").first).to_contain_text("C’est envoyé")
    read(queue)
    queue.get_by_role("button", name="Approuver").click()
    queue.wait_for_load_state()
    address = Profile.objects.published().get().get_absolute_url()
    visitor.goto(address)
    expect(visitor.get_by_text("Community manager pour les bricoleurs")).to_be_visible()
    expect(visitor.locator(".agglo")).to_contain_text("Rennes")

    # The version that everyone reads stays until the new one is approved.
    move(hand, "Quimper (29)")
    visitor.reload()
    expect(visitor.locator(".agglo")).to_contain_text("Rennes")
    read(queue)
    queue.get_by_role("button", name="Approuver").click()
    queue.wait_for_load_state()
    visitor.reload()
    expect(visitor.locator(".agglo")).to_contain_text("Quimper")

    page.goto("/compte/profil/reglages/")
    hand.press(page.get_by_role("button", name="Le masquer maintenant"))
    page.wait_for_load_state()
    assert visitor.goto(address).status == 404
    hand.press(page.get_by_role("button", name="Le montrer à tout le monde"))
    page.wait_for_load_state()
    assert visitor.goto(address).status == 200

    page.goto("/compte/")
    hand.press(page.get_by_role("link", name="Supprimer mon compte"))
    hand.write(page.get_by_label("pour confirmer"), ErasureForm.WORD)
    hand.press(page.get_by_role("button", name="Supprimer mon compte"))
    page.wait_for_url("/")
    assert visitor.goto(address).status == 404
    assert not User.objects.filter(email=ADDRESS).exists() and not Profile.objects.exists()
