"""Profiles that may be of one person: recognised, kept apart, or made one."""

import pytest
from django.urls import reverse

from directory import twins
from directory.duplicates import Confidence, Person, Register, address, likeness, pairs, skeleton
from directory.models import FormerAddress, Profile
from tests.factories import EditorFactory, ProfileFactory, commune

LYON, RENNES = "69123", "35238"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.exemple.fr/Moi/", "http://exemple.fr/moi?x=1#y"),
        ("exemple.fr/moi", "https://exemple.fr/moi"),
    ],
)
def test_two_spellings_of_one_link_agree(one, other):
    assert address(one) == address(other) == "exemple.fr/moi"


@pytest.mark.parametrize("odd", ["", "bonjour", "http://[", "javascript:alert(1)"])
def test_what_is_no_link_agrees_with_nothing(odd):
    assert address(odd) == ""


@pytest.mark.parametrize(("one", "other"), [("philippe", "filipe"), ("mathieu", "matieu")])
def test_names_that_sound_alike_are_neighbours(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other", "confidence"),
    [
        (("Inès Noël", LYON), ("NOEL Ines", LYON), Confidence.PROBABLE),
        (("Inès Noël", LYON, "Musée"), ("Inès Noël", LYON, "musee"), Confidence.SURE),
        (("Inès Noël", LYON, "", ("a.fr/x",)), ("Ines Noel", RENNES, "", ("https://a.fr/x",)), 3),
        (("Camille Estrade", LYON), ("Camile Estrade", LYON), Confidence.POSSIBLE),
        (("Inès Noël", LYON), ("Inès Noël", RENNES), None),
        (("Inès Noël", LYON), ("Paul Roy", LYON), None),
        (("Inès Noël", LYON, "", ("a.fr/x",)), ("Paul Roy", LYON, "", ("a.fr/x",)), None),
    ],
)
def test_how_far_two_profiles_may_be_of_one_person(one, other, confidence):
    found = likeness(Person(1, *one), Person(2, *other))
    assert (found and found.confidence) == confidence


def test_pairs_are_found_in_any_order_once_and_the_surest_first():
    people = [
        Person(4, "Camile Estrade", LYON),
        Person(1, "Inès Noël", LYON, "Musée"),
        Person(3, "Camille Estrade", LYON),
        Person(2, "Noël Inès", LYON, "Musée"),
    ]
    assert [(pair.first, pair.second) for pair in pairs(people)] == [(1, 2), (3, 4)]


def test_ten_thousand_namesakes_are_not_all_compared_with_one_another(monkeypatch):
    compared = []
    monkeypatch.setattr("directory.duplicates.likeness", lambda *two: compared.append(two))
    pairs(Person(rank, "Camille Martin", LYON) for rank in range(1000))
    register = Register(Person(rank, "Camille Martin", LYON) for rank in range(1000))
    list(register.like(Person(-1, "Camille Martin", LYON)))
    assert len(compared) < 1000 * 60


# --- In the directory -------------------------------------------------------------------------
@pytest.fixture
def two(db):
    one = ProfileFactory(name="Inès Noël", slug="ines-noel", owner=None)
    return one, ProfileFactory(name="NOËL Inès", slug="noel-ines")


URL = "/admin/annuaire/doublons/"


@pytest.fixture
def editor(client, db):
    client.force_login(EditorFactory())


def decide(client, two, **data):
    return client.post(URL, {"first": two[0].pk, "second": two[1].pk, **data})


def test_the_page_shows_both_and_why(client, editor, two):
    page = client.get(URL)
    assert "probable : même nom, même commune" in page.text
    names = [one.name for _, *both in page.context["rows"] for one in both]
    assert names == ["Inès Noël", "NOËL Inès"]


def test_keeping_both_is_remembered(client, editor, two):
    decide(client, two, apart="1")
    assert "Aucun doublon" in client.get(URL).text
    assert not twins.like(two[0])
    assert Profile.objects.count() == 2


def test_a_pair_made_one_leads_to_the_one_that_stays(client, editor, two):
    lost, kept = two
    FormerAddress.objects.create(profile=lost, slug="ines-avant")
    decide(client, two, kept=kept.pk)
    assert Profile.objects.get() == kept
    for slug in ("ines-noel", "ines-avant"):
        response = client.get(reverse("directory:profile", args=[slug]))
        assert response["Location"].endswith(kept.get_absolute_url())


def test_nobody_s_own_profile_is_deleted_by_a_merge(client, editor, two):
    free, owned = two
    assert decide(client, two, kept=free.pk).status_code == 400
    other = ProfileFactory(name="Inès Noël")
    response = decide(client, (owned, other), kept=other.pk)
    assert "chacun leur compte" in response.text
    assert Profile.objects.count() == 3


@pytest.mark.parametrize("kept", ["", "x", "0"])
def test_one_of_the_two_must_be_chosen(client, editor, two, kept):
    assert decide(client, two, kept=kept).status_code == 400
    assert client.post(URL, {"first": "x", "second": "²"}).status_code == 404
    assert Profile.objects.count() == 2


def test_the_list_can_show_only_those_in_a_pair(client, editor, two):
    ProfileFactory(name="Paul Seul", commune=commune(RENNES))
    page = client.get(reverse("wagtailsnippets_directory_profile:list"), {"doublons": "oui"})
    assert {one.pk for one in page.context["object_list"]} == {one.pk for one in two}


def test_the_page_costs_a_fixed_number_of_queries(
    client, editor, two, django_assert_max_num_queries
):
    for count in (0, 10):
        for rank in range(count):
            ProfileFactory(name=f"Rose Marin{rank}", owner=None)
            ProfileFactory(name=f"Marin{rank} Rose")
        with django_assert_max_num_queries(25):
            client.get(URL)
