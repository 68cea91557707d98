"""Editions of others, or of long ago: their published figures, with sources and conflicts."""

from datetime import UTC, datetime

import pytest

from surveys.models import ArchivedFigure, Edition
from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db


def archive(year: int, *figures: dict, **fields) -> Edition:
    dates = {"opens_at": None, "closes_at": None, "results_at": None}
    edition = EditionFactory(year=year, archived=True, **(dates | fields))
    for order, figure in enumerate(figures):
        ArchivedFigure.objects.create(
            edition=edition, sort_order=order, **({"source": "Une revue"} | figure)
        )
    return edition


def pay(kind: str, euros: int, source: str = "Une revue", note: str = "") -> dict:
    name = {"median": "médian", "moyen": "moyen"}[kind]
    return {
        "label": f"Salaire {name}, selon {source}",
        "value": f"{euros:,} €".replace(",", " "),
        "number": euros,
        "measure": f"salaire-{kind}",
        "source": source,
        "note": note,
    }


def read(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_figures_are_shown_with_value_source_and_caveat(client):
    figure = pay("median", 26830, "journalauto.com", "Sur 551 réponses.")
    archive(2014, figure | {"source_url": "https://revue.example/2014"})
    text = read(client, "/enquete/2014/resultats/")
    assert "26 830 €" in text
    assert '<a href="https://revue.example/2014" rel="external">journalauto.com</a>' in text
    assert "Sur 551 réponses." in text
    assert "Résultats non retrouvés" not in text


def test_sources_that_disagree_are_shown_as_disagreeing(client):
    archive(2021, pay("moyen", 29400, "Une revue"), pay("moyen", 27251, "Une autre"))
    archive(2020, pay("moyen", 28888), pay("median", 27000))
    text = read(client, "/enquete/2021/resultats/")
    assert "29 400 €" in text and "27 251 €" in text
    assert text.count("sources en désaccord") == 2
    assert "sources en désaccord" not in read(client, "/enquete/2020/resultats/")


def test_an_edition_with_dates_and_no_figure_says_so(client):
    archive(
        2010,
        opens_at=datetime(2010, 5, 17, 7, tzinfo=UTC),
        closes_at=datetime(2010, 6, 18, 7, tzinfo=UTC),
        results_at=datetime(2010, 6, 28, 7, tzinfo=UTC),
    )
    text = read(client, "/enquete/2010/resultats/")
    assert "Résultats non retrouvés" in text
    for day in ("17 mai 2010", "18 juin 2010", "28 juin 2010"):
        assert day in text
    assert "<table" not in text


def test_a_figure_about_the_survey_itself_is_no_result(client):
    archive(2010, {"label": "Nombre de questions", "value": "8"})
    text = read(client, "/enquete/2010/resultats/")
    assert "Résultats non retrouvés" in text and "Nombre de questions" in text


def test_the_edition_itself_leads_to_its_archive(client):
    archive(2012, pay("median", 25000))
    response = client.get("/enquete/2012/", follow=True)
    assert response.status_code == 200
    assert "Édition archivée" in response.content.decode()


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_an_archive_has_no_file(client, extension):
    archive(2012, pay("median", 25000))
    assert client.get(f"/enquete/2012/resultats.{extension}").status_code == 404


def test_medians_and_means_never_share_a_series(client):
    archive(2014, pay("median", 26830))
    archive(2023, pay("median", 29000), pay("moyen", 30154))
    text = read(client, "/enquete/methode/")
    median, mean = text.split('id="s-salaire-median"')[1].split('id="s-salaire-moyen"')
    assert "26 830 €" in median and "30 154 €" not in median
    assert "30 154 €" in mean and "26 830 €" not in mean


def test_the_method_says_the_rules_and_needs_no_archive(client):
    text = read(client, "/enquete/methode/")
    assert "au moins 11" in text and "pseudonymes" in text and "multiple de 5" in text
    assert "D’une enquête à l’autre" not in text


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_takes_few_queries(client, django_assert_max_num_queries, count):
    archive(2023, *[pay("moyen", 30000 + i) for i in range(count)])
    with django_assert_max_num_queries(5):
        read(client, "/enquete/2023/resultats/")
    with django_assert_max_num_queries(3):
        read(client, "/enquete/methode/")
