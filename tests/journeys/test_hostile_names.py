"""Hostile text in names, headlines, communes and filters is text on both maps, never a script."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.factories import ProfileFactory, commune
from tests.journeys.map_endpoint import Endpoint

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "\"'`><svg onload=alert(1)>",
    "${alert(1)} `${alert(1)}`",
    "{{ 7*7 }}{% raw %}{{ alert(1) }}",
    "javascript:alert(1)",
    "\u2028alert(1)\\u0027;alert(1)//",
]
SENTINEL = "window.alert = window.confirm = window.print = () => { window.__hacked = true; };"


@pytest.fixture
def page(page):
    page.add_init_script(SENTINEL)
    return page


def harmless(page) -> None:
    for frame in page.frames:
        assert frame.evaluate("window.__hacked") is None
        assert frame.locator("img[src=x], svg[onload]").count() == 0
        assert "49" not in frame.title()


@pytest.mark.parametrize("text", HOSTILE)
def test_names_of_groups_and_people_are_only_text(page, text):
    people = [
        {"name": text, "headline": text, "url": "javascript:alert(1)"},
        {"name": "Ailleurs", "headline": "", "url": "https://ailleurs.example/"},
    ]
    circle = {"center": [-1.68, 48.11], "radius_km": 30, "name": text}
    Endpoint(page, {"35238": 3}, names={"35238": text}, people=people, members={"circle": circle})
    page.goto("/carte/document/#10/48.11/-1.68")
    button = page.get_by_role("button", name=f"{text}, 3 profils")
    button.hover()
    button.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{text}, 3 profils")
    expect(page.locator("#personnes li").first).to_contain_text(text)
    # Other hosts and schemes are not followed.
    assert page.locator("#personnes a[href]").count() == 0
    expect(page.locator(".nom-rayon")).to_have_text(f"30 km autour de {text}")
    harmless(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_filters_and_addresses_are_only_text(page, text):
    query = f"?q={quote(text)}&region={quote(text)}#{quote(text)}"
    page.goto(f"/carte/document/{query}")
    page.get_by_text("La carte n’a pas pu charger ces profils.").wait_for()
    harmless(page)
    page.goto(f"/carte/{query}")
    page.get_by_text("Carte interactive", exact=True).click()
    frame = page.frame_locator("iframe.carte-interactive")
    frame.get_by_text("La carte n’a pas pu charger ces profils.").wait_for()
    harmless(page)


def test_profiles_of_the_tables_are_only_text(page):
    for text in HOSTILE:
        ProfileFactory(name=text, headline=text, commune=commune("35238"), precision="commune")
    page.goto("/carte/document/#10/48.11/-1.68")
    page.get_by_role("button", name="Rennes (35), 8 profils").click()
    expect(page.locator("#personnes li")).to_have_count(len(HOSTILE))
    for text in HOSTILE[:3]:
        expect(page.get_by_role("link", name=text).first).to_be_visible()
    harmless(page)
    page.goto("/carte/")
    page.get_by_text("Carte interactive", exact=True).click()
    frame = page.frame_locator("iframe.carte-interactive")
    frame.get_by_role("button", name="Bretagne, 8 profils").wait_for()
    harmless(page)
