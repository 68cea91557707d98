"""A recruiter finds somebody without ever seeing their address."""

import re

import pytest
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
    ProfileFactory(
        name="Inès Cherfaoui", slug="ines-cherfaoui", commune=commune("69123"), status="agence"
    )
    return owner


def count(page):
    return page.locator("#compte")


def open_filters(hand) -> None:
    """On a phone they are one press away; on a large screen they are there."""
    if isinstance(hand, Pointer):
        hand.page.locator("#panneau > summary").click()


def test_a_recruiter_finds_somebody_and_the_way_to_write_to_them(hand):
    owner = some_people()
    page = hand.page
    page.goto("/")
    hand.write(page.get_by_label("Métier, compétence ou ville"), "territorial")
    hand.press(page.get_by_role("button", name="Chercher"))
    expect(count(page)).to_contain_text("1 profil")
    if isinstance(hand, Pointer):
        page.get_by_text("Liste", exact=True).first.click()
    hand.press(page.get_by_role("link", name="Gwenaël Le Bihan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwenaël Le Bihan")
    assert owner.email not in page.content()

    hand.press(page.get_by_role("link", name="Écrire un message").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Écrire à Gwenaël Le Bihan")
    assert owner.email not in page.content()


def test_a_free_request_shows_what_it_was_understood_as(hand):
    some_people()
    page = hand.page
    page.goto("/annuaire/")
    open_filters(hand)
    hand.write(page.get_by_label("Qui cherchez-vous"), "freelance Quimper 50 km")
    hand.press(page.get_by_role("button", name="Chercher"))
    expect(count(page)).to_contain_text("1 profil")
    chips = page.get_by_role("list", name="Filtres actifs")
    expect(chips).to_contain_text("Freelance")
    expect(chips).to_contain_text("À 50\u00a0km de Quimper")
    expect(page.locator(".distance")).to_have_text("dans la commune")
    hand.press(page.get_by_role("link", name=re.compile("Freelance.*retirer")))
    expect(chips).not_to_contain_text("Freelance")


def test_choices_change_the_results_without_a_reload_and_back_undoes_them(hand):
    some_people()
    page = hand.page
    page.goto("/carte/")
    page.evaluate("window.sameDocument = true")
    open_filters(hand)
    hand.press(page.locator("#choix-statut > summary"))
    box = page.get_by_role("checkbox", name="Salarié·e en agence")
    hand.choose(box)
    expect(count(page)).to_contain_text("1 profil")
    expect(page).to_have_url(re.compile(r"/carte/\?statut=agence$"))
    assert page.evaluate("window.sameDocument")
    # The list of choices is still open, and the focus where it was.
    expect(box).to_be_checked()
    expect(box).to_be_visible()
    if not isinstance(hand, Pointer):
        expect(box).to_be_focused()
    expect(page.locator(".carte-interactive")).to_have_attribute(
        "src", "/carte/document/?statut=agence"
    )
    expect(page.get_by_role("list", name="Filtres actifs")).to_contain_text("Salarié·e en agence")
    page.go_back()
    expect(count(page)).to_contain_text("2 profils")
    expect(page).to_have_url(re.compile(r"/carte/$"))


def test_a_search_without_result_says_what_to_relax(hand):
    some_people()
    page = hand.page
    page.goto("/annuaire/")
    open_filters(hand)
    hand.write(page.get_by_label("Qui cherchez-vous"), "charpente freelance")
    hand.press(page.get_by_role("button", name="Chercher"))
    expect(count(page)).to_contain_text("0 profil")
    hand.press(page.get_by_role("link", name="Sans « charpente » 1 profil"))
    expect(count(page)).to_contain_text("1 profil")


def test_everything_works_without_javascript(without_javascript):
    some_people()
    page = without_javascript
    page.goto("/annuaire/")
    expect(page.get_by_role("button", name="Autour de moi")).to_be_hidden()
    page.locator("#choix-statut > summary").click()
    page.get_by_role("checkbox", name="Freelance").check()
    page.get_by_label("Autour de").fill("Quimper")
    page.get_by_role("button", name="Appliquer les filtres").click()
    expect(count(page)).to_contain_text("1 profil")
    expect(page).to_have_url(re.compile(r"\?autour=Quimper&statut=freelance$"))
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(count(page)).to_contain_text("1 profil")
    page.get_by_role("link", name="Tout effacer").click()
    expect(count(page)).to_contain_text("2 profils")


@pytest.fixture
def located(new_context):
    """A page of somebody in Rennes, whose browser gives where they are."""
    point = {"latitude": 48.1173421, "longitude": -1.6777926}
    return new_context(geolocation=point, permissions=["geolocation"]).new_page()


def test_around_me_sends_a_rounded_point_only_when_asked(located):
    ProfileFactory(name="Maëlle Jégou", commune=commune("35238"))
    ProfileFactory(commune=commune("69123"))
    sent = []
    located.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    located.goto("/annuaire/")
    assert not any("ici" in url for url, _ in sent)
    located.get_by_role("button", name="Autour de moi").click()
    expect(count(located)).to_contain_text("1 profil")
    expect(located.get_by_label("Autour de")).to_have_value("Rennes (35)")
    assert [body for url, body in sent if url.endswith("/lieux/ici/")] == [
        "latitude=48.12&longitude=-1.68"
    ]
    assert not any("48.1" in url for url, _ in sent)
