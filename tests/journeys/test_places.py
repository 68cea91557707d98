"""Places in a real browser: suggestions by keyboard, the interactive map, hostile data."""

import json

import pytest

from tests.factories import ProfileFactory, commune

HOSTILE = '<img src=x onerror="document.title=1">{{7*7}}${alert(1)}'


def feature(longitude, latitude, **properties) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": properties,
    }


@pytest.fixture
def interactive_map(page):
    """Open the document of the map over the features given."""

    def opened(*features):
        body = json.dumps({"type": "FeatureCollection", "features": features})
        page.route(
            "**/carte/profils.geojson*",
            lambda route: route.fulfill(body=body, content_type="application/geo+json"),
        )
        page.goto("/carte/document/")
        page.locator("[data-points]").wait_for()
        return page

    return opened


def test_the_map_shows_the_profiles_of_the_tables(page):
    ProfileFactory.create_batch(2, commune=commune("35238"))
    ProfileFactory(commune=commune("33063"))
    page.goto("/carte/document/")
    page.get_by_role("link", name="Rennes (35), 2 profils").wait_for()
    page.get_by_role("link", name="Bordeaux (33), 1 profil").wait_for()
    assert page.locator("path.contour").count() == 101


def test_a_marker_is_reached_and_followed_by_keyboard(interactive_map):
    page = interactive_map(
        feature(-1.68, 48.11, label="Rennes (35)", count=12, url="/annuaire/?commune=35238")
    )
    page.get_by_role("link", name="Rennes (35), 12 profils").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/annuaire/?commune=35238")


def test_near_communes_are_one_button_until_the_map_is_closer(interactive_map):
    page = interactive_map(
        feature(-1.68, 48.11, label="Rennes (35)", count=12, url="/a"),
        feature(-2.0, 48.65, label="Saint-Malo (35)", count=1, url="/b"),
    )
    page.get_by_role("button", name="Rennes (35) et ses environs, 13 profils").press("Enter")
    page.get_by_role("link", name="Saint-Malo (35), 1 profil").wait_for()
    page.get_by_role("link", name="Rennes (35), 12 profils").wait_for()


def test_hostile_data_is_only_text(interactive_map):
    page = interactive_map(
        feature(-1.68, 48.11, label=HOSTILE, count=3, url="javascript:document.title=2"),
        feature(4.8, 45.7, label="Lyon (69)", count=1, url="https://ailleurs.example/"),
    )
    marker = page.get_by_role("button", name=HOSTILE)
    marker.click()
    assert page.locator("img[onerror]").count() == 0
    assert page.get_by_role("link", name="Lyon").count() == 0
    assert page.title() == "Carte interactive des profils"


def test_the_reader_goes_to_another_part_of_france(interactive_map):
    page = interactive_map(
        feature(55.45, -20.88, label="Saint-Denis (974)", count=3, url="/a"),
    )
    page.get_by_label("Aller à").select_option("La Réunion")
    page.wait_for_timeout(400)
    box = page.get_by_role("link", name="Saint-Denis (974)").bounding_box()
    assert 0 < box["x"] < 1440
    assert 0 < box["y"] < 900


def test_a_map_that_cannot_load_says_so(page):
    page.route("**/carte/profils.geojson*", lambda route: route.fulfill(status=500))
    page.goto("/carte/document/")
    page.get_by_text("La carte n’a pas pu être chargée").wait_for()
