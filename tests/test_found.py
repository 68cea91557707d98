"""Found and followed: feeds that others read, schemas, pictures, sitemap, canonical addresses."""

import io
import json
import re
from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from taggit.models import Tag

from cmsite.editorial import share
from cmsite.editorial.models import ArticleSubject, Link
from tests.factories import ProfileFactory
from tests.stories import article, interview
from tests.test_toolbox import make

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


@pytest.fixture
def magazine():
    story = article(title="Le <b>rond-point</b> & la place", section="methode")
    tag = Tag.objects.create(name="Modération", slug="moderation")
    ArticleSubject.objects.create(content_object=story, tag=tag)
    interview(title="Une nuit de tempête")
    make("Fil d’eau")
    Link.objects.create(
        title="Lu ailleurs",
        address="https://ailleurs.example/texte",
        key="ailleurs.example/texte",
        source="Ailleurs",
        comment="À lire.",
    )
    return story


FEEDS = {
    "/flux/tout.xml": {"Le <b>rond-point</b> & la place", "Une nuit de tempête"},
    "/flux/entretiens.xml": {"Une nuit de tempête"},
    "/flux/rubrique/methode.xml": {"Le <b>rond-point</b> & la place"},
    "/flux/rubrique/carrieres.xml": set(),
    "/flux/sujet/moderation.xml": {"Le <b>rond-point</b> & la place"},
    "/flux/revue-de-web.xml": {"Lu ailleurs"},
    "/outils/nouveautes.xml": {"Fil d’eau"},
    "/flux/outils/veille.xml": {"Fil d’eau"},
    "/flux/outils/mesure.xml": set(),
}


@pytest.mark.parametrize(("url", "titles"), FEEDS.items())
def test_an_independent_reader_reads_each_feed(client, magazine, url, titles):
    response = client.get(url)
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo and feed.version == "atom10"
    assert {entry.title_detail.value for entry in feed.entries} == titles
    assert all(entry.title_detail.type == "text/plain" for entry in feed.entries)
    assert feed.feed.updated_parsed and feed.feed.id == SITE + url
    assert {"rel": "self", "href": SITE + url}.items() <= next(
        dict(link) for link in feed.feed.links if link.rel == "self"
    ).items()
    for entry in feed.entries:
        assert entry.link.startswith(f"{SITE}/") and entry.updated_parsed and entry.summary
        assert client.get(entry.link.removeprefix(SITE)).status_code == 200
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


@pytest.mark.parametrize(
    "url", ["/flux/rubrique/zut.xml", "/flux/sujet/zut.xml", "/flux/outils/zut.xml"]
)
def test_there_is_no_feed_of_nothing(client, url):
    assert client.get(url).status_code == 404


def test_a_draft_is_in_no_feed(client, magazine):
    magazine.unpublish()
    for url in FEEDS:
        assert "rond-point" not in client.get(url).text


def test_feeds_only_read_and_an_empty_one_does_not_change(client, time_machine):
    assert client.post("/flux/tout.xml").status_code == 405
    before = client.get("/flux/tout.xml").content
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert client.get("/flux/tout.xml").content == before


def test_a_page_lists_every_feed(client, magazine):
    text = client.get("/suivre/").text
    for url in ("/flux/tout.xml", "/flux/sujet/moderation.xml", "/outils/nouveautes.xml"):
        assert f'href="{url}"' in text


# --- schema.org -------------------------------------------------------------------------------
def schemas(client, url: str) -> dict[str, dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(url).text)
    data = [json.loads(one) for one in found]
    assert all(one["@context"] == "https://schema.org" for one in data)
    return {one["@type"]: one for one in data}


def test_the_front_page_tells_how_to_search(client):
    action = schemas(client, "/")["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/recherche/?q={{search_term_string}}"


def test_a_story_is_an_article_with_its_place(client, magazine):
    found = schemas(client, magazine.url)
    told = found["Article"]
    assert told["headline"] == "Le <b>rond-point</b> & la place"
    assert told["url"].startswith(SITE) and told["image"].startswith(f"{SITE}/partage/article-")
    assert told["datePublished"] == "2027-01-14"
    trail = found["BreadcrumbList"]["itemListElement"]
    assert [one["position"] for one in trail] == list(range(1, len(trail) + 1))
    assert trail[-1]["name"] == magazine.title
    assert all(one["item"].startswith(SITE) for one in trail)


@pytest.mark.parametrize(
    "url", ["/articles/", "/interviews/", "/outils/", "/articles/rubrique/methode/"]
)
def test_lists_are_lists(client, magazine, url):
    told = schemas(client, url)["ItemList"]
    assert told["numberOfItems"] == len(told["itemListElement"]) == 1
    assert told["itemListElement"][0]["url"].startswith(f"{SITE}/")


@pytest.mark.parametrize("url", ["/outils/fil-d-eau/", "/a-propos/", "/suivre/"])
def test_pages_say_where_they_stand(client, magazine, url):
    assert schemas(client, url)["BreadcrumbList"]["itemListElement"][0]["item"] == f"{SITE}/"


# --- Pictures ---------------------------------------------------------------------------------
def test_each_page_has_a_picture_that_we_draw(client, magazine):
    call_command("load_indicators", verbosity=0)
    pages = ("/", magazine.url, "/outils/fil-d-eau/", "/outils/indicateurs/portee/", "/a-propos/")
    pictures = set()
    for page in pages:
        text = client.get(page).text
        assert text.count('property="og:title"') == text.count('property="og:image"') == 1
        address = re.search(r'og:image" content="([^"]+)"', text)[1]
        response = client.get(address.removeprefix(SITE))
        assert response["Content-Type"] == "image/png" and "public" in response["Cache-Control"]
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        pictures.add(address.partition("?")[0])
    assert len(pictures) == 4  # the last page has that of the site


@pytest.mark.parametrize("url", ["/partage/article-1.png", "/partage/zut-1.png"])
def test_there_is_no_picture_of_what_nobody_reads(client, url):
    assert client.get(url).status_code == 404


def test_a_draft_has_no_picture(client, magazine):
    url = share.address(magazine).partition("?")[0]
    assert client.get(url).status_code == 200
    magazine.unpublish()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("title", ["", "漢字 العربية", "x" * 400, "mot " * 80, "‮‮"])
def test_any_title_can_be_drawn(title):
    assert share.draw(share.Sign("", title, title))[:4] == b"\x89PNG"


def test_a_profile_keeps_its_own_picture_alone(client):
    text = client.get(ProfileFactory().get_absolute_url()).text
    assert text.count('property="og:image"') == 1


# --- Addresses --------------------------------------------------------------------------------
def test_the_sitemap_holds_what_there_is_to_find(client, magazine):
    call_command("load_indicators", verbosity=0)
    text = client.get("/sitemap.xml").text
    for path in (
        "/",
        magazine.url,
        "/outils/fil-d-eau/",
        "/outils/indicateurs/portee/",
        "/confidentialite/",
        "/revue-de-web/",
    ):
        assert f"<loc>{SITE}{path}</loc>" in text


def test_a_filtered_list_has_the_address_of_the_list(client, magazine):
    text = client.get("/outils/?prix=gratuit").text
    assert f'<link rel="canonical" href="{SITE}/outils/">' in text


def test_a_subject_of_interviews_alone_has_its_feed_there_too(client):
    told = interview()
    told.tags.add("podcast")
    told.save_revision().publish()
    assert 'href="/flux/sujet/podcast.xml"' in client.get("/suivre/").text
    assert client.get("/flux/sujet/podcast.xml").status_code == 200
