"""Files for reuse: valid by their own standards, and the same numbers as the page."""

import csv
import hashlib
import html
import io
import json
import re

import jsonschema
import pytest
from django.urls import reverse

from surveys.models import Publication
from surveys.opendata import tidy
from surveys.opendata.tidy import COLUMNS, inert
from surveys.telling.amounts import FEATURED
from tests.published import publish, published, tables
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
YEAR = 2031


@pytest.fixture
def edition():
    return published(year=YEAR)


def get(client, name: str, *arguments):
    response = client.get(reverse(f"surveys:{name}", args=[YEAR, *arguments]))
    assert response.status_code == 200
    return response


def rows(response) -> list[dict]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_one_number_a_line(client, edition):
    lines = rows(get(client, "results_csv"))
    assert tuple(lines[0]) == tuple(name for name, _, _ in COLUMNS)
    assert {line["edition"] for line in lines} == {str(YEAR)}
    (median,) = [
        line
        for line in lines
        if (line["tableau"], line["indicator"], line["code"]) == ("salaire", "median", "france")
    ]
    assert median["valeur"] == str(tables().stat("salaire").national.median)


def test_a_hidden_number_is_empty_and_said(client, edition):
    lines = rows(get(client, "results_csv"))
    hidden = [line for line in lines if line["statut"] == "non publié"]
    assert hidden
    assert {line["valeur"] for line in hidden} == {""}
    assert all(line["valeur"] for line in lines if line["statut"] == "publié")


def test_invented_data_say_so_on_every_line(client, edition):
    assert {line["avertissement"] for line in rows(get(client, "results_csv"))} == {
        "données fictives"
    }


def test_files_query_publications_and_nothing_else(client, edition, django_assert_max_num_queries):
    get(client, "results_csv")
    with django_assert_max_num_queries(2):
        get(client, "results_csv")


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_label_is_never_a_formula(text):
    assert inert(text) == f"'{text}"
    assert inert("Bretagne") == "Bretagne"


def test_a_hostile_label_is_inert_in_the_file(client):
    edition = answered(300, year=YEAR, published=True, closed=False)
    choice = edition.edition_questions.get(question__code="genre").question.choices.first()
    choice.label = '=HYPERLINK("http://x")'
    choice.save()
    labels = {line["modalite"] for line in rows(get(client, "results_csv"))}
    assert '\'=HYPERLINK("http://x")' in labels
    assert not any(label.startswith("=") for label in labels)


def test_the_json_file_has_the_checksum_of_the_page_and_follows_its_schema(client, edition):
    response = get(client, "publication_json", 1)
    assert hashlib.sha256(response.content).hexdigest() == Publication.objects.get().checksum
    schema = client.get(reverse("surveys:api_schema")).json()
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(response.content)
    jsonschema.validate(content, schema, jsonschema.Draft202012Validator)
    content["tables"]["counts"][0]["rows"][0]["count"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema, jsonschema.Draft202012Validator)


def test_the_data_package_describes_the_very_file(client, edition):
    package = get(client, "package", 1).json()
    (resource,) = package["resources"]
    file = client.get(resource["path"].removeprefix("http://127.0.0.1:8000"))
    assert resource["bytes"] == len(file.content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(file.content).hexdigest()}"
    assert [one["name"] for one in resource["schema"]["fields"]] == list(rows(file)[0])
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"]) and package["licenses"]
    # Types hold for every line.
    for line in rows(file):
        for field in resource["schema"]["fields"]:
            value = line[field["name"]]
            if field["type"] == "integer":
                int(value)
            elif field["type"] == "number" and value:
                float(value)
            if "constraints" in field:
                assert value in field["constraints"]["enum"]


def test_citations_name_the_revision_and_where_it_stays(client, edition):
    where = f"http://127.0.0.1:8000/enquete/{YEAR}/resultats/r1/"
    bib = get(client, "cite", 1, "bib").content.decode()
    assert bib.startswith("@misc{") and where in bib and "version = {1}" in bib
    ris = get(client, "cite", 1, "ris").content.decode()
    assert ris.startswith("TY  - DATA\r\n") and ris.endswith("ER  - \r\n") and where in ris
    assert "données fictives" in bib and "données fictives" in ris


def test_a_numbered_revision_never_changes(client, edition):
    first = get(client, "tables_csv", 1)
    assert "immutable" in first["Cache-Control"]
    publish(edition, tables(1200, 3), revision=2, reason="Corrigé.")
    assert get(client, "tables_csv", 1).content == first.content
    latest = get(client, "results_csv")
    assert latest.content == get(client, "tables_csv", 2).content != first.content
    assert "immutable" not in latest["Cache-Control"]


def test_files_are_readable_from_any_site(client, edition):
    for name, *arguments in (("results_csv",), ("publication_json", 1), ("package", 1)):
        assert get(client, name, *arguments)["Access-Control-Allow-Origin"] == "*"


# --- The page, the CSV and the JSON say the same numbers ---------------------------------------
def shown_on_the_page(text: str, code: str) -> dict[str, list[str]]:
    """Cells of the table of a figure, as plain digits, by label."""
    section = re.search(rf'<section class="figure" id="{code}".*?</section>', text, re.S)[0]
    body = re.search(r"<caption>(?!Repères).*?<tbody>(.*?)</tbody>", section, re.S)[1]
    made = {}
    for line in re.findall(r"<tr>(.*?)</tr>", body, re.S):
        label = html.unescape(re.search(r"<th[^>]*>(.*?)</th>", line, re.S)[1])
        cells = re.findall(r"<td[^>]*>(.*?)</td>", line, re.S)
        made[label.replace("\u202f", " ")] = [re.sub(r"[\u202f€%]", "", cell) for cell in cells]
    return made


def base(by_key: dict, key: tuple, row: dict) -> str:
    return by_key[*key, "count_at_least" if row["at_least"] else "count"]


def test_page_csv_and_json_say_the_same(client, edition):
    text = get(client, "results").content.decode()
    content = get(client, "publication_json", 1).json()["tables"]
    by_key = {}
    for line in rows(get(client, "tables_csv", 1)):
        key = (line["tableau"], line["repartition_code"], line["code"], line["indicator"])
        by_key[key] = line["valeur"]
    checked = 0
    for table in content["counts"]:
        page = shown_on_the_page(text, table["code"])
        for row in table["rows"]:
            cells = page[row["label"]]
            kept = by_key[table["code"], table["code"], row["code"], "count"]
            if row["count"] is None:
                assert cells == ["non publié"] and kept == ""
            else:
                assert cells[0] == kept == str(row["count"])
            checked += 1
    for table in content["stats"]:
        if not table["breakdown"] or table["measure"] not in FEATURED:
            continue
        if all(row["base"] is None for row in table["rows"]):
            continue
        page = shown_on_the_page(text, f"{table['measure']}-{table['breakdown']}")
        for row in table["rows"]:
            cells = page[row["label"]]
            key = (table["measure"], table["breakdown"], row["code"])
            if row["base"] is None:
                assert cells == ["non publié"] and by_key[*key, "median"] == ""
            else:
                assert cells[1] == by_key[*key, "median"] == str(row["median"])
                assert cells[2] == f"{row['low']} à {row['high']}"
                assert cells[0] == ("–" if row["q1"] is None else by_key[*key, "q1"])
                assert (
                    cells[4].removeprefix("≥\u00a0") == base(by_key, key, row) == str(row["base"])
                )
            checked += 1
    assert checked > 80


def test_every_kind_of_table_has_its_lines():
    with pytest.raises(TypeError):
        next(iter([tidy.lines_of(object())]))
