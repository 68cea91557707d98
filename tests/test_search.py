"""The site’s search: articles, interviews, profiles, whatever is typed."""

import pytest

from cmsite.search import MAX_QUERY, clean_query
from directory.models import Profile
from tests.factories import ProfileFactory, commune
from tests.published import published
from tests.stories import article, interview

pytestmark = pytest.mark.django_db
URL = "/recherche/"


def page(client, query):
    response = client.get(URL, {"q": query})
    assert response.status_code == 200
    return response.text.replace("<mark>", "").replace("</mark>", "")


def test_results_come_in_groups(client):
    article(title="La modération sans fatigue")
    interview(title="Une modération de nuit")
    ProfileFactory(name="Ivo Castan", headline="Modération de forums")
    html = page(client, "modération")
    for words in (
        "La modération sans fatigue",
        "Une modération de nuit",
        "Ivo Castan",
        "3 résultats",
    ):
        assert words in html


def test_accents_may_be_left_out(client):
    article(title="Métier")
    assert "1 résultat " in page(client, "metier")


def test_profiles_are_found_by_their_town(client):
    ProfileFactory(name="Loïc Payet", commune=commune("97411"))
    assert "Loïc Payet" in page(client, "saint-denis")


def test_body_of_an_article_is_searched(client):
    article(title="Sans rapport", body=[("text", "<p>Une histoire de coquelicots.</p>")])
    assert "Sans rapport" in page(client, "coquelicots")


def test_drafts_are_never_found(client):
    article(title="Brouillon secret", live=False)
    ProfileFactory(name="Discret Absolu", live=False)
    assert "Aucun résultat" in page(client, "secret")
    assert "Aucun résultat" in page(client, "discret")


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '"a',
        "\x00",
        "a\x00b",
        "   ",
        "'",
        "’",
        "%",
        "100 %",
        "*",
        "a*",
        "(",
        ")",
        "a OR",
        "NOT",
        "a AND",
        "NEAR(a b)",
        "title:x",
        "-",
        "^a",
        "{a}",
        "\\",
        "x" * 5000,
        "é " * 2500,
        "<b>",
        "😀",
        "a&b",
        "a|b",
        "a:b",
        "!a",
        "<->",
    ],
)
def test_nothing_typed_breaks_it(client, query):
    article(title="Bonjour")
    page(client, query)


def test_query_is_shown_escaped(client):
    html = page(client, "<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_empty_query_shows_only_the_form(client):
    html = page(client, "")
    assert "résultat" not in html.partition("<main")[2].partition("</main>")[0]


def test_long_query_is_cut():
    assert len(clean_query("mot " * 2000)) <= MAX_QUERY


@pytest.mark.parametrize("count", [1, 9])
def test_queries_do_not_grow_with_results(client, count, django_assert_max_num_queries):
    for number in range(count):
        article(title=f"Modération {number}")
        ProfileFactory(headline="Modération")
    with django_assert_max_num_queries(20):
        page(client, "modération")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_only_reads(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_completion_ignores_accents_too():
    ProfileFactory(name="Éloïse Lambert")
    assert [profile.name for profile in Profile.objects.published().autocomplete("eloi")] == [
        "Éloïse Lambert"
    ]


@pytest.mark.parametrize(
    "block",
    [
        ("points", {"points": [{"title": "Un coquelicot", "text": "<p>Suite.</p>"}]}),
        ("steps", {"steps": [{"title": "Un coquelicot", "text": ""}]}),
        ("checklist", {"title": "Un coquelicot", "items": ["Un"]}),
        ("heading", "Un coquelicot"),
    ],
)
def test_every_kind_of_block_is_found_outside_of_its_page(client, block):
    """Points are numbered by the page that shows them: the search shows their words alone."""
    article(title="Sans rapport", body=[block])
    html = page(client, "coquelicot")
    assert "Sans rapport" in html and "Un coquelicot" in html


def test_a_question_of_the_survey_leads_to_the_figure_of_its_answers(client):
    edition = published(year=2031)
    edition.ask_core_questions()
    for code in ("genre", "salaire"):
        question = edition.edition_questions.select_related("question").get(question__code=code)
        html = page(client, question.question.label)
        figure = "profil-salaire" if code == "salaire" else code
        assert f'href="/enquete/2031/resultats/{figure}/"' in html
        assert client.get(f"/enquete/2031/resultats/{figure}/").status_code == 200
    assert "1 résultat " in page(client, "enquête genre")
    # Free texts are in no figure.
    unsaid = edition.edition_questions.select_related("question").get(question__code="manque")
    html = page(client, unsaid.question.label)
    assert f'href="{edition.get_results_url()}"' in html
