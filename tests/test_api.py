"""The directory for programs: pages that follow each other, one format, one cache, one limit."""

import json
from datetime import timedelta

import pytest
from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from directory import api, throttle
from directory.models import Profile
from tests.factories import ProfileFactory, UserFactory, commune
from tests.many import many

pytestmark = pytest.mark.django_db
PROFILES, PLACES, DOCUMENTATION = "/api/profils/", "/api/profils.geojson", "/api/"


def follow(client, address: str) -> list[list[str]]:
    """The names of each page, to the last."""
    pages = []
    while address:
        answer = client.get(address.replace("http://127.0.0.1:8000", "")).json()
        pages.append([one["name"] for one in answer["results"]])
        address = answer["next"]
    return pages


def test_one_profile(client):
    profile = ProfileFactory(name="Inès Cherfaoui", robots_welcome=False)
    answer = client.get(PROFILES).json()
    (one,) = answer["results"]
    assert (answer["total"], answer["next"], answer["format"]) == (1, None, 1)
    assert one["name"] == "Inès Cherfaoui"
    assert one["url"] == f"http://127.0.0.1:8000{profile.get_absolute_url()}"
    assert one["place"]["commune"] == {"code": "69123", "name": "Lyon"}
    assert one["indexable"] is False
    alone = client.get(f"{profile.get_absolute_url()}profil.json").json()
    assert one == alone | {"indexable": False}


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_asks_as_little_whatever_it_holds(client, count, django_assert_max_num_queries):
    """Nor does it make a queryset of each relation of each profile: they are plain lists."""
    many(count)
    client.get(PROFILES)  # places are read once
    with django_assert_max_num_queries(12), CountedQuerySets() as made:
        assert client.get(PROFILES).json()["total"] == count
    assert made.number < 120


class CountedQuerySets:
    """How many querysets are made meanwhile."""

    def __enter__(self):
        self.number, self.init = 0, QuerySet.__init__

        def counted(one, *args, **options):
            self.number += 1
            self.init(one, *args, **options)

        QuerySet.__init__ = counted
        return self

    def __exit__(self, *error):
        QuerySet.__init__ = self.init


def test_pages_hold_everybody_once_even_published_together(client, monkeypatch):
    monkeypatch.setattr(api, "PER_PAGE", 3)
    many(7)
    many(1, last_published_at=timezone.now() - timedelta(days=1))
    pages = follow(client, PROFILES)
    assert [len(page) for page in pages] == [3, 3, 2]
    names = [name for page in pages for name in page]
    assert len(set(names)) == 8
    assert names == list(
        Profile.objects.order_by("-last_published_at", "-pk").values_list("name", flat=True)
    )


def test_a_full_last_page_has_no_next(client, monkeypatch):
    monkeypatch.setattr(api, "PER_PAGE", 3)
    many(3)
    assert client.get(PROFILES).json()["next"] is None


def test_the_next_page_keeps_the_filters(client, monkeypatch):
    monkeypatch.setattr(api, "PER_PAGE", 1)
    many(2)
    many(2, "35238")
    response = client.get(f"{PROFILES}?departement=69&tri=nom")
    following = response.json()["next"]
    assert "departement=69" in following
    assert response["Link"] == f'<{following}>; rel="next"'
    assert sum(follow(client, f"{PROFILES}?departement=69"), []) == ["Personne 1", "Personne 0"]


def test_whoever_arrives_between_two_pages_repeats_nobody(client, monkeypatch):
    monkeypatch.setattr(api, "PER_PAGE", 2)
    many(4)
    first = client.get(PROFILES).json()
    many(1)
    second = client.get(first["next"]).json()
    names = [one["name"] for one in first["results"] + second["results"]]
    assert names == ["Personne 3", "Personne 2", "Personne 1", "Personne 0"]


