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

from map import geoplateforme
from map.geocoding import find_commune
from map.geoplateforme import CALLS_PER_SECOND, FAILURES, REST, Breaker, Geoplateforme
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
        self.closes = False
        self.asked = []


@pytest.fixture
def service(settings, monkeypatch):
    stand = Stand()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            stand.asked.append((self.path, self.headers["User-Agent"]))
            time.sleep(stand.delay)
            if stand.closes:
                self.close_connection = True
                return
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
    # Each test is a process of its own to the service, and one in no hurry.
    geoplateforme.breaker.cache_clear()
    settings.GEOPLATEFORME_DOMAIN = f"127.0.0.1:{server.server_port}/geocodage"
    yield stand
    server.shutdown()
    server.server_close()
    thread.join()
    geoplateforme.breaker.cache_clear()


@pytest.fixture
def rennes(db):
    return commune("35238")


def test_it_asks_the_host_it_is_given_once_and_in_its_own_name(service, settings):
    geocoder = Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN)
    found = geocoder.geocode("hôtel de ville de rennes")
    assert found.raw["properties"]["citycode"] == "35238"
    ((path, agent),) = service.asked
    parts = urlsplit(path)
    assert parts.path == "/geocodage/search"
    assert parse_qs(parts.query) == {
        "q": ["hôtel de ville de rennes"],
        "limit": ["1"],
        "autocomplete": ["0"],
    }
    assert agent.startswith("lacartedescm")


def test_it_is_asked_when_the_gazetteer_does_not_understand(service, rennes):
    assert find_commune("hôtel de ville de rennes") == rennes


def test_it_is_never_asked_about_a_place_we_know(service, rennes):
    assert find_commune("Rennes") == rennes
    assert find_commune("  ") is None
    assert not service.asked


def test_it_is_never_asked_unless_configured(service, settings, rennes):
    settings.GEOPLATEFORME_DOMAIN = ""
    assert find_commune("hôtel de ville de rennes") is None
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


def test_a_connection_closed_without_an_answer_is_no_commune(service, settings, rennes):
    service.closes = True
    assert find_commune("place de la mairie") is None
    assert len(service.asked) == 1
    with pytest.raises(GeocoderServiceError):
        Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN).geocode("place de la mairie")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json; charset=klingon"}, RENNES),
        ({}, b"[" * 100_000),
        ({}, {"features": [RENNES["features"][0] | {"geometry": {"coordinates": ["x", None]}}]}),
        ({}, {"features": [RENNES["features"][0] | {"geometry": {"coordinates": [1e999, 0]}}]}),
        ({}, {"features": [RENNES["features"][0] | {"properties": ["citycode"]}]}),
    ],
)
def test_stranger_nonsense_is_no_commune_either(service, rennes, headers, body):
    service.headers, service.body = headers, body
    assert find_commune("place de la mairie") is None


def test_an_answer_cut_short_is_no_commune(service, rennes):
    service.headers = {"Content-Length": "9999"}
    assert find_commune("place de la mairie") is None


def test_a_host_that_does_not_answer_is_no_commune(service, settings, rennes):
    settings.GEOPLATEFORME_DOMAIN = "127.0.0.1:9"
    assert find_commune("place de la mairie") is None


# --- Leaving it alone -------------------------------------------------------------------------
def test_after_three_failures_it_is_left_alone_and_the_log_says_so(service, rennes, caplog):
    service.status = 500
    for _ in range(FAILURES + 3):
        assert find_commune("hôtel de ville de rennes") is None
    assert len(service.asked) == FAILURES
    assert f"l’index des communes répond seul {REST} secondes" in caplog.text
    service.status = 200
    assert find_commune("hôtel de ville de rennes") is None
    assert find_commune("Rennes") == rennes


def test_a_success_forgets_the_failures(service, rennes):
    for _ in range(FAILURES):
        service.status = 500
        assert find_commune("hôtel de ville de rennes") is None
        service.status = 200
        assert find_commune("hôtel de ville de rennes") == rennes


def test_an_answer_without_a_place_is_not_a_failure(service, rennes):
    service.body = {"type": "FeatureCollection", "features": []}
    for _ in range(FAILURES + 1):
        assert find_commune("place de la mairie") is None
    assert len(service.asked) == FAILURES + 1


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_after_its_rest_one_call_tries_again():
    clock = Clock()
    breaker = Breaker(clock)
    assert [breaker.failed() for _ in range(FAILURES)] == [False] * (FAILURES - 1) + [True]
    assert not breaker.allows()
    clock.now += REST - 0.1
    assert not breaker.allows()
    clock.now += 0.1
    assert breaker.allows()
    assert not breaker.allows(), "the others wait for the result of the first"
    assert breaker.failed()
    clock.now += REST - 1
    assert not breaker.allows()
    clock.now += 1
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert not breaker.failed()


def test_it_is_called_so_many_times_a_second_and_no_more(service, rennes):
    clock = Clock()
    breaker = Breaker(clock)
    assert sum(breaker.allows() for _ in range(3 * CALLS_PER_SECOND)) == CALLS_PER_SECOND
    clock.now += 0.99
    assert not breaker.allows()
    clock.now += 0.01
    assert sum(breaker.allows() for _ in range(3 * CALLS_PER_SECOND)) == CALLS_PER_SECOND


# --- What is written down ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "trouble",
    [
        {},
        {"status": 429, "body": b"secret-adresse : trop de demandes"},
        {"status": 500, "body": b"secret-adresse introuvable"},
        {"body": b"secret-adresse"},
        {"body": {"features": [{"properties": {"label": "secret-adresse"}}]}},
        {"closes": True},
    ],
)
def test_what_was_asked_is_never_logged(service, rennes, caplog, trouble):
    """Whatever the level, by whichever library."""
    for name in (None, "geopy", "urllib3", "http.client", "asyncio", "django"):
        caplog.set_level("DEBUG", logger=name)
    vars(service).update(trouble)
    for _ in range(FAILURES + 1):
        find_commune("secret-adresse 12 rue cachée")
    assert bool(trouble) == ("Géoplateforme" in caplog.text)
    assert "secret-adresse" not in caplog.text
    assert "cach" not in caplog.text
    for record in caplog.records:
        assert "secret-adresse" not in repr(vars(record))


def test_nothing_is_printed_either(service, rennes, capfd):
    service.status = 500
    find_commune("secret-adresse")
    out, err = capfd.readouterr()
    assert "secret-adresse" not in out + err
