"""A recruiter finds somebody without ever seeing their address."""

from playwright.sync_api import expect

from tests.factories import ProfileFactory, SkillFactory, UserFactory, commune
from tests.journeys.hands import Pointer


def some_people():
    owner = UserFactory(email="gwenael@exemple.example")
    ProfileFactory(
        owner=owner,
        name="Gwenaël Le Bihan",
        slug="gwenael-le-bihan",
        headline="Community manager territorial",
        commune=commune("29232"),
        skills=[SkillFactory()],
    )
    ProfileFactory(name="Inès Cherfaoui", slug="ines-cherfaoui", commune=commune("69123"))
    return owner


def test_a_recruiter_finds_somebody_and_the_way_to_write_to_them(hand):
    owner = some_people()
    page = hand.page
    page.goto("/")
    hand.write(page.get_by_label("Métier, compétence ou ville"), "territorial")
    hand.press(page.get_by_role("button", name="Chercher"))
    expect(page.get_by_role("status").filter(has_text="profil")).to_contain_text("1 profil")
    if isinstance(hand, Pointer):
        page.get_by_text("Liste", exact=True).first.click()
    hand.press(page.get_by_role("link", name="Gwenaël Le Bihan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwenaël Le Bihan")
    assert owner.email not in page.content()

    hand.press(page.get_by_role("link", name="Écrire un message").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Écrire à Gwenaël Le Bihan")
    assert owner.email not in page.content()


def test_a_search_without_result_says_what_to_relax(hand):
    some_people()
    page = hand.page
    page.goto("/annuaire/")
    hand.write(page.get_by_label("Mots-clés"), "charpente")
    hand.press(page.get_by_role("button", name="Afficher"))
    expect(page.get_by_role("status").filter(has_text="profil")).to_contain_text("0 profil")
    hand.press(page.get_by_role("link", name="Retirer « charpente »"))
    expect(page.get_by_role("status").filter(has_text="profil")).to_contain_text("2 profils")