@pytest.mark.parametrize(
    "cursor",
    [
        *("1", "zz:zz:zz", "é", "a" * 500, "%00", "../"),
        # Signatures tell the time: each process would name these tests otherwise.
        pytest.param(signing.dumps([1, 2], salt="ailleurs"), id="signed elsewhere"),
        pytest.param(
            signing.dumps([timezone.now().isoformat(), 1], salt=api.SALT) + "x", id="altered"
        ),
    ],
)
def test_a_cursor_that_is_not_ours(client, cursor):
    response = client.get(PROFILES, {"curseur": cursor})
    assert response.status_code == 400
    assert "curseur" in response.json()["errors"] or "requete" in response.json()["errors"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "held",
    [
        ["2026-01-05T09:00:00+01:00", 1],
        *([1, None], [-1, 1], [1, -1], [10**30, 1], [1, 10**30], [1.5, 1], [True, 1]),
        *([], [1], [1, 2, 3], {"a": 1, "b": 2}, "ab", 12, None, [[1], [2]], ["é\0", "\ud7ff"]),
    ],
)
def test_a_cursor_signed_by_us_that_holds_something_else(client, held):
    many(1)
    response = client.get(PROFILES, {"curseur": signing.dumps(held, salt=api.SALT)})
    assert response.status_code == 400
    assert "Ce curseur n’est pas de nous" in response.json()["errors"]["curseur"][0]


@pytest.mark.parametrize("cursor", ["-1", "9" * 400, "\0", "2026-01-05T09:00:00+01:00", "🙂:1:x"])
def test_garbage_for_a_cursor_is_told_in_french(client, cursor):
    response = client.get(PROFILES, {"curseur": cursor})
    assert response.status_code == 400
    assert all(text.endswith(".") for text in sum(response.json()["errors"].values(), []))


@pytest.mark.parametrize("address", [PROFILES, PLACES])
def test_refusals_are_json_by_parameter(client, address):
    response = client.get(f"{address}?metier=inconnu&region=99")
    assert response.status_code == 400
    assert response.json()["errors"].keys() == {"metier", "region"}
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("bbox", ["1,2,3", "a,b,c,d", "nan,0,1,1", "5,5,1,1", "-900,0,1,1"])
def test_a_frame_that_means_nothing(client, bbox):
    response = client.get(PLACES, {"bbox": bbox})
    assert response.status_code == 400 and "bbox" in response.json()["errors"]


def test_places_are_communes_with_their_counts(client):
    many(3)
    many(2, "35238", precision=Profile.Precision.DEPARTMENT)
    many(1, "29232", precision=Profile.Precision.OFF_MAP)
    answer = client.get(PLACES).json()
    found = {
        (one["properties"]["level"], one["properties"]["code"]): one["properties"]["count"]
        for one in answer["features"]
    }
    assert found == {("commune", "69123"): 3, ("department", "35"): 2}
    assert (answer["total"], answer["off_map"]) == (6, 1)
    assert answer["features"][0]["properties"]["url"].startswith("http://127.0.0.1:8000/carte/?")
    assert "Personne" not in json.dumps(answer)
    brittany = client.get(PLACES, {"bbox": "-6,46,0,49"}).json()
    assert [one["properties"]["code"] for one in brittany["features"]] == ["35"]


@pytest.mark.parametrize("address", [PROFILES, PLACES])
def test_an_answer_is_the_same_for_all_and_says_when_it_changed(client, address):
    many(2)
    first = client.get(address)
    assert "max-age=60" in first["Cache-Control"] and "public" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    client.force_login(UserFactory())
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    many(1)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", [PROFILES, PLACES])
def test_too_many_requests(client, address, monkeypatch):
    monkeypatch.setattr(throttle, "PER_MINUTE", 1)
    assert client.get(address).status_code == 200
    response = client.get(address)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert "Réessayez" in response.json()["errors"]["requete"][0]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"


def test_only_the_two_addresses_are_open_to_other_sites(client):
    for address in (DOCUMENTATION, "/annuaire/", "/annuaire/export.csv", "/annuaire/flux.xml"):
        assert "Access-Control-Allow-Origin" not in client.get(address)


def test_the_documentation_names_every_filter(client, django_assert_max_num_queries):
    commune("69123")
    with django_assert_max_num_queries(10):
        text = client.get(DOCUMENTATION).content.decode()
    fields = api.ProfileFilter(api.QueryDict(), Profile.objects.none()).form.fields
    for name in fields.keys() - {"tri"}:
        assert f"<code>{name}</code>" in text
    assert "http://127.0.0.1:8000/api/profils/" in text
    assert "60 demandes par minute" in text
