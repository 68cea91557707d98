"""Every parameter of the searches with whatever can be written in an address."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.filters import ProfileFilter
from tests.factories import ProfileFactory, commune

pytestmark = pytest.mark.django_db
PAGES = ("/annuaire/", "/carte/", "/community-managers/bretagne/")
# For programs: each says in words of its own what it does not understand.
MACHINES = (
    *("/carte/profils.geojson", "/carte/profils.json", "/carte/document/"),
    *("/api/profils/", "/api/profils.geojson", "/annuaire/flux.xml"),
    *("/annuaire/export.csv", "/annuaire/export.xlsx", "/annuaire/export.vcf"),
)
ADDRESSES = (*PAGES, *MACHINES)
GARBAGE = [
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "9" * 19,
    "NaN",
    "null",
    "None",
    "true",
    "a" * 1500,
    "é" * 300,
    "\u202e\u0301🙂",
    "٣",
    "²",
    "%00",
    "\0",
    "\r\nX: y",
    "' OR 1=1--",
    '"',
    "<script>",
    "{{ 7 }}",
    "../../etc/passwd",
    "*",
    "(",
    ":*",
    "!",
    "&|",
    "\\",
    "\ud7ff",
]
NAMES = [
    *ProfileFilter.base_filters,
    *("recherche", "demande", "page", "zoom", "bbox", "curseur"),
]


@pytest.fixture(scope="module")
def somebody(django_db_setup, django_db_blocker):
    """Written once for all the addresses, then gone."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        commune("35238")
        ProfileFactory(name="Inès")
        yield
        transaction.set_rollback(True)


def understood_or_told(response) -> bool:
    """An answer, or what is wrong in words of ours."""
    if response.status_code != 400:
        return response.status_code in (200, 302)
    text = response.content.decode()
    kind = response["Content-Type"]
    if kind.startswith("text/html"):
        return 'id="id_' in text
    if kind.startswith("application/json"):
        return all(sum(response.json()["errors"].values(), []))
    return kind.startswith("text/plain") and len(text) > 20


@pytest.mark.parametrize(("rank", "name"), list(enumerate(NAMES)))
def test_garbage_is_understood_or_told(somebody, client, rank, name):
    """Every value for every parameter, and every parameter of every address."""
    asked = set()
    for number, value in enumerate(GARBAGE):
        # Pages cost ten times what the others do.
        among = PAGES if number % 7 == 0 else MACHINES
        address = among[(rank + number) % len(among)]
        asked.add(address)
        response = client.get(address, {"autour": "Rennes", "commune": "35238"} | {name: value})
        assert understood_or_told(response), (address, name, value)
    for address in set(ADDRESSES) - asked:
        assert understood_or_told(client.get(address, {name: GARBAGE[rank]})), (address, name)


@pytest.mark.parametrize(("rank", "name"), list(enumerate(NAMES)))
def test_repeating_a_parameter_breaks_nothing(somebody, client, rank, name):
    query = "&".join(f"{name}={n}" for n in range(200))
    for address in (ADDRESSES[rank % len(ADDRESSES)], ADDRESSES[(rank + 5) % len(ADDRESSES)]):
        assert understood_or_told(client.get(f"{address}?{query}")), (address, name)


@pytest.mark.parametrize("value", GARBAGE)
def test_addresses_of_areas_and_feeds_lead_somewhere_or_nowhere(somebody, client, value):
    text = quote(value.encode("utf-8", "replace"), safe="")
    for address in (
        f"/community-managers/{text}/",
        f"/community-managers/bretagne/{text}/",
        f"/annuaire/{text}/carte.vcf",
    ):
        assert client.get(address).status_code in (301, 404), address


@pytest.mark.parametrize("value", GARBAGE)
def test_a_position_that_means_nothing_is_told(somebody, client, value):
    response = client.post("/lieux/ici/", {"latitude": value, "longitude": value})
    assert response.status_code in (200, 400, 404) and all(response.json().values())


def test_nothing_asked_costs_seconds_of_searching(somebody, client, django_assert_max_num_queries):
    """Words without end are few searches, each of a few words."""
    long = " ".join("abcdefghijklmnopqrstuvwxyz" * 4)[:200]
    for text in ("mot " * 50, long, "é" * 200, "a"):
        with django_assert_max_num_queries(20), CaptureQueriesContext(connection) as queries:
            assert client.get("/annuaire/", {"q": text}).status_code == 200
        searches = [one["sql"] for one in queries if "indexentry" in one["sql"]]
        assert len(searches) <= 3
        assert max(sql.lower().count("mot") for sql in searches) <= 4


def test_everything_wrong_at_once_is_told_field_by_field(somebody, client):
    response = client.get("/annuaire/", dict.fromkeys(ProfileFilter.base_filters, "🙂"))
    assert response.status_code == 400
    assert {"metier", "region", "autour", "statut", "tri"} <= set(response.context["form"].errors)


@pytest.mark.parametrize("number", ["abc", "-3", "0", "1e3", "9" * 30, "🙂", "", "1.5"])
def test_a_page_that_means_nothing_is_the_first(somebody, client, number):
    page = client.get("/annuaire/", {"page": number}).context["page_obj"]
    assert page.number == 1
