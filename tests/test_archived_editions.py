"""Editions of others, or of long ago: their published figures, with sources and conflicts."""

import pytest
from django.core.management import call_command

from surveys.archives import ARCHIVES
from surveys.models import ArchivedFigure, Edition
from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def archives(capsys):
    call_command("load_archives")


def read(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_loading_twice_changes_nothing_and_respects_editors(archives, capsys):
    figures = ArchivedFigure.objects.count()
    Edition.objects.filter(year=2013).update(title="Corrigé")
    ArchivedFigure.objects.filter(edition__year=2013, label="En CDI").delete()
    call_command("load_archives")
    assert Edition.objects.count() == len(ARCHIVES)
    assert ArchivedFigure.objects.count() == figures - 1
    assert Edition.objects.get(year=2013).title == "Corrigé"


def test_a_year_that_exists_is_left_alone(capsys):
    ours = EditionFactory(year=2023)
    call_command("load_archives")
    assert Edition.objects.get(year=2023) == ours
    assert not ours.archived_figures.exists()


def test_every_figure_has_a_source(archives):
    assert not ArchivedFigure.objects.filter(source="").exists()
    assert ArchivedFigure.objects.filter(measure="salaire-median").count() == 5


def test_figures_are_shown_with_value_source_and_caveat(client, archives):
    text = read(client, "/enquete/2014/resultats/")
    assert "26 830 €" in text
    assert "journalauto.com" in text
    assert "Sur 551 réponses, CDI et CDD." in text


def test_sources_that_disagree_are_shown_as_disagreeing(client, archives):
    text = read(client, "/enquete/2021/resultats/")
    assert "29 400 €" in text and "27 251 €" in text
    assert text.count("sources en désaccord") == 1
    assert "sources en désaccord" not in read(client, "/enquete/2020/resultats/")


def test_2010_has_its_dates_and_no_figure(client, archives):
    text = read(client, "/enquete/2010/resultats/")
    assert "Résultats non retrouvés" in text
    for day in ("17 mai 2010", "18 juin 2010", "28 juin 2010"):
        assert day in text
    assert "<table" not in text


def test_the_edition_itself_leads_to_its_archive(client, archives):
    response = client.get("/enquete/2012/", follow=True)
    assert response.status_code == 200
    assert "73\u202f%" in response.content.decode()


def test_an_archive_has_no_file_and_never_seals(client, archives):
    assert client.get("/enquete/2010/resultats.csv").status_code == 404


def test_medians_and_means_never_share_a_series(client, archives):
    text = read(client, "/enquete/methode/")
    median, mean = text.split('id="s-salaire-median"')[1].split('id="s-salaire-moyen"')
    assert "26 830 €" in median and "30 154 €" not in median
    assert "30 154 €" in mean and "26 830 €" not in mean


def test_the_method_says_the_rules(client):
    text = read(client, "/enquete/methode/")
    assert "au moins 11" in text and "pseudonymes" in text and "multiple de 5" in text


def test_a_page_takes_few_queries(client, archives, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        read(client, "/enquete/2023/resultats/")
    with django_assert_max_num_queries(3):
        read(client, "/enquete/methode/")
