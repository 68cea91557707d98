"""What an owner decides alone: at once, without a review, and what it changes for others."""

import re

import pytest
from wagtail.models import Revision

from directory.amounts import yearly
from directory.models import HiddenFrom, Profile
from directory.visibility import ANYONE, Part
from tests.factories import EditorFactory, ProfileFactory
from tests.profile_forms import PREFERENCES, URL, jpeg, posted, preferred

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(owner) -> Profile:
    return ProfileFactory(owner=owner, name="Inès Cherfaoui", employer="Maison Ploumanach")


def said(client, data: dict) -> str:
    return client.post(PREFERENCES, data, follow=True).text


# --- Reaching them ------------------------------------------------------------------------------
def test_one_must_sign_in(client):
    assert client.get(PREFERENCES).status_code == 302


def test_without_a_profile_one_is_led_to_write_it(client, owner):
    page = client.get(PREFERENCES)
    assert page.status_code == 200
    assert f'href="{URL}"' in page.text


def test_one_changes_only_one_s_own(client, profile):
    other = ProfileFactory()
    client.post(PREFERENCES, preferred(visibility="masque"))
    other.refresh_from_db()
    assert other.visibility == "public"


# --- What is kept -------------------------------------------------------------------------------
def test_they_take_effect_at_once_and_no_version_changes_them(client, profile):
    chosen = preferred(
        visibility="inscrits",
        availability="disponible",
        engagements=["mission", "cdd"],
        remote="hybride",
        mobility="50",
        day_rate="300-400",
        salary_floor="32k",
        accepts_messages=None,
        robots_welcome=None,
        audience_parcours="inscrits",
        audience_cv="personne",
        audience_disponibilite="inscrits",
    )
    assert client.post(PREFERENCES, chosen).status_code == 302
    profile.refresh_from_db()
    assert profile.seen_by == "inscrits"
    assert (profile.availability, profile.availability_audience) == ("disponible", "inscrits")
    assert profile.engagements == ["mission", "cdd"]
    assert (profile.remote, profile.mobility, profile.day_rate) == ("hybride", 50, "300-400")
    assert profile.salary_floor == 32_000
    assert not profile.accepts_messages and not profile.robots_welcome
    assert profile.audiences == {"parcours": "inscrits", "cv": "personne"}
    assert not Revision.objects.exists() and not profile.has_unpublished_changes
    page = client.get(PREFERENCES).text
    assert 'value="32\u202f000"' in page


def test_they_leave_the_rest_of_the_row_alone(client, profile):
    Profile.objects.update(headline="Changé entre-temps")
    client.post(PREFERENCES, preferred(availability="disponible"))
    profile.refresh_from_db()
    assert profile.headline == "Changé entre-temps"


def test_a_draft_and_a_review_go_on_undisturbed(client, profile):
    client.post(URL, posted())
    client.post(PREFERENCES, preferred(availability="disponible"))
    profile = Profile.objects.get(pk=profile.pk)
    assert profile.stage.value == "relecture"
    assert profile.get_latest_revision_as_object().availability == "disponible"


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("32000", 32_000),
        ("32 000", 32_000),
        ("32\u202f000\u00a0€", 32_000),
        ("32.000 euros", 32_000),
        ("32k", 32_000),
        ("32,5 K€", 32_500),
        ("32000 € brut par an", 32_000),
    ],
)
def test_an_amount_is_understood_as_people_type_it(text, euros):
    assert yearly(text) == euros


