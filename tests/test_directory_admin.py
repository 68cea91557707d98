"""The directory in the admin: in French, filtered, at a fixed cost, open to the right people."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from directory.models import Profile
from tests.factories import EditorFactory, OccupationFactory, ProfileFactory, UserFactory, commune
from tests.profile_forms import URL, posted

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_directory_profile:list"
EDIT = "wagtailsnippets_directory_profile:edit"
ADD = "wagtailsnippets_directory_profile:add"


@pytest.fixture
def editor(client):
    user = EditorFactory()
    client.force_login(user)
    return user


def names(response) -> set[str]:
    return {profile.name for profile in response.context["object_list"]}


def test_the_menu_of_the_directory_speaks_french(client, editor):
    page = client.get(reverse("wagtailadmin_home")).text
    for label in (
        "Annuaire",
        "Profils",
        "Métiers",
        "Compétences et outils",
        "Secteurs",
        "Importer des profils",
    ):
        assert json.dumps(label)[1:-1] in page


def test_the_list_costs_a_fixed_number_of_queries(client, editor, django_assert_max_num_queries):
    for count in (1, 30):
        for _ in range(count):
            ProfileFactory(commune=commune("35238"))
        with django_assert_max_num_queries(20):
            assert client.get(reverse(LIST)).status_code == 200


def test_the_list_is_filtered_by_state_status_and_region(client, editor):
    ProfileFactory(name="En ligne", status="agence")
    ProfileFactory(name="Hors ligne", live=False, commune=commune("35238"))
    ProfileFactory(name="Retouché", has_unpublished_changes=True)
    url = reverse(LIST)
    assert names(client.get(url, {"etat": "hors-ligne"})) == {"Hors ligne"}
    assert names(client.get(url, {"etat": "brouillon"})) == {"Retouché"}
    assert names(client.get(url, {"status": "agence"})) == {"En ligne"}
    assert names(client.get(url, {"region": "53"})) == {"Hors ligne"}


def test_the_list_shows_what_awaits_a_review(client, editor):
    owner = UserFactory()
    client.force_login(owner)
    client.post(URL, posted(name="À lire"))
    client.force_login(editor)
    ProfileFactory(name="Déjà lu")
    response = client.get(reverse(LIST), {"etat": "a-relire"})
    assert names(response) == {"À lire"}
    assert "hors ligne, à relire" in response.text


def test_editors_create_a_profile_without_an_account(client, editor):
    commune("69123")
    response = client.post(
        reverse(ADD),
        {
            "name": "Sans Compte",
            "headline": "Titre",
            "occupations": [OccupationFactory().pk],
            "status": "freelance",
            "commune": "Lyon (69)",
            "precision": "commune",
            **{
                f"{name}-{key}": "0"
                for name in ("experiences", "campaigns", "clients", "languages")
                for key in ("TOTAL_FORMS", "INITIAL_FORMS")
            },
        },
    )
    assert response.status_code == 302
    profile = Profile.objects.get(name="Sans Compte")
    assert (profile.slug, profile.live, profile.owner) == ("sans-compte", False, None)
    assert profile.commune.name == "Lyon"


def test_editing_does_not_show_the_address_of_the_account(client, editor):
    profile = ProfileFactory(owner=UserFactory(email="secret@exemple.example"))
    page = client.get(reverse(EDIT, args=[profile.pk]))
    assert page.status_code == 200
    assert 'value="Lyon (69)"' in page.text
    assert "secret@exemple.example" not in page.text


def test_moderators_see_the_profiles_but_import_none(client):
    moderator = UserFactory(is_staff=True)
    moderator.groups.add(Group.objects.get(name="Modération"))
    client.force_login(moderator)
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    assert "Importer des profils" not in page.text


def test_an_ordinary_person_does_not_get_in(client):
    client.force_login(UserFactory())
    assert client.get(reverse(LIST)).status_code == 302
