"""« Utile »: one voice a browser, given or taken back, and nobody known by it."""

import pytest
from django.test import Client

from cmsite.toolbox import votes
from cmsite.toolbox.models import Tool, Vote
from tests.factories import UserFactory
from tests.test_toolbox import make

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


def vote(client, tool: Tool, **headers):
    return client.post(f"/outils/{tool.slug}/utile/", headers=HERE | headers)


def test_a_voice_is_given_once_then_taken_back(client):
    tool = make()
    response = vote(client, tool, Referer="http://testserver/outils/?etape=veille#x")
    assert response.status_code == 303
    assert response["Location"] == "http://testserver/outils/?etape=veille#utile-fil-d-eau"
    page = client.get(tool.get_absolute_url()).text
    assert "Merci" in page and 'aria-pressed="true"' in page
    assert Vote.objects.count() == 1
    vote(client, tool)
    assert not Vote.objects.exists()
    assert 'aria-pressed="false"' in client.get(tool.get_absolute_url()).text


def test_two_browsers_are_two_voices_and_signing_in_changes_nothing(client):
    tool = make()
    vote(Client(), tool)
    vote(client, tool)
    client.force_login(UserFactory())
    vote(client, tool)  # taken back: the browser is the same
    assert Vote.objects.count() == 1


def test_nothing_kept_tells_whose_voice_it_is(client):
    one, other = make("Un"), make("Deux")
    vote(client, one)
    vote(client, other)
    rows = list(Vote.objects.values())
    assert set(rows[0]) == {"id", "tool_id", "voter"}
    assert rows[0]["voter"] != rows[1]["voter"]
    cookie = client.cookies["utile"]
    assert cookie["httponly"] and cookie["path"] == "/outils/" and cookie["samesite"] == "Lax"
    assert not any(row["voter"] in cookie.value for row in rows)


def test_a_forged_cookie_is_no_voice(client):
    tool = make()
    client.cookies["utile"] = "abc:def:ghi"
    assert client.get(tool.get_absolute_url()).status_code == 200
    vote(client, tool)
    assert client.cookies["utile"].value != "abc:def:ghi"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {}],
    ids=["fetch metadata", "origin", "nothing"],
)
def test_another_site_cannot_vote(client, headers):
    tool = make()
    client.post(f"/outils/{tool.slug}/utile/", headers=headers)
    assert not Vote.objects.exists()


def test_an_old_browser_votes_by_its_origin(client):
    tool = make()
    client.post(f"/outils/{tool.slug}/utile/", headers={"Origin": "http://testserver"})
    assert Vote.objects.count() == 1


def test_one_place_does_not_stuff_the_box(monkeypatch):
    monkeypatch.setattr(votes, "PER_TOOL", 3)
    tool = make()
    for _ in range(5):
        vote(Client(), tool)
    assert Vote.objects.count() == 3


@pytest.mark.parametrize("referer", ["https://ailleurs.example/", "//ailleurs.example/", "zut"])
def test_nobody_is_sent_elsewhere_after_voting(client, referer):
    tool = make()
    location = vote(client, tool, Referer=referer)["Location"]
    assert "ailleurs" not in location


def test_a_draft_takes_no_voice(client):
    tool = make(live=False)
    assert vote(client, tool).status_code == 404
    assert client.get(f"/outils/{tool.slug}/utile/").status_code == 405


def test_voices_sort_and_show(client):
    few, many = make("Peu"), make("Beaucoup", stage="mesure")
    for index in range(3):
        vote(Client(), many) if index else vote(Client(), few)
    response = client.get("/outils/?tri=utile&vue=tableau")
    assert [tool.name for tool in response.context["tools"]] == ["Beaucoup", "Peu"]
    assert "<table>" in response.text
    assert client.get("/outils/?tri=zut").status_code == 400


def test_some_tools_are_compared(client):
    one, two = make("Un"), make("Deux")
    make("Trois")
    one.alternatives.add(two)
    url = client.get(one.get_absolute_url()).context["compare"]
    assert [tool.name for tool in client.get(url).context["tools"]] == ["Deux", "Un"]
