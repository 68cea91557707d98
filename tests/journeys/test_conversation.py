"""A visitor writes, confirms their address by code, and both sides talk without seeing one."""

import pytest
from playwright.sync_api import expect

from directory.models import Block, Conversation, Message
from tests.factories import ProfileFactory, UserFactory, commune
from tests.journeys.hands import sign_in

SENDER, OWNER = "helene@recruteuse.example", "gwenael@exemple.example"
ASKED = "Bonjour, seriez-vous libre le 18 mars pour une mission à Quimper ?"


def somebody():
    return ProfileFactory(
        owner=UserFactory(email=OWNER),
        name="Gwenaël Le Bihan",
        slug="gwenael-le-bihan",
        commune=commune("29232"),
    )


@pytest.mark.each_database
def test_two_people_talk_through_the_site_until_one_blocks_the_other(hand, mailoutbox):
    """The form goes at once only because the page’s script did the work that it asks for."""
    profile = somebody()
    page = hand.page
    page.goto(profile.get_absolute_url())
    hand.press(page.get_by_role("link", name="Écrire un message").last)
    hand.write(page.get_by_label("Votre nom"), "Hélène Roussarie")
    hand.write(page.get_by_role("textbox", name="Votre message"), ASKED)
    hand.press(page.get_by_role("button", name="Continuer"))
    expect(page.get_by_role("status").first).to_contain_text("vous attend ici pendant un jour")
    sign_in(hand, mailoutbox, SENDER)

    expect(page.get_by_text("rien n’est perdu")).to_be_visible()
    expect(page.get_by_role("textbox", name="Votre message")).to_have_value(ASKED)
    hand.press(page.get_by_role("button", name="Envoyer le message"))
    expect(page.get_by_role("status").first).to_contain_text("Votre message est parti")
    talk = Conversation.objects.get()
    assert mailoutbox[-1].to == [OWNER] and SENDER not in mailoutbox[-1].message().as_string()

    as_somebody_else(page)
    page.goto("/compte/messages/")
    sign_in(hand, mailoutbox, OWNER)
    hand.press(page.get_by_role("link", name="Hélène Roussarie"))
    expect(page.get_by_text(ASKED)).to_be_visible()
    hand.write(page.get_by_label("Votre réponse"), "Oui, le matin.")
    hand.press(page.get_by_role("button", name="Répondre"))
    expect(page.get_by_role("status").first).to_contain_text("Votre réponse est partie")
    assert mailoutbox[-1].to == [SENDER] and OWNER not in mailoutbox[-1].message().as_string()

    hand.press(page.get_by_role("link", name="Bloquer cette personne"))
    hand.press(page.get_by_role("button", name="Bloquer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Personnes bloquées")
    assert Block.objects.get().account == talk.sender

    as_somebody_else(page)
    page.goto(talk.get_absolute_url())
    sign_in(hand, mailoutbox, SENDER)
    expect(page.get_by_text("Oui, le matin.")).to_be_visible()
    expect(page.get_by_text("Cette conversation est close.")).to_be_visible()
    assert OWNER not in page.content()


def as_somebody_else(page) -> None:
    page.context.clear_cookies()


def test_without_javascript_one_writes_too(without_javascript, mailoutbox):
    profile = somebody()
    page = without_javascript
    page.goto(f"{profile.get_absolute_url()}contact/")
    page.get_by_label("Votre nom").fill("Hélène Roussarie")
    page.get_by_role("textbox", name="Votre message").fill(ASKED)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("plus vite qu’on ne peut l’écrire").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Votre message")).to_have_value(ASKED)
    assert not Message.objects.exists()
