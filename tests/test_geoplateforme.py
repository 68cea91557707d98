"""The national address service, played by a server of our own: it may fail, we may not."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import (
    GeocoderParseError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from geopy.geocoders import options

from map.geocoding import Geoplateforme, find_commune
from tests.factories import commune

RENNES = {
    "type": "FeatureCollection",
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [-1.67, 48.11]},
            "properties": {"label": "Place de la Mairie 35000 Rennes", "citycode": "35238"},
        }
    ],
}


class Stand:
    """What the service does next, and what it was asked."""

    def __init__(self):
        self.status, self.body, self.headers, self.delay = 200, RENNES, {}, 0.0
        self.asked = []


@pytest.fixture
def service(settings, monkeypatch):
    stand = Stand()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            stand.asked.append((self.path, self.headers["User-Agent"]))
            time.sleep(stand.delay)
            body = stand.body if isinstance(stand.body, bytes) else json.dumps(stand.body).encode()
            try:
                self.send_response(stand.status)
                for name, value in stand.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                pass  # the other side lost patience: what one test wants

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    monkeypatch.setattr(options, "default_scheme", "http")
    settings.GEOPLATEFORME_DOMAIN = f"127.0.0.1:{server.server_port}/geocodage"
    yield stand
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def rennes(db):
    return commune("35238")


def test_it_asks_the_host_it_is_given_once_and_in_its_own_name(service, settings):
    geocoder = Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN)
    found = geocoder.geocode("place de la mairie à rennes")
    assert found.raw["properties"]["citycode"] == "35238"
    ((path, agent),) = service.asked
    parts = urlsplit(path)
    assert parts.path == "/geocodage/search"
    assert parse_qs(parts.query) == {
        "q": ["place de la mairie à rennes"],
        "limit": ["1"],
        "autocomplete": ["0"],
    }
    assert agent.startswith("lacartedescm")


def test_it_is_asked_when_the_gazetteer_does_not_understand(service, rennes):
    assert find_commune("place de la mairie à rennes") == rennes


def test_it_is_never_asked_about_a_place_we_know(service, rennes):
    assert find_commune("Rennes") == rennes
    assert find_commune("  ") is None
    assert not service.asked


def test_it_is_never_asked_unless_configured(service, settings, rennes):
    settings.GEOPLATEFORME_DOMAIN = ""
    assert find_commune("place de la mairie à rennes") is None
    assert not service.asked


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (429, {"Retry-After": "30"}, GeocoderRateLimited),
        (500, {}, GeocoderServiceError),
        (503, {}, GeocoderTimedOut),
    ],
)
def test_a_refusal_is_one_call_and_no_commune(service, settings, rennes, status, headers, error):
    service.status, service.headers = status, headers
    with pytest.raises(error):
        Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN).geocode("place de la mairie")
    before = time.monotonic()
    assert find_commune("place de la mairie") is None
    assert time.monotonic() - before < 1
    assert len(service.asked) == 2


def test_a_service_that_stalls_is_left_after_its_timeout(service, settings):
    service.delay = 0.6
    geocoder = Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN, timeout=0.2)
    before = time.monotonic()
    with pytest.raises(GeocoderTimedOut):
        geocoder.geocode("place de la mairie")
    assert time.monotonic() - before < 0.5
    assert geocoder.timeout == 0.2
    assert Geoplateforme(domain="x").timeout == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b"\xff\xfe", {"features": [{}]}, {"features": [None]}]
    + [{"features": 3}, {"features": [{"geometry": {"coordinates": []}, "properties": {}}]}],
)
def test_nonsense_is_no_commune(service, rennes, body):
    service.body = body
    assert find_commune("place de la mairie") is None


@pytest.mark.parametrize("code", [None, 35238, "99999", "'; DROP TABLE", ["35238"]])
def test_a_code_we_do_not_have_is_no_commune(service, rennes, code):
    feature = {**RENNES["features"][0], "properties": {"label": "x", "citycode": code}}
    service.body = {"features": [feature]}
    assert find_commune("place de la mairie") is None


def test_nonsense_is_geopys_own_error(service, settings):
    service.body = {"features": [{}]}
    with pytest.raises(GeocoderParseError):
        Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN).geocode("place de la mairie")


def test_what_was_asked_is_never_logged(service, rennes, caplog):
    caplog.set_level("DEBUG")
    service.status, service.body = 500, b"secret-adresse introuvable"
    assert find_commune("secret-adresse") is None
    assert "GeocoderServiceError" in caplog.text
    assert "secret-adresse" not in caplog.text
