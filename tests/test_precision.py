"""Who shows their commune, who their département only, who stays off the map."""

import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory import tally, territory
from directory.crowd import Crowd
from directory.models import Experience, Profile
from directory.resources import ProfileResource
from directory.visibility import ANYONE
from tests.factories import EditorFactory, OccupationFactory, ProfileFactory, UserFactory, commune
from tests.profile_forms import URL, posted
from tests.stories import interview

pytestmark = pytest.mark.django_db
HIDDEN = ["departement", "liste"]
# The name, the code and the centre of the commune that must not come out; nobody else lives there.
TRACES = ("quimper", "29232", "47.99", "-4.09", "47,99", "-4,09")


@pytest.fixture(autouse=True)
def only_the_places_of_this_test():
    # The middle of a département with one commune would be that commune’s.
    territory.read.cache_clear()
    yield
    territory.read.cache_clear()


@pytest.fixture
def elsewhere():
    """Another commune of the same département, far enough to move its middle."""
    from map.models import Commune

    return Commune.objects.create(
        code="29019",
        name="Brest",
        folded_name="brest",
        department=commune("29232").department,
        latitude=48.3904,
        longitude=-4.4861,
    )


def someone(precision: str) -> Profile:
    return ProfileFactory(
        name="Maëlle Guivarch",
        slug="maelle-guivarch",
        headline="Modération pour l’industrie",
        commune=commune("29232"),
        precision=precision,
        last_published_at="2026-01-02T10:00:00Z",
    )


# --- What the public reads --------------------------------------------------------------------
PAGES = {
    "her page": "/annuaire/maelle-guivarch/",
    "the list": "/annuaire/",
    "the list by name": "/annuaire/?tri=nom",
    "the list of the département": "/annuaire/?departement=29",
    "the list of the région": "/annuaire/?region=53",
    "the list by words": "/annuaire/?q=industrie",
    "the list by precision": "/annuaire/?precision={precision}",
    "the map": "/carte/",
    "the map of the département": "/carte/?departement=29",
    "the interactive map": "/carte/document/",
    "points by région": "/carte/profils.geojson?zoom=5",
    "points by département": "/carte/profils.geojson?zoom=7",
    "points by commune": "/carte/profils.geojson?zoom=12",
    "points in view": "/carte/profils.geojson?zoom=14&bbox=-5,47,-3,49",
    "people of the département": "/carte/profils.json?departement=29",
    "people without a commune": "/carte/profils.json?departement=29&precision=departement",
    "the search": "/recherche/?q=guivarch",
    "the front page": "/",
    "her interview": "/interviews/une-rencontre/",
}


def fetch(client, page: str, precision: str) -> str:
    response = client.get(page.format(precision=precision))
    assert response.status_code == 200, page
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("precision", HIDDEN)
def test_the_commune_is_nowhere_public(client, elsewhere, page, precision):
    interview(title="Une rencontre", slug="une-rencontre", profile=someone(precision))
    text = fetch(client, page, precision)
    for trace in TRACES:
        assert trace not in text.lower(), (page, trace)


@pytest.mark.parametrize("page", [PAGES["her page"], PAGES["the list"], PAGES["points by commune"]])
def test_the_same_pages_show_the_commune_of_who_shows_it(client, elsewhere, page):
    someone("commune")
    assert "Quimper" in fetch(client, page, "commune")


@pytest.mark.parametrize("precision", HIDDEN)
def test_the_contact_page_hides_it_too(client, elsewhere, precision):
    profile = someone(precision)
    client.force_login(UserFactory())
    for accepts in (True, False):
        Profile.objects.update(accepts_messages=accepts)
        text = client.get(f"{profile.get_absolute_url()}contact/").content.decode()
        assert "Maëlle Guivarch" in text
        assert not any(trace in text.lower() for trace in TRACES)


FINDINGS = {
    "her commune": {"commune": "29232"},
    "its name": {"q": "Quimper"},
    "its name among words": {"q": "quimper industrie"},
    "around it": {"autour": "Quimper", "rayon": "5"},
    "around it, far": {"autour": "Quimper", "rayon": "200"},
}


