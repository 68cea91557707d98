"""A reader votes for a tool and corrects its page; an editor reads it and puts it online."""

from playwright.sync_api import expect

from cmsite.toolbox.models import Suggestion, Tool, Vote
from tests.factories import EditorFactory
from tests.journeys.hands import sign_in
from tests.test_toolbox import make

EDITOR = "redaction@exemple.example"


def test_a_reader_votes_and_corrects_then_an_editor_accepts(hand, mailoutbox):
    """The form goes at once only because the page’s script did the work that it asks for."""
    EditorFactory(email=EDITOR)
    tool = make("Écholoc", price="gratuit")
    page = hand.page
    page.goto("/outils/")
    hand.press(page.get_by_role("link", name="Écholoc", exact=True))
    hand.press(page.get_by_role("button", name="Moi aussi"))
    expect(page.get_by_role("status").first).to_contain_text("c’est compté")
    expect(page.get_by_role("button", name="Retirer ma voix")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert Vote.objects.count() == 1

    hand.press(page.get_by_role("link", name="Corriger cette fiche"))
    expect(page.get_by_label("Nom de l’outil")).to_have_value("Écholoc")
    hand.select(page.get_by_label("Prix"), "Payant")
    hand.write(page.get_by_label("Précisions"), "Plus rien n’y est gratuit.")
    hand.press(page.get_by_role("button", name="Envoyer à la rédaction"))
    expect(page.get_by_role("status").first).to_contain_text("La rédaction lit chaque suggestion")
    assert Suggestion.objects.get().changed == ["price"]

    page.context.clear_cookies()
    page.goto("/admin/")
    sign_in(hand, mailoutbox, EDITOR)
    page.get_by_role("link", name="1 suggestion pour la boîte à outils").click()
    expect(page.get_by_text("Plus rien n’y est gratuit.")).to_be_visible()
    page.get_by_role("button", name="Corriger la fiche").click()
    expect(page.get_by_text("La fiche de Écholoc est corrigée.")).to_be_visible()
    tool.refresh_from_db()
    assert tool.price == Tool.Price.PAID
