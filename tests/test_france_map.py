"""The map of France drawn by the server: complete, readable by everyone, light."""

import gzip
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from map import svg
from map.svg import FRAME, OVERSEAS_SCALE, TILE_HEIGHT, TILE_WIDTH

LINKED = 'noun="profil,profils" href_name="directory:map" param="departement" towns=towns'
EUROS = 'level="region" unit="€" title="Salaire médian par région"'


def render(values=None, options=LINKED, path="/carte/", **context) -> str:
    source = f"{{% load france %}}{{% france_map values {options} %}}"
    context = {"values": values or {}, "towns": (), **context}
    return Template(source).render(RequestContext(RequestFactory().get(path), context))


def labels(html: str) -> list[str]:
    """The accessible names of the areas."""
    return re.findall(r'data-zone="".*? aria-label="([^"]+)"', html)


def rows(html: str) -> dict[str, str]:
    """The table under the map: values by name."""
    body = re.search(r"<tbody>(.*)</tbody>", html, re.S)
    cells = re.findall(r"<th[^>]*>(.*?)</th><td[^>]*>(.*?)</td>", body[1] if body else "")
    return {re.sub(r"<[^>]+>", "", name).strip(): value for name, value in cells}


def legend(html: str) -> list[str]:
    text = re.search(r'<p class="legende">(.*?)</p>', html, re.S)[1]
    return [re.sub(r"<[^>]+>", "", span) for span in re.findall(r"<span>(.*?)</span>", text)]


def figures(html: str) -> list[ElementTree.Element]:
    """The drawings of the page, parsed as XML: a broken one fails."""
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg.*?</svg>", html, re.S)]


def paths(d: str) -> list[tuple[float, float]]:
    """The absolute points of our path data."""
    points = []
    for ring in filter(None, d.split("z")):
        start, steps = ring[1:].split("l")
        x, y = map(float, start.split())
        points.append((x, y))
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


# --- Drawing ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [
        (3, 46.5, 700, 6600),  # the origin of the projection
        (2.3522, 48.8566, 652.47, 6862.29),
        (-4.4861, 48.3904, 146.5, 6837.0),
        (8.7386, 41.9192, 1176.3, 6105.6),
    ],
)
def test_the_projection_is_lambert_93(longitude, latitude, x, y):
    assert svg.lambert93(longitude, latitude) == pytest.approx((x, y), abs=3)


def test_the_origin_of_the_projection_is_exact():
    assert svg.lambert93(3, 46.5) == pytest.approx((700, 6600), abs=1e-6)


def test_all_departements_are_drawn_where_they_are():
    drawn = svg.drawing("department")
    assert len(drawn.mainland) == 96
    assert {outline.code for outline in drawn.overseas} == set(OVERSEAS_SCALE["department"])
    assert [outline.code for outline in drawn.suburbs] == ["75", "92", "93", "94"]
    assert len(drawn.names) >= 101
    for outline in drawn.mainland:
        for x, y in paths(outline.d):
            assert FRAME[0] <= x <= FRAME[2], outline.name
            assert FRAME[1] <= y <= FRAME[3], outline.name
    for outline in drawn.overseas:
        for x, y in paths(outline.d):
            assert 60 <= x <= TILE_WIDTH, outline.name
            assert 0 <= y <= TILE_HEIGHT, outline.name


def test_neighbours_share_their_border():
    """Ille-et-Vilaine and Mayenne: the same points, so no gap and no overlap."""
    drawn = {outline.code: set(paths(outline.d)) for outline in svg.drawing("department").mainland}
    assert len(drawn["35"] & drawn["53"]) > 5


def test_path_data_drops_what_rounding_hides():
    assert svg.path([[(0, 0), (0.2, 0.1), (0.1, 0.3), (0, 0)]]) == ""
    assert svg.path([[(0, 0), (2, 0), (2, -3), (0, 0)]]) == "M0 0l2 0 0-3z"


def test_all_regions_are_drawn_and_have_no_inset_of_paris():
    drawn = svg.drawing("region")
    assert len(drawn.mainland) == 13
    assert [outline.code for outline in drawn.overseas] == ["01", "02", "03", "04", "06"]
    assert drawn.suburbs == []


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        render({}, 'level="canton"')


