"""Whatever is asked together, every output finds the same people.

List, map, choices, feed, exports and API are each read as their readers read them.
"""

import csv
import random
import re
from collections import Counter
from io import BytesIO, StringIO
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory import api, columns, facets, geojson, territory, throttle
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.relaxing import relaxations
from directory.viewers import viewer_of
from directory.visibility import ANYONE
from tests.agreement import MINE, ONE_ONLY, VALUES, Person, expected, written
from tests.factories import DEPARTMENTS, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """Written once, then gone; the latest published first."""
    with django_db_blocker.unblock(), transaction.atomic():
        ContentType.objects.clear_cache()
        territory.read.cache_clear()
        yield written(random.Random(31))
        transaction.set_rollback(True)
    territory.read.cache_clear()


@pytest.fixture(scope="module")
def member(people):
    return UserFactory(email=f"lea@{MINE}")


@pytest.fixture(scope="module")
def clients(people, member, django_db_blocker):
    """{whether they are signed in: their browser}."""
    browsers = {False: Client(), True: Client()}
    browsers[True].force_login(member)
    return browsers


@pytest.fixture(autouse=True)
def one_reading(people, monkeypatch):
    """A process reads everybody once; a transaction would at each request."""
    once = columns.current()
    monkeypatch.setattr(columns, "current", lambda: once)
    monkeypatch.setattr(throttle, "PER_MINUTE", 10**6)
    monkeypatch.setattr(api, "PER_PAGE", 7)


def names(people: list[Person]) -> list[str]:
    return [one.name for one in people]


# --- What filters themselves say: every pair of parameters ------------------------------------
def queries() -> list[QueryDict]:
    """One for each pair of parameters, values in turn."""
    found = []
    for rank, (one, other) in enumerate(combinations(VALUES, 2)):
        query = QueryDict(mutable=True)
        for name in (one, other):
            values = VALUES[name]
            most = 1 if name in ONE_ONLY else 1 + rank % 2
            query.setlist(name, [values[(rank + n) % len(values)] for n in range(most)])
        if {"rayon", "proches"} & query.keys():
            query.setdefault("autour", "Rennes")
        found.append(query)
    return found


def test_every_pair_of_filters_counts_the_same_everywhere(people, member):
    sizes = Counter()
    for rank, query in enumerate(queries()):
        signed_in = rank % 2 == 1
        viewer = viewer_of(member) if signed_in else ANYONE
        filters = ProfileFilter(query, Profile.objects.found_by(viewer))
        assert filters.is_valid(), (query, filters.errors)
        wanted = expected(people, query, signed_in)
        pks = {one.profile.pk for one in wanted}
        assert set(filters.crowd.pks()) == pks, query.urlencode()
        assert set(filters.qs.values_list("pk", flat=True)) == pks, query.urlencode()
        check_points(geojson.collection(filters, 14, None), wanted, 14)
        check_choices(shown_choices(filters), people, query, signed_in)
        sizes[len(wanted)] += 1
    assert len(sizes) > 12 and sizes[0] < len(queries()) / 4  # not of empty answers


@pytest.mark.parametrize("name", [*VALUES, "proches, metier"])
def test_what_to_relax_gives_as_many_people_as_it_says(people, name):
    query = QueryDict("q=charpente", mutable=True)
    for one in name.split(", "):
        if one != "q":
            query[one] = VALUES[one][0]
    if {"rayon", "proches"} & query.keys():
        query["autour"] = "Rennes"
    filters = ProfileFilter(query, Profile.objects.found_by(ANYONE))
    assert filters.found.count() == 0
    for one in relaxations(filters):
        found = expected(people, QueryDict(one.query.removeprefix("?")), member=False)
        assert one.count == len(found), (query.urlencode(), one)


def shown_choices(filters: ProfileFilter) -> list[facets.Facet]:
    return [*facets.facets(filters), facets.regions(filters), facets.departments(filters)]


def check_choices(shown, people: list[Person], query: QueryDict, member: bool) -> None:
    """A choice gives as many people as it says, were it the only one of its list."""
    for facet in shown:
        for option in facet.options:
            if option.value not in VALUES[option.name]:
                continue
            alone = query.copy()
            alone[option.name] = option.value
            if option.name == "region":
                alone.pop("departement", None)
            count = len(expected(people, alone, member))
            assert option.count == count, (query.urlencode(), option)


