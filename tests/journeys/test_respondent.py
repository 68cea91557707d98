"""A respondent answers the survey, makes a mistake on the way, and keeps the receipt."""

import pytest
from playwright.sync_api import expect

from surveys.models import Draft, Response
from tests.respondents import SALARIED_ANSWERS, core_edition


def go_on(hand):
    hand.press(hand.page.get_by_role("button", name="Continuer"))


def answer_everything(hand):
    page = hand.page
    hand.choose(page.get_by_label("Oui, aujourd’hui"))
    go_on(hand)
    hand.choose(page.get_by_label("Community manager", exact=True))
    hand.choose(page.get_by_label("Agence"))
    go_on(hand)
    hand.write(page.get_by_label("Âge en années"), "140")
    hand.choose(page.get_by_label("Femme", exact=True))
    hand.select(page.get_by_label("Région d’exercice"), "Bretagne")
    go_on(hand)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Âge en années")).to_have_value("140")
    expect(page.get_by_label("Femme", exact=True)).to_be_checked()
    hand.write(page.get_by_label("Âge en années"), "28")
    go_on(hand)
    hand.choose(page.get_by_label("3 ou 4 ans"))
    hand.choose(page.get_by_label("Communication", exact=True))
    go_on(hand)
    hand.choose(page.get_by_label("CDI", exact=True))
    go_on(hand)
    hand.choose(page.get_by_label("Temps plein"))
    hand.write(page.get_by_label("Montant en euros"), "beaucoup")
    hand.choose(page.get_by_label("par mois"))
    go_on(hand)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Montant en euros")).to_have_value("beaucoup")
    hand.write(page.get_by_label("Montant en euros"), "2 400,00 €")
    go_on(hand)


def say_more(hand, year) -> dict:
    """Two screens of the second part, with the kinds that the core does not ask."""
    page = hand.page
    page.goto(f"/enquete/{year}/repondre/10/")
    hand.choose(page.get_by_label("Instagram"))
    hand.write(page.get_by_label("Nombre de comptes gérés, en chiffres"), "3 comptes")
    go_on(hand)
    creation = page.get_by_role("group", name="la création de contenus")
    hand.choose(creation.get_by_label("Une journée ou plus"))
    go_on(hand)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos semaines, suite")
    page.goto(f"/enquete/{year}/repondre/20/")
    hand.write(page.get_by_label("Ce qui vous manque"), "Du temps.")
    expect(page.get_by_text("Encore 991 caractères.")).to_be_visible()
    go_on(hand)
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis envoyez")
    tasks = dict.fromkeys(["tache-moderation", "tache-veille", "tache-reporting"])
    return {
        "reseaux": ["instagram"],
        "comptes": 3,
        "tache-creation": "4",
        **tasks,
        "manque": "Du temps.",
    }


@pytest.mark.each_database
def test_the_survey_is_answered_and_its_receipt_opens_the_response(hand):
    edition = core_edition()
    page = hand.page
    page.goto("/")
    hand.press(page.get_by_role("link", name="Répondre à l’enquête").first)
    if page.get_by_role("button", name="Continuer").count() == 0:
        hand.press(page.get_by_role("link", name="Répondre à l’enquête").first)
    answer_everything(hand)

    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis envoyez")
    assert Response.objects.count() == 0
    more = say_more(hand, edition.year)
    hand.press(page.get_by_role("button", name="Envoyer mes réponses"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    receipt = page.locator("p.code").inner_text()
    response = Response.objects.get()
    assert response.answers == SALARIED_ANSWERS | more
    assert not Draft.objects.exists()

    page.goto(f"/enquete/{edition.year}/recu/")
    hand.write(page.get_by_role("main").get_by_role("textbox").first, receipt)
    hand.press(page.get_by_role("button", name="Voir ma réponse"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre réponse")
    hand.press(page.get_by_role("button", name="Retirer ma réponse"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Retirer votre réponse")
    assert Response.objects.count() == 1
    hand.press(page.get_by_role("button", name="Retirer ma réponse pour de bon"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("retirée")
    assert Response.objects.count() == 0


def test_a_closed_edition_says_so_kindly(hand):
    edition = core_edition(closed=True)
    page = hand.page
    assert page.goto(f"/enquete/{edition.year}/repondre/").status == 403
    expect(page.get_by_role("main")).to_contain_text("close")
    expect(page.get_by_role("main")).to_contain_text("résultats")
