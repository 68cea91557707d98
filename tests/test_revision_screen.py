"""Editors correct published results: with a reason, once, and never without a number."""

import pytest
from django.template import engines
from django.urls import reverse

from surveys.models import Edition
from surveys.sealing import seal
from tests.factories import EditorFactory, UserFactory
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
FORM = {"seen": "1", "reason": "Un libellé était faux"}
RULES = ("exclude_fast", "exclude_straight", "exclude_impossible")


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
    results = edition.get_results_url()
    assert FORM["reason"] in admin.get(results).content.decode()
    assert admin.get(f"{results}r1/").status_code == 200
    assert "-r1," in admin.get(f"{results}r1/citation.bib").content.decode()
    assert FORM["reason"] in admin.get(address(edition)).content.decode()


def test_without_a_reason_nothing_is_published_and_nothing_typed_is_lost(admin, edition):
    response = admin.post(address(edition), FORM | {"reason": "  "})
    page = response.content.decode()
    assert response.status_code == 400 and "Écrivez le motif" in page
    assert edition.publications.count() == 1


def test_whom_it_leaves_out_was_decided_before_closing_and_stands(admin, edition):
    page = admin.get(address(edition)).content.decode()
    assert not [name for name in RULES if name in page]
    assert "une correction n’y change rien" in page and "plus vite qu’on ne lit" in page
    before = Edition.objects.filter(pk=edition.pk).values(*RULES).get()
    first = edition.publications.get()
    # The rules as they were left out of the form, and all of them.
    for seen, posted in (("1", {}), ("2", dict.fromkeys(RULES, "on"))):
        response = admin.post(address(edition), FORM | posted | {"seen": seen})
        assert response.status_code == 302
    assert Edition.objects.filter(pk=edition.pk).values(*RULES).get() == before
    for one in edition.publications.all():
        assert one.content["applied"] == first.content["applied"]
        assert one.tables == first.tables
    assert edition.publications.count() == 3


def test_the_words_of_now_are_taken_up(admin, edition):
    Edition.objects.filter(pk=edition.pk).update(title="Enquête corrigée", method="Dit mieux.")
    admin.post(address(edition), FORM)
    told = edition.publications.get(revision=2).content["edition"]
    assert (told["title"], told["method"]) == ("Enquête corrigée", "Dit mieux.")


def test_two_clicks_make_one_revision(admin, edition):
    admin.post(address(edition), FORM)
    admin.post(address(edition), FORM)
    assert edition.publications.count() == 2


def test_a_population_that_is_lost_is_told_and_nothing_typed_is_lost(admin, edition):
    edition.responses.filter(pk__in=edition.responses.values("pk")[:60]).delete()
    response = admin.post(address(edition), FORM)
    page = response.content.decode()
    assert response.status_code == 409 and "ne se retrouvent plus" in page
    assert FORM["reason"] in page and edition.publications.count() == 1


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
