"""The one set of filters: what each parameter keeps, and what it says when it is not understood."""

import pytest
from django.http import QueryDict

from directory import tally, territory
from directory.filters import ProfileFilter, of
from directory.models import Profile
from map.models import Commune
from tests.factories import OccupationFactory, ProfileFactory, SkillFactory, commune

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    filters = ProfileFilter(QueryDict(query), Profile.objects.published())
    assert filters.is_valid(), filters.errors
    return set(filters.qs.values_list("name", flat=True))


@pytest.fixture
def people():
    cm, moderator = OccupationFactory(), OccupationFactory(code="moderateur", name="Modérateur")
    crisis = SkillFactory(name="Communication de crise", slug="communication-de-crise")
    ProfileFactory(
        name="Inès",
        occupations=[cm, moderator],
        skills=[crisis],
        status="freelance",
        availability="disponible",
        headline="L’édition avant tout",
    )
    ProfileFactory(
        name="Gwenaël",
        occupations=[cm],
        status="public",
        availability="ecoute",
        commune=commune("29232"),
        headline="Collectivités",
    )
    ProfileFactory(
        name="Loïc",
        occupations=[moderator],
        status="agence",
        availability="indisponible",
        commune=commune("35238"),
        headline="Tourisme et modération",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Inès", "Gwenaël", "Loïc"}),
        ("metier=moderateur", {"Inès", "Loïc"}),
        ("metier=moderateur&metier=community-manager", {"Inès", "Gwenaël", "Loïc"}),
        ("competence=communication-de-crise", {"Inès"}),
        ("statut=freelance&statut=agence", {"Inès", "Loïc"}),
        ("disponibilite=ecoute", {"Gwenaël"}),
        ("region=53", {"Gwenaël", "Loïc"}),
        ("departement=29", {"Gwenaël"}),
        ("region=53&metier=moderateur", {"Loïc"}),
        ("region=84&departement=29", set()),
        ("commune=29232", {"Gwenaël"}),
        ("metier=&statut=&q=&region=", {"Inès", "Gwenaël", "Loïc"}),
        ("inconnu=1&page=3", {"Inès", "Gwenaël", "Loïc"}),
    ],
)
def test_each_parameter_narrows_the_profiles(people, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tourisme", {"Loïc"}),
        ("TOURISME moderation", {"Loïc"}),
        ("tourisme édition", set()),
        ("l’édition", {"Inès"}),
        ("quimper", {"Gwenaël"}),
        ("crise", {"Inès"}),
    ],
)
def test_the_search_wants_every_word_anywhere_in_the_profile(people, text, expected):
    assert found(f"q={text}") == expected


def test_the_search_joins_the_other_filters(people):
    assert found("q=tourisme&region=84") == set()
    assert found("q=tourisme&region=53") == {"Loïc"}


@pytest.mark.parametrize("text", ['"', "%22%00", "%00", "'%3B--", "*(NEAR", "%26%7C!%3A*", "AND"])
def test_signs_in_the_search_find_nothing_and_break_nothing(people, client, text):
    assert client.get(f"/annuaire/?q={text}").status_code == 200


def test_a_blank_search_is_no_search(people):
    assert len(found("q=%20%20")) == 3
    assert len(found("q=%00")) == 3


def test_quotes_around_a_word_do_not_hide_it(people):
    assert found("q=%22tourisme%22") == {"Loïc"}


def test_a_profile_with_two_matching_occupations_counts_once(people):
    query = QueryDict("metier=moderateur&metier=community-manager")
    filters = ProfileFilter(query, Profile.objects.published())
    assert filters.qs.count() == 3
    assert tally.regions(tally.departments(filters)) == {"84": 1, "53": 2}


def test_a_city_holds_its_arrondissements(people):
    commune("69123")
    third = Commune.objects.create(
        code="69383",
        name="Lyon 3e",
        folded_name="lyon 3e",
        department_id="69",
        parent_id="69123",
        latitude=45.75,
        longitude=4.85,
    )
    ProfileFactory(name="Maëlys", commune=third)
    assert found("commune=69123") == {"Inès", "Maëlys"}
    assert found("commune=69383") == {"Maëlys"}


# --- Around a place ---------------------------------------------------------------------------
def spot(code: str, latitude: float, longitude: float) -> Commune:
    return Commune.objects.create(
        code=code,
        name=f"Lieu {code}",
        folded_name=f"lieu {code}",
        department=commune("35238").department,
        latitude=latitude,
        longitude=longitude,
    )


def test_keeps_whoever_lives_within_the_radius_to_the_kilometre(people):
    # North of Rennes by 29.9 and 30.1 km, then in the corner of the box but not in the circle.
    ProfileFactory(name="Près", commune=spot("35001", 48.1147 + 29.9 / 111.195, -1.6794))
    ProfileFactory(name="Loin", commune=spot("35002", 48.1147 + 30.1 / 111.195, -1.6794))
    ProfileFactory(name="Coin", commune=spot("35003", 48.1147 + 0.25, -1.6794 + 0.38))
    assert found("autour=Rennes") == {"Loïc", "Près"}
    assert found("autour=rennes+35000&rayon=100") == {"Loïc", "Près", "Loin", "Coin"}
    assert found("autour=Rennes&rayon=200") == {"Loïc", "Près", "Loin", "Coin", "Gwenaël"}