# --- Counts -----------------------------------------------------------------------------------
def test_each_departement_says_its_count_and_links_to_it():
    html = render({"35": 12, "974": 1, "75": 1500})
    for figure in figures(html):
        assert figure.get("aria-label") or figure.get("aria-hidden") or figure.get("role")
    said = labels(html)
    assert len(said) == 96 + 4 + 5
    assert "Ille-et-Vilaine\u00a0: 12 profils" in said
    assert "La Réunion\u00a0: 1 profil" in said
    assert "Mayenne\u00a0: aucun profil" in said
    # In its inset too.
    assert said.count("Paris\u00a0: 1\u202f500 profils") == 2
    assert 'href="/carte/?departement=35"' in html
    assert "departement=53" not in html


def test_areas_stay_out_of_the_way_of_the_keyboard_but_the_table_has_them():
    """Until the script makes one stop of the map: links that only the pointer uses."""
    html = render({"35": 12, "974": 1, "69": 12})
    drawing, _, table = html.partition("<details>")
    assert drawing.count("<a ") == drawing.count('tabindex="-1"') == 3
    assert "tabindex" not in re.search(r"<tbody>.*</tbody>", table, re.S).group()
    assert re.findall(r"D (\w+)</span>", table) == ["35", "69", "974"]
    assert "Lire la carte en tableau" in table
    assert re.search(r"Aucun profil&nbsp;: Ain, .*Mayotte\.", table)


def test_links_keep_the_other_filters_but_not_the_page():
    html = render({"35": 1}, path="/carte/?q=a%26b%22%3C&metier=x&metier=y&page=3&departement=75")
    assert 'href="/carte/?q=a%26b%22%3C&amp;metier=x&amp;metier=y&amp;departement=35"' in html


def test_a_map_may_lead_nowhere():
    html = render({"35": 1}, 'noun="profil,profils"')
    assert "<a " not in html
    assert rows(html) == {"D 35 Ille-et-Vilaine": "1"}


def test_the_chosen_departement_is_marked():
    assert render({"35": 1}, path="/carte/?departement=35").count(" ici") == 1


def test_an_unknown_code_is_ignored():
    html = render({"99": 4, "<b>": 2, "etranger": None})
    assert "<b>" not in html
    assert rows(html) == {}
    assert "non publié" not in html


def test_an_area_that_is_not_drawn_is_in_the_table():
    html = render({"987": 4, "35": 2})
    assert rows(html) == {"D 987 Polynésie française": "4", "D 35 Ille-et-Vilaine": "2"}
    assert "departement=987" in html
    assert len(labels(html)) == 105


def test_the_legend_has_the_bounds_of_these_counts():
    counts = {"35": 1, "53": 3, "75": 58, "69": 12, "13": 9, "31": 6, "33": 20}
    assert legend(render(counts))[1:] == ["aucun", "1", "2 à 7", "8 à 9", "10 à 49", "50 à 58"]
    assert legend(render({"35": 7}))[1:] == ["aucun", "7"]
    assert legend(render({}))[1:] == ["aucun"]
    assert "aucun" not in legend(render(dict.fromkeys(svg.drawing("department").names, 3)))


def test_a_feminine_noun_has_its_own_none():
    html = render({"53": 4}, 'level="region" noun="réponse,réponses" none="aucune"')
    assert "Corse\u00a0: aucune réponse" in labels(html)
    assert legend(html) == ["Réponses par région&nbsp;:", "aucune", "4"]


