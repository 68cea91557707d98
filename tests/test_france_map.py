"""The map of France drawn by the server: complete, readable by everyone, light."""

import gzip
import json
import re
from xml.etree import ElementTree

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from map import svg

SOURCE = "{% load france %}{% france_map counts towns=towns %}"


def render(counts=None, towns=(), path="/carte/") -> str:
    context = {"counts": counts or {}, "towns": towns}
    request = RequestFactory().get(path)
    return Template(SOURCE).render(RequestContext(request, context))


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
    drawn = svg.drawing()
    assert len(drawn.mainland) == 96
    assert {outline.code for outline in drawn.overseas} == set(svg.OVERSEAS_SCALE)
    assert [outline.code for outline in drawn.suburbs] == ["75", "92", "93", "94"]
    assert len(drawn.names) == 101
    for outline in drawn.mainland:
        for x, y in paths(outline.d):
            assert -25 <= x <= 1185, outline.name
            assert -14 <= y <= 1104, outline.name
    for outline in drawn.overseas:
        for x, y in paths(outline.d):
            assert 60 <= x <= svg.TILE_WIDTH, outline.name
            assert 0 <= y <= svg.TILE_HEIGHT, outline.name


def test_neighbours_share_their_border():
    """Ille-et-Vilaine and Mayenne: the same points, so no gap and no overlap."""
    drawn = {outline.code: set(paths(outline.d)) for outline in svg.drawing().mainland}
    assert len(drawn["35"] & drawn["53"]) > 5


@pytest.mark.parametrize(
    ("count", "number"),
    [
        (0, 0),
        (1, 1),
        (4, 1),
        (5, 2),
        (9, 2),
        (10, 3),
        (19, 3),
        (20, 4),
        (49, 4),
        (50, 5),
        (9999, 5),
    ],
)
def test_a_count_has_the_class_the_legend_says(count, number):
    assert svg.choropleth_class(count) == number


def test_the_legend_follows_the_size_of_the_counts():
    assert [words for _, words in svg.legend()] == [
        "aucun",
        "1 à 4",
        "5 à 9",
        "10 à 19",
        "20 à 49",
        "50 et plus",
    ]
    small = svg.bounds([1, 19])
    assert [words for _, words in svg.legend(small)] == [
        "aucun",
        "1",
        "2",
        "3 à 4",
        "5 à 9",
        "10 et plus",
    ]
    assert svg.bounds([1, 20]) == svg.bounds([500]) == svg.BOUNDS
    assert svg.bounds([]) == small
    assert ">20 à 49</span>" in render({"35": 30})
    assert ">3 à 4</span>" in render({"35": 3})


def test_path_data_drops_what_rounding_hides():
    assert svg.path([[(0, 0), (0.2, 0.1), (0.1, 0.3), (0, 0)]]) == ""
    assert svg.path([[(0, 0), (2, 0), (2, -3), (0, 0)]]) == "M0 0l2 0 0-3z"


# --- The page ---------------------------------------------------------------------------------
def test_each_departement_says_its_count_and_links_to_it():
    html = render({"35": 12, "974": 1, "75": 1500})
    for figure in figures(html):
        assert figure.get("aria-label") or figure.get("aria-hidden")
    assert 'aria-label="Ille-et-Vilaine, 12 profils"' in html
    assert 'aria-label="La Réunion, 1 profil"' in html
    assert 'aria-label="Paris, 1\u202f500 profils"' in html
    assert 'href="/carte/?departement=35"' in html
    assert "<title>Mayenne\u00a0: 0 profil</title>" in html
    assert "departement=53" not in html


def test_departements_stay_out_of_the_way_of_the_keyboard_but_the_table_has_them():
    html = render({"35": 12, "974": 1, "69": 12})
    drawing, _, table = html.partition("<details>")
    assert drawing.count("<a ") == drawing.count('tabindex="-1"') == 3
    assert "tabindex" not in re.search(r"<tbody>.*</tbody>", table, re.S).group()
    assert re.findall(r"D (\w+)</span>", table) == ["35", "69", "974"]
    assert "Lire la carte en tableau" in table


def test_paris_is_linked_in_its_inset_too():
    assert render({"75": 3}).count('aria-label="Paris, 3 profils"') == 2


def test_links_keep_the_other_filters_but_not_the_page():
    html = render({"35": 1}, path="/carte/?q=a%26b%22%3C&metier=x&metier=y&page=3&departement=75")
    assert 'href="/carte/?q=a%26b%22%3C&amp;metier=x&amp;metier=y&amp;departement=35"' in html


def test_the_chosen_departement_is_marked():
    assert render({"35": 1}, path="/carte/?departement=35").count(" ici") == 1


def test_an_unknown_code_is_ignored():
    html = render({"99": 4, "<b>": 2})
    assert "<b>" not in html
    assert "Aucun département" in html


def test_towns_are_drawn_largest_first_when_they_do_not_cover_each_other():
    towns = [
        ("Villeurbanne", 45.77, 4.89, 5),
        ("Lyon", 45.76, 4.84, 96),
        ("Saint-Denis", -20.9, 55.4, 9),
        ("Rennes", 48.11, -1.68, 33),
    ]
    assert [town.name for town in svg.towns(towns)] == ["Lyon", "Rennes"]
    html = render({"69": 96}, towns=towns)
    assert ">Lyon</text>" in html
    assert "Villeurbanne" not in html


def test_the_map_is_light_and_carries_no_style():
    counts = dict.fromkeys(svg.drawing().names, 10)
    html = render(counts)
    assert len(gzip.compress(html.encode())) < 45_000
    assert "style=" not in html
    assert "<style" not in html
    assert "None" not in html


def test_no_number_of_a_drawing_has_a_french_comma():
    for figure in figures(render({"35": 12}, towns=[("Rennes", 48.11, -1.68, 33)])):
        for element in figure.iter():
            for name in ("d", "x", "y", "cx", "cy", "r", "viewBox"):
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
