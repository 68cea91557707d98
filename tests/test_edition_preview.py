"""Editors see the public pages in any state and on any branch; nothing is stored, nor cached."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from surveys.models import Edition
from tests.edition_forms import EDITIONS, text
from tests.factories import EditionFactory, EditorFactory, UserFactory
from tests.respondents import core_edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
STATES = ("annoncee", "ouverte", "close", "publiee")
WORDS = {
    "annoncee": "L’enquête ouvrira",
    "ouverte": "L’enquête est ouverte",
    "close": "L’enquête est close",
    "publiee": "L’enquête s’est close",
}


@pytest.fixture
def admin(client):
    client.force_login(EditorFactory())
    return client


def url(edition, state: str, branch: str = "tous", rest: str = "") -> str:
    return f"/admin/enquete/apercu/{edition.pk}/{state}/{branch}/{rest}"


def stored() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("surveys").get_models()
    } | {"editions": str(list(Edition.objects.values()))}


@pytest.mark.parametrize("trait", ["announced", "closed", "draft"])
def test_every_state_of_an_edition_can_be_seen_whatever_its_own(admin, trait):
    if trait == "draft":
        edition = core_edition(year=2029, opens_at=None, closes_at=None, results_at=None)
    else:
        edition = core_edition(year=2028, **{trait: True})
    before = stored()
    for state in STATES:
        response = admin.get(url(edition, state))
        page = text(response)
        assert "Aperçu&nbsp;: rien n’est enregistré" in page
        assert WORDS[state] in page, state
        assert ("Dates d’exemple" in page) is (trait == "draft")
        assert "no-store" in response["Cache-Control"]
    assert stored() == before


def test_it_opens_on_the_state_of_the_edition(admin):
    edition = core_edition(year=2027)
    assert admin.get(reverse("surveys_preview:home", args=[edition.pk])).url == url(
        edition, "ouverte"
    )


@pytest.mark.parametrize(
    ("branch", "asked", "absent"),
    [
        ("salarie", "votre salaire brut", "tarif journalier"),
        ("a-mon-compte", "tarif journalier", "votre salaire brut"),
    ],
)
def test_each_branch_shows_its_own_questions(admin, branch, asked, absent):
    edition = core_edition(year=2028, announced=True)
    page = text(admin.get(url(edition, "ouverte", branch, "repondre/6/")))
    form = page.split("<form", 1)[1]
    assert asked in form and absent not in form


def test_one_goes_through_all_screens_by_their_links_and_nothing_is_kept(admin):
    edition = core_edition(year=2028, announced=True)
    before = stored()
    here = url(edition, "ouverte", "salarie", "repondre/1/")
    seen = []
    for _ in range(9):
        response = admin.get(here)
        assert response.status_code == 200
        page = text(response)
        assert f'="/enquete/{edition.year}/' not in page  # every link stays in the preview
        seen.append(here.rsplit("/salarie/")[1])
        if seen[-1] == "merci/":
            break
        here = admin.post(here, {"exercice": "aujourdhui"}).url
    assert seen == [*(f"repondre/{step}/" for step in range(1, 7)), "relecture/", "merci/"]
    assert stored() == before
    assert not set(admin.cookies) & {"brouillon", "appareil"}


@pytest.mark.parametrize(
    "rest", ["editions/", "resultats/", "hors-champ/", "relecture/", "recu/", "n-importe/quoi"]
)
@pytest.mark.parametrize("state", STATES)
def test_no_page_of_the_preview_is_a_dead_end(admin, state, rest):
    edition = core_edition(year=2028, announced=True)
    response = admin.get(url(edition, state, "tous", rest))
    assert response.status_code == 200
    assert "Revenir à l’édition" in text(response)


def test_results_to_come_are_said_with_a_sentence(admin):
    edition = core_edition(year=2028, announced=True)
    assert "pas encore de résultats" in text(
        admin.get(url(edition, "publiee", "tous", "resultats/"))
    )
    assert "Résultats le" in text(admin.get(url(edition, "close", "tous", "resultats/")))
    published = core_edition(year=2026, published=True)
    page = text(admin.get(url(published, "publiee", "tous", "resultats/")))
    assert "Données ouvertes" in page and "Aperçu" in page


def test_an_edition_without_questions_says_so(admin):
    edition = EditionFactory(year=2028, announced=True)
    page = text(admin.get(url(edition, "ouverte", "tous", "repondre/1/")))
    assert "ne pose encore aucune question" in page
    assert admin.get(url(edition, "ouverte")).status_code == 200


@pytest.mark.parametrize(
    "bad", ["fermee/tous/", "ouverte/personne/", "ouverte/tous/repondre/99/", "ouverte/tous/x"]
)
def test_addresses_made_up_are_no_error(admin, bad):
    edition = core_edition(year=2028, announced=True)
    assert admin.get(f"/admin/enquete/apercu/{edition.pk}/{bad}").status_code in (200, 404)


def test_it_needs_the_right_to_change_editions_and_is_framed_by_nobody_else(client):
    edition = core_edition(year=2028, announced=True)
    client.force_login(UserFactory())
    assert client.get(url(edition, "ouverte")).status_code in (302, 403)
    client.force_login(EditorFactory())
    response = client.get(url(edition, "ouverte"))
    policy = response.headers["Content-Security-Policy"]
    assert policy == client.get(reverse(f"{EDITIONS}:list")).headers["Content-Security-Policy"]
    assert re.search(r"frame-ancestors '(self|none)'", policy)
