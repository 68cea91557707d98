"""What stands around a story: series, answers, the same subject; its lists; what it costs."""

import gzip
import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cmsite.editorial.models import Cosigner, Series
from tests.comments import comment
from tests.factories import ProfileFactory
from tests.pictures import picture
from tests.sources import ROOT
from tests.stories import article, interview
from tests.test_article_blocks import COMPARISON, TABLE, indicator, points, tool

pytestmark = pytest.mark.django_db
STATIC = ROOT / "cmsite/static"


def tagged(page, *words):
    page.tags.add(*words)
    page.save()
    return page


def test_a_series_is_walked_in_order_over_articles_and_interviews(client):
    series = Series.objects.create(title="Trois maisons", slug="trois-maisons")
    one, two, three = (
        make(title=title, series=series, published_on=date(2026, 1, day))
        for make, title, day in (
            (interview, "La première", 3),
            (article, "La deuxième", 5),
            (interview, "La troisième", 9),
        )
    )
    interview(title="La cachée", series=series, live=False)
    text = client.get(two.url).text
    assert "Série, 2 sur 3" in text and "La cachée" not in text
    assert (
        f'<a href="{one.url}" rel="prev">' in text and f'<a href="{three.url}" rel="next">' in text
    )
    listed = client.get(series.get_absolute_url()).text
    assert listed.index("La première") < listed.index("La deuxième") < listed.index("La troisième")


def test_alone_in_its_series_a_story_says_nothing_of_it(client):
    series = Series.objects.create(title="Seule", slug="seule")
    assert "Série," not in client.get(article(series=series).url).text


def test_an_answer_and_what_it_answers_lead_to_each_other(client):
    first = article(title="La thèse")
    answer = article(title="La réponse", replies_to=first)
    assert f'En réponse à <a href="{first.url}">La thèse</a>' in client.get(answer.url).text
    text = client.get(first.url).text
    assert "Des articles y répondent" in text and f'<a href="{answer.url}">La réponse</a>' in text
    PageViewRestriction.objects.create(page=answer, restriction_type="login")
    assert "La réponse" not in client.get(first.url).text


def test_the_same_subject_first_by_words_then_by_section_and_hidden_when_empty(client):
    one = tagged(article(section="outils"), "Veille", "Mesure")
    assert "Sur le même sujet" not in client.get(one.url).text
    both = tagged(interview(title="Deux mots"), "veille", "mesure")
    single = tagged(article(title="Un mot", section="methode"), "mesure")
    near = article(title="La rubrique", section="outils")
    article(title="Rien à voir", section="methode")
    text = client.get(one.url).text
    places = [text.index(page.title) for page in (both, single, near)]
    assert places == sorted(places) and places[-1] < text.index("À lire ensuite")
    assert text.index("À lire ensuite") < text.index("Rien à voir")


def test_sections_subjects_and_signatures_have_pages(client):
    one = tagged(article(title="À nous deux", section="methode"), "L’écoute")
    Cosigner.objects.create(article=one, name="Hugo Nys")
    tagged(interview(title="En face"), "l’écoute")
    for url, words in (
        ("/articles/rubrique/methode/", "À nous deux"),
        ("/articles/sujet/lecoute/", "En face"),
        ("/articles/signature/hugo-nys/", "À nous deux"),
        ("/articles/signature/solene-marchadier/", "En face"),
    ):
        assert words in client.get(url).text, url
    text = client.get(one.url).text
    assert (
        'href="/articles/sujet/lecoute/"' in text and 'href="/articles/rubrique/methode/"' in text
    )
    assert "Solène Marchadier</a> et <a" in text
    for url in ("rubrique/autre", "sujet/autre", "signature/personne", "serie/autre"):
        assert client.get(f"/articles/{url}/").status_code == 404
    assert client.get("/articles/rubrique/outils/").status_code == 404


def test_cosigners_lead_to_their_public_profile(client):
    profile = ProfileFactory()
    page = article()
    Cosigner.objects.create(article=page, name="Awa", profile=profile)
    assert (
        f'<a href="{profile.get_absolute_url()}" rel="author">Awa</a>' in client.get(page.url).text
    )
    profile.visibility = "inscrits"
    profile.save()
    assert profile.get_absolute_url() not in client.get(page.url).text


