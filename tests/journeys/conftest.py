"""Journeys in a real browser, served by a live server on loopback.

Every page watches itself: a request to another host, something the content security policy
refused, or an uncaught script error fails the journey when it ends.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import find_browser
from tests.journeys.hands import Keyboard, Pointer

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # One process may show several pages: every one of them is ours.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  carteViolation(`${event.violatedDirective} : ${event.blockedURI} (${event.documentURI})`));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def base_url():
    """None: each context has the live server’s own address (see `new_context`)."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = find_browser()
    if not path:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("Chromium est exigé (REQUIRE_ALL=1) et n’a pas été trouvé.")
        pytest.skip("pas de Chromium sur cette machine (paquet Debian : chromium)")
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def faults() -> list[str]:
    """What the pages of this journey did wrong so far; must be empty at its end."""
    return []


@pytest.fixture
def new_context(new_context, live_server, settings, faults):
    """Make a watched browser context; its pages open relative addresses on the live server."""
    settings.SITE_URL = live_server.url
    origin = urlsplit(live_server.url).netloc

    def watch_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != origin:
            faults.append(f"requête vers un autre hôte : {request.url}")

    def watch_console(message):
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def watched(**options):
        options.setdefault("viewport", DESKTOP)
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        context.expose_binding("carteViolation", lambda source, text: faults.append(text))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", watch_request)
        context.on("console", watch_console)
        context.on("weberror", lambda error: faults.append(f"erreur de script : {error.error}"))
        return context

    yield watched
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.fixture
def phone(new_context):
    """A page 390 × 844, touched rather than clicked."""
    return new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()


@pytest.fixture
def without_javascript(new_context):
    """A page in a browser that runs no script."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(params=["phone", "keyboard"])
def hand(request, new_context):
    """Someone with a phone and a finger, then someone with a keyboard and no pointer."""
    if request.param == "phone":
        return Pointer(request.getfixturevalue("phone"))
    return Keyboard(new_context().new_page())
