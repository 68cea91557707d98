"""Errors speak French, in the site’s own look, with the right status."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path
from wagtail.models import Site


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("casse/", raising(RuntimeError("en panne"))),
    path("interdit/", raising(PermissionDenied)),
    path("douteux/", raising(SuspiciousOperation)),
    path("absent/", raising(Http404)),
    path("", include("cmsite.urls")),
]
with_broken_views = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/absent/", 404, "Route barrée"),
        ("/nulle/part/", 404, "Route barrée"),
        ("/interdit/", 403, "Accès réservé"),
        ("/douteux/", 400, "Demande illisible"),
        ("/casse/", 500, "Route coupée"),
    ],
)
def test_each_error_has_its_page_and_its_status(url, status, words):
    client = Client(raise_request_exception=False)
    with with_broken_views:
        response = client.get(url)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert '<html lang="fr">' in page
    assert "site.css" in page
    assert "en panne" not in page


@pytest.mark.django_db
def test_stale_form_is_explained():
    response = Client(enforce_csrf_checks=True).post("/compte/connexion/", {"email": "a@b.example"})
    assert response.status_code == 403
    assert "Ce formulaire est resté ouvert trop longtemps." in response.content.decode()


@pytest.mark.django_db
def test_missing_page_answers_even_without_a_site(client):
    Site.objects.all().delete()
    response = client.get("/articles/quelque-chose/")
    assert response.status_code == 404
    assert "Route barrée" in response.content.decode()


def test_500_needs_nothing_that_may_be_broken():
    text = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text()
    assert "{%" not in text
    assert "{{" not in text


@pytest.mark.django_db
def test_missing_page_costs_few_queries(client, django_assert_max_num_queries):
    client.get("/nulle/part/")
    with django_assert_max_num_queries(6):
        client.get("/nulle/part/")


@pytest.mark.django_db
def test_robots_and_sitemap_name_only_what_is_public(client, settings):
    from tests.factories import ProfileFactory

    live, draft = ProfileFactory(), ProfileFactory(live=False)
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Disallow: /compte/" in robots.content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.SITE_URL}{live.get_absolute_url()}</loc>" in sitemap
    assert f"<loc>{settings.SITE_URL}/articles/</loc>" in sitemap
    assert draft.get_absolute_url() not in sitemap