@pytest.mark.parametrize("query", FINDINGS.values(), ids=FINDINGS)
@pytest.mark.parametrize("precision", HIDDEN)
@pytest.mark.parametrize("page", ["/annuaire/", "/carte/"])
def test_the_commune_finds_nobody_who_hides_it(client, elsewhere, query, precision, page):
    someone(precision)
    response = client.get(page, query)
    assert response.status_code == 200
    assert response.context["page_obj"].paginator.count == 0
    assert "Guivarch" not in response.content.decode()


@pytest.mark.parametrize("query", FINDINGS.values(), ids=FINDINGS)
@pytest.mark.parametrize("precision", HIDDEN)
def test_nor_on_the_map_nor_in_its_lists(client, elsewhere, query, precision):
    someone(precision)
    points = client.get(f"/carte/profils.geojson?{urlencode(query | {'zoom': 9})}").json()
    assert (points["features"], points["total"], points["off_map"]) == ([], 0, 0)
    people = client.get("/carte/profils.json", {"commune": "29232"} | query).json()
    assert (people["count"], people["people"]) == (0, [])


@pytest.mark.parametrize("precision", HIDDEN)
def test_nor_the_search_of_the_site(client, elsewhere, precision):
    someone(precision)
    assert "Aucun résultat" in client.get("/recherche/", {"q": "quimper"}).content.decode()
    assert "Guivarch" in client.get("/recherche/", {"q": "Finistère"}).content.decode()


@pytest.mark.parametrize("query", FINDINGS.values(), ids=FINDINGS)
def test_all_of_this_finds_who_shows_it(client, elsewhere, query):
    someone("commune")
    assert "Guivarch" in client.get("/annuaire/", query).content.decode()


@pytest.mark.parametrize("precision", HIDDEN)
def test_the_departement_is_shown_and_finds_them(client, elsewhere, precision):
    profile = someone(precision)
    page = client.get(profile.get_absolute_url()).content.decode()
    assert "Finistère (29)" in page
    assert "Position au centre de la commune" not in page
    for query in ({"departement": "29"}, {"region": "53"}):
        assert "Guivarch" in client.get("/annuaire/", query).content.decode()


def test_whoever_stays_off_the_map_is_in_no_count_of_it(client, elsewhere):
    someone("liste")
    response = client.get("/carte/")
    assert not any(response.context["counts"].values())
    assert response.context["towns"] == []
    assert "Guivarch" in response.content.decode()
    assert tally.regions(Crowd.found_by(ANYONE).count_departments()) == {}


# --- However it is written --------------------------------------------------------------------
def by_save(profile):
    profile.precision = "departement"
    profile.save()


def by_publishing(profile):
    profile.precision = "departement"
    profile.save_revision().publish()


def by_the_owner(profile):
    profile.precision = "departement"
    profile.submit(profile.owner)
    profile.current_workflow_task_state.approve(user=EditorFactory())


def by_bulk_update(profile):
    profile.precision = "departement"
    Profile.objects.bulk_update([profile], ["precision"])


def by_update(profile):
    Profile.objects.filter(pk=profile.pk).update(precision="departement")


def by_creating_many(profile):
    profile.delete()
    Profile.objects.bulk_create(
        [
            Profile(
                name="A", slug="a", headline="A", status="agence",
                commune=profile.commune, precision="departement", live=False,
            )
        ]
    )  # fmt: skip


WAYS = [by_save, by_publishing, by_the_owner, by_bulk_update, by_update, by_creating_many]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    ("code", "department"), [("35238", "35"), ("97411", "974"), ("2A004", "2A")]
)
def test_no_way_of_writing_leaves_the_commune_behind(way, code, department):
    profile = ProfileFactory(commune=commune(code))
    row = Profile.objects.values_list("shown_code", "department_code")
    assert row.get() == (code, department)
    way(profile)
    assert row.get() == (None, department)


def test_moving_moves_what_is_shown():
    profile = ProfileFactory(commune=commune("35238"))
    Profile.objects.update(commune=commune("97411"))
    profile.refresh_from_db()
    assert (profile.shown_code, profile.department_code) == ("97411", "974")
    assert profile.department.pk == profile.department_code


