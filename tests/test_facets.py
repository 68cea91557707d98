"""Choices with their counts: what each would give, never a dead end, nothing more than is told."""

from datetime import date

import pytest
from django.http import QueryDict

from directory import facets
from directory.filters import ProfileFilter
from directory.models import Profile, SpokenLanguage
from directory.viewers import Member
from directory.visibility import ANYONE
from tests.factories import (
    OccupationFactory,
    ProfileFactory,
    SectorFactory,
    SkillFactory,
    UserFactory,
    commune,
)

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"
YEAR = date.today().year


def counts(query: str, name: str, viewer=ANYONE) -> dict[str, int]:
    filters = ProfileFilter(QueryDict(query), Profile.objects.found_by(viewer))
    return {option.value: option.count for option in facets.options(filters, name)}


@pytest.fixture
def people():
    cm, moderator = OccupationFactory(), OccupationFactory(code="moderateur")
    video, photo = (SkillFactory(name=name, slug=name) for name in ("video", "photo"))
    ines = ProfileFactory(
        occupations=[cm, moderator], skills=[video], working_since=YEAR - 12, remote="distance"
    )
    theo = ProfileFactory(
        occupations=[cm], skills=[video, photo], status="agence", working_since=YEAR - 1
    )
    loic = ProfileFactory(
        occupations=[moderator], status="agence", commune=commune("35238"), working_since=YEAR - 3
    )
    ines.sectors.set([SectorFactory()])
    ines.save()
    for profile, spoken in (
        (ines, {"fr": "maternelle", "en": "courant"}),
        (theo, {"fr": "maternelle", "en": "notions"}),
        (loic, {"br": "professionnel"}),
    ):
        for language, level in spoken.items():
            SpokenLanguage.objects.create(profile=profile, language=language, level=level)


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("", "metier", {"community-manager": 2, "moderateur": 2}),
        ("", "competence", {"video": 2, "photo": 1}),
        ("", "secteur", {"culture": 1}),
        ("", "experience", {"moins-2": 1, "2-5": 1, "5-10": 0, "plus-10": 1}),
        ("", "bilingue", {"1": 1}),
        ("", "teletravail", {"sur-place": 0, "hybride": 0, "distance": 1}),
        ("", "region", {"84": 2, "53": 1}),
        ("region=53", "region", {"84": 2, "53": 1}),
        # With the other filters, but not its own.
        ("metier=moderateur", "metier", {"community-manager": 2, "moderateur": 2}),
        ("statut=agence", "metier", {"community-manager": 1, "moderateur": 1}),
        ("statut=agence&metier=moderateur", "competence", {"video": 0, "photo": 0}),
        ("departement=35", "metier", {"community-manager": 0, "moderateur": 1}),
        ("departement=35", "region", {"84": 2, "53": 1}),
        ("autour=Rennes&proches=2", "metier", {"community-manager": 2, "moderateur": 2}),
        ("autour=Rennes&proches=1", "metier", {"community-manager": 1, "moderateur": 1}),
    ],
)
def test_counts_what_each_choice_would_give(people, query, name, expected):
    found = counts(query, name)
    # Some sectors are there from the beginning.
    assert {value: found[value] for value in expected} == expected
    assert sum(found.values()) == sum(expected.values())


def test_only_languages_one_works_in_count(people):
    assert {code: count for code, count in counts("", "langue").items() if count} == {
        "fr": 2,
        "en": 1,
        "br": 1,
    }


@pytest.mark.parametrize(
    "query", ["", "statut=agence", "metier=moderateur&region=84", "bilingue=1"]
)
def test_a_count_is_what_the_list_shows_once_it_is_chosen(people, query):
    for name in (*facets.NAMES, "bilingue", "region"):
        for value, count in counts(query, name).items():
            data = QueryDict(query, mutable=True)
            data[name] = value
            if name == "region":
                data.pop("departement", None)
            chosen = ProfileFilter(data, Profile.objects.published())
            assert chosen.qs.count() == count, (name, value)


