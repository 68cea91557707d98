"""The open data file says nothing that the JSON does not: what is proved of one holds for both."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from surveys.sealing import seal
from tests.attacker import numbers_in_csv
from tests.survey_rows import answered


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif type(value) in (int, float):
        yield float(value)


def derived(tables: dict) -> Iterator[float]:
    """Bases built from rounded cells, and shares of rounded counts in them."""
    for table in [*tables["counts"], *tables["multis"], *tables["bands"]]:
        counts = [row["count"] for row in table["rows"] if row["count"] is not None]
        base = table.get("base", sum(counts) + (table.get("rest") or 0))
        yield base
        yield from (round(100 * count / base) for count in [*counts, table.get("rest") or 0])


@pytest.mark.django_db
@pytest.mark.parametrize("count", [40, 700])
def test_every_number_of_the_csv_is_one_of_the_json_or_a_share_of_it(client, count):
    edition = answered(count, published=True, closed=False)
    edition.edition_questions.filter(question__code="contrat").update(crossed=True)
    seal(edition)
    page = edition.get_results_url().rstrip("/")
    tables = json.loads(client.get(f"{page}.json").content)["tables"]
    known = {*numbers(tables), *derived(tables)}
    # The file gives a gap its sign: less for women is below zero.
    known |= {-gap["percent"] for gap in tables["gaps"] if gap["percent"] is not None}
    found = numbers_in_csv(client.get(f"{page}.csv").content)
    assert found and found <= known
