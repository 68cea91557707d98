"""The pages of results say no number that the JSON does not: what is proved of one holds for all.

Every kind of page of an edition is read as a reader would, and as a program would: tables,
drawings, titles, alternative texts, descriptions for other sites, what a script is given.
"""

import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from surveys import prices
from surveys.models import ArchivedFigure
from surveys.results.shelf import Shelf
from surveys.tabulation import NO_ANSWER
from tests.factories import EditionFactory
from tests.published import published
from tests.test_files_say_the_same import derived

pytestmark = pytest.mark.django_db
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009"))
NUMBER = re.compile(r"\d+(?:[,.]\d+)?")
# Thresholds, probabilities and roundings, which every page tells of itself in sentences.
RULES = {1, 2, 5, 7, 10, 11, 25, 30, 50, 75, 90, 95, 100, 500}
# What describes a page elsewhere.
METAS = "meta[name=description], meta[property$=description], meta[property$=title]"
NAMES = re.compile(r"https?://\S+|SHA-256|\bQ[13]\b")
# Places on an axis are of nobody; codes to copy are not figures.
APART = ".axe text, svg text:not(.fort), code, textarea, script, pre"
ATTRIBUTES = ("aria-label", "alt", "title", "label")
# Where the figures themselves are.
VALUES = "td.nombre, .valeur, text.fort, .chiffre"
# Of the JSON, what numbers no answer.
NOT_FIGURES = {"version", "step", "minimum"}


def said(text: str) -> Iterator[float]:
    """« 29 500 € » is one number, « 26-30 » two."""
    for found in NUMBER.findall(NAMES.sub("", text).translate(SPACES)):
        yield float(found.replace(",", "."))


def compared(document) -> Iterator[float]:
    """What a script compares a salary to: bases, and amounts as « part:montant, … »."""
    for option in document.select("[data-points]"):
        yield from said(option.get("data-base", ""))
        for point in option["data-points"].split(","):
            yield float(point.split(":")[1])


def told(page: str) -> tuple[set[float], set[float]]:
    """Every number that a page shows or hands to a program; those that are figures."""
    document = BeautifulSoup(page, "html.parser")
    for one in document.select(APART):
        one.decompose()
    main = document.find("main") or document.body
    found = set()
    texts = [main.get_text(" "), *(one["content"] for one in document.select(METAS))]
    for one in main.find_all(True):
        texts += [one.get(name, "") for name in ATTRIBUTES]
    for text in texts:
        found |= set(said(text))
    values = set(compared(main))
    for one in main.select(VALUES):
        values |= set(said(one.get_text(" ")))
    return found, values


def figures(value) -> Iterator[float]:
    """The numbers of the tables of the JSON."""
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name not in NOT_FIGURES]
    if isinstance(value, list):
        for one in value:
            yield from figures(one)
    elif type(value) in (int, float):
        yield float(value)


def strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def answered(tables: dict) -> Iterator[float]:
    """Bases without those who gave no answer, built from rounded counts too."""
    for table in tables["counts"]:
        rows = [row for row in table["rows"] if row["code"] != NO_ANSWER]
        yield sum(row["count"] or 0 for row in rows) + (table["rest"] or 0)


def in_constant_euros(content: dict) -> Iterator[float]:
    for table in content["tables"]["stats"]:
        if not table["breakdown"]:
            found = prices.constant(table["rows"][0]["median"], content["edition"]["year"])
            yield from [found] if found else []


@pytest.fixture
def pages(client):
    """(contents of the JSON files, the pages by address) of an edition that follows another."""
    older = EditionFactory(year=2022, archived=True, opens_at=None, closes_at=None, results_at=None)
    ArchivedFigure.objects.create(
        edition=older, measure="salaire-median", label="Salaire médian", value="33 400 €",
        number=33_400, source="Autre enquête",
    )  # fmt: skip
    editions = published(700, 1, year=2023), published(900, 2, year=2024)
    edition = editions[-1]
    shelf = Shelf.of(edition)
    page = edition.get_results_url()
    drawn = {figure.kind: figure.code for figure in shelf.reading.figures}
    addresses = [
        *(page, f"{page}r1/", f"/enquete/{edition.year}/methode/"),
        *(f"{page}{code}/integrer/" for code in drawn.values()),
        *(f"{page}{figure.code}/" for figure in shelf.reading.figures if not figure.featured),
        f"{page}evolution-salaire/",
    ]
    explorer = reverse("surveys:explorer", args=[edition.year])
    offers = shelf.reading.menu.offers
    addresses += [f"{explorer}{offer.query}&avec=2023" for offer in offers if len(offer.along) > 1]
    pay = next(one for one in offers if one.along == {"genre"} and one.measure == "salaire")
    addresses.append(f"{explorer}{pay.query}&a=femme&b=homme")
    files = [client.get(one.get_results_url().rstrip("/") + ".json") for one in editions]
    read = {address: client.get(address) for address in addresses}
    assert {response.status_code for response in read.values()} == {200}
    contents = [json.loads(file.content) for file in files]
    return contents, {address: response.text for address, response in read.items()}


def test_every_number_of_the_pages_is_one_of_the_json_or_said_otherwise(pages):
    contents, read = pages
    values = {33_400.0, float(prices.constant(33_400, 2022))}
    for content in contents:
        tables = content["tables"]
        values |= {*figures(tables), *derived(tables), *answered(tables)}
        values |= set(in_constant_euros(content))
    words = {number for content in contents for text in strings(content) for number in said(text)}
    everything = values | words | RULES | {2022, 2023, 2024, float(prices.last_year())}
    for address, page in read.items():
        found, told_as_figures = told(page)
        assert found <= everything, (address, found - everything)
        assert told_as_figures <= values, (address, told_as_figures - values)
    # Else a reader that sees nothing would pass.
    page = contents[1]["edition"]["year"]
    _, shown = told(read[f"/enquete/{page}/resultats/"])
    assert len(shown) > 100


@pytest.mark.parametrize(
    "leak",
    [
        '<td class="nombre">7\u202f373</td>',
        '<p class="valeur">7373</p>',
        '<div role="img" aria-label="Femmes : 7\u202f373"></div>',
        '<option data-points="0.5:7373,0.75:7373">',
        "<p>Il y en a 7\u00a0373.</p>",
        '<svg><text class="fort">7373 €</text></svg>',
    ],
)
def test_a_number_is_seen_wherever_it_is_written(leak):
    found, values = told(f"<main>{leak}</main>")
    assert 7373 in found | values
