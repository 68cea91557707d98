"""The interactive map’s own document: nothing from elsewhere, one script under a nonce."""

import gzip
import json
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.html import escape

from cmsite.csp import AreaCSPMiddleware
from map.gazetteer import gazetteer, table
from map.leaflet import TILES, VIEWS, OwnMap, document
from map.loading import slug
from map.outlines import features
from tests.test_settings import start


def get(path="/carte/document/", **options) -> HttpResponse:
    """The document as the site serves it, policy included."""
    options = {
        "data_url": "/carte/profils.geojson",
        "people_url": "/carte/profils.json",
        "list_url": "/annuaire/",
        "title": "Carte des profils",
    } | options
    middleware = AreaCSPMiddleware(lambda request: document(request, **options))
    return middleware(RequestFactory().get(path))


def configuration(html: str) -> dict:
    return json.loads(re.search(r'<script id="reglages"[^>]*>(.*?)</script>', html, re.S).group(1))


def policy(response: HttpResponse) -> dict[str, list[str]]:
    directives = response["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (line.split() for line in directives)}


def test_it_is_a_complete_french_page_that_can_be_zoomed():
    html = get().content.decode()
    assert html.startswith("<!doctype html>")
    assert '<html lang="fr">' in html
    assert "<title>Carte des profils</title>" in html
    viewport = re.search(r'name="viewport" content="([^"]*)"', html).group(1)
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport


def test_nothing_comes_from_elsewhere():
    html = get().content.decode()
    urls = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert urls
    assert all(url.startswith(("/static/", "/annuaire/")) for url in urls)
    assert any("leaflet.js" in url for url in urls)
    assert "//" not in re.sub(r"<!doctype.*?>", "", html)


def test_its_only_inline_script_has_the_nonce_of_its_policy():
    response = get()
    html = response.content.decode()
    nonces = re.findall(r'<script nonce="([^"]+)">', html)
    assert len(nonces) == len(re.findall(r"<script(?![^>]*(?:src=|/json))", html)) == 1
    rules = policy(response)
    assert rules["script-src"] == ["'self'", f"'nonce-{nonces[0]}'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["connect-src"] == ["'self'"]
    assert rules["img-src"] == ["'self'", "data:"]
    assert rules["frame-ancestors"] == ["'self'"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "<style" not in html
    assert "style=" not in html


def test_each_request_has_its_own_nonce_and_nothing_is_kept():
    first, second = get(), get()
    assert policy(first)["script-src"] != policy(second)["script-src"]
    assert first["Cache-Control"] == "no-store"
    assert first["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "'-alert(1)-'",
        '"+alert(1)+"',
        "{{ 7*7 }}",
        "{% raw %}",
        "${alert(1)}",
        "\u2028alert(1)",
        "<!--<script>",
    ],
)
def test_what_varies_never_enters_the_script(hostile):
    """folium compiles its own output again as a template: « {{ 7*7 }} » would become 49."""
    data_url = f"/points?q={hostile}"
    addresses = {"data_url": data_url, "people_url": data_url, "list_url": data_url}
    html = get(**addresses, title=hostile).content.decode()
    without_ids = re.compile(r"map_[0-9a-f]{32}|nonce=\"[^\"]*\"")
    (script,) = re.findall(r"<script nonce=[^>]*>(.*?)</script>", html, re.S)
    (usual,) = re.findall(r"<script nonce=[^>]*>(.*?)</script>", get().content.decode(), re.S)
    assert without_ids.sub("", script) == without_ids.sub("", usual)
    block = re.search(r'<script id="reglages"[^>]*>(.*?)</script>', html, re.S).group(1)
    assert "<" not in block
    settings = json.loads(block)
    assert settings["data"] == data_url
    assert settings["title"] == hostile
    assert settings["people"] == data_url
    assert f"<title>{escape(hostile)}</title>" in html
    assert f'href="{escape(data_url)}"' in html


def test_every_part_of_france_can_be_gone_to():
    """A view for the mainland and one for each area overseas, which holds its chief town."""
    overseas = [row for row in table("departments") if row["code"].startswith(("97", "98"))]
    assert len(VIEWS) == 1 + len(overseas) == 12
    for row in overseas:
        town = gazetteer().by_code[row["chefLieu"]]
        (inside,) = (
            name
            for name, ((south, west), (north, east)) in VIEWS
            if south < town.latitude < north and west < town.longitude < east
        )
        assert slug(inside) == slug(row["name"])


def test_a_dot_stands_for_each_area_without_an_outline():
    drawn = {item["id"] for item in features("departments")}
    names = {row["name"] for row in table("departments") if row["code"] not in drawn}
    assert {name for name, *_ in configuration(get().content.decode())["dots"]} == names


def test_one_map_never_changes_the_next():
    get()
    assert OwnMap.default_js == OwnMap.default_css == []
    assert get().content.count(b"leaflet.js") == 1


def test_one_line_is_enough_and_the_rest_is_left_out():
    html = document_of_one_line().content.decode()
    assert configuration(html)["people"] == ""
    assert 'id="liste"' not in html
    assert "demande JavaScript" in html


def document_of_one_line() -> HttpResponse:
    middleware = AreaCSPMiddleware(lambda request: document(request, data_url="/p", title="Carte"))
    return middleware(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("name", "host"),
    [("ign", "https://data.geopf.fr"), ("osm-fr", "https://a.tile.openstreetmap.fr")],
)
def test_a_background_allows_exactly_its_host(settings, name, host):
    settings.MAP_TILES = name
    response = get()
    rules = policy(response)
    assert rules["img-src"] == ["'self'", "data:", host]
    usual = {"script-src", "style-src", "connect-src", "default-src"}
    assert all(value in ("'self'", "'none'") or value.startswith("'nonce-")
               for rule in usual for value in rules[rule])  # fmt: skip
    tiles = configuration(response.content.decode())["tiles"]
    assert tiles["url"].startswith(f"{host}/")
    assert all(f"{{{axis}}}" in tiles["url"] for axis in "xyz")
    assert tiles["attribution"]
    assert tiles["maxNativeZoom"] == TILES[name].max_zoom


def test_there_is_no_background_unless_configured_and_no_other_than_known():
    assert configuration(get().content.decode())["tiles"] is None
    assert start({}, "repr(settings.MAP_TILES)").stdout == "''\n"
    refused = start({"MAP_TILES": "ailleurs"})
    assert refused.returncode != 0
    assert "MAP_TILES" in refused.stderr


@pytest.mark.parametrize(("name", "number"), [("regions", 18), ("departements", 101)])
def test_outlines_are_compressed_and_kept(client, name, number):
    response = client.get(f"/lieux/{name}.geojson", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 60_000
    assert len(json.loads(gzip.decompress(response.content))["features"]) == number
    again = client.get(f"/lieux/{name}.geojson", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_the_page_around_lends_it_what_its_tools_need(client, db):
    html = client.get("/carte/").content.decode()
    assert re.search(r'<iframe[^>]* allow="geolocation; fullscreen"', html)
    assert "carte-interactive.js" in html


def test_the_site_shows_it_in_a_frame_of_its_own(client, db):
    response = client.get("/carte/document/?q=%3C/script%3E")
    assert response.status_code == 200
    assert b"</script></script>" not in response.content
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
