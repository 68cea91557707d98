"""/carte/: the map beside its list, the points of the interactive map, its document."""

import pytest

from directory.models import Profile
from map.models import Commune
from tests.factories import OccupationFactory, ProfileFactory, SkillFactory, commune

pytestmark = pytest.mark.django_db
MAP, POINTS, DOCUMENT = "/carte/", "/carte/profils.geojson", "/carte/document/"


@pytest.fixture
def people():
    ProfileFactory(name="Inès", status="freelance")
    ProfileFactory(name="Théo", status="agence")
    ProfileFactory(name="Gwenaël", commune=commune("29232"), status="freelance")
    ProfileFactory(name="Caché", commune=commune("33063"), live=False)


def counts(response) -> dict[str, int]:
    return {
        feature["properties"]["label"]: feature["properties"]["count"]
        for feature in response.json()["features"]
    }


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
    assert "/carte/profils.geojson?statut=agence" in response.content.decode()


def test_the_map_page_has_nothing_inline_and_no_other_host(client, people):
    text = client.get(MAP).content.decode()
    assert " style=" not in text and "<style" not in text
    assert "<script>" not in text
    assert "script-src 'self';" in client.get(MAP)["Content-Security-Policy"] + ";"


def test_points_count_profiles_by_commune_through_the_filters(client, people):
    assert counts(client.get(POINTS)) == {"Lyon (69)": 2, "Quimper (29)": 1}
    assert counts(client.get(POINTS, {"statut": "agence"})) == {"Lyon (69)": 1}


def test_a_point_stands_at_its_commune_and_leads_to_its_profiles(client, people):
    point = client.get(POINTS, {"statut": "freelance", "departement": "29"}).json()["features"][0]
    assert point["geometry"] == {"type": "Point", "coordinates": [-4.0979, 47.9975]}
    url = point["properties"]["url"]
    assert url == "/annuaire/?departement=29&statut=freelance&commune=29232"
    assert [p.name for p in client.get(url).context["page_obj"]] == ["Gwenaël"]


def test_homonymous_communes_stay_apart(client):
    ProfileFactory(commune=commune("93066"))
    ProfileFactory(commune=commune("97411"))
    assert counts(client.get(POINTS)) == {"Saint-Denis (93)": 1, "Saint-Denis (974)": 1}


def test_points_tell_nothing_of_anyone(client, people):
    text = client.get(POINTS).content.decode()
    for name in Profile.objects.values_list("name", flat=True):
        assert name not in text


def test_unchanged_points_are_not_sent_twice(client, people):
    first = client.get(POINTS)
    again = client.get(POINTS, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    ProfileFactory()
    assert client.get(POINTS, headers={"If-None-Match": first["ETag"]}).status_code == 200


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
    assert Profile.objects.published().largest_cities() == [
        ("Lyon", 45.758, 4.835, 3),
        ("Quimper", 47.9975, -4.0979, 1),
    ]


@pytest.mark.parametrize("rows", [1, 24])
def test_costs_the_same_queries_for_one_profile_and_for_many(
    client, django_assert_max_num_queries, rows
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
    assert len(queries) == 13


def test_points_take_one_query_without_filters(client, people, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(POINTS)
