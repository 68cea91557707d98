"""The explorer chooses among published tables, and says which are near when there is none."""

import html
import re

import pytest
from django.urls import reverse

from surveys.results.shelf import Shelf
from tests.published import published, tables

pytestmark = pytest.mark.django_db
YEAR = 2031


@pytest.fixture
def edition():
    return published(year=YEAR)


def explore(client, status: int = 200, **query) -> str:
    response = client.get(reverse("surveys:explorer", args=[YEAR]), query)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_every_published_table_can_be_chosen_and_no_other(client, edition):
    offered = Shelf.of(edition).reading.menu
    assert len(offered.offers) > 15
    for offer in offered.offers:
        assert offered.find(offer.measure, offer.along) is offer.figure
    codes = [code for code, _ in offered.breakdowns]
    every = {(offer.measure, offer.along) for offer in offered.offers}
    for code in codes:
        for other in codes:
            along = frozenset({code, other})
            found = offered.find("salaire", along)
            assert (found is not None) == (("salaire", along) in every)


def test_the_state_is_in_the_address(client, edition):
    text = explore(client, mesure="salaire", selon="genre")
    assert '<option value="salaire" selected>' in text
    assert '<option value="genre" selected>' in text
    assert 'id="salaire-genre"' in text and "<form" in text and 'method="get"' in text


def test_without_a_choice_it_shows_a_table(client, edition):
    assert 'class="figure"' in explore(client)


def test_a_crossing_that_is_not_published_offers_the_nearest(client, edition):
    text = explore(client, mesure="salaire", selon="genre", puis="region")
    assert "Ce tableau n’est pas publié." in text
    nearest = re.findall(r'href="/enquete/2031/explorer/(\?mesure=[^"]+)"', text)
    assert "?mesure=salaire&selon=genre" in nearest and "?mesure=salaire&selon=region" in nearest
    for query in nearest:
        page = client.get(reverse("surveys:explorer", args=[YEAR]) + query)
        assert 'class="figure"' in page.content.decode()


def pair(client, a: str, b: str) -> str:
    text = explore(client, mesure="salaire", selon="anciennete", a=a, b=b)
    return re.search(r'id="face-a-face".*?</section>', text, re.S)[0]


def test_two_groups_are_compared_by_their_intervals(client, edition):
    rows = {row.code: row for row in tables().stat("salaire", "anciennete").rows if row.shown}
    told = set()
    for a in rows:
        for b in rows:
            if a == b or "sans-reponse" in (a, b):
                continue
            apart = rows[a].high < rows[b].low or rows[b].high < rows[a].low
            assert ("ne se touchent pas" in pair(client, a, b)) == apart
            told.add(apart)
    assert True in told


def test_a_group_that_is_not_published_is_not_compared(client, edition):
    text = explore(client, mesure="salaire", selon="region", a="94", b="11")
    hidden = [row.code for row in tables().stat("salaire", "region").rows if not row.shown]
    assert "94" in hidden
    assert "face-a-face" not in text and "n’est pas publié dans ce tableau" in text


def test_two_editions_stand_side_by_side(client, edition):
    published(400, 2, year=YEAR - 1)
    text = explore(client, mesure="salaire", selon="genre", avec="2030")
    assert "2031 à côté de 2030" in text
    for said in (tables(), tables(400, 2)):
        for row in said.stat("salaire", "genre").rows:
            if row.shown:
                assert f"{row.median:,}".replace(",", "\u202f") in text
    published(60, 2, year=YEAR - 2)
    text = explore(client, mesure="salaire", selon="genre", avec="2029")
    assert "L’édition 2029 n’a pas publié ce tableau" in text


@pytest.mark.parametrize(
    "query",
    [
        {"mesure": "zzz"},
        {"selon": "'; drop table"},
        {"mesure": "salaire", "selon": "genre", "avec": "1066"},
        {"puis": "\x00"},
        {"a": "x" * 500},
    ],
)
def test_an_impossible_choice_is_refused_in_a_sentence(client, edition, query):
    text = explore(client, status=400, **query)
    assert "Ce choix n’est pas parmi les tableaux publiés." in text
    assert "<select" in text


def test_it_takes_few_queries_and_touches_no_response(
    client, edition, django_assert_max_num_queries
):
    edition.responses.all().delete()
    with django_assert_max_num_queries(3):
        explore(client, mesure="salaire", selon="genre")


def test_a_small_edition_has_nothing_to_explore(client):
    published(20, year=YEAR)
    page = explore(client)
    assert "Cette édition n’a publié aucun tableau" in page and "<select" not in page
