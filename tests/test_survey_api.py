"""The survey for programs: published tables only, the same for everybody, errors in sentences."""

import pytest
from django.urls import reverse

from surveys.models import ArchivedFigure
from tests.factories import EditionFactory
from tests.published import published, tables

pytestmark = pytest.mark.django_db
YEAR = 2031


@pytest.fixture
def edition():
    return published(year=YEAR)


def read(client, name: str, *arguments, status: int = 200, **query) -> dict:
    response = client.get(reverse(f"surveys:{name}", args=arguments), query)
    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["format"] == 1
    return response.json()


def test_editions_lead_to_their_tables_and_their_numbers(client, edition):
    (listed,) = read(client, "api_editions")["results"]
    assert (listed["year"], listed["revision"], listed["fictitious"]) == (YEAR, 1, True)
    detail = client.get(listed["url"]).json()
    assert detail["sha256"] == listed["sha256"] and "révision 1" in detail["citation"]
    for address in detail["files"].values():
        assert client.get(address).status_code == 200
    listing = client.get(detail["tables"]).json()
    assert listing["total"] > len(listing["results"]) > 15
    one = next(table for table in listing["results"] if table["code"] == "salaire-region")
    numbers = client.get(one["url"]).json()["numbers"]
    for row in tables().stat("salaire", "region").rows:
        (median,) = [n for n in numbers if n["code"] == row.code and n["indicator"] == "median"]
        assert median["value"] == (row.median if row.shown else None)
    assert not [n for n in numbers if n["value"] == 0]


def test_archives_have_the_figures_of_others(client):
    archive = EditionFactory(
        year=2014, archived=True, opens_at=None, closes_at=None, results_at=None
    )
    ArchivedFigure.objects.create(edition=archive, label="Réponses", value="760", source="Revue")
    (listed,) = read(client, "api_editions")["results"]
    assert listed["archived"] and listed["revision"] is None
    (figure,) = read(client, "api_edition", 2014)["figures"]
    assert (figure["value"], figure["source"]) == ("760", "Revue")
    assert "error" in read(client, "api_tables", 2014, status=404)


def test_long_lists_come_in_pages(client, edition, monkeypatch):
    monkeypatch.setattr("surveys.api.PER_PAGE", 7)
    first = read(client, "api_tables", YEAR)
    codes = [table["code"] for table in first["results"]]
    while first["next"]:
        first = client.get(first["next"]).json()
        codes += [table["code"] for table in first["results"]]
    assert len(codes) == len(set(codes)) == first["total"]


def test_what_is_not_there_is_said_and_not_kept(client, edition):
    published(400, 2, year=2032, published=False, closed=True)
    for name, arguments in (
        ("api_edition", (1999,)),
        ("api_edition", (2032,)),
        ("api_tables", (2032,)),
        ("api_table", (2032, "genre")),
        ("api_table", (YEAR, "rien")),
    ):
        assert read(client, name, *arguments, status=404)["error"].endswith(".")
        response = client.get(reverse(f"surveys:{name}", args=arguments))
        assert "no-store" in response["Cache-Control"]
    for page in ("0", "x", "99", "-1"):
        assert "error" in read(client, "api_tables", YEAR, status=404, page=page)
        assert "error" in read(client, "api_editions", status=404, page=page)


def test_nothing_can_be_written(client, edition):
    for name in ("api_edition", "api_tables"):
        assert client.post(reverse(f"surveys:{name}", args=[YEAR])).status_code == 405


def test_the_documentation_shows_addresses_that_answer(client, edition):
    text = client.get(reverse("surveys:api")).content.decode()
    for name, *arguments in (("api_editions",), ("api_edition", YEAR), ("api_tables", YEAR)):
        assert reverse(f"surveys:{name}", args=arguments) in text
    assert "Licence Ouverte 2.0" in text


def test_lists_take_as_many_queries_for_one_edition_as_for_ten(
    client, edition, django_assert_max_num_queries
):
    for year in range(2020, 2030):
        published(30, 2, year=year)
    with django_assert_max_num_queries(2):
        assert len(read(client, "api_editions")["results"]) == 11
