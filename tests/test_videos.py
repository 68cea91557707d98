"""A video of an article: a picture of ours, and once asked for, the player of its site."""

import uuid

import pytest
from django.urls import reverse

from cmsite.editorial.players import player
from tests.pictures import picture
from tests.stories import article

WATCHED = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (WATCHED, PLAYER),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", PLAYER),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", PLAYER),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        (
            "https://www.dailymotion.com/video/x8abcd",
            "https://geo.dailymotion.com/player.html?video=x8abcd",
        ),
        (
            "https://video.blender.org/w/3d95fb3d-c866-42c8-9db1-fe82f48ccb95",
            "https://video.blender.org/videos/embed/3d95fb3d-c866-42c8-9db1-fe82f48ccb95?autoplay=1",
        ),
        ("https://vimeo.com/channels/staffpicks", ""),
        ("https://www.youtube.com/playlist?list=PLabcdefghijkl", ""),
        ("https://www.youtube.com/c/UneChaine", ""),
        ("https://www.youtube.com/watch?v=../../x", ""),
        ("https://www.youtube.com/watch?v=a%22onload%3D", ""),
        ("https://youtube.com.example/watch?v=dQw4w9WgXcQ", ""),
        ("http://video.example/w/abcdefghijkl", ""),
        ("https://video.example/w/'><script>", ""),
        ("https://[::1/w/abcdefghijkl", ""),
        ("https://video.example:99999/w/abcdefghijkl", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_player_is_known_from_the_address_alone(address, expected):
    assert player(address) == expected


@pytest.fixture
def story(db):
    value = {"title": "Une leçon", "poster": picture().pk, "address": WATCHED}
    return article(body=[("video", value), ("text", "<p>Fin.</p>")])


def frame(story, block: str = "") -> str:
    return reverse("magazine:video", args=[story.pk, block or story.body[0].id])


def test_the_article_keeps_its_policy_and_the_frame_has_its_own(client, story):
    page = client.get(story.url)
    assert f'data-lecteur="{frame(story)}"' in page.text and "video.js" in page.text
    assert "youtube-nocookie" not in page.text + page["Content-Security-Policy"]
    framed = client.get(frame(story))
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in framed["Content-Security-Policy"].split(";")
    )
    assert policy["frame-src"] == "https://www.youtube-nocookie.com"
    assert policy["frame-ancestors"] == "'self'" and framed["X-Frame-Options"] == "SAMEORIGIN"
    assert policy["script-src"] == "'self'"
    assert f'src="{PLAYER}"' in framed.text.replace("&amp;", "&") and "Une leçon" in framed.text


def test_no_other_frame_can_be_asked_for(client, story):
    assert client.get(frame(story, str(uuid.uuid4()))).status_code == 404
    assert client.get(frame(story, story.body[1].id)).status_code == 404
    assert client.get(f"/video/{story.get_parent().pk}/{story.body[0].id}/").status_code == 404
    assert client.get("/video/999999999/pas-un-bloc/").status_code == 404
    story.unpublish()
    assert client.get(frame(story)).status_code == 404


def test_a_site_without_a_known_player_is_opened_in_a_tab(client, db):
    value = {"title": "Autre", "poster": picture().pk, "address": "https://films.example/42"}
    story = article(body=[("video", value)])
    html = client.get(story.url).text
    assert "data-lecteur" not in html and "dans un nouvel onglet" in html
    assert client.get(frame(story)).status_code == 404


def test_an_article_without_a_video_has_no_script_for_it(client, db):
    assert "video.js" not in client.get(article(body=[("text", "<p>Rien.</p>")]).url).text