def test_a_radius_without_a_place_changes_nothing(people):
    assert len(found("rayon=10")) == 3
    assert len(found("rayon=loin")) == 3


@pytest.mark.parametrize("kilometres", [5, 30, 200])
@pytest.mark.parametrize(("longitude", "latitude"), [(2.35, 48.86), (55.45, -20.88), (-52.3, 4.9)])
def test_the_box_holds_the_whole_circle(kilometres, longitude, latitude):
    west, south, east, north = territory.box_around(longitude, latitude, kilometres)
    centre = (longitude, latitude)
    for side in ((longitude, south), (longitude, north)):
        assert territory.distance(centre, side) == pytest.approx(kilometres, rel=1e-6)
    steps = [south + (north - south) * n / 50 for n in range(51)]
    for edge in (west, east):
        nearest = min(territory.distance(centre, (edge, step)) for step in steps)
        assert nearest == pytest.approx(kilometres, rel=1e-3)


@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [
        ((2.3522, 48.8566), (4.835, 45.758), 391.5),  # Paris, Lyon
        ((2.3522, 48.8566), (55.4481, -20.8789), 9359),  # Paris, Saint-Denis of La Réunion
        ((0, 0), (0, 0), 0),
    ],
)
def test_distances_follow_the_great_circle(a, b, kilometres):
    assert territory.distance(a, b) == pytest.approx(kilometres, rel=2e-3)


def test_around_an_unknown_place_is_told_at_the_field_and_keeps_what_was_typed(people, client):
    response = client.get("/annuaire/?autour=Atlantide&rayon=50")
    text = response.content.decode()
    assert response.status_code == 400
    assert 'id="id_autour_error"' in text and 'value="Atlantide"' in text
    assert '<option value="50" selected>' in text


def test_the_place_and_its_radius_are_one_chip(people, client):
    response = client.get("/annuaire/?statut=agence&autour=Rennes&rayon=50")
    assert ("À 50\u00a0km de Rennes", "?statut=agence") in response.context["active"]
    assert len(response.context["active"]) == 2


def test_a_radius_outside_the_list_is_kept(people, client):
    text = client.get("/annuaire/?autour=Rennes&rayon=42").content.decode()
    assert '<option value="42" selected>42\u00a0km</option>' in text


def test_thirty_kilometres_unless_said_otherwise(people, client):
    for query in ("autour=Rennes", "autour=Rennes&rayon=30", "autour=Rennes&rayon="):
        response = client.get(f"/annuaire/?{query}")
        assert ("À 30\u00a0km de Rennes", "?") in response.context["active"]
        assert '<option value="" selected>30\u00a0km</option>' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rennes", "de Rennes"),
        ("Angers", "d’Angers"),
        ("Évreux", "d’Évreux"),
        ("Le Mans", "du Mans"),
        ("Les Abymes", "des Abymes"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
    ],
)
def test_names_of_places_follow_french_contractions(name, expected):
    assert of(name) == expected


@pytest.mark.parametrize("rows", [1, 50])
def test_around_a_place_costs_the_same_queries_for_one_and_for_many(
    rows, django_assert_num_queries
):
    for _ in range(rows):
        ProfileFactory(commune=commune("35238"))
    with django_assert_num_queries(3):  # the place, the communes around it, the people
        assert len(found("autour=Rennes")) == 1 or rows == 50


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("metier=astronaute", "metier", "Nous ne connaissons pas ce métier."),
        ("metier=community-manager&metier=x", "metier", "Nous ne connaissons pas ce métier."),
        ("metier=null", "metier", "Nous ne connaissons pas ce métier."),
        ("competence=x", "competence", "Nous ne connaissons pas cette compétence."),
        ("region=99", "region", "Nous ne connaissons pas cette région."),
        ("departement=1%27", "departement", "Nous ne connaissons pas ce département."),
        ("commune=00000", "commune", "Nous ne connaissons pas cette commune."),
        ("statut=riche", "statut", "Cette valeur n’existe pas dans la liste."),
        ("disponibilite=null", "disponibilite", "Cette valeur n’existe pas dans la liste."),
        (
            "tri=hasard",
            "tri",
            "Le tri se fait par « pertinence », « distance », « recent » ou « nom ».",
        ),
        ("q=" + "a" * 201, "q", "Deux cents caractères au plus."),
    ],
)
@pytest.mark.parametrize("address", ["/annuaire/", "/carte/", "/carte/profils.geojson"])
def test_an_unknown_value_is_told_in_french_with_status_400(
    people, client, query, field, message, address
):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    if address.endswith("json"):
        assert response.json()["errors"][field] == [message]
    else:
        text = response.content.decode().replace("\u202f", " ")
        assert message in text
        assert "Inès" not in text


def test_the_error_is_tied_to_its_field(people, client):
    text = client.get("/annuaire/?region=99&q=Quimper").content.decode()
    assert 'aria-invalid="true" aria-describedby="id_region_error"' in text
    assert 'id="id_region_error"' in text
    assert 'value="Quimper"' in text  # nothing typed is lost
