"""The files of open data say the same as the page, and no spreadsheet runs them."""

import csv
import hashlib
import io

import pytest
from django.urls import reverse

from surveys.models import Publication
from surveys.opendata import COLUMNS, inert
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return answered(1200, published=True, closed=False, fictitious=True)


def rows(client, edition) -> list[dict]:
    response = client.get(reverse("surveys:results_csv", args=[edition.year]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_one_number_a_line(client, edition):
    lines = rows(client, edition)
    assert tuple(lines[0]) == COLUMNS
    assert {line["edition"] for line in lines} == {str(edition.year)}
    (median,) = [
        line
        for line in lines
        if line["tableau"] == "salaire"
        and line["indicateur"] == "médiane"
        and line["code"] == "france"
    ]
    published = Publication.objects.get().tables.stat("salaire").national.median
    assert median["valeur"] == str(published)


def test_a_hidden_number_is_empty_and_said(client, edition):
    hidden = [line for line in rows(client, edition) if line["statut"] == "non publié"]
    assert hidden
    assert {line["valeur"] for line in hidden} == {""}
    assert all(int(line["valeur"]) > 0 for line in rows(client, edition) if line["valeur"])


def test_invented_data_say_so_on_every_line(client, edition):
    assert {line["avertissement"] for line in rows(client, edition)} == {"données fictives"}


def test_it_queries_no_response(client, edition, django_assert_max_num_queries):
    rows(client, edition)
    with django_assert_max_num_queries(2):
        rows(client, edition)


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_label_is_never_a_formula(text):
    assert inert(text) == f"'{text}"
    assert inert("Bretagne") == "Bretagne"


def test_a_hostile_label_is_inert_in_the_file(client, edition):
    choice = edition.edition_questions.get(question__code="genre").question.choices.first()
    choice.label = '=HYPERLINK("http://x")'
    choice.save()
    labels = {line["modalite"] for line in rows(client, edition)}
    assert '\'=HYPERLINK("http://x")' in labels
    assert not any(label.startswith("=") for label in labels)


def test_the_json_file_has_the_checksum_of_the_page(client, edition):
    response = client.get(reverse("surveys:results_json", args=[edition.year]))
    assert response["Content-Type"] == "application/json"
    digest = hashlib.sha256(response.content).hexdigest()
    assert digest == Publication.objects.get().checksum
