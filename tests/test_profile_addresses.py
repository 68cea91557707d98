"""The address of a profile follows its name, and former addresses still lead to it."""

import pytest

from directory.models import FormerAddress, Profile
from directory.models.address import derives_from
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def written(profile: Profile) -> Profile:
    """With a version, as all that came by the form or by a file have."""
    profile.save_revision()
    return profile


def renamed(profile: Profile, name: str) -> Profile:
    """As its next version is published."""
    version = Profile.objects.get(pk=profile.pk).get_latest_revision_as_object()
    version.name = name
    version.save_revision().publish()
    return Profile.objects.get(pk=profile.pk)


@pytest.fixture
def ines():
    return written(ProfileFactory(name="Inès Cherfaoui", slug="ines-cherfaoui"))


@pytest.mark.parametrize(
    ("slug", "name", "derives"),
    [
        ("ines-cherfaoui", "Inès Cherfaoui", True),
        ("ines-cherfaoui-12", "Inès Cherfaoui", True),
        ("ines", "Inès Cherfaoui", False),
        ("ines-cherfaoui-lyon", "Inès Cherfaoui", False),
        ("profil-3", "山田太郎", True),
    ],
)
def test_an_address_that_comes_from_a_name(slug, name, derives):
    assert derives_from(slug, name) is derives


@pytest.mark.parametrize(
    "form", ["", "cv/", "carte.vcf", "profil.json", "imprimer/", "partage.png"]
)
def test_the_former_address_leads_to_the_new_one_in_every_form(client, ines, form):
    assert renamed(ines, "Inès Benali").slug == "ines-benali"
    response = client.get(f"/annuaire/ines-cherfaoui/{form}?a=b")
    assert response.status_code == 301
    assert response["Location"] == f"/annuaire/ines-benali/{form}?a=b"
    assert response["Cache-Control"] == "no-cache"


def test_who_may_not_see_the_profile_learns_nothing_of_its_addresses(client, ines):
    renamed(ines, "Inès Benali")
    Profile.objects.update(visibility="inscrits")
    assert client.get("/annuaire/ines-cherfaoui/").status_code == 404
    client.force_login(UserFactory())
    assert client.get("/annuaire/ines-cherfaoui/").status_code == 301


def test_a_former_address_is_given_to_nobody_else(ines):
    renamed(ines, "Inès Benali")
    assert Profile(name="Inès Cherfaoui").free_slug() == "ines-cherfaoui-2"
    namesake = written(ProfileFactory(name="Autre Nom", slug="autre-nom"))
    assert renamed(namesake, "Inès Cherfaoui").slug == "ines-cherfaoui-2"


def test_a_name_that_comes_back_takes_its_address_again(client, ines):
    renamed(ines, "Inès Benali")
    assert renamed(ines, "Inès Cherfaoui").slug == "ines-cherfaoui"
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["ines-benali"]
    assert client.get("/annuaire/ines-cherfaoui/").status_code == 200
    assert client.get("/annuaire/ines-benali/")["Location"] == "/annuaire/ines-cherfaoui/"


def test_an_address_that_somebody_chose_stays(ines):
    Profile.objects.update(slug="la-dame-du-rhone")
    assert renamed(ines, "Inès Benali").slug == "la-dame-du-rhone"
    assert not FormerAddress.objects.exists()


@pytest.mark.parametrize("name", ["Inès CHERFAOUI", "Ines Cherfaoui"])
def test_a_name_that_gives_the_same_address_changes_nothing(ines, name):
    assert renamed(ines, name).slug == "ines-cherfaoui"
    assert not FormerAddress.objects.exists()


def test_an_address_that_was_never_online_leaves_nothing():
    draft = ProfileFactory.build(
        name="Inès Cherfaoui", owner=UserFactory(), first_published_at=None, last_published_at=None
    )
    draft.slug = ""
    draft.keep_draft(draft.owner)
    assert draft.slug == "ines-cherfaoui"
    assert renamed(draft, "Inès Benali").slug == "ines-benali"
    assert not FormerAddress.objects.exists()


def test_a_version_written_before_keeps_the_present_address(ines):
    first = ines.latest_revision.pk
    renamed(ines, "Inès Benali")
    before = ines.revisions.get(pk=first)
    assert before.as_object().slug == "ines-benali"
    before.publish()
    assert Profile.objects.get().slug == "ines-cherfaoui"


def test_former_addresses_go_with_the_profile(ines):
    renamed(ines, "Inès Benali").delete()
    assert not FormerAddress.objects.exists()
