"""The drawn map in a real browser: by keyboard, by pointer, and without the script."""

import pytest

from tests import factories
from tests.factories import ProfileFactory, commune
from tests.journeys.conftest import PHONE
from tests.journeys.hands import Keyboard

MAP = "[data-france]"
# Towns too near each other for all their names to be written on a small map.
NEAR = {
    "69123": ("Lyon", "69", 45.758, 4.835),
    "69266": ("Villeurbanne", "69", 45.77, 4.88),
    "69264": ("Villefranche-sur-Saône", "69", 45.99, 4.72),
    "93048": ("Montreuil", "93", 48.86, 2.44),
    "35288": ("Saint-Malo", "35", 48.65, -2.0),
    "29019": ("Brest", "29", 48.39, -4.49),
    "33009": ("Arcachon", "33", 44.66, -1.17),
}


@pytest.fixture
def profiles():
    ProfileFactory.create_batch(3, commune=commune("35238"))
    ProfileFactory.create_batch(2, commune=commune("33063"))
    ProfileFactory(commune=commune("75056"))


def area(page, name: str):
    return page.locator(f'{MAP} > .carte-fr > svg [data-zone][aria-label^="{name}"]')


def caption(page) -> str:
    return page.locator(f"{MAP} [data-lue]").inner_text()


def focused(page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_the_map_is_one_stop_and_the_arrows_go_from_neighbour_to_neighbour(new_context, profiles):
    page = new_context().new_page()
    keyboard = Keyboard(page)
    page.goto("/carte/")
    keyboard.reach(area(page, "Ain"))
    assert caption(page) == "Ain\u00a0: aucun profil"
    page.keyboard.press("Tab")
    assert page.locator(f"{MAP} summary").first.evaluate("one => one === document.activeElement")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Ain\u00a0: aucun profil"
    page.keyboard.press("End")
    assert focused(page) == "Mayotte\u00a0: aucun profil"
    page.keyboard.press("Home")
    assert focused(page) == "Ain\u00a0: aucun profil"
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("Rhône")


def test_a_departement_is_found_and_opened_by_keyboard(new_context, profiles):
    page = new_context().new_page()
    page.goto("/carte/?departement=53")
    rennes = area(page, "Ille-et-Vilaine")
    Keyboard(page).reach(area(page, "Mayenne"))
    page.keyboard.press("ArrowLeft")
    assert rennes.evaluate("one => one === document.activeElement")
    assert caption(page) == "Ille-et-Vilaine\u00a0: 3 profils"
    # The focus is drawn around it, and nowhere else.
    assert page.locator(".foyer").count() == 1
    drawn = page.locator(".foyer path").first
    assert drawn.get_attribute("d") == rennes.locator("path").get_attribute("d")
    width = drawn.evaluate("one => parseFloat(getComputedStyle(one).strokeWidth)")
    assert width >= 3
    page.keyboard.press("Enter")
    page.wait_for_url("**/carte/?departement=35")
    # And one comes back to where one was.
    Keyboard(page).reach(area(page, "Ille-et-Vilaine"))


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE])
def test_the_arrows_reach_every_area(new_context, profiles, viewport):
    """Walked from the first, all ways from each."""
    page = new_context(viewport=viewport).new_page()
    page.goto("/carte/")
    page.locator(f"{MAP}[data-ready]").wait_for()
    missed = page.evaluate("""() => {
      const areas = [...document.querySelectorAll("[data-france] [data-zone]")];
      const met = new Set([areas[0]]);
      for (const area of met) {
        for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
          area.focus();
          area.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          met.add(document.activeElement);
        }
      }
      return areas.filter((area) => !met.has(area)).map((area) => area.ariaLabel);
    }""")
    assert missed == []


def test_the_pointer_is_told_what_it_is_over(new_context, profiles):
    page = new_context().new_page()
    page.goto("/carte/")
    area(page, "Gironde").hover(position={"x": 15, "y": 60})
    assert caption(page) == "Gironde\u00a0: 2 profils"
    page.locator("h1").hover()
    assert caption(page).startswith("Survolez la carte")


def test_without_javascript_the_table_is_the_way(without_javascript, profiles):
    page = without_javascript
    page.goto("/carte/")
    assert page.locator(f'{MAP} [data-zone][tabindex="0"]').count() == 0
    assert page.locator(f"{MAP} [data-lue]").is_hidden()
    keyboard = Keyboard(page)
    keyboard.press(page.locator(f"{MAP} summary").first)
    keyboard.press(page.locator(f"{MAP} table").get_by_role("link", name="Ille-et-Vilaine"))
    page.wait_for_url("**/carte/?departement=35")


def test_names_do_not_touch_on_a_phone(phone, profiles, monkeypatch):
    for code, (name, department, latitude, longitude) in NEAR.items():
        place = (name, department, latitude, longitude, 100_000, [])
        monkeypatch.setitem(factories.PLACES, code, place)
        ProfileFactory.create_batch(2, commune=commune(code))
    phone.goto("/carte/")
    boxes = phone.locator(f"{MAP} .ville:visible .nom").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) >= 5
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
