"""Free text of sealed editions: read by editors, never published, harmless in a spreadsheet."""

import pytest
from django.template import engines
from django.urls import reverse

from surveys.models import Publication, Remark
from tests.edition_forms import text
from tests.factories import EditionFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, monkeypatch):
    # Wagtail’s own templates count on `{{ unknown|default:… }}`.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    return client


def sealed(year: int, *texts: str):
    edition = EditionFactory(year=year, published=True)
    Publication.objects.create(edition=edition, content={}, checksum="0")
    Remark.objects.bulk_create(Remark(edition=edition, question="libre", text=one) for one in texts)
    return edition


def test_they_are_listed_and_found(admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sealed(2025, "Plus de temps", "<b>Un studio</b>")
    url = reverse("surveys_remarks:index")
    with CaptureQueriesContext(connection) as few:
        page = text(admin.get(url))
    assert "Plus de temps" in page and "&lt;b&gt;Un studio" in page
    sealed(2026, *(f"Texte {n}" for n in range(60)))
    with django_assert_num_queries(len(few)):
        page = text(admin.get(url))
    assert "Page 1 sur 2" in page
    page = text(admin.get(url, {"q": "STUDIO", "annee": "2025"}))
    assert "Un studio" in page and "Plus de temps" not in page
    assert "Aucun texte ne correspond" in text(admin.get(url, {"q": "rien\x00 de tel"}))


def test_those_of_an_edition_not_sealed_are_nowhere(admin):
    edition = EditionFactory(year=2027)
    Remark.objects.create(edition=edition, question="libre", text="Trop tôt")
    assert "Trop tôt" not in text(admin.get(reverse("surveys_remarks:index")))
    assert "Trop tôt" not in admin.get(reverse("surveys_remarks:export")).content.decode()


def test_a_spreadsheet_computes_nothing(admin):
    sealed(2026, '=HYPERLINK("https://exemple.example")', "Sage")
    response = admin.get(reverse("surveys_remarks:export"), {"annee": "2026"})
    content = response.content.decode("utf-8-sig")
    assert "\"'=HYPERLINK(" in content and "Sage" in content
    assert "no-store" in response["Cache-Control"]


def test_they_are_never_published(client):
    sealed(2026, "Un secret de bureau")
    for url in ("/enquete/", "/enquete/2026/", "/enquete/methode/"):
        assert "secret de bureau" not in text(client.get(url))
