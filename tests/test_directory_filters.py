"""The one set of filters: what each parameter keeps, and what it says when it is not understood."""

import pytest
from django.http import QueryDict

from directory.filters import ProfileFilter
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
    assert found("q=mod%C3%A9ration&region=84") == set()
    assert found("q=mod%C3%A9ration&region=53") == {"Loïc"}


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
    profiles = ProfileFilter(query, Profile.objects.published()).qs
    assert profiles.count() == 3
    assert profiles.count_communes() == {"69123": 1, "29232": 1, "35238": 1}
    assert profiles.counts_by_region() == {"84": 1, "53": 2}


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


def test_counting_takes_one_query(people, django_assert_num_queries):
    for count in ("count_departments", "count_communes"):
        with django_assert_num_queries(1):
            getattr(Profile.objects.published(), count)()


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
        ("tri=hasard", "tri", "Le tri se fait par « recent » ou par « nom »."),
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
