"""A true page whatever came in: nobody, few, all alike, absurd amounts, 200 options, odd urls."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from surveys.disclosure import guard
from surveys.results.shelf import Shelf
from surveys.tabulation import AskedQuestion, tabulate
from tests import small_editions
from tests.factories import EditionFactory
from tests.published import publish, published
from tests.survey_rows import asked_questions, invented_rows

pytestmark = pytest.mark.django_db
YEAR = 2031
PAGES = ("results", "edition_method", "explorer", "results_csv", "results_json", "results_package")


def made_of(rows: list[dict], questions: list[AskedQuestion] | None = None):
    edition = EditionFactory(year=YEAR, published=True)
    publish(edition, guard(tabulate(rows, questions or asked_questions())))
    return edition


def read_everything(client, edition) -> str:
    """Every page and figure of the edition answers; the text of the results page."""
    for name in PAGES:
        assert client.get(reverse(f"surveys:{name}", args=[YEAR])).status_code == 200, name
    drawn = set()
    for figure in Shelf.of(edition).reading.figures:
        names = ["figure", "embed", "figure_csv"]
        if figure.kind not in drawn:
            drawn.add(figure.kind)
            names.append("figure_image")
        for name in names:
            url = reverse(f"surveys:{name}", args=[YEAR, figure.code])
            assert client.get(url).status_code == 200, url
    return client.get(edition.get_results_url()).content.decode()


@pytest.mark.parametrize(
    ("count", "said", "not_said"),
    [
        (0, "Moins de 11 réponses", "0 réponse"),
        (1, "Moins de 11 réponses", "1 réponse,"),
        (10, "Moins de 11 réponses", "10 réponses"),
        (29, "30 réponses", "Le profil type"),
        (30, "30 réponses", "Salaire selon"),
        (99, "100 réponses", "Salaire selon"),
        (100, "100 réponses", "</script></script>"),
    ],
)
def test_a_small_edition_says_what_it_may(client, count, said, not_said):
    text = read_everything(client, made_of(invented_rows(count)))
    assert said in text
    assert not_said not in text
    if count < 30:
        assert "Trop peu de réponses pour publier davantage que leur nombre." in text
        assert 'class="figure"' not in text


def test_everybody_alike(client):
    row = {**invented_rows(1, seed=7, silence=0)[0], "contrat": "cdi", "salaire": 30_000}
    text = read_everything(client, made_of([dict(row) for _ in range(150)]))
    assert "150 réponses" in text and "30\u202f000\u202f€" not in text
    assert "laisserait deviner" in text and "Trop peu" not in text


def test_one_person_in_a_region(client):
    rows = [{**row, "region": "11"} for row in invented_rows(200, silence=0)]
    rows[0]["region"] = "94"
    text = read_everything(client, made_of(rows))
    assert "200 réponses" in text


def test_absurd_pay(client):
    rows = invented_rows(200, silence=0)
    for row in rows:
        if row.get("salaire"):
            row["salaire"] = 999_999_500
    rows[0] |= {"contrat": "cdi", "salaire": 500}
    edition = made_of(rows)
    read_everything(client, edition)
    edition.delete()
    for at, row in enumerate(rows):
        if row.get("salaire"):
            row["salaire"] = 500 * (at + 1) ** 3
    read_everything(client, made_of(rows))


def test_a_question_that_nobody_answered(client):
    rows = [{**row, "genre": None} for row in invented_rows(200, silence=0)]
    text = read_everything(client, made_of(rows))
    assert 'id="intitule"' in text


def test_a_breakdown_of_two_hundred_options(client):
    options = tuple((f"option-{i}", f"Option {i}") for i in range(200))
    questions = [
        AskedQuestion(q.code, q.label, q.short_label, q.kind, options, q.can_decline)
        if q.code == "intitule"
        else q
        for q in asked_questions()
    ]
    rows = [
        {**row, "intitule": f"option-{at % 200 if at % 3 else 0}"}
        for at, row in enumerate(invented_rows(900, silence=0))
    ]
    text = read_everything(client, made_of(rows, questions))
    assert "Option 0" in text and "non publié" in text
    # Named, every one, in one sentence and not in two hundred rows.
    folded = text.split("Non publié, moins de 11 réponses ou voisin à protéger")[1].split("</p>")[0]
    assert all(f"Option {rank}" in folded for rank in (1, 99, 199))
    drawn = text.split('id="intitule"')[1].split("<details")[0]
    assert drawn.count("<li>") < 10


@pytest.mark.parametrize(
    "path",
    [
        "9999/resultats/",
        "0/resultats/",
        "99999999999999999999/resultats/",
        "2031/resultats/r0/",
        "2031/resultats/r99999999999999999999/",
        "2031/resultats/r1/citation.doc",
        "2031/resultats/%F0%9F%98%80/",
        "2031/resultats/genre/integrer/?x=%00",
        "2031/resultats/-/",
        "2031/resultats/r1/x.csv",
        "99999999999999999999/methode/",
        "99999999999999999999/explorer/",
        "api/v1/editions/99999999999999999999/",
        "api/v1/editions/2031/tableaux/%2e%2e/",
        "api/v1/editions/?page=%00",
        "2031/explorer/?mesure=%F0%9F%98%80&selon=%00&a=%00",
        "2031/resultats/?%00=%00&rev=99999999999999999999",
    ],
)
def test_an_odd_address_gets_a_sentence_and_never_an_error(client, path):
    published(60, year=YEAR)
    response = client.get(f"/enquete/{path}")
    assert response.status_code in (200, 400, 404)
    assert len(response.content) > 20


def test_no_share_is_counted_in_a_threshold(client):
    """129 of 137 answered, told as « au moins 100 »: 99 would read 100 %, and they are 77 %."""
    edition = made_of(small_editions.rows(137, 0, 0.02), small_editions.questions())
    [table] = Shelf.of(edition).reading.tables.multis
    assert table.at_least and table.base == 100 and table.rows[0].count == 100
    page = read_everything(client, edition)
    figure = BeautifulSoup(page, "html.parser").find(id="reseaux")
    assert "au moins 100 réponses" in figure.text and "des effectifs, sans parts" in figure.text
    drawing = figure.find(role="img")
    assert "%" not in drawing.text + drawing["aria-label"] and "100" in drawing.text
    assert "%" not in figure.find("table").text
    csv = client.get(reverse("surveys:figure_csv", args=[YEAR, "reseaux"])).content.decode()
    assert "count_at_least" in csv and "percent" not in csv


def test_a_higher_threshold_is_the_one_that_pages_tell(client, settings):
    settings.SURVEY_MINIMUM = 40
    edition = EditionFactory(year=YEAR, published=True)
    publish(edition, guard(tabulate(invented_rows(300, 1), asked_questions()), 40))
    for url in (reverse("surveys:method"), reverse("surveys:edition_method", args=[YEAR])):
        page = " ".join(client.get(url).content.decode().split())
        assert "au moins 40" in page and "au moins 11" not in page and "au moins 30" not in page
        assert "sous 15" not in page


@pytest.mark.parametrize(
    ("mode", "told"), [("open", "à toute personne qui"), ("mail", "invitation")]
)
def test_whom_it_was_open_to_is_told_as_it_was(client, mode, told):
    edition = published(40, year=YEAR, mode=mode)
    page = client.get(edition.get_results_url()).content.decode()
    others = {"à toute personne qui", "sur invitation"} - {told, f"sur {told}"}
    assert told in page and not any(other in page for other in others)