def test_availability_counts_what_the_viewer_may_know():
    ProfileFactory(availability="disponible")
    discreet = ProfileFactory(availability="disponible", availability_audience="inscrits")
    ProfileFactory(availability="disponible", availability_audience="personne")
    discreet.hidden_from.create(organisation="Agence", domain="agence.example")
    member = Member(UserFactory().pk, "lea@ailleurs.example")
    shunned = Member(UserFactory().pk, "lea@agence.example")
    for viewer, expected in ((ANYONE, 1), (member, 2), (shunned, 1)):
        assert counts("", "disponibilite", viewer)["disponible"] == expected


def test_a_choice_that_gives_nothing_is_told_and_disabled_unless_it_is_chosen(people, client):
    text = client.get(LIST, {"departement": "35"}).content.decode()
    assert 'value="community-manager" disabled' in text
    text = client.get(LIST, {"departement": "35", "metier": "community-manager"}).content.decode()
    assert 'value="community-manager" checked' in text
    assert "disabled" not in text.partition('value="community-manager"')[2][:20]


def test_long_lists_are_folded_but_for_what_is_chosen(client):
    skills = [SkillFactory(name=f"C{n:02}", slug=f"c{n:02}") for n in range(30)]
    ProfileFactory(skills=skills)
    response = client.get(LIST, {"competence": "c29"})
    [facet] = [one for one in response.context["facets"] if one.name == "competence"]
    assert len(facet.first) == facets.SHOWN + 1 and facet.first[-1].value == "c29"
    assert len(facet.first) + len(facet.rest) == 30
    assert "Tout voir (30)" in response.content.decode()


def test_departements_are_those_of_the_region(people, client):
    response = client.get(LIST, {"region": "53"})
    assert {o.value for o in response.context["departments_facet"].options} == {"35"}


EVERYTHING = (
    "q=manager&metier=community-manager&competence=video&secteur=culture&statut=freelance"
    "&disponibilite=ecoute&experience=plus-10&langue=en&bilingue=1&teletravail=distance"
    "&region=84&departement=69&commune=69123&autour=Lyon&precision=commune&tri=distance"
)


@pytest.mark.parametrize("address", [LIST, "/carte/"])
@pytest.mark.parametrize("rows", [1, 30])
def test_every_filter_at_once_stays_under_fifteen_queries(
    people, client, reader, django_assert_max_num_queries, address, rows
):
    ProfileFactory.create_batch(rows - 1, skills=[SkillFactory(name="video", slug="video")])
    client.force_login(UserFactory())
    client.get(f"{address}?{EVERYTHING}")
    with django_assert_max_num_queries(15):
        response = client.get(f"{address}?{EVERYTHING}")
    assert response.context["page_obj"].paginator.count == 1
    with django_assert_max_num_queries(15):
        client.get(f"{address}?tri=nom")


# --- When nobody answers ----------------------------------------------------------------------
def relaxations(client, query: str) -> list[tuple[str, int]]:
    return [one[:2] for one in client.get(f"{LIST}?{query}").context["relaxations"]]


def test_proposes_what_to_give_up_best_first(people, client):
    assert relaxations(client, "metier=moderateur&competence=photo&region=84") == [
        ("Sans moderateur", 1),
        ("Sans photo", 1),
    ]


def test_proposes_to_look_further(people, client):
    commune("29232")
    assert relaxations(client, "autour=Quimper") == [
        ("Sans limite de distance", 3),
        ("Les plus proches de Quimper", 3),
        ("À 200\u00a0km de Quimper", 1),
    ]


def test_proposes_the_departement_next_door(people, client):
    ProfileFactory(commune=commune("93066"))
    commune("75056")
    assert relaxations(client, "departement=75") == [
        ("Sans Paris (75)", 4),
        ("Seine-Saint-Denis (93)", 1),
    ]


def test_proposes_one_filter_alone_when_giving_up_one_is_not_enough(people, client):
    assert relaxations(client, "q=astrolabe&secteur=sport&statut=agence&departement=35") == [
        ("Seulement salarié·e en agence", 2),
        ("Seulement Ille-et-Vilaine (35)", 1),
    ]


def test_nothing_is_proposed_to_who_found_somebody(people, client):
    assert relaxations(client, "metier=moderateur") == []