def test_machines_read_everyone_who_signs(client):
    profile = ProfileFactory()
    page = article(author_name="Solène")
    Cosigner.objects.create(article=page, name="Awa", profile=profile)
    blocks = re.findall(r'"application/ld\+json">(.*?)</script>', client.get(page.url).text, re.S)
    [read] = [one for block in blocks if (one := json.loads(block))["@type"] == "Article"]
    assert [who["name"] for who in read["author"]] == ["Solène", "Awa"]
    assert read["author"][1]["url"].endswith(profile.get_absolute_url())
    assert read["headline"] == page.title and read["datePublished"] == "2027-01-14"
    assert {"BreadcrumbList"} <= {json.loads(block)["@type"] for block in blocks}


@pytest.mark.parametrize("count", [1, 50])
def test_an_article_with_everything_is_read_in_fifteen_queries(
    client, count, django_assert_max_num_queries
):
    series = Series.objects.create(title="Une série", slug="une-serie")
    first = article(series=series)
    image = picture()
    tools = [tool(name=f"Outil {n}", slug=f"outil-{n}") for n in range(min(count, 5))]
    people = ProfileFactory.create_batch(min(count, 5))
    shown = {"image": image.pk, "alternative": "a", "caption": "", "credit": "c"}
    body = [("heading", f"Partie {n}") for n in range(count)]
    body += [points("Un", "Deux")] * count + [COMPARISON, TABLE] * count
    body += [("picture", shown)] * count
    body += [("tool", {"tool": one.pk, "comment": ""}) for one in tools]
    body += [("profile", {"profile": one.pk}) for one in people]
    body += [("indicator", {"indicator": indicator().pk})]
    page = article(
        body=body,
        series=series,
        replies_to=first,
        author_profile=people[0],
        published_on=timezone.localdate(),
    )
    tagged(page, *(f"mot {n}" for n in range(min(count, 8))))
    Cosigner.objects.create(article=page, name="Avec", profile=people[-1])
    for _ in range(min(count, 20)):
        article(replies_to=page)
    for _ in range(count):
        answered = comment(page)
        comment(page, parent=answered)
    client.get(page.url)
    with django_assert_max_num_queries(15):
        response = client.get(page.url, headers={"cookie": "sessionid=x"})
    assert "Une série" in response.text
    if count == 1:
        assert len(response.content) < 60_000


def test_an_article_weighs_less_than_a_hundred_kilobytes(client):
    """As production sends it, with everything it loads but pictures, and fifty comments."""
    body = [part for n in range(12) for part in (("heading", f"Partie {n}"), points("Un", "Deux"))]
    body += [("text", f"<p>{'Une phrase de longueur moyenne. ' * 40}</p>")] * 12
    page = article(body=body, published_on=timezone.localdate())
    for number in range(50):
        comment(page, text=f"Un avis plutôt long, le numéro {number}. " * 12)
    html = client.get(page.url).text
    assert "<script src" not in html
    loaded = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    styles = (STATIC / "site.css").read_text()
    loaded |= set(re.findall(r'url\("([^"]+)"\)', styles))
    assert {"site.css", "icons.svg", "fonts/carte-texte.woff2"} <= loaded
    weight = len(gzip.compress(html.encode()))
    for name in loaded:
        content = (STATIC / name).read_bytes()
        weight += len(content if name.endswith("woff2") else gzip.compress(content))
    assert weight < 100_000


def test_an_interview_is_read_in_fifteen_queries(client, django_assert_max_num_queries):
    series = Series.objects.create(title="Une série", slug="une-serie")
    page = interview(profile=ProfileFactory(), series=series, portrait=picture())
    tagged(page, "un", "deux")
    for day in range(5):
        interview(series=series, published_on=date(2026, 1, 1) + timedelta(day))
    client.get(page.url)
    with django_assert_max_num_queries(15):
        client.get(page.url, headers={"cookie": "sessionid=x"})
