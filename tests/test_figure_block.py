"""A live figure of the survey in an article or on the front page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cmsite.editorial.blocks import FigureBlock
from cmsite.editorial.models import HomePage
from surveys.models import Edition
from surveys.results import excerpt
from tests.published import publish, published, tables
from tests.stories import article

pytestmark = pytest.mark.django_db


def story(edition: str, figure: str):
    return article(body=[("figure", {"edition": edition, "figure": figure})])


def read(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_article_shows_the_figure_as_it_is_published_today(client):
    edition = published(year=2031)
    page = story("2031", "salaire-anciennete")
    text = read(client, page)
    assert 'id="salaire-anciennete"' in text and "Données fictives" in text
    assert 'href="/enquete/2031/resultats/salaire-anciennete/"' in text
    assert "Enquête 2031, révision 1" in text
    before = re.search(r'<section class="figure".*?</section>', text, re.S)[0]
    publish(edition, tables(1200, 3), revision=2, reason="Corrigé.")
    text = read(client, page)
    assert "révision 2" in text
    assert re.search(r'<section class="figure".*?</section>', text, re.S)[0] != before


def test_before_the_instant_it_says_when_and_nothing_else(client):
    at = timezone.now() + timedelta(days=3)
    edition = published(
        year=2031,
        opens_at=at - timedelta(days=60),
        closes_at=at - timedelta(days=10),
        results_at=at,
        published=False,
    )
    page = story("2031", "genre")
    text = read(client, page)
    assert "paraîtront le" in text and 'id="genre"' not in text
    with time_machine.travel(at, tick=False):
        assert 'id="genre"' in read(client, page)
    edition.delete()
    assert "Cette figure n’est pas publiée." in read(client, page)


def test_the_latest_edition_follows_the_years(client):
    published(year=2030)
    page = story(excerpt.LATEST, "genre")
    assert "Enquête 2030" in read(client, page)
    published(year=2031)
    assert "Enquête 2031" in read(client, page)


@pytest.mark.parametrize(
    ("edition", "figure"), [("2031", "rien"), ("", ""), ("x", "genre"), (excerpt.LATEST, "genre")]
)
def test_it_never_breaks_a_page(client, edition, figure):
    if edition == "2031":
        published(40, year=2031)
    text = read(client, story(edition, figure))
    assert "Cette figure n’est pas publiée." in text


def test_editors_choose_among_what_is_published():
    published(year=2031)
    block = FigureBlock()
    codes = {code for code, _ in excerpt.figure_choices()}
    assert {"genre", "salaire-region", "profil-salaire"} <= codes
    assert [code for code, _ in excerpt.year_choices()] == [excerpt.LATEST, "2031"]
    assert block.clean(block.to_python({"edition": "2031", "figure": "genre"}))
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"edition": "2031", "figure": "inventee"}))


def test_the_front_page_shows_a_figure_where_editors_put_one(client):
    published(year=2031)
    home = HomePage.objects.get()
    home.body = [("figure", {"edition": excerpt.LATEST, "figure": "salaire-anciennete"})]
    home.save_revision().publish()
    text = client.get("/").content.decode()
    assert 'id="salaire-anciennete"' in text
    Edition.objects.all().delete()
    assert client.get("/").status_code == 200


def test_the_search_of_a_text_reads_nothing_of_the_survey(client, django_assert_num_queries):
    published(year=2031)
    page = story("2031", "genre")
    with django_assert_num_queries(0):
        assert page.text_parts() == []
