"""Every parameter of the searches with whatever can be written in an address."""

import pytest

from directory.filters import ProfileFilter
from tests.factories import ProfileFactory, commune

pytestmark = pytest.mark.django_db
PAGES = ("/annuaire/", "/carte/", "/carte/profils.geojson")
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
NAMES = [*ProfileFilter.base_filters, "recherche", "demande", "page", "zoom", "bbox"]


@pytest.fixture(scope="module")
def somebody(django_db_setup, django_db_blocker):
    """Written once for all the addresses, then gone."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        commune("35238")
        ProfileFactory(name="Inès")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", NAMES)
def test_garbage_is_understood_or_told(somebody, client, name):
    for number, value in enumerate(GARBAGE):
        # The points read the same filters, and cost less than pages.
        address = PAGES[number % 2] if number % 7 == 0 else PAGES[2]
        response = client.get(address, {name: value, "autour": "Rennes"} | {name: value})
        assert response.status_code in (200, 302, 400), (address, name, value)
        if response.status_code == 400:
            text = response.content.decode()
            assert 'id="id_' in text or '"errors"' in text, (address, name, value)


@pytest.mark.parametrize(("rank", "name"), list(enumerate(NAMES)))
def test_repeating_a_parameter_breaks_nothing(somebody, client, rank, name):
    address = PAGES[rank % len(PAGES)]
    response = client.get(f"{address}?" + "&".join(f"{name}={n}" for n in range(200)))
    assert response.status_code in (200, 302, 400)


def test_everything_wrong_at_once_is_told_field_by_field(somebody, client):
    response = client.get("/annuaire/", dict.fromkeys(ProfileFilter.base_filters, "🙂"))
    assert response.status_code == 400
    assert {"metier", "region", "autour", "statut", "tri"} <= set(response.context["form"].errors)


@pytest.mark.parametrize("number", ["abc", "-3", "0", "1e3", "9" * 30, "🙂", "", "1.5"])
def test_a_page_that_means_nothing_is_the_first(somebody, client, number):
    page = client.get("/annuaire/", {"page": number}).context["page_obj"]
    assert page.number == 1