@pytest.mark.parametrize("text", ["", "beaucoup", "30-35k", "1e5", "-32000", "32 00", "٣٢٠٠٠"])
def test_an_amount_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        yearly(text)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("salary_floor", "beaucoup", "32\u202f000 ou 32k"),
        ("salary_floor", "2 400", "entre 10\u202f000 et"),
        ("salary_floor", "9999k", "entre 10\u202f000 et"),
        ("visibility", "amis", "choix valide"),
        ("mobility", "12", "choix valide"),
        ("engagements", ["roi"], "choix valide"),
        ("audience_cv", "amis", "choix valide"),
        ("audience_portrait", None, "requis"),
    ],
)
def test_a_wrong_choice_is_refused_at_its_field(client, profile, field, value, message):
    response = client.post(PREFERENCES, preferred(availability="disponible", **{field: value}))
    assert response.status_code == 400
    assert message in response.context["form"].errors[field][0]
    profile.refresh_from_db()
    assert profile.availability == "ecoute"


# --- What is said -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Tout le monde voit votre profil."),
        ({"visibility": "inscrits"}, "Les personnes connectées voient votre profil."),
        ({"visibility": "masque"}, "vous seul·e voyez votre profil"),
        ({"audience_cv": "inscrits"}, "Pour les personnes connectées seulement : CV."),
        ({"audience_clients": "personne"}, "Pour vous seul·e : clients et budgets."),
    ],
)
def test_one_is_told_who_now_sees_what(client, profile, changes, words):
    assert words in said(client, preferred(**changes)).replace("\u00a0", " ").replace("&nbsp;", " ")


def test_of_a_profile_that_is_not_online_one_is_told_so(client, profile):
    Profile.objects.update(live=False)
    assert "dès que votre profil sera en ligne" in said(client, preferred())


# --- Hidden and shown again ---------------------------------------------------------------------
def test_it_is_hidden_and_shown_again_in_one_press(client, profile):
    assert "vous seul·e voyez" in said(client, {"action": "masquer"})
    assert not Profile.objects.published().exists()
    page = client.get(PREFERENCES).text
    assert "Votre profil est masqué" in page
    said(client, {"action": "montrer-aux-inscrits"})
    assert Profile.objects.get().seen_by == "inscrits"
    said(client, {"action": "montrer-a-tous"})
    assert Profile.objects.published().get() == profile


def test_hiding_is_offered_beside_withdrawing(client, profile):
    page = client.get("/compte/profil/retirer/").text
    assert 'value="masquer"' in page and PREFERENCES in page
    assert "Retirer mon profil" in page


# --- What others find ---------------------------------------------------------------------------
def test_the_words_of_a_part_that_is_no_longer_public_find_nobody(client, profile):
    found = Profile.objects.published
    assert list(found().search("Ploumanach")) == [profile]
    client.post(PREFERENCES, preferred(audience_employeur="inscrits"))
    assert not list(found().search("Ploumanach"))
    client.post(PREFERENCES, preferred())
    assert list(found().search("Ploumanach")) == [profile]


def with_portrait(client, owner) -> Profile:
    """Online, and with a draft that shows the same picture."""
    client.post(URL, posted() | {"portrait": jpeg()})
    profile = Profile.objects.get(owner=owner)
    profile.current_workflow_state.current_task_state.approve(user=EditorFactory())
    client.post(URL, posted("brouillon", headline="Brouillon"))
    return Profile.objects.get(owner=owner)


@pytest.mark.parametrize(
    "data",
    [
        preferred(audience_portrait="inscrits"),
        preferred(visibility="inscrits"),
        {"action": "masquer"},
    ],
    ids=["portrait", "profile", "at once"],
)
def test_the_address_of_a_portrait_that_was_public_is_dead(client, owner, data):
    profile = with_portrait(client, owner)
    former = profile.portrait.name
    client.post(PREFERENCES, data)
    profile = Profile.objects.get(owner=owner)
    store = profile.portrait.storage
    assert profile.portrait.name != former
    assert store.exists(profile.portrait.name)
    draft = profile.get_latest_revision_as_object()
    assert draft.headline == "Brouillon" and draft.portrait.name == profile.portrait.name
    assert not [one for one in profile.revisions.all() if former in str(one.content)]


