"""The interactive map’s own document: nothing from elsewhere, one script under a nonce."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.html import escape

from cmsite.csp import AreaCSPMiddleware
from map.leaflet import OwnMap, document


def get(path="/carte/document/", **options) -> HttpResponse:
    """The document as the site serves it, policy included."""
    options = {"data_url": "/carte/profils.geojson", "title": "Carte des profils"} | options
    middleware = AreaCSPMiddleware(lambda request: document(request, **options))
    return middleware(RequestFactory().get(path))


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
    assert all(url.startswith("/static/") for url in urls)
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
    html = get(data_url=data_url, title=hostile).content.decode()
    without_ids = re.compile(r"map_[0-9a-f]{32}|nonce=\"[^\"]*\"")
    (script,) = re.findall(r"<script nonce=[^>]*>(.*?)</script>", html, re.S)
    (usual,) = re.findall(r"<script nonce=[^>]*>(.*?)</script>", get().content.decode(), re.S)
    assert without_ids.sub("", script) == without_ids.sub("", usual)
    block = re.search(r'<script id="reglages"[^>]*>(.*?)</script>', html, re.S).group(1)
    assert "<" not in block
    settings = json.loads(block)
    assert settings["data"] == data_url
    assert settings["title"] == hostile
    assert f"<title>{escape(hostile)}</title>" in html


def test_one_map_never_changes_the_next():
    get()
    assert OwnMap.default_js == OwnMap.default_css == []
    assert get().content.count(b"leaflet.js") == 1


def test_the_site_shows_it_in_a_frame_of_its_own(client, db):
    response = client.get("/carte/document/?q=%3C/script%3E")
    assert response.status_code == 200
    assert b"</script></script>" not in response.content
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
