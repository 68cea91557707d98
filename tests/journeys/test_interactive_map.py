"""The interactive map in a real browser: its three levels, its list, its address, its tools."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import ProfileFactory, commune
from tests.journeys.hands import Keyboard
from tests.journeys.map_endpoint import Endpoint

DOCUMENT = "/carte/document/"
COUNTS = {"35238": 12, "35288": 2, "29232": 1, "75056": 60, "69123": 4, "97411": 3}
BREST_TO_RENNES = "#8/48.1/-2.8"
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.id"


def group(page, name):
    return page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def opened(page):
    """Open the document over a stand-in for its endpoints; see `Endpoint`."""

    def open_document(counts=COUNTS, address=DOCUMENT, on=page, **options):
        endpoint = Endpoint(on, counts, **options)
        on.goto(address)
        on.locator("[data-groupes]").wait_for()
        return endpoint

    return open_document


def test_it_shows_the_profiles_of_the_tables(page):
    ProfileFactory.create_batch(2, commune=commune("35238"))
    ProfileFactory(commune=commune("33063"))
    page.goto(DOCUMENT)
    group(page, "Bretagne, 2 profils").wait_for()
    group(page, "Nouvelle-Aquitaine, 1 profil").wait_for()
    expect(page.get_by_role("status").first).to_have_text("2 régions, 3 profils.")


def test_its_three_levels_and_its_list_are_reached_by_the_keyboard_alone(page, opened):
    endpoint = opened(people=[{"name": "Ana", "headline": "Veille", "url": "/annuaire/ana/"}])
    hand = Keyboard(page)
    hand.press(group(page, "Bretagne, 15 profils"))
    # The largest group of what was pressed takes the focus.
    expect(group(page, "Ille-et-Vilaine, 14 profils")).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("2 départements, 15 profils")
    hand.press(group(page, "Ille-et-Vilaine, 14 profils"))
    expect(group(page, "Rennes, 12 profils")).to_be_focused()
    hand.press(group(page, "Rennes, 12 profils"))
    heading = page.get_by_role("heading", name="Rennes, 12 profils")
    expect(heading).to_be_focused()
    assert endpoint.asked_people == [{"commune": "35238"}]
    expect(page.get_by_role("link", name="Ana")).to_have_attribute("target", "_top")
    page.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    expect(group(page, "Rennes, 12 profils")).to_be_focused()


def test_close_returns_where_one_was_too(page, opened):
    opened(address=DOCUMENT + "#10/48.11/-1.68")
    hand = Keyboard(page)
    hand.press(group(page, "Rennes, 12 profils"))
    hand.press(page.get_by_role("button", name="Fermer"))
    expect(group(page, "Rennes, 12 profils")).to_be_focused()


def test_the_tab_key_goes_from_the_largest_group_to_the_smallest(page, opened):
    opened()
    Keyboard(page).reach(group(page, "Île-de-France, 60 profils"))
    seen = []
    for _ in range(4):
        seen.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    assert seen == [
        "Île-de-France, 60 profils",
        "Bretagne, 15 profils",
        "Auvergne-Rhône-Alpes, 4 profils",
        "La Réunion, 3 profils",
    ]


def test_a_group_keeps_the_focus_when_the_map_moves(page, opened):
    endpoint = opened(address=DOCUMENT + BREST_TO_RENNES)
    group(page, "Ille-et-Vilaine, 14 profils").focus()
    asked = len(endpoint.asked)
    page.evaluate("location.hash = '#7/48.1/-2.8'")
    group(page, "Paris, 60 profils").wait_for()  # not in view before
    assert len(endpoint.asked) > asked
    expect(group(page, "Ille-et-Vilaine, 14 profils")).to_be_focused()


def test_it_asks_for_what_it_shows_and_small_moves_ask_nothing_new(page, opened):
    endpoint = opened()
    assert "bbox" not in endpoint.asked[0]  # régions: all of them
    page.evaluate("location.hash = '#9/48.11/-1.68'")
    group(page, "Rennes, 12 profils").wait_for()
    assert endpoint.asked[-1]["zoom"] == "9"
    west, south, east, north = map(float, endpoint.asked[-1]["bbox"].split(","))
    assert west < -1.68 < east
    assert south < 48.11 < north
    asked = len(endpoint.asked)
    page.evaluate("location.hash = '#9/48.112/-1.682'")
    page.wait_for_timeout(600)
    assert len(endpoint.asked) == asked


def test_near_communes_are_one_button_until_the_map_is_closer(page, opened):
    opened({"75056": 5, "75101": 2}, address=DOCUMENT + "#9/48.85/2.35")
    group(page, "Paris et ses environs, 7 profils").press("Enter")
    group(page, "Paris, 5 profils").wait_for()
    group(page, "Paris 1er, 2 profils").wait_for()


def test_a_name_beside_the_edge_of_the_map_is_read_whole(new_context, opened):
    """On a phone, a group may be nearer the edge than half its name is long."""
    page = new_context(viewport={"width": 358, "height": 640}).new_page()
    there = f"{DOCUMENT}#7/48.1/-2.8"
    opened({"29232": 9}, there, on=page, names={"29": "Finistère et tous ses environs"})
    name = page.locator(".repere.nomme")
    left, right = name.evaluate(
        """one => {
            const drawn = getComputedStyle(one, "::after");
            const width = parseFloat(drawn.width) + 2 * parseFloat(drawn.paddingLeft);
            const { left, width: own } = one.getBoundingClientRect();
            // « -50% », or « calc(-50% + 45px) ».
            const aside = parseFloat(drawn.translate.match(/[-\\d.]+(?=px)/)?.[0] ?? 0);
            const middle = left + own / 2 + aside;
            return [middle - width / 2, middle + width / 2];
        }"""
    )
    assert 0 <= left < right <= 358


def test_communes_of_one_point_make_way_for_each_other(page, opened):
    """Overseas collectivities have one point for many communes."""
    endpoint = opened({"98735": 5, "98715": 2}, address=DOCUMENT + "#13/-17.533/-149.567")
    group(page, "Papeete, 5 profils").click()
    group(page, "Faaa, 2 profils").click()
    page.get_by_role("heading", name="Faaa, 2 profils").wait_for()
    assert endpoint.asked_people == [{"commune": "98735"}, {"commune": "98715"}]


def test_people_without_a_commune_are_listed_by_departement(page, opened):
    endpoint = opened(address=DOCUMENT + "#10/48.15/-1.65", vague={"35": 3})
    status = page.get_by_role("status").first
    expect(status).to_contain_text("1 commune, 15 profils, dont 3 sans commune précisée")
    group(page, "Ille-et-Vilaine, commune non précisée, 3 profils").click()
    page.get_by_role("link", name="Personne 2").wait_for()
    assert endpoint.asked_people == [{"departement": "35", "precision": "departement"}]


def test_a_long_list_leads_to_the_annuaire(page, opened):
    opened(address=DOCUMENT + "#10/48.85/2.35")
    group(page, "Paris, 60 profils").click()
    link = page.get_by_role("link", name="Voir les 60 profils dans l’annuaire")
    expect(link).to_have_attribute("href", re.compile(r"/annuaire/\?commune=75056$"))
    assert page.locator("#personnes li").count() == 50


def test_a_radius_is_a_circle_that_is_looked_at(page, opened):
    opened(members={"circle": {"center": [-1.68, 48.11], "radius_km": 30, "name": "Rennes"}})
    page.get_by_text("30 km autour de Rennes").wait_for()
    group(page, "Rennes, 12 profils").wait_for()  # near enough for communes
    assert page.locator("path.rayon").count() == 1


def test_who_is_off_the_map_is_counted(page, opened):
    opened(members={"off_map": 7, "total": 89})
    status = page.get_by_role("status").first
    expect(status).to_have_text("4 régions, 82 profils\u202f; 7 profils hors de la carte.")


def test_a_failure_is_said_and_can_be_tried_again(page, opened):
    endpoint = Endpoint(page, COUNTS, status=500)
    page.goto(DOCUMENT)
    page.get_by_text("La carte n’a pas pu charger ces profils.").wait_for()
    expect(page.get_by_role("link", name="Voir la liste")).to_be_visible()
    endpoint.status = 200
    Keyboard(page).press(page.get_by_role("button", name="Réessayer"))
    group(page, "Bretagne, 15 profils").wait_for()
    expect(page.get_by_role("button", name="Réessayer")).to_be_hidden()


def test_a_refused_filter_is_said_in_the_words_of_the_endpoint(page):
    Endpoint(page, COUNTS, status=400)
    page.goto(DOCUMENT)
    page.get_by_text("Nous ne connaissons pas cette région.").wait_for()


def test_a_link_to_a_view_opens_the_map_there_and_moving_rewrites_it(page, opened):
    Endpoint(page, COUNTS)
    page.goto("/carte/")
    page.goto("/carte/#9/48.11/-1.68")
    page.reload()
    frame = page.frame_locator("iframe.carte-interactive")
    button = frame.get_by_role("button", name="Rennes, 12 profils")
    button.wait_for()
    length = page.evaluate("history.length")
    frame.locator(".folium-map").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"/carte/#9/48\.\d+/-1\.[89]|/carte/#9/48\.\d+/-2"))
    assert page.evaluate("history.length") == length
    frame.get_by_role("button", name="Toute la France").click()
    frame.get_by_role("button", name="Bretagne, 15 profils").wait_for()
    page.wait_for_url(re.compile(r"/carte/$"))


def test_the_reader_goes_to_another_part_of_france(page, opened):
    opened()
    page.get_by_label("Aller à").select_option("La Réunion")
    expect(group(page, "Saint-Denis, 3 profils")).to_be_in_viewport()
    page.get_by_label("Aller à").select_option("Saint-Martin")
    expect(page.locator(".nom-ile", has_text="Saint-Martin")).to_be_in_viewport()


def test_position_is_asked_for_on_request_only_and_never_sent(new_context, opened):
    context = new_context(
        permissions=["geolocation"], geolocation={"latitude": 45.7578, "longitude": 4.8351}
    )
    page = context.new_page()
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    opened(on=page)
    page.get_by_role("button", name="Autour de moi").click()
    group(page, "Lyon, 4 profils").wait_for()
    assert page.locator("path.ici").count() == 1
    page.get_by_text("Vous êtes ici").wait_for()
    assert not [url for url in addresses if "45.757" in url or "4.835" in url]
    assert "#" not in page.url
    page.get_by_role("button", name="Toute la France").click()
    expect(page.locator("path.ici")).to_have_count(0)


def test_a_refused_position_is_said_in_french(page, opened):
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 })"
    )
    opened()
    page.get_by_role("button", name="Autour de moi").click()
    page.get_by_text("Votre navigateur n’a pas donné votre position").wait_for()
    # Not covered by what the map shows when it settles, until the reader moves it.
    page.evaluate("dispatchEvent(new Event('resize'))")
    page.wait_for_timeout(800)
    assert page.get_by_text("Votre navigateur n’a pas donné votre position").is_visible()
    page.locator("#map, .leaflet-container").first.press("ArrowRight")
    page.get_by_text("Votre navigateur n’a pas donné votre position").wait_for(state="hidden")


def test_it_fills_the_screen_and_comes_back(page, opened):
    opened()
    page.get_by_role("button", name="Plein écran", exact=True).click()
    page.get_by_role("button", name="Quitter le plein écran").click()
    page.get_by_role("button", name="Plein écran", exact=True).wait_for()


def test_it_prints_with_its_groups_in_words(page, opened):
    opened()
    page.evaluate("window.print = () => { document.title = 'imprimé'; }")
    page.get_by_role("button", name="Imprimer").click()
    assert page.title() == "imprimé"
    page.emulate_media(media="print")
    expect(page.get_by_text("Bretagne, 15 profils")).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()


def test_without_javascript_it_leads_to_the_list(without_javascript):
    page = without_javascript
    page.goto("/carte/document/?q=veille")
    page.get_by_role("link", name="Voir la liste des profils").click()
    page.wait_for_url("**/annuaire/?q=veille")


def test_nothing_moves_by_itself_for_who_asks_for_calm(new_context, opened):
    page = new_context(reduced_motion="reduce").new_page()
    opened(on=page)
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowLeft")
    assert not page.locator(".leaflet-pan-anim").count()
    group(page, "Bretagne, 15 profils").press("Enter")
    assert not page.locator(".leaflet-zoom-anim").count()
    group(page, "Ille-et-Vilaine, 14 profils").wait_for()
