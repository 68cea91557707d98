"""Explorer, API, figures and files with whatever can be written in an address: told, never 500."""

import re
from urllib.parse import quote

import pytest

from tests.published import published

YEAR = 2031
GARBAGE = [
    *("0", "-1", "1e999", "9" * 400, "9" * 19, "NaN", "null", "a" * 1500, "é" * 300, "٣", "²"),
    *("\u202e\u0301🙂", "\0", "\r\nX: y", "' OR 1=1--", '"', "<b>gras</b>", "{{ 7 }}"),
    *("../../etc/passwd", "\\", "\ud7ff", "salaire\u200b", "SALAIRE", " salaire "),
]
EXPLORER = f"/enquete/{YEAR}/explorer/"
CHOICES = ("mesure", "selon", "puis", "avec", "a", "b")
API = "/enquete/api/v1/editions/"
LISTS = (API, f"{API}{YEAR}/tableaux/")
# Where a parameter changes nothing.
DEAF = (
    f"{API}{YEAR}/",
    f"{API}{YEAR}/tableaux/genre/",
    "/enquete/api/v1/schema/publication.json",
    *(f"/enquete/{YEAR}/resultats{kind}" for kind in ("/", ".csv", ".json", "/genre/")),
    f"/enquete/{YEAR}/resultats/genre/donnees.csv",
    f"/enquete/{YEAR}/methode/",
)


@pytest.fixture(scope="module", autouse=True)
def edition(django_db_setup, django_db_blocker):
    """Written once for all the addresses, then gone."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        published(400, year=YEAR)
        yield
        transaction.set_rollback(True)


def told(response) -> bool:
    """A page, or what is wrong in a French sentence."""
    if response.status_code == 200:
        return True
    if response["Content-Type"].startswith("application/json"):
        return response.status_code in (400, 404) and response.json()["error"].endswith(".")
    page = response.content.decode()
    sentences = "Ce choix n’est pas parmi", "Route barrée", "Demande illisible"
    return response.status_code in (400, 404) and any(one in page for one in sentences)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_that_means_nothing_is_told(client, name):
    for value in GARBAGE:
        response = client.get(EXPLORER, {"mesure": "salaire", "selon": "region"} | {name: value})
        assert told(response), (name, value, response.status_code)
        assert "<b>gras" not in response.content.decode()
        if response.status_code == 400:
            assert 'lang="fr"' in response.content.decode()


@pytest.mark.django_db
def test_choices_repeated_by_the_hundred_are_answered(client):
    for name in CHOICES:
        query = "&".join(f"{name}={value}" for value in ("salaire", "region", "é", "") * 50)
        assert told(client.get(f"{EXPLORER}?{query}")), name
    same = client.get(EXPLORER, {"mesure": "salaire", "selon": "region", "puis": "region"})
    assert same.status_code == 200
    everything = dict.fromkeys(CHOICES, "🙂" * 30)
    assert told(client.get(EXPLORER, everything))
    # More parameters than any form has.
    assert told(client.get(f"{EXPLORER}?{'&'.join(f'x{n}=1' for n in range(2000))}"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_a_page_that_means_nothing_is_told_to_programs(client, address):
    for value in GARBAGE:
        response = client.get(address, {"page": value})
        assert response.status_code == 404 and told(response), value
    assert told(client.get(f"{address}?{'page=1&' * 200}page=x"))
    assert client.get(address, {"page": "1", "autre": "\0"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", DEAF)
def test_parameters_that_nothing_reads_change_nothing(client, address):
    plain = client.get(address)
    assert plain.status_code == 200
    for value in ("\0", "🙂", "9" * 400):
        odd = client.get(address, {"page": value, value: "1"})
        assert (odd.status_code, odd.content) == (200, plain.content)


@pytest.mark.django_db
@pytest.mark.parametrize("value", GARBAGE)
def test_paths_lead_somewhere_or_nowhere(client, value):
    text = quote(value.encode("utf-8", "replace"), safe="")
    for address in (
        f"{API}{text}/",
        f"{API}{text}/tableaux/",
        f"{API}{YEAR}/tableaux/{text}/",
        f"/enquete/{YEAR}/resultats/{text}/",
        f"/enquete/{YEAR}/resultats/{text}/integrer/",
        f"/enquete/{YEAR}/resultats/{text}/image.png",
        f"/enquete/{YEAR}/resultats/{text}/donnees.csv",
        f"/enquete/{YEAR}/resultats/r{text}/tableaux.csv",
        f"/enquete/{YEAR}/resultats/r1/citation.{text}",
        f"/enquete/{text}/explorer/",
        f"/enquete/{text}/resultats.json",
    ):
        response = client.get(address)
        if response.status_code == 200:  # revision 0 is the latest
            assert re.fullmatch(r"0+", value)
            continue
        assert response.status_code in (301, 400, 404), (address, response.status_code)
        assert response.status_code == 301 or told(response), address
