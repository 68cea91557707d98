"""Editors correct published results: with a reason, once, and never without a number."""

import pytest
from django.template import engines
from django.urls import reverse

from surveys.models import Edition
from surveys.sealing import seal
from tests.factories import EditorFactory, UserFactory
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
FORM = {"seen": "1", "reason": "Réponses trop rapides écartées", "exclude_fast": "on"}


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def edition() -> Edition:
    made = answered(120, published=True, closed=False, exclude_impossible=False)
    seal(made)
    return made


@pytest.fixture
def admin(client):
    client.force_login(EditorFactory())
    return client


def address(edition: Edition) -> str:
    return reverse("surveys_revising:revise", args=[edition.pk])


def test_a_correction_is_published_with_its_reason_and_the_first_stays(admin, edition):
    page = admin.get(address(edition)).content.decode()
    assert "Première publication" in page and "Publier la correction" in page
    response = admin.post(address(edition), FORM)
    assert response.status_code == 302, response.content.decode()
    second = edition.publications.get(revision=2)
    assert second.reason == FORM["reason"]
    assert second.content["applied"]["exclusions"] == ["trop-rapide"]
    results = edition.get_results_url()
    assert FORM["reason"] in admin.get(results).content.decode()
    assert admin.get(f"{results}r1/").status_code == 200
    assert "-r1," in admin.get(f"{results}r1/citation.bib").content.decode()
    assert FORM["reason"] in admin.get(address(edition)).content.decode()


def test_without_a_reason_nothing_is_published_and_nothing_typed_is_lost(admin, edition):
    response = admin.post(address(edition), FORM | {"reason": "  "})
    page = response.content.decode()
    assert response.status_code == 400 and "Écrivez le motif" in page
    assert "checked" in page
    assert edition.publications.count() == 1


def test_two_clicks_make_one_revision(admin, edition):
    admin.post(address(edition), FORM)
    admin.post(address(edition), FORM)
    assert edition.publications.count() == 2


def test_a_population_that_is_lost_is_told_and_no_rule_is_kept(admin, edition):
    edition.responses.filter(pk__in=edition.responses.values("pk")[:60]).delete()
    response = admin.post(address(edition), FORM | {"exclude_straight": "on"})
    assert response.status_code == 409 and "ne se retrouvent plus" in response.content.decode()
    before = edition.exclude_straight
    edition.refresh_from_db()
    assert (edition.publications.count(), edition.exclude_straight) == (1, before)


def test_before_sealing_there_is_nothing_to_correct(admin):
    made = answered(20)
    assert "Rien n’est scellé" in admin.get(address(made)).content.decode()
    assert admin.post(address(made), FORM | {"seen": "0"}).status_code == 409
    assert made.publications.count() == 0


def test_only_those_who_may_change_editions(client, edition):
    client.force_login(UserFactory())
    assert client.get(address(edition)).status_code in (302, 403)
    client.post(address(edition), FORM)
    assert edition.publications.count() == 1


def test_an_edition_leads_there_once_it_is_sealed(admin, edition):
    screen = reverse("wagtailsnippets_surveys_edition:edit", args=[edition.pk])
    assert address(edition) in admin.get(screen).content.decode()
    open_one = answered(5, year=2029)
    screen = reverse("wagtailsnippets_surveys_edition:edit", args=[open_one.pk])
    assert address(open_one) not in admin.get(screen).content.decode()