def imported(client, value: str | None, **options):
    commune("35238")
    OccupationFactory(name="Community manager")
    client.force_login(EditorFactory())
    column = "" if value is None else ",lieu affiché"
    cell = "" if value is None else f",{value}"
    table = f"nom,titre,métiers,statut,commune,adresse{column}\n"
    table += f"Maëlle,CM,Community manager,Freelance,Rennes 35000,maelle{cell}\n"
    file = SimpleUploadedFile("profils.csv", table.encode())
    url = reverse("directory_imports:index")
    page = client.post(url, {"file": file, "publish": "on"} | options, follow=True)
    run = reverse("directory_imports:run", args=[page.context["run"].pk])
    client.post(run, {"action": "confirm"}, follow=True)
    return page


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        (None, "commune"),
        ("", "commune"),
        ("departement", "departement"),
        ("Mon département seulement", "departement"),
        ("LISTE", "liste"),
    ],
)
def test_an_import_says_it_in_an_optional_column(client, value, precision):
    imported(client, value)
    profile = Profile.objects.get()
    assert profile.live and profile.precision == precision
    assert profile.shown_code == ("35238" if precision == "commune" else None)
    assert profile.live_revision.as_object().precision == precision
    found = Profile.objects.published().matching("Rennes").exists()
    assert found == (precision == "commune")


def test_an_import_updates_it_and_forgets_the_commune_in_the_search(client):
    ProfileFactory(slug="maelle", commune=commune("35238"), owner=None)
    assert Profile.objects.matching("Rennes").exists()
    imported(client, "departement")
    assert Profile.objects.get().shown_code is None
    assert not Profile.objects.matching("Rennes").exists()


def test_an_import_refuses_another_word(client):
    page = imported(client, "quelque part")
    assert "Lieu affiché inconnu" in page.text
    assert not Profile.objects.exists()


def test_an_export_says_it_and_can_be_imported_again():
    ProfileFactory(precision="liste")
    assert ProfileResource().export().dict[0]["lieu affiché"] == "Dans l’annuaire, hors de la carte"


# --- The owner --------------------------------------------------------------------------------
def test_the_owner_chooses_and_reads_what_each_choice_shows(client):
    client.force_login(UserFactory())
    text = client.get(URL).content.decode()
    for value in Profile.Precision.values:
        assert f'name="precision" value="{value}"' in text
    assert 'value="commune" id="id_precision_0" checked' in re.sub(
        r" required| class=\S+", "", text
    )
    for words in ("jamais à votre adresse", "au milieu du département", "aucune carte"):
        assert words in text


def test_the_choice_is_kept(client):
    owner = UserFactory()
    client.force_login(owner)
    client.post(URL, posted(precision="liste"))
    assert owner.profile.get_latest_revision_as_object().precision == "liste"


@pytest.mark.parametrize("value", ["partout", ""])
def test_another_choice_is_refused_at_the_field(client, value):
    client.force_login(UserFactory())
    response = client.post(URL, posted(precision=value))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["precision"]


@pytest.mark.parametrize("action", ["envoyer", "brouillon"])
@pytest.mark.parametrize("precision", HIDDEN)
def test_showing_less_waits_for_no_review(client, action, precision):
    profile = ProfileFactory(commune=commune("35238"))
    client.force_login(profile.owner)
    client.post(URL, posted(action, commune="Rennes 35000", precision=precision, name="Autre"))
    profile.refresh_from_db()
    assert (profile.precision, profile.shown_code) == (precision, None)
    assert profile.name != "Autre"
    assert not Profile.objects.matching("Rennes").exists()


def test_showing_more_waits_for_the_review(client):
    profile = ProfileFactory(commune=commune("35238"), precision="departement")
    client.force_login(profile.owner)
    client.post(URL, posted(commune="Rennes 35000", precision="commune"))
    profile.refresh_from_db()
    assert (profile.live, profile.precision) == (True, "departement")
    assert profile.get_latest_revision_as_object().precision == "commune"


def test_a_preview_shows_what_the_page_will_show(client):
    profile = ProfileFactory(commune=commune("35238"))
    profile.experiences = [Experience(title="Poste", start_year=2020)]
    profile.precision = "departement"
    profile.keep_draft(profile.owner)
    client.force_login(profile.owner)
    text = client.get(reverse("directory:preview")).content.decode()
    assert "Rennes" not in text and "Ille-et-Vilaine (35)" in text


def test_a_moderator_reads_the_commune_and_the_choice(client):
    profile = ProfileFactory(commune=commune("35238"), precision="departement")
    client.force_login(EditorFactory())
    url = reverse("wagtailsnippets_directory_profile:edit", args=[profile.pk])
    text = client.get(url).content.decode()
    assert "Rennes (35)" in text
    assert re.search(r'value="departement"[^>]* checked', text)
