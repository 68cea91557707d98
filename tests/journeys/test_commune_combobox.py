"""Choosing a commune while typing: the ARIA pattern of an editable combobox with a list."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ProfileFactory, commune


@pytest.fixture
def page(new_context) -> Page:
    ProfileFactory()
    page = new_context().new_page()
    page.goto("/annuaire/")
    open_filters(page)
    return page


def open_filters(page: Page) -> None:
    """Whatever folds the filters away is opened."""
    page.locator("details:has(input[name=autour])").evaluate_all(
        "all => all.forEach(one => { one.open = true })"
    )


def box(page: Page):
    return page.locator("input[name=autour]")


def active(page: Page) -> str:
    """The text of the option the keys aim at, or ""."""
    return page.evaluate(
        """() => {
            const id = document.querySelector("input[name=autour]")
                .getAttribute("aria-activedescendant");
            return id ? document.getElementById(id).textContent : "";
        }"""
    )


def test_the_keys_open_walk_choose_and_close(page):
    field, keys = box(page), page.keyboard
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    options = page.get_by_role("listbox", name="Communes").get_by_role("option")
    field.press_sequentially("saint-den")
    expect(options).to_have_count(8)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert active(page) == ""
    keys.press("ArrowDown")
    assert "Saint-Denis (974)" in active(page)
    keys.press("ArrowUp")
    last = active(page)
    assert last == options.nth(7).text_content()
    keys.press("ArrowDown")
    assert "Saint-Denis (974)" in active(page)
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    keys.press("ArrowLeft")
    assert active(page) == ""
    keys.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("saint-den")
    keys.press("ArrowDown")
    expect(options).to_have_count(8)
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field).to_have_value("Saint-Denis (93)")
    expect(field).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_screen_reader_is_told_what_there_is(page):
    # Choosing a place looks around it at once: it must be one of the tables.
    annecy = commune("69123")
    annecy.pk, annecy.name, annecy.folded_name = "74010", "Annecy", "annecy"
    annecy.save(force_insert=True)
    field = box(page)
    status = page.locator(".combobox", has=field).get_by_role("status")
    field.fill("annecy-le-v")
    expect(status).to_have_text("Une commune proposée.")
    expect(page.get_by_role("listbox", name="Communes").get_by_role("option")).to_contain_text(
        "Annecy (74), anciennement Annecy-le-Vieux"
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status).to_have_text("Annecy (74) choisie.")
    field.fill("zzzz")
    expect(status).to_have_text("Aucune commune trouvée.")
    field.fill("renn")
    expect(status).to_contain_text("communes proposées")


def test_a_finger_chooses_and_the_keyboard_of_the_phone_stays(phone):
    ProfileFactory(commune=commune("29232"))
    phone.goto("/annuaire/")
    open_filters(phone)
    field = box(phone)
    field.tap()
    field.press_sequentially("quimper")
    option = phone.get_by_role("option", name="Quimper (29)")
    assert option.bounding_box()["height"] >= 44
    option.tap()
    expect(field).to_have_value("Quimper (29)")
    expect(field).to_be_focused()
    expect(phone.get_by_role("listbox")).to_be_hidden()


def test_a_service_out_of_reach_leaves_a_plain_field(page):
    page.route("**/lieux/communes/**", lambda route: route.abort())
    box(page).fill("renn")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("renn")
