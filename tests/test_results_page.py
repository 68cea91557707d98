"""The page of results: what it shows, what it says of what it hides, what it never touches."""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.clock import PARIS
from surveys.models import ArchivedFigure, ChapterComment, Publication, Question, Reuse
from surveys.opendata import dataset
from surveys.telling.words import euros, number
from tests.factories import EditionFactory
from tests.published import publish, published, tables
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return published()


def read(client, edition) -> str:
    response = client.get(edition.get_results_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_reads_publications_only_in_six_queries(client, edition):
    published(400, 2, year=edition.year - 1)
    with CaptureQueriesContext(connection) as queries:
        read(client, edition)
    assert len(queries) <= 6
    forbidden = {"surveys_response", "surveys_question", "surveys_choice", "surveys_participation"}
    assert not [q["sql"] for q in queries if any(table in q["sql"] for table in forbidden)]


def test_it_stays_readable_when_the_questions_have_changed_since(client):
    edition = answered(300, published=True, closed=False)
    before = read(client, edition)
    Question.objects.update(label="Autre chose", short_label="Autre chose")
    edition.responses.all().delete()
    client.cookies.clear()
    assert read(client, edition) == before


def test_it_gives_the_finding_the_base_and_the_dates(client, edition):
    text = read(client, edition)
    median = euros(tables().stat("salaire").national.median)
    assert "Combien gagne un community manager" in text
    assert f"La moitié des salariés gagne plus de {median} bruts par an" in text
    assert f"{number(tables().total)} réponses" in text


def test_it_begins_with_the_typical_profile_and_five_figures(client, edition):
    text = read(client, edition)
    assert "Personne n’est tout cela à la fois" in text
    assert len(re.findall(r'<dd class="chiffre">', text)) == 5
    profile = re.search(r'<dl class="profil-type">.*?</dl>', text, re.S)[0]
    assert "la réponse la plus donnée" in profile and "la réponse du milieu" in profile
    # Each line leads to the figure that details it.
    for code in re.findall(r'href="#([\w-]+)"', profile):
        assert f'id="{code}"' in text


def test_every_figure_has_a_title_a_base_a_table_and_ways_to_reuse_it(client, edition):
    sections = re.findall(r'<section class="figure".*?</section>', read(client, edition), re.S)
    assert len(sections) > 15
    for section in sections:
        code = re.search(r'id="([\w-]+)"', section)[1]
        assert "<h3" in section
        assert "Base&nbsp;:" in section
        assert "<details" in section and "<caption>" in section
        assert re.search(r'role="img" aria-label="[^"]{20,}"', section)
        for address in ("/", "/donnees.csv", "/image.png", "/integrer/"):
            assert f"{code}{address}" in section
        assert "La Carte des CM (" in section and "révision 1" in section


def test_a_hidden_group_is_said_and_never_zero(client, edition):
    text = read(client, edition)
    assert any(not row.shown for row in tables().stat("salaire", "region").rows)
    assert "moins de 11 réponses, ou voisin à protéger&nbsp;: non publié" in text
    assert "non publié</td>" in text
    assert not re.search(r'<td class="nombre">\s*0\s*</td>', text)
    assert not re.search(r'width="0"', text)


def test_invented_data_say_so(client, edition):
    assert "Données fictives." in read(client, edition)
    real = published(40, fictitious=False)
    assert "Données fictives." not in read(client, real)


def test_it_has_nothing_inline_and_no_script_but_ours(client, edition):
    text = read(client, edition)
    assert "style=" not in text and "<style" not in text
    scripts = set(re.findall(r"<script[^>]*>", text))
    assert scripts == {
        '<script src="/static/france-map.js" defer>',
        '<script src="/static/resultats.js" defer>',
        '<script type="application/ld+json">',
    }


def test_medians_by_region_are_on_a_map_from_the_guarded_table_alone(client, edition):
    text = read(client, edition)
    table = tables().stat("salaire", "region")
    for row in table.rows:
        if row.code in ("outre-mer", "etranger", "sans-reponse"):
            continue
        words = euros(row.median) if row.shown else "non publié"
        assert f'aria-label="{row.label}\u00a0: {words}"' in text
    assert 'aria-label="La Réunion\u00a0: voir le tableau"' in text


def test_positions_are_written_with_points(client, edition):
    text = read(client, edition)
    for value in re.findall(r'\b(?:x|y|cx|cy|width|d|viewBox)="([^"]*)"', text):
        assert "," not in value


def test_the_data_set_is_described_to_search_engines(client, edition):
    text = read(client, edition)
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    described = json.loads(found)
    assert described["@type"] == "Dataset"
    assert described["name"].endswith("(données fictives)")
    assert len(described["distribution"]) == 2
    for name in ("license", "datePublished", "temporalCoverage", "version", "citation"):
        assert described[name]
    for file in described["distribution"]:
        assert client.get(urlsplit(file["contentUrl"]).path).status_code == 200
    assert f'<link rel="canonical" href="{described["url"]}">' in text


def test_the_days_of_the_data_set_are_those_of_paris():
    midnight = {
        name: datetime(2050, month, 1, tzinfo=PARIS)
        for name, month in (("opens_at", 2), ("closes_at", 3), ("results_at", 4))
    }
    with time_machine.travel(datetime(2051, 1, 1, tzinfo=PARIS), tick=False):
        head = published(40, year=2050, **midnight).publications.get()
    described = dataset.json_ld(head.content, head)
    assert described["temporalCoverage"] == "2050-02-01/2050-03-01"
    assert described["datePublished"] == "2050-04-01"


def test_no_text_ends_the_script_of_the_description(client):
    edition = published(40, year=2051, title="</script><b>x")
    assert "</script><b>" not in read(client, edition)


def test_the_checksum_and_the_revision_are_shown(client, edition):
    text = read(client, edition)
    assert Publication.objects.get().checksum in text
    assert "Révision 1" in text


def test_a_correction_says_its_reason_and_the_first_revision_stays(client, edition):
    first = read(client, edition)
    publish(edition, tables(1200, 3), revision=2, reason="Une région mal codée.")
    latest = read(client, edition)
    assert latest != first and "Une région mal codée." in latest
    old = client.get(f"{edition.get_results_url()}r1/").content.decode()
    assert "Révision 1, remplacée." in old
    assert f'href="{edition.get_results_url()}">Lire la révision 2</a>' in old
    assert client.get(f"{edition.get_results_url()}r3/").status_code == 404


def test_editors_comment_a_chapter_and_keep_who_spoke_of_it(client, edition):
    before = read(client, edition)
    assert "Le commentaire de la rédaction" not in before and "Revue de presse" not in before
    ChapterComment.objects.create(edition=edition, chapter="remuneration", text="<b>Net</b> recul.")
    Reuse.objects.create(edition=edition, title="Ils gagnent peu", outlet="Une revue")
    text = read(client, edition)
    chapter = re.search(r'id="remuneration".*?id="metier"', text, re.S)[0]
    assert "Le commentaire de la rédaction" in chapter
    assert "&lt;b&gt;Net&lt;/b&gt; recul." in chapter
    assert "Ils gagnent peu" in text and "Une revue" in text


def test_medians_of_others_are_marks_and_never_on_our_line(client, edition):
    past = EditionFactory(
        year=edition.year - 2, archived=True, opens_at=None, closes_at=None, results_at=None
    )
    for measure, pay in (("salaire-median", 26830), ("salaire-moyen", 30154)):
        ArchivedFigure.objects.create(
            edition=past,
            label="Salaire",
            value=str(pay),
            number=pay,
            measure=measure,
            source="Une revue",
        )
    text = read(client, edition)
    figure = re.search(r'id="evolution-salaire".*?</section>', text, re.S)[0]
    assert "26\u202f830\u202f€" in figure and "Une revue" in figure
    assert "30\u202f154" not in figure
    drawing = figure.partition("</svg>")[0]
    # One edition of ours: a mark, and no line yet.
    assert drawing.count("<circle") == 1 and 'stroke-width="4"' not in drawing
