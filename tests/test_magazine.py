"""Articles and interviews, as read and as listed."""

from datetime import date, timedelta

import pytest

from cmsite.editorial.models import ArticleIndexPage
from tests.factories import EditorFactory, ProfileFactory
from tests.stories import article, interview

pytestmark = pytest.mark.django_db


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


BODY = [
    ("heading", "Un intertitre"),
    ("text", "<p>Un <b>passage</b>.</p>"),
    ("quote", {"text": "On lui tient la porte.", "person": "Jeanne Roux", "organisation": "Pau"}),
    ("steps", {"steps": [{"title": "Lire", "text": "Tout lire."}]}),
    ("note", {"text": "<p>Une note.</p>"}),
]


def test_article_shows_all_its_blocks_and_its_signature(client):
    html = page(client, article(slug="un", section="methode", body=BODY).url)
    for words in (
        '<h2 id="un-intertitre">Un intertitre</h2>',
        "passage",
        "On lui tient la porte.",
        "Jeanne Roux, Pau",
        "Tout lire.",
        "Une note.",
        "Méthode",
        "Solène Marchadier",
        "1&nbsp;min de lecture",
    ):
        assert words in html
    assert "14 janvier 2027" in " ".join(html.split())


def test_interview_shows_questions_and_a_link_to_the_profile(client):
    profile = ProfileFactory()
    html = page(client, interview(profile=profile).url)
    assert '<p class="question">Pourquoi\u202f?</p>' in html
    assert "Parce que." in html
    assert f'href="{profile.get_absolute_url()}"' in html
    assert "Propos recueillis par" in html


def test_interview_never_links_to_a_profile_that_is_offline(client):
    profile = ProfileFactory(live=False, name="Hors Ligne")
    html = page(client, interview(profile=profile).url)
    assert profile.slug not in html
    assert "Gwenaël Le Bihan" in html


def test_what_editors_type_is_escaped(client):
    html = page(client, article(title="<script>alert(1)</script>", standfirst="<b>a").url)
    assert "<script>alert" not in html
    assert "<b>a" not in html


def test_reading_next_is_hidden_when_there_is_nothing_else(client):
    alone = article()
    assert "À lire ensuite" not in page(client, alone.url)
    interview(title="Une autre histoire")
    html = page(client, alone.url)
    assert "À lire ensuite" in html
    assert "Une autre histoire" in html


def test_reading_time_counts_words_not_markup():
    story = article(body=[("text", "<p>" + "<b>mot</b> " * 441 + "</p>")])
    assert story.reading_minutes == 3


def test_drafts_are_not_found(client):
    assert client.get(f"/articles/{article(live=False).slug}/").status_code == 404


def test_lists_are_paginated_the_latest_first(client):
    for number in range(14):
        article(title=f"Article n° {number:02}", published_on=date(2027, 1, 1) + timedelta(number))
    first, second = page(client, "/articles/"), page(client, "/articles/?page=2")
    assert first.index("n° 13") < first.index("n° 02")
    assert "n° 01" not in first
    assert "n° 01" in second
    assert 'rel="canonical" href="' in second
    assert '/articles/?page=2"' in second


@pytest.mark.parametrize("number", ["0", "-1", "9999", "abc", "'", ""])
def test_unlikely_page_numbers_show_a_page(client, number):
    article()
    page(client, f"/articles/?page={number}")


def test_empty_list_says_so(client):
    assert "Rien n’est encore paru ici." in page(client, "/interviews/")


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_a_list_do_not_grow(client, count, django_assert_max_num_queries):
    for _ in range(count):
        article()
    client.get("/articles/")
    with django_assert_max_num_queries(10):
        client.get("/articles/")


def test_queries_of_an_interview(client, django_assert_max_num_queries):
    url = interview(profile=ProfileFactory()).url
    for _ in range(4):
        article()
    client.get(url)
    with django_assert_max_num_queries(16):
        client.get(url)


def test_editor_can_write_and_preview_in_the_admin(client):
    client.force_login(EditorFactory())
    index = ArticleIndexPage.objects.get()
    assert client.get(f"/admin/pages/add/editorial/article/{index.pk}/").status_code == 200
    story = article(title="À relire")
    assert client.get(f"/admin/pages/{story.pk}/edit/").status_code == 200
    preview = client.get(f"/admin/pages/{story.pk}/view_draft/")
    assert "À relire" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "unsafe" not in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
