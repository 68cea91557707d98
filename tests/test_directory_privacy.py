"""What the public side of the directory never tells: addresses, drafts, hidden files."""

import re

import pytest
from django.core.files.base import ContentFile

from directory.models import Profile
from tests.factories import ProfileFactory, SkillFactory, UserFactory, commune

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@pytest.fixture
def published():
    profile = ProfileFactory(
        name="Inès Cherfaoui",
        owner=UserFactory(email="ines@prive.example", first_name="Prénom", last_name="Officiel"),
        skills=[SkillFactory()],
    )
    profile.cv.save("cv.pdf", ContentFile(b"%PDF-1.7"))
    return profile


@pytest.fixture
def draft():
    return ProfileFactory(
        name="Brouillon Caché",
        slug="brouillon-cache",
        headline="Titre invisible",
        live=False,
        commune=commune("33063"),
        skills=[SkillFactory(name="Veille", slug="veille")],
    )


def pages(profile: Profile) -> list[str]:
    return [
        "/annuaire/",
        "/annuaire/?q=cherfaoui",
        "/annuaire/?q=prive.example",
        "/annuaire/?competence=veille",
        "/carte/",
        "/carte/profils.geojson",
        "/carte/document/",
        "/community-managers/",
        "/community-managers/auvergne-rhone-alpes/",
        "/community-managers/auvergne-rhone-alpes/rhone/",
        "/annuaire/flux.xml",
        "/api/profils/",
        "/api/profils.geojson",
        profile.get_absolute_url(),
    ]


def test_no_public_answer_holds_an_owner_s_address_or_name(client, published, draft):
    for page in pages(published):
        response = client.get(page)
        assert response.status_code == 200
        text = response.content.decode()
        assert "ines@" not in text and "Officiel" not in text
        assert not ADDRESS.search(text), page


def test_an_address_finds_nobody(client, published):
    for query in ("ines@prive.example", "prive", "Officiel"):
        response = client.get("/annuaire/", {"q": query})
        assert response.context["page_obj"].paginator.count == 0


def test_a_draft_is_absent_everywhere(client, published, draft):
    for page in [*pages(published), "/annuaire/?q=invisible", "/annuaire/?departement=33"]:
        text = client.get(page).content.decode()
        for trace in ("Brouillon", "brouillon-cache", "Titre invisible"):
            assert trace not in text, page
    assert "33" not in client.get("/carte/").context["counts"]


def test_a_withdrawn_profile_leaves_the_list_the_map_and_its_address(client, published):
    published.unpublish()
    assert client.get("/annuaire/").context["page_obj"].paginator.count == 0
    assert client.get("/carte/profils.geojson").json()["features"] == []
    for address in ("", "cv/"):
        assert client.get(f"{published.get_absolute_url()}{address}").status_code == 404


def test_the_place_of_the_cv_is_never_told(client, published):
    for page in pages(published):
        assert published.cv.name not in client.get(page).content.decode()


def test_changes_not_yet_reviewed_stay_invisible(client, published):
    published.headline = "Version non relue"
    published.save_revision()
    assert "Version non relue" not in client.get(published.get_absolute_url()).content.decode()


@pytest.mark.parametrize("whole", ["Zorglub", "Zorgl"])
def test_a_search_answers_as_if_the_others_were_not_there(client, whole):
    """A whole word of somebody hidden must not stop a word from being taken for a beginning."""
    ProfileFactory(name="Inès Zorglubine")
    ProfileFactory(name=f"Léa {whole}", visibility="inscrits")
    answer = client.get("/annuaire/", {"q": whole}).text
    assert "Inès Zorglubine" in answer and f"Léa {whole}" not in answer
    client.force_login(UserFactory())
    assert f"Léa {whole}" in client.get("/annuaire/", {"q": whole}).text
