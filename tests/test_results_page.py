"""The page of results: what it shows, what it says of what it hides, what it never touches."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import charts, figures
from surveys.models import Publication, Question
from surveys.publishable import HIDDEN, CountRow, CountTable, StatRow, StatTable, Tables
from surveys.sealing import seal
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    made = answered(1200, published=True, closed=False, fictitious=True)
    seal(made)
    return made


def read(client, edition) -> str:
    response = client.get(edition.get_results_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_reads_the_publication_only_in_six_queries(client, edition):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(client, edition)
    assert len(queries) <= 6
    tables = {"surveys_response", "surveys_question", "surveys_choice", "surveys_participation"}
    assert not [q["sql"] for q in queries if any(table in q["sql"] for table in tables)]


def test_it_stays_readable_when_the_questions_have_changed_since(client, edition):
    before = read(client, edition)
    Question.objects.update(label="Autre chose", short_label="Autre chose")
    edition.responses.all().delete()
    assert read(client, edition) == before


def test_it_gives_the_finding_the_base_and_the_dates(client, edition):
    text = read(client, edition)
    median = figures.euros(Publication.objects.get().tables.stat("salaire").national.median)
    assert "Combien gagne un community manager" in text
    assert f"La moitié des salariés gagne plus de {median} bruts par an" in text
    total = Publication.objects.get().tables.total
    assert f"{figures.number(total)} réponses" in text


def test_every_figure_has_a_title_a_base_and_a_table(client, edition):
    text = read(client, edition)
    for section in re.findall(r'<section class="figure".*?</section>', text, re.S):
        assert "<h3" in section
        assert "Base&nbsp;:" in section
        assert "<details>" in section and "<caption>" in section


def test_a_hidden_group_is_said_and_never_zero(client, edition):
    text = read(client, edition)
    publication = Publication.objects.get()
    region = publication.tables.stat("salaire", "region")
    hidden = [row.label for row in region.rows if not row.shown]
    assert hidden
    assert "Non publié, moins de 11 réponses ou voisin à protéger" in text
    assert "non publié</td>" in text
    assert not re.search(r'<td class="nombre">\s*0\s*</td>', text)
    assert not re.search(r'width="0"', text)


def test_invented_data_say_so(client, edition):
    assert "Données fictives." in read(client, edition)
    real = answered(40, published=True, closed=False)
    assert "Données fictives." not in read(client, real)


def test_a_small_edition_says_its_total_and_no_more(client):
    text = read(client, answered(20, published=True, closed=False))
    assert "20 réponses" in text
    assert "Trop peu de réponses" in text
    assert '<svg class="graphe"' not in text
    tiny = read(client, answered(4, published=True, closed=False))
    assert "Moins de 11 réponses" in tiny


def test_it_has_nothing_inline_and_no_script_but_that_of_the_map(client, edition):
    text = read(client, edition)
    assert "style=" not in text and "<style" not in text
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/france-map.js" defer>']


def test_medians_by_region_are_on_a_map_from_the_guarded_table_alone(client, edition):
    text = read(client, edition)
    table = Publication.objects.get().tables.stat("salaire", "region")
    for row in table.rows:
        if row.code in ("outre-mer", "etranger", "sans-reponse"):
            continue
        words = f"{row.median:,}".replace(",", "\u202f") + "\u202f€" if row.shown else "non publié"
        assert f'aria-label="{row.label}\u00a0: {words}"' in text
    assert any(not row.shown for row in table.rows)
    assert 'aria-label="La Réunion\u00a0: voir le tableau"' in text


def test_positions_are_written_with_points(client, edition):
    text = read(client, edition)
    for value in re.findall(r'\b(?:x|width|d|viewBox)="([^"]*)"', text):
        assert "," not in value


def test_the_checksum_and_the_revision_are_shown(client, edition):
    text = read(client, edition)
    assert Publication.objects.get().checksum in text
    assert "Révision 1" in text


def test_key_figures_are_quartiles_median_and_base(edition):
    shown = figures.key_figures(Publication.objects.get())
    assert len(shown) == 4
    assert all(figure.value and figure.base and figure.label for figure in shown)
    assert figures.key_figures(seal(answered(20, published=True, closed=False))) == []


def stat(breakdown: str, *rows: StatRow) -> StatTable:
    return StatTable("salaire", breakdown, breakdown, "Salariés", "€", rows)


def test_two_groups_whose_intervals_overlap_are_not_told_apart():
    national = stat("", StatRow("france", "France", 100, 29_000, 28_000, 30_000))

    def said(high: int) -> str:
        seniority = stat(
            "anciennete",
            StatRow("a", "Moins d’un an", 50, 26_000, 25_000, high),
            StatRow("b", "10 ans et plus", 50, 33_000, 30_000, 36_000),
        )
        return figures.finding(Tables(100, stats=(national, seniority)))

    assert "26\u202f000\u202f€ avec moins d’un an de métier" in said(29_500)
    assert "avec" not in said(30_000)


def test_unordered_choices_go_from_the_largest_and_silence_comes_last():
    table = CountTable(
        "region",
        "Région",
        "?",
        (
            CountRow("a", "A", 20),
            CountRow("b", "B", HIDDEN),
            CountRow("c", "C", 80),
            CountRow("d", "D", HIDDEN),
            CountRow("sans-reponse", "Sans réponse", 30),
        ),
        25,
    )
    chart = charts.bar_chart(table)
    assert [row.label for row in chart.rows] == ["C", "A", "B", "D", "Sans réponse"]
    assert chart.hidden == ("B", "D")
    assert [row.width for row in chart.rows if not row.shown] == ["0", "0"]


def test_the_relief_never_goes_under_the_ground_nor_over_the_summit(edition):
    tables = Publication.objects.get().tables
    profile = figures.salary_charts(tables)[0]
    heights = [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", profile.path)]
    assert min(heights) >= 0
    assert max(heights) <= charts.PROFILE_HEIGHT
