"""Public pages run nothing inline, nothing from elsewhere; the admin alone has its own policy."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from tests.factories import EditionFactory, EditorFactory, ProfileFactory
from tests.stories import article, interview

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
# Its own document, with a nonce, shown in a frame of ours.
FOLIUM = "leaflet"


def policy(response) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().partition(" ")[::2] for directive in directives)


def public_addresses(year: int, slug: str) -> list[str]:
    """Every named address outside the admin that takes at most a year, a step or a slug."""
    arguments = {"year": year, "slug": slug, "step": 1}
    found = []

    def walk(resolver, namespace=""):
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                route = str(entry.pattern)
                if not route.startswith(("admin/", "documents/")):
                    walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
            elif entry.name not in (None, FOLIUM, "wagtail_serve") and set(
                entry.pattern.converters
            ) <= set(arguments):
                wanted = {name: arguments[name] for name in entry.pattern.converters}
                found.append(reverse(f"{namespace}{entry.name}", kwargs=wanted))

    walk(get_resolver())
    return sorted(set(found))


class Inline(HTMLParser):
    """Collects what a strict policy would block, and addresses on other hosts."""

    def __init__(self):
        super().__init__()
        self.faults = []
        self.open_script = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        # A block of data is read by search engines, never run.
        runs = tag == "script" and dict(attributes).get("type") != "application/ld+json"
        self.open_script = runs
        if tag == "style" or (runs and "src" not in attributes):
            self.faults.append(f"<{tag}>")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on") or (value or "").startswith("javascript:"):
                self.faults.append(f"{tag} {name}={value}")
        source = (
            attributes.get("src")
            or (tag == "link" and attributes.get("rel") != "canonical" and attributes.get("href"))
            or ""
        )
        if re.match(r"(https?:)?//", source):
            self.faults.append(f"{tag} {source}")


def faults(html: str) -> list[str]:
    parser = Inline()
    parser.feed(html)
    return parser.faults


@pytest.mark.django_db
def test_every_public_address_has_the_strict_policy(client):
    profile, edition = ProfileFactory(), EditionFactory()
    addresses = public_addresses(edition.year, profile.slug)
    assert len(addresses) > 20
    addresses += ["/", article().url, interview(profile=profile).url, "/articles/", "/nulle/part/"]
    for address in addresses:
        for _ in ("visitor", "owner"):
            response = client.get(address)
            found = policy(response)
            assert {name: found.get(name) for name in STRICT} == STRICT, address
            assert "unsafe" not in response["Content-Security-Policy"], address
            assert "nonce" not in response["Content-Security-Policy"], address
            assert response["X-Frame-Options"] == "DENY", address
            assert response["X-Content-Type-Options"] == "nosniff", address
            if response["Content-Type"].startswith("text/html") and not response.streaming:
                assert faults(response.content.decode()) == [], address
            client.force_login(profile.owner)
        client.logout()


@pytest.mark.django_db
def test_folium_document_is_framed_by_us_alone_and_its_scripts_have_a_nonce(client):
    response = client.get(reverse("directory:leaflet"))
    found = policy(response)
    assert "'nonce-" in found["script-src"]
    assert "unsafe" not in found["script-src"]
    assert found["frame-ancestors"] == "'self'"


@pytest.mark.django_db
def test_admin_has_its_own_policy_and_nobody_else_frames_it(client):
    client.force_login(EditorFactory())
    found = policy(client.get("/admin/"))
    assert found["frame-ancestors"] == "'self'"
    assert found["default-src"] == "'none'"
    assert "http" not in client.get("/admin/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_address_that_only_looks_like_the_admin_is_strict(client):
    assert "unsafe" not in client.get("/administration/")["Content-Security-Policy"]


def scanned_templates():
    files = (settings.BASE_DIR / "templates").rglob("*.html")
    # Mails are no pages: they have no policy, nor any other place for a style.
    return sorted(file for file in files if "admin" not in file.parts and file.name != "mail.html")


@pytest.mark.parametrize(
    "file", scanned_templates(), ids=lambda file: str(file.relative_to(settings.BASE_DIR))
)
def test_templates_hold_nothing_inline(file):
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", file.read_text(), flags=re.DOTALL)
    # The folium document is the only one with a script of its own, under a nonce.
    expected = ["<script>"] if file.name == "leaflet.html" else []
    assert faults(source) == expected
    assert "wagtailuserbar" not in file.read_text()