def test_the_former_file_is_deleted_with_all_that_was_drawn_from_it(
    client, owner, django_capture_on_commit_callbacks
):
    profile = with_portrait(client, owner)
    store, folder = profile.portrait.storage, "profils"
    count = len(store.listdir(folder)[1])
    former = set(store.listdir(folder)[1])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PREFERENCES, preferred(audience_portrait="personne"))
    after = set(store.listdir(folder)[1])
    assert len(after) == count and not after & former


def test_a_portrait_keeps_its_address_until_fewer_people_see_it(client, owner):
    profile = with_portrait(client, owner)
    named = []
    for audience in ("inscrits", "inscrits", "personne", "personne", "public"):
        client.post(PREFERENCES, preferred(audience_portrait=audience))
        named.append(Profile.objects.get(pk=profile.pk).portrait.name)
    assert named[0] == named[1] != named[2] == named[3] == named[4]


def test_a_portrait_whose_file_is_gone_hinders_nothing(client, owner):
    profile = with_portrait(client, owner)
    profile.portrait.storage.delete(profile.portrait.name)
    assert client.post(PREFERENCES, preferred(visibility="masque")).status_code == 302
    profile.refresh_from_db()
    assert not profile.portrait and profile.visibility == "masque"


# --- Whom one’s availability is kept from -------------------------------------------------------
RIVAL = {"organisation": "Groupe Armor", "domain": "Contact@Armor.example"}


def test_availability_is_kept_from_an_employer_and_from_whoever_cannot_be_told_apart(
    client, profile
):
    client.post(PREFERENCES, preferred([RIVAL, {"organisation": ""}]))
    row = HiddenFrom.objects.get()
    assert (row.organisation, row.domain) == ("Groupe Armor", "armor.example")
    profile.refresh_from_db()
    assert profile.availability_audience == "inscrits"
    assert not profile.shown_to(ANYONE).sees(Part.AVAILABILITY)
    assert "armor.example" in client.get(PREFERENCES).text


def test_an_organisation_is_changed_and_taken_out(client, profile):
    client.post(PREFERENCES, preferred([RIVAL, {"organisation": "Autre"}]))
    client.post(PREFERENCES, preferred([RIVAL | {"domain": "armor.test"}]))
    assert list(HiddenFrom.objects.values_list("domain", flat=True)) == ["armor.test"]
    client.post(PREFERENCES, preferred([RIVAL | {"DELETE": "on"}]))
    assert not HiddenFrom.objects.exists()


def test_one_more_organisation_is_added_without_a_script_and_nothing_is_lost(client, profile):
    data = preferred([RIVAL], action="ajouter-tait", salary_floor="pas encore sûr")
    response = client.post(PREFERENCES, data)
    assert response.status_code == 200
    assert 'name="tait-1-organisation"' in response.text
    assert "pas encore sûr" in response.text and "à corriger" not in response.text.lower()
    assert not HiddenFrom.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"organisation": "Armor", "domain": "armor"}, "nom de domaine"),
        ({"organisation": "Armor", "domain": "gmail.com"}, "ouverte à tous"),
        ({"organisation": "", "domain": "armor.example"}, "Nommez l’organisation"),
        ({"organisation": "x" * 121}, "120"),
    ],
)
def test_a_wrong_organisation_is_refused_in_its_place(client, profile, row, message):
    response = client.post(PREFERENCES, preferred([row]))
    assert response.status_code == 400
    assert message in str(response.context["rows"].errors)
    assert "à corriger" in response.text
    assert not HiddenFrom.objects.exists()


def test_an_altered_form_is_refused_without_a_server_error(client, profile):
    assert client.post(PREFERENCES, {}).status_code == 400
    assert client.post(PREFERENCES, {"action": "ajouter-tait"}).status_code == 200


def test_the_page_costs_a_fixed_number_of_queries(client, profile, django_assert_max_num_queries):
    for n in range(9):
        HiddenFrom.objects.create(profile=profile, organisation=f"Maison {n}")
    with django_assert_max_num_queries(12):
        client.get(PREFERENCES)
