"""/annuaire/: the list of profiles, its pages, its order, what it says when it is empty."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from directory.models import Occupation, Profile, Skill
from tests.factories import (
    OccupationFactory,
    ProfileFactory,
    SkillFactory,
    UserFactory,
    commune,
)

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"


def names(response) -> list[str]:
    return [profile.name for profile in response.context["page_obj"]]


def test_shows_published_profiles_with_their_place_and_skills(client):
    ProfileFactory(
        name="Inès Cherfaoui", skills=[SkillFactory()], commune=commune("29232"), status="freelance"
    )
    text = client.get(LIST).content.decode()
    for expected in ("Inès Cherfaoui", "Quimper", "D 29", "Modération", "freelance", "1 profil<"):
        assert expected in text


def test_a_draft_is_not_in_the_list(client):
    ProfileFactory(name="Brouillon Caché", live=False)
    response = client.get(LIST)
    assert names(response) == []
    assert "Brouillon" not in response.content.decode()


def test_says_the_count_to_assistive_technology(client):
    ProfileFactory.create_batch(2)
    assert 'role="status"><b class="signal">2 profils</b>' in client.get(LIST).content.decode()


def test_newest_first_unless_sorted_by_name_without_regard_to_accents(client):
    now = timezone.now()
    for days, name, slug in ((2, "Zoé", "zoe"), (1, "Élodie", "elodie"), (3, "Ana", "ana")):
        ProfileFactory(name=name, slug=slug, last_published_at=now - timezone.timedelta(days=days))
    assert names(client.get(LIST)) == ["Élodie", "Zoé", "Ana"]
    assert names(client.get(LIST, {"tri": "nom"})) == ["Ana", "Élodie", "Zoé"]


def test_the_database_refuses_a_profile_online_without_its_date(db):
    with pytest.raises(IntegrityError, match="profile_online_has_a_date"):
        ProfileFactory(last_published_at=None)


def test_twenty_four_to_a_page(client):
    ProfileFactory.create_batch(25)
    assert len(names(client.get(LIST))) == 24
    assert len(names(client.get(LIST, {"page": 2}))) == 1


@pytest.mark.parametrize(("number", "length"), [("abc", 24), ("99", 1), ("-3", 1), ("", 24)])
def test_a_senseless_page_number_still_gives_a_page(client, number, length):
    ProfileFactory.create_batch(25)
    response = client.get(LIST, {"page": number})
    assert response.status_code == 200
    assert len(names(response)) == length


def test_page_links_keep_the_filters(client):
    ProfileFactory.create_batch(25)
    text = client.get(LIST, {"statut": "freelance"}).content.decode()
    assert 'href="?statut=freelance&amp;page=2"' in text


def test_leads_to_the_map_with_the_same_filters(client):
    text = client.get(LIST, {"statut": "freelance", "page": 1}).content.decode()
    assert f'href="{reverse("directory:map")}?statut=freelance"' in text


def test_an_active_filter_is_a_chip_whose_link_removes_only_it(client):
    ProfileFactory()
    response = client.get(LIST, {"statut": ["freelance", "agence"], "region": "84"})
    assert ("Freelance", "?region=84&statut=agence") in response.context["active"]
    assert ("Auvergne-Rhône-Alpes", "?statut=freelance&statut=agence") in response.context["active"]


def test_nothing_found_proposes_to_drop_each_filter(client):
    ProfileFactory(status="freelance", headline="Modération")
    ProfileFactory.create_batch(2, status="agence")
    response = client.get(LIST, {"statut": "agence", "q": "modération"})
    assert "vide pile" in response.content.decode()
    assert response.context["relaxations"] == [
        ("Sans « modération »", 2, "?statut=agence"),
        ("Sans salarié·e en agence", 1, "?q=mod%C3%A9ration"),
    ]


def test_an_empty_directory_invites_to_publish(client):
    assert "L’annuaire attend ses premiers profils" in client.get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 24])
def test_costs_the_same_queries_for_one_profile_and_for_many(
    client, django_assert_max_num_queries, rows
):
    skills = [SkillFactory(name=f"C{n}", slug=f"c{n}") for n in range(3)]
    for _ in range(rows):
        ProfileFactory(skills=skills)
    client.get(LIST)
    with django_assert_max_num_queries(15) as queries:
        client.get(LIST, {"statut": "freelance", "metier": "community-manager", "region": "84"})
    # Chosen once and for all: a higher number is a regression even under the ceiling.
    assert len(queries) == 6


def test_an_entry_says_the_same_whether_counted_in_memory_or_read_from_the_database(client):
    """Of the list, and of the page of the département."""
    skills = [SkillFactory(name=name, slug=f"c{n}") for n, name in enumerate("zbéEaÉ")]
    trades = [
        OccupationFactory(code=f"m{n}", name=name, position=n) for n, name in enumerate(("Y", "X"))
    ]
    ProfileFactory(skills=skills, occupations=trades[::-1])
    ProfileFactory(skills=skills[:1], occupations=trades[:1])

    def entries(address: str) -> list[str]:
        page = client.get(address).content.decode()
        return re.findall(r'<article class="fiche">.*?</article>', page, re.DOTALL)

    listed = entries(LIST)
    assert listed == entries("/community-managers/auvergne-rhone-alpes/rhone/")
    assert len(listed) == 2 and "Y, x, freelance" in listed[1] and "E, a, b, z" in listed[1]


def test_the_list_answers_safe_methods_only(client):
    assert client.post(LIST).status_code == 405


def test_a_signed_in_visitor_sees_the_same_list(client):
    ProfileFactory(name="Inès Cherfaoui")
    client.force_login(UserFactory())
    assert names(client.get(LIST)) == ["Inès Cherfaoui"]


def test_loading_the_occupations_twice_writes_nothing_the_second_time(capsys):
    from django.core.management import call_command

    call_command("load_occupations")
    assert Occupation.objects.count() == 9
    assert Skill.objects.count() >= 40
    Occupation.objects.filter(code="consultant").update(name="Abîmé")
    capsys.readouterr()
    call_command("load_occupations")
    assert "Métiers écrits : 1. Compétences et outils écrits : 0." in capsys.readouterr().out
    assert Occupation.objects.get(code="consultant").name == "Consultant·e en réseaux sociaux"
    assert list(Occupation.objects.values_list("code", flat=True))[0] == "community-manager"


def test_the_reference_data_accepts_an_occupation_that_already_has_profiles():
    from django.core.management import call_command

    profile = ProfileFactory(occupations=[OccupationFactory(code="moderateur")])
    call_command("load_occupations", verbosity=0)
    assert Profile.objects.get(pk=profile.pk).occupations.get().name == "Modérateur·rice"
