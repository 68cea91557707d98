"""The account page: where one’s profile stands, and the way to all that one has here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Claim, Conversation, DailyViews
from tests.factories import EditorFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return ProfileFactory(name="Inès Cherfaoui")


@pytest.fixture
def page(client):
    def seen_by(user) -> str:
        client.force_login(user)
        return client.get("/compte/").content.decode()

    return seen_by


def write_to(profile, text="Seriez-vous libre en mars ?"):
    talk = Conversation.objects.create(
        profile=profile, sender=UserFactory(), sender_name="Hélène Roussarie"
    )
    talk.say(Conversation.Side.SENDER, text)
    return talk


def test_visitor_is_sent_to_sign_in_and_back(client):
    assert client.get("/compte/")["Location"] == "/compte/connexion/?next=/compte/"


def test_without_profile_one_is_invited_to_write_one(page):
    shown = page(UserFactory())
    assert 'href="/compte/profil/"' in shown and "Créer mon profil" in shown
    assert "jalons" not in shown and "trente derniers jours" not in shown


def test_published_profile_shows_its_three_milestones_and_links(page, profile):
    shown = page(profile.owner)
    assert "Inès Cherfaoui" in shown
    assert shown.count('class="passe"') == 3
    for url in (
        *("/compte/profil/", "/compte/profil/apercu/", "/compte/profil/reglages/"),
        *(profile.get_absolute_url(), "/compte/messages/", "/compte/cles/", "/compte/inviter/"),
        *("/compte/donnees/", "/compte/supprimer/"),
    ):
        assert f'href="{url}"' in shown, url


def test_draft_is_not_announced_as_visible(page):
    profile = ProfileFactory(live=False)
    shown = page(profile.owner)
    assert "Pas encore visible" in shown
    assert f'href="{profile.get_absolute_url()}"' not in shown


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"visibility": "inscrits"}, "visible des personnes connectées"),
        ({"visibility": "masque"}, "masqué"),
        ({"asleep_since": timezone.now()}, "masqué"),
    ],
)
def test_who_sees_a_profile_online_is_told(page, fields, told):
    shown = page(ProfileFactory(**fields).owner)
    assert told in shown and "visible de tous" not in shown


def test_what_is_unread_is_counted_and_not_shown(page, profile):
    assert "Rien de nouveau" in page(profile.owner)
    talk = write_to(profile)
    write_to(ProfileFactory())
    shown = page(profile.owner)
    assert "1 conversation a du nouveau" in shown
    assert "Seriez-vous libre" not in shown and talk.sender.email not in shown
    talk.mark_read_by(Conversation.Side.OWNER)
    assert "Rien de nouveau" in page(profile.owner)


def test_readings_of_the_last_thirty_days_are_a_number(page, profile):
    today = timezone.localdate()
    for days, count in ((0, 3), (29, 4), (30, 50)):
        day = today - timedelta(days=days)
        DailyViews.objects.create(profile=profile, day=day, count=count)
    assert "<dd>7</dd>" in page(profile.owner)


def test_claims_are_shown_with_what_came_of_them(page):
    user = UserFactory()
    stub = ProfileFactory(owner=None, name="Octave Lemeur")
    Claim.objects.create(profile=stub, claimant=user, proof="x", state="refusee", reason="<b>Non")
    shown = page(user)
    assert "Octave Lemeur" in shown and "Refusée" in shown and "&lt;b&gt;Non" in shown


@pytest.mark.parametrize("count", [1, 15])
def test_queries_do_not_grow(client, profile, count, django_assert_max_num_queries):
    for _ in range(count):
        write_to(profile)
        Claim.objects.create(profile=ProfileFactory(owner=None), claimant=profile.owner, proof="x")
    client.force_login(profile.owner)
    with django_assert_max_num_queries(14):
        assert client.get("/compte/").status_code == 200


def test_the_team_finds_its_way_to_the_admin(page):
    shown = page(EditorFactory())
    assert 'href="/admin/"' in shown and "Supprimer mon compte" not in shown