def check_points(collection: dict, wanted: list[Person], zoom: int) -> None:
    """GeoJSON: the people on the map where they show that they are, the others counted apart."""
    on_map = [one for one in wanted if one.profile.precision != "liste"]
    assert collection["total"] == len(wanted)
    assert collection["off_map"] == len(wanted) - len(on_map)
    counts = Counter()
    for feature in collection["features"]:
        about = feature["properties"]
        counts[about["level"], about["code"]] += about["count"]
    if zoom <= 5:
        places = [("region", DEPARTMENTS[one.departement][1]) for one in on_map]
    elif zoom <= 8:
        places = [("department", one.departement) for one in on_map]
    else:
        places = [
            ("commune", one.place) if one.place else ("department", one.departement)
            for one in on_map
        ]
    assert counts == Counter(places)


# --- What readers read: any combination -------------------------------------------------------
def page_names(client: Client, path: str, query: QueryDict) -> tuple[list[str], list]:
    """(names of the cards of all pages, answers)."""
    found, answers = [], []
    for number in range(1, 4):
        response = client.get(path, dict(query.lists()) | {"page": number})
        answers.append(response)
        found += re.findall(r'<h3><a href="/annuaire/[^"]+">(Personne \d+)</a></h3>', response.text)
        if not response.context["page_obj"].has_next():
            return found, answers
    raise AssertionError("three pages of so few people")


@st.composite
def combination(draw):
    query = QueryDict(mutable=True)
    for name in draw(st.lists(st.sampled_from(list(VALUES)), max_size=4, unique=True)):
        most = 1 if name in ONE_ONLY else 2
        values = st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=most, unique=True)
        query.setlist(name, draw(values))
    return query


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=combination(), signed_in=st.booleans())
def test_every_output_finds_the_same_people(people, clients, query, signed_in):
    client, data = clients[signed_in], dict(query.lists())
    wanted = expected(people, query, signed_in)

    cards, answers = page_names(client, "/annuaire/", query)
    assert sorted(cards) == sorted(names(wanted))
    assert f">{len(wanted)} profil" in answers[0].text
    context = answers[0].context
    every = [*context["facets"], context["regions"], context["departments_facet"]]
    check_choices(every, people, query, signed_in)
    if query.get("tri") == "recent" or not {"q", "autour", "tri"} & query.keys():
        assert cards == names(wanted)
    elif query.get("tri") == "nom":
        assert cards == sorted(cards)

    map_page = client.get("/carte/", data)
    assert map_page.context["page_obj"].paginator.count == len(wanted)
    elsewhere = query.copy()
    elsewhere.pop("departement", None)
    drawn = expected(people, elsewhere, signed_in)
    on_map = Counter(one.departement for one in drawn if one.profile.precision != "liste")
    assert +Counter(map_page.context["counts"]) == on_map
    for zoom in (5, 7, 14):
        points = client.get("/carte/profils.geojson", data | {"zoom": zoom}).json()
        check_points(points, wanted, zoom)
    place = {"departement": ["69"]} | ({"commune": ["69123"]} if "commune" in data else {})
    there = QueryDict(mutable=True)
    for name, values in (data | place).items():
        there.setlist(name, values)
    listed = client.get("/carte/profils.json", data | place).json()
    inside = [one for one in expected(people, there, signed_in) if one.profile.precision != "liste"]
    assert sorted(one["name"] for one in listed["people"]) == sorted(names(inside))
    assert listed["count"] == len(inside)

    # What leaves the site is what any visitor may read, whoever asks.
    public = expected(people, query, member=False)
    [_, *table] = csv.reader(
        StringIO(answer(client, "/annuaire/export.csv", data).decode("utf-8-sig"))
    )
    assert sorted(line[0] for line in table) == sorted(names(public))
    workbook = load_workbook(BytesIO(answer(client, "/annuaire/export.xlsx", data)), read_only=True)
    [_, *rows] = workbook["Profils"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == [line[0] for line in table]
    vcards = answer(client, "/annuaire/export.vcf", data).decode()
    assert re.findall(r"^FN:(.*?)\r?$", vcards, re.M) == [line[0] for line in table]
    if not signed_in:
        assert [line[0] for line in table] == cards
    feed = ElementTree.fromstring(answer(client, "/annuaire/flux.xml", data))
    entries = feed.findall("{*}entry/{*}title")
    assert [one.text for one in entries] == names(public)
    assert api_names(client, data) == names(public)
    check_points(client.get("/api/profils.geojson", data).json(), public, 14)


def answer(client: Client, path: str, data: dict) -> bytes:
    response = client.get(path, data)
    assert response.status_code == 200, (path, data)
    return response.getvalue()


def api_names(client: Client, data: dict) -> list[str]:
    """The names of every page, one after the other."""
    first = client.get("/api/profils/", data).json()
    found, following, total = (
        [one["name"] for one in first["results"]],
        first["next"],
        first["total"],
    )
    while following:
        page = client.get(following.removeprefix("http://127.0.0.1:8000")).json()
        assert page["total"] == total
        found += [one["name"] for one in page["results"]]
        following = page["next"]
    assert len(found) == total
    return found