# --- Amounts, and what is not published --------------------------------------------------------
def test_amounts_have_their_unit_and_a_missing_one_is_no_data():
    html = render({"53": 27_500, "11": 32_000, "94": 0}, EUROS)
    said = labels(html)
    assert len(said) == 18
    assert "Île-de-France\u00a0: 32\u202f000\u202f€" in said
    assert "Corse\u00a0: 0\u202f€" in said
    assert "Normandie\u00a0: pas de donnée" in said
    assert legend(html)[1:] == [
        "pas de donnée",
        "0\u202f€",
        "27\u202f500\u202f€",
        "32\u202f000\u202f€",
    ]
    assert list(rows(html)) == ["Île-de-France", "Bretagne", "Corse"]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ({"53": 27_500, "94": None}, EUROS),
        ({"53": 27_500, "94": 41_000}, f"{EUROS} hidden=hidden"),
    ],
)
def test_what_is_not_published_is_hatched_and_said_everywhere(values, options):
    html = render(values, options, hidden={"94"})
    assert "Corse\u00a0: non publié" in labels(html)
    assert rows(html)["Corse"] == "non publié"
    assert legend(html)[-1] == "non publié"
    assert "41\u202f000" not in html
    hatched = (
        'aria-label="Corse\u00a0: non publié"><path class="departement" fill="url(#carte-hachures)"'
    )
    assert hatched in html
    assert html.count('<pattern id="carte-hachures"') == 1
    # Area and legend.
    assert html.count("url(#carte-hachures)") == 2


def test_without_anything_hidden_nothing_is_hatched():
    assert "hachures" not in render({"53": 27_500}, EUROS)


def test_a_hidden_count_is_no_link_and_no_zero():
    html = render({"35": None, "53": 2})
    assert "departement=35" not in html
    assert "Ille-et-Vilaine\u00a0: non publié" in labels(html)


def test_values_that_do_not_tell_overseas_areas_apart_are_not_drawn_there():
    html = render({"53": 27_500, "04": 30_000}, f'{EUROS} overseas="voir le tableau"')
    assert "La Réunion\u00a0: voir le tableau" in labels(html)
    assert legend(html)[-1] == "outre-mer&nbsp;: voir le tableau"
    assert list(rows(html)) == ["Bretagne"]
    assert "30\u202f000" not in html


def test_two_maps_on_a_page_have_each_their_hatching():
    html = render({"53": None}, f'{EUROS} name="une"') + render(
        {"53": None}, f'{EUROS} name="deux"'
    )
    ids = re.findall(r' id="([^"]+)"', html)
    assert ids == ["une-hachures", "deux-hachures"]


# --- Weight and rules of the page --------------------------------------------------------------
@pytest.mark.parametrize(
    ("level", "options"), [("department", LINKED), ("region", LINKED + ' level="region"')]
)
def test_the_map_is_light_and_carries_no_style(level, options):
    counts = {code: 9 + index * 37 for index, code in enumerate(svg.drawing(level).names)}
    towns = [(f"Ville-sur-{index}", 44 + index / 4, 2, index + 9) for index in range(12)]
    html = render(counts, options, towns=towns)
    assert len(gzip.compress(html.encode())) < 45_000
    assert "style=" not in html
    assert "<style" not in html
    assert "None" not in html


def test_the_map_asks_nothing_of_the_database():
    """This test has no access to it: a query would fail."""
    assert render({"35": 12, "53": None}, towns=[("Rennes", 48.11, -1.68, 33)])


def test_paths_are_computed_once():
    assert svg.drawing("department") is svg.drawing("department")


def test_the_script_is_small():
    path = finders.find("france-map.js")
    assert Path(path).stat().st_size < 4096
    assert 'france-map.js" defer></script>' in render({"35": 1})


def test_no_number_of_a_drawing_has_a_french_comma():
    for figure in figures(render({"35": 12}, towns=[("Rennes", 48.11, -1.68, 33)])):
        for element in figure.iter():
            for name in ("d", "x", "y", "cx", "cy", "r", "viewBox", "transform"):
                assert "," not in element.get(name, "")


def test_the_front_page_map_is_decoration():
    html = Template("{% load france %}{% france_hero %}").render(Context())
    (figure,) = figures(html)
    assert figure.get("aria-hidden") == "true"
    assert ">Marseille</text>" in html
    assert "<a" not in html
    assert "style=" not in html
    assert len(gzip.compress(html.encode())) < 20_000


# --- The outlines -----------------------------------------------------------------------------
def test_the_outlines_are_served_once_and_for_long(client):
    response = client.get("/lieux/departements.geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert "max-age=604800" in response["Cache-Control"]
    collection = json.loads(response.content)
    assert len(collection["features"]) == 101
    assert {"code", "name", "region"} == set(collection["features"][0]["properties"])
    again = client.get("/lieux/departements.geojson", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.post("/lieux/departements.geojson").status_code == 405
