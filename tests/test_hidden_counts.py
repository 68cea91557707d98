"""People who are only for signed-in visitors: counted by département from eleven up, else never."""

import pytest

from directory.models import Profile
from directory.unseen import LEAST
from tests.factories import UserFactory, commune
from tests.many import many

pytestmark = pytest.mark.django_db
MAP, POINTS, API = "/carte/", "/carte/profils.geojson", "/api/profils.geojson"
RHONE = "/community-managers/auvergne-rhone-alpes/rhone/"
REGION = "/community-managers/auvergne-rhone-alpes/"
PAGES = (MAP, RHONE, REGION)
WORDS = "visibles une fois"


def told(client, address: str) -> dict[str, int]:
    return client.get(address).json().get("members_only", {})


def test_the_threshold_is_eleven():
    assert LEAST == 11


def test_ten_people_are_not_told(client):
    many(10, visibility="inscrits")
    assert told(client, POINTS) == told(client, API) == {}
    for page in PAGES:
        assert WORDS not in client.get(page).content.decode()


def test_eleven_are(client):
    many(11, visibility="inscrits")
    many(3, "35238", visibility="inscrits")
    many(2)
    assert told(client, POINTS) == told(client, API) == {"69": 11}
    for page in PAGES:
        text = client.get(page).content.decode()
        assert "Et 11 personnes dans le Rhône, visibles une fois" in text
        assert "Ille-et-Vilaine, visibles" not in text and "Personne 3" not in text


def test_no_other_number_holds_them(client):
    """Nothing to subtract from: what is not told is in no total either."""
    many(11, visibility="inscrits")
    many(2)
    for address in (POINTS, API):
        answer = client.get(address).json()
        assert answer["total"] == sum(one["properties"]["count"] for one in answer["features"]) == 2
    for page in (RHONE, REGION):
        assert client.get(page).context["count"] == 2
    assert client.get("/community-managers/").context["total"] == 2
    assert client.get("/annuaire/").context["page_obj"].paginator.count == 2
    assert client.get("/api/profils/").json()["total"] == 2


@pytest.mark.parametrize(
    "query",
    [
        *("departement=69", "region=84", "q=community", "statut=freelance", "autour=Lyon"),
        *("disponibilite=ecoute", "precision=commune", "commune=69123", "statut=inconnu"),
    ],
)
def test_any_filter_silences_every_count(client, query):
    many(12, visibility="inscrits")
    for address in (POINTS, API):
        assert told(client, f"{address}?{query}") == {}
    assert WORDS not in client.get(f"{MAP}?{query}").content.decode()


@pytest.mark.parametrize("query", ["tri=nom", "page=2", "statut=", "inconnu=1"])
def test_what_narrows_nothing_changes_nothing(client, query):
    many(12, visibility="inscrits")
    assert told(client, f"{POINTS}?{query}") == {"69": 12}


def test_those_off_the_map_and_those_hidden_from_all_are_not_counted(client):
    many(10, visibility="inscrits")
    many(5, visibility="inscrits", precision=Profile.Precision.OFF_MAP)
    many(5, visibility="masque")
    many(5, visibility="inscrits", live=False)
    assert told(client, POINTS) == {}


def test_a_département_alone_counts_as_one_shown(client):
    many(11, visibility="inscrits", precision=Profile.Precision.DEPARTMENT)
    assert told(client, POINTS) == {"69": 11}


def test_a_member_sees_people_instead(client):
    many(11, visibility="inscrits")
    client.force_login(UserFactory())
    answer = client.get(POINTS).json()
    assert answer["total"] == 11 and "members_only" not in answer
    for page in PAGES:
        assert WORDS not in client.get(page).content.decode()
    # What is made to be passed on stays what any visitor reads.
    assert client.get(API).json()["total"] == 0


def test_a_count_does_not_move_within_a_day(client, time_machine):
    """Who sees a profile vanish must not see a count rise in the same minute."""
    time_machine.move_to("2026-06-15T10:00+02:00", tick=False)
    many(11, visibility="inscrits")
    assert told(client, POINTS) == {"69": 11}
    (leaving,) = many(1)
    Profile.objects.filter(pk=leaving.pk).update(visibility="inscrits")
    assert told(client, POINTS) == {"69": 11}
    time_machine.move_to("2026-06-16T00:00+02:00", tick=False)
    assert told(client, POINTS) == {"69": 12}


def test_a_count_that_becomes_too_small_falls_silent_at_once(client):
    profiles = many(11, visibility="inscrits")
    assert told(client, POINTS) == {"69": 11}
    Profile.objects.filter(pk=profiles[0].pk).update(visibility="masque")
    assert told(client, POINTS) == {}


def test_an_area_without_anybody_public_still_tells(client):
    commune("69123")
    many(14, visibility="inscrits")
    text = client.get(RHONE).content.decode()
    assert "Et 14 personnes dans le Rhône" in text
    assert "Personne ne s’est encore signalé" in text
