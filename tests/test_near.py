"""Around a place: true distances, the nearest, and a reader’s own position that nobody keeps."""

import logging

import pytest
from django.http import QueryDict

from directory import territory
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.nearness import far
from tests.factories import ProfileFactory, commune

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"
HERE = "/lieux/ici/"


@pytest.fixture
def people():
    for name, code, precision in (
        ("Rennaise", "35238", "commune"),
        ("Quimpéroise", "29232", "commune"),
        ("Parisienne", "75056", "commune"),
        ("Réunionnaise", "97411", "commune"),
        ("Discrète", "35238", "departement"),
        ("Absente", "35238", "liste"),
    ):
        ProfileFactory(name=name, commune=commune(code), precision=precision)


def found(query: str) -> list[str]:
    filters = ProfileFilter(QueryDict(query), Profile.objects.published())
    assert filters.is_valid(), filters.errors
    names = dict(Profile.objects.values_list("pk", "name"))
    pks = filters.crowd.pks()
    assert sorted(pks) == sorted(filters.qs.values_list("pk", flat=True))
    return [names[pk] for pk in pks]


def test_the_nearest_come_first_however_far(people):
    everybody = ["Rennaise", "Quimpéroise", "Parisienne", "Réunionnaise"]
    assert found("autour=Rennes&proches=20") == everybody
    assert found("autour=Rennes&proches=2") == everybody[:2]
    assert found("autour=Rennes&proches=2&rayon=10") == everybody[:2]
    assert found("autour=Paris&proches=1") == ["Parisienne"]


def test_the_nearest_are_those_of_the_other_filters(people):
    Profile.objects.filter(name="Rennaise").update(status="agence")
    assert found("autour=Rennes&proches=1&statut=freelance") == ["Quimpéroise"]


def test_who_does_not_show_their_commune_is_never_near(people):
    near = found("autour=Rennes&proches=20") + found("autour=Rennes&rayon=5")
    assert "Discrète" not in near and "Absente" not in near


def test_the_nearest_without_a_place_are_everybody(people):
    assert len(found("proches=2")) == 6


def test_sorts_by_distance_unless_told_otherwise(people):
    assert found("autour=Paris&rayon=200") == ["Parisienne"]
    assert found("autour=Quimper&rayon=200") == ["Quimpéroise", "Rennaise"]
    assert found("autour=Rennes&rayon=200") == ["Rennaise", "Quimpéroise"]
    Profile.objects.filter(name="Rennaise").update(slug="z")
    assert found("autour=Rennes&rayon=200&tri=nom") == ["Quimpéroise", "Rennaise"]


@pytest.mark.parametrize(
    ("query", "orders"),
    [
        ("", ["recent", "nom"]),
        ("autour=Rennes", ["distance", "recent", "nom"]),
        ("q=manager", ["pertinence", "recent", "nom"]),
        ("q=manager&autour=Rennes", ["pertinence", "distance", "recent", "nom"]),
        ("tri=distance", ["recent", "nom"]),
    ],
)
def test_only_orders_that_mean_something_are_offered(people, query, orders):
    filters = ProfileFilter(QueryDict(query), Profile.objects.published())
    assert filters.orders == orders and filters.order == orders[0]


def test_cards_and_points_say_how_far(people, client):
    text = client.get(LIST, {"autour": "Rennes", "proches": "3"}).content.decode()
    assert '<span class="distance">dans la commune</span>' in text
    kilometres = round(territory.distance((-1.6794, 48.1147), (-4.0979, 47.9975)))
    assert f"à {kilometres}\u00a0km" in text
    assert '<span class="distance">' not in client.get(LIST).content.decode()
    query = {"autour": "Rennes", "rayon": "200", "commune": "29232"}
    [person] = client.get("/carte/profils.json", query).json()["people"]
    assert person["distance"] == f"à {kilometres}\u00a0km"


@pytest.mark.parametrize(
    ("kilometres", "words"),
    [(0, "dans la commune"), (0.2, "à 1\u00a0km"), (1.6, "à 2\u00a0km"), (391.5, "à 392\u00a0km")],
)
def test_distances_in_words(kilometres, words):
    assert far(kilometres) == words


def test_the_map_page_lists_the_nearest_too(people, client):
    query = {"autour": "Rennes", "proches": "2"}
    pages = [client.get(address, query) for address in (LIST, "/carte/")]
    names = [[person.name for person in page.context["page_obj"]] for page in pages]
    assert names == [["Rennaise", "Quimpéroise"]] * 2
    assert pages[1].context["counts"] == {"35": 1, "29": 1}
    assert client.get("/carte/profils.geojson", query).json()["total"] == 2


# --- Where the reader is ----------------------------------------------------------------------
def test_a_point_gives_the_nearest_commune(client):
    response = client.post(HERE, {"latitude": "48.11", "longitude": "-1.68"})
    assert response.json() == {"label": "Rennes (35)"}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("point", "status"),
    [
        ({"latitude": "0", "longitude": "-30"}, 404),
        ({"latitude": "91", "longitude": "0"}, 400),
        ({"latitude": "nan", "longitude": "0"}, 400),
        ({"latitude": "inf", "longitude": "0"}, 400),
        ({"latitude": "ici"}, 400),
        ({}, 400),
    ],
)
def test_a_point_that_is_nowhere_is_told(client, point, status):
    response = client.post(HERE, point)
    assert response.status_code == status and response.json()["error"].endswith(".")


def test_a_point_is_in_no_address_and_in_no_journal(client, caplog):
    assert client.get(HERE, {"latitude": "48.11", "longitude": "-1.68"}).status_code == 405
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        client.post(HERE, {"latitude": "48.11", "longitude": "-1.68"})
        client.post(HERE, {"latitude": "0.12", "longitude": "-30"})
    assert "48.11" not in caplog.text and "0.12" not in caplog.text
