"""/carte/: the map beside its list, and the document of the interactive map."""

import pytest
from django.http import QueryDict

from directory import tally, territory
from directory.filters import ProfileFilter
from directory.models import Profile
from map.models import Commune
from tests.factories import OccupationFactory, ProfileFactory, SkillFactory, commune

pytestmark = pytest.mark.django_db
MAP, DOCUMENT = "/carte/", "/carte/document/"


@pytest.fixture(autouse=True)
def only_the_places_of_this_test():
    territory.read.cache_clear()
    yield
    territory.read.cache_clear()


@pytest.fixture
def people():
    ProfileFactory(name="Inès", status="freelance")
    ProfileFactory(name="Théo", status="agence")
    ProfileFactory(name="Gwenaël", commune=commune("29232"), status="freelance")
    ProfileFactory(name="Caché", commune=commune("33063"), live=False)


def test_shows_the_map_its_table_and_the_list_together(client, people):
    text = client.get(MAP).content.decode()
    assert 'role="group" aria-label="Carte de France' in text
    assert "Lire la carte en tableau" in text
    assert "Inès" in text and "Gwenaël" in text
    assert "dans 2 départements" in text


def test_a_departement_of_the_map_leads_to_its_profiles_with_the_other_filters(client, people):
    response = client.get(MAP, {"statut": "freelance"})
    assert 'href="/carte/?statut=freelance&amp;departement=29"' in response.content.decode()
    chosen = client.get(MAP, {"statut": "freelance", "departement": "29"})
    assert [profile.name for profile in chosen.context["page_obj"]] == ["Gwenaël"]


def test_counts_of_the_map_follow_the_filters(client, people):
    assert client.get(MAP).context["counts"] == {"69": 2, "29": 1}
    assert client.get(MAP, {"statut": "agence"}).context["counts"] == {"69": 1}


def test_a_chosen_departement_leaves_the_others_reachable(client, people):
    response = client.get(MAP, {"departement": "29"})
    assert response.context["counts"] == {"69": 2, "29": 1}
    assert response.context["page_obj"].paginator.count == 1


def test_the_list_is_one_click_away_with_the_same_filters(client, people):
    assert (
        'href="/annuaire/?statut=agence"' in client.get(MAP, {"statut": "agence"}).content.decode()
    )


def test_the_interactive_map_is_a_titled_frame_with_the_same_filters(client, people):
    text = client.get(MAP, {"statut": "agence"}).content.decode()
    assert 'src="/carte/document/?statut=agence"' in text
    assert 'title="Carte interactive des profils, commune par commune"' in text


def test_the_frame_may_only_be_shown_by_our_own_pages_and_reads_the_same_points(client, people):
    response = client.get(DOCUMENT, {"statut": "agence"})
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    text = response.content.decode()
    for address in ("/carte/profils.geojson", "/carte/profils.json", "/annuaire/"):
        assert f"{address}?statut=agence" in text


def test_the_map_page_has_nothing_inline_and_no_other_host(client, people):
    text = client.get(MAP).content.decode()
    assert " style=" not in text and "<style" not in text
    assert "<script>" not in text
    assert "script-src 'self';" in client.get(MAP)["Content-Security-Policy"] + ";"


def test_cities_on_the_map_gather_their_arrondissements(people):
    third = Commune.objects.create(
        code="69383",
        name="Lyon 3e",
        folded_name="lyon 3e",
        department_id="69",
        parent_id="69123",
        latitude=45.75,
        longitude=4.85,
    )
    ProfileFactory(commune=third)
    filters = ProfileFilter(QueryDict(), Profile.objects.published())
    assert tally.largest_cities(filters) == [
        ("Lyon", 45.758, 4.835, 3),
        ("Quimper", 47.9975, -4.0979, 1),
    ]


def test_cities_of_as_many_people_come_by_their_codes(people):
    for code in ("75056", "29232", "35238"):
        ProfileFactory(commune=commune(code))
    filters = ProfileFilter(QueryDict(), Profile.objects.published())
    found = [(name, count) for name, _, _, count in tally.largest_cities(filters)]
    assert found == [("Quimper", 2), ("Lyon", 2), ("Rennes", 1), ("Paris", 1)]
    assert tally.largest_cities(filters, limit=3) == tally.largest_cities(filters)[:3]


def test_people_off_the_map_are_counted_beside_it_and_listed(client, people):
    ProfileFactory(name="Yaël", precision="liste")
    response = client.get(MAP, {"statut": "freelance"})
    text = response.content.decode()
    assert response.context["counts"] == {"69": 1, "29": 1}
    assert "Yaël" in text
    assert 'dont <a href="?statut=freelance&amp;precision=liste">1 hors de la carte</a>' in text
    assert "hors de la carte" not in client.get(MAP, {"statut": "agence"}).content.decode()


def test_people_who_tell_their_departement_count_in_it_and_in_no_town(client, people):
    ProfileFactory(commune=commune("35238"), precision="departement")
    response = client.get(MAP)
    assert response.context["counts"]["35"] == 1
    assert "Rennes" not in {town[0] for town in response.context["towns"]}


def test_the_frame_may_locate_the_reader_and_fill_the_screen(client, people):
    assert 'allow="geolocation; fullscreen"' in client.get(MAP).content.decode()


@pytest.mark.parametrize("rows", [1, 24])
def test_costs_the_same_queries_for_one_profile_and_for_many(
    client, django_assert_max_num_queries, reader, rows
):
    OccupationFactory()
    skills = [SkillFactory(name=f"C{n}", slug=f"c{n}") for n in range(3)]
    for _ in range(rows):
        ProfileFactory(skills=skills)
    query = {"statut": "freelance", "metier": "community-manager", "departement": "69"}
    query |= {"q": "édition", "tri": "nom"}
    client.get(MAP, query)
    with django_assert_max_num_queries(15) as queries:
        assert client.get(MAP, query).context["page_obj"].paginator.count == rows
    # Chosen once and for all: a higher number is a regression even under the ceiling.
    assert len(queries) == 5
