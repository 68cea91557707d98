"""Pages are kept whole for visitors, until anything they show changes, and for nobody else."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cmsite import page_cache
from cmsite.toolbox.models import Indicator
from directory.models import Profile
from surveys.models import ChapterComment, Reuse
from tests.factories import EditionFactory, ProfileFactory, UserFactory
from tests.published import published
from tests.stories import article
from tests.test_toolbox import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
DAY = timedelta(days=1)


def told(client, url: str = "/", **headers) -> str:
    """« neuve », « gardee », or "" for a page that is not kept."""
    return client.get(url, headers=headers).get("X-Page", "")


def is_kept(url: str = "/") -> bool:
    told(Client(), url)
    return told(Client(), url) == "gardee"


def test_a_page_is_rendered_once_for_all_visitors(django_assert_num_queries):
    first = Client().get("/")
    assert first["X-Page"] == "neuve"
    with django_assert_num_queries(0):
        again = Client().get("/")
    assert again["X-Page"] == "gardee" and again.content == first.content
    for header in ("Content-Type", "Content-Security-Policy", "X-Frame-Options", "Vary"):
        assert again[header] == first[header]
    assert Client().head("/")["X-Page"] == "gardee"


def test_a_browser_that_has_it_is_told_so():
    tag = Client().get("/")["ETag"]
    assert Client().get("/", headers={"If-None-Match": tag}).status_code == 304
    assert Client().get("/")["Cache-Control"] == "no-cache"


def test_the_address_is_all_of_it():
    make("Un")
    assert "Un" in Client().get("/outils/?etape=veille").text
    assert told(Client(), "/outils/?etape=mesure") == "neuve"
    assert told(Client(), "/outils/?etape=veille") == "gardee"
    assert told(Client(), "/outils/?x=" + "y" * 400) == ""


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "utile", "autre"])
def test_a_visitor_with_something_of_their_own_is_answered_apart(client, cookie):
    assert is_kept()
    client.cookies[cookie] = "x"
    assert told(client) == ""


def test_somebody_signed_in_neither_fills_nor_reads_it(client):
    client.force_login(UserFactory())
    assert told(client) == ""
    assert told(Client()) == "neuve"


def test_results_are_the_same_for_everybody_and_given_to_the_others_too(
    client, django_assert_num_queries
):
    url = published(120).get_results_url()
    client.force_login(UserFactory())
    assert told(client, url) == ""
    first = Client().get(url)
    assert (first["X-Page"], "Cookie" in first.get("Vary", "")) == ("neuve", False)
    with django_assert_num_queries(0):
        again = client.get(url)
    assert (again["X-Page"], again.content) == ("gardee", first.content)
    assert again["ETag"] == first["ETag"]
    # Nothing else of the survey is given to who has something of their own.
    assert is_kept("/enquete/")
    assert told(client, "/enquete/") == ""


@pytest.mark.parametrize(
    "url",
    ["/outils/proposer/", "/compte/connexion/", "/carte/interactive/", "/annuaire/", "/rien/"],
)
def test_forms_lists_of_members_and_errors_are_never_kept(url):
    assert not is_kept(url)


def test_nothing_is_kept_of_a_form_whatever_its_view(monkeypatch):
    monkeypatch.setattr(page_cache, "KEPT", page_cache.KEPT | {"toolbox:suggest"})
    assert not is_kept("/outils/proposer/")


def test_a_profile_is_rendered_each_time():
    profile = ProfileFactory()
    assert not is_kept(profile.get_absolute_url())


# --- What purges ------------------------------------------------------------------------------
def publish(page: Page) -> None:
    page.save_revision().publish()


CHANGES = {
    "a page is published": lambda story, *_: publish(story),
    "a page is withdrawn": lambda story, *_: story.unpublish(),
    "a page is deleted": lambda story, *_: story.delete(),
    "a tool is written": lambda *_: make("Autre"),
    "a tool is deleted": lambda story, tool, profile: tool.delete(),
    "alternatives change": lambda story, tool, profile: tool.alternatives.add(make("Autre")),
    "an indicator is written": lambda *_: Indicator.objects.create(
        name="I", slug="i", family="business", definition="d", source="s", pitfalls="p"
    ),
    "a profile is saved": lambda story, tool, profile: profile.save(),
    "a profile is hidden": lambda *_: Profile.objects.update(visibility="prive"),
    "a profile is erased": lambda story, tool, profile: profile.delete(),
    "an edition is dated": lambda *_: EditionFactory(announced=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_shows_purges(change, django_capture_on_commit_callbacks):
    story, tool, profile = article(), make(), ProfileFactory()
    assert is_kept()
    with django_capture_on_commit_callbacks(execute=True):
        change(story, tool, profile)
    assert told(Client()) == "neuve"


@pytest.mark.parametrize(
    "said",
    [
        ChapterComment(chapter="metier", text="Ce que nous en disons."),
        Reuse(title="Un article", outlet="Ce que nous en disons."),
    ],
    ids=["comment", "reuse"],
)
def test_what_editors_add_to_results_shows_at_once(said, django_capture_on_commit_callbacks):
    said.edition = published(120)
    url = said.edition.get_results_url()
    assert is_kept(url)
    with django_capture_on_commit_callbacks(execute=True):
        said.save()
    assert "Ce que nous en disons." in Client().get(url).text


def test_what_does_not_show_purges_nothing(django_capture_on_commit_callbacks):
    story, tool = article(), make()
    assert is_kept()
    with django_capture_on_commit_callbacks(execute=True):
        story.title = "Brouillon"
        story.save_revision()
        Client().post(f"/outils/{tool.slug}/utile/", headers={"Sec-Fetch-Site": "same-origin"})
        UserFactory()
    assert told(Client()) == "gardee"


def test_a_page_rendered_during_a_publication_is_not_kept_after_it(monkeypatch):
    """What was read before a change must not be kept under the edition that follows it."""
    original = page_cache.is_for_everybody

    def slow(*args):
        page_cache.forget()  # somebody publishes meanwhile
        return original(*args)

    monkeypatch.setattr(page_cache, "is_for_everybody", slow)
    assert told(Client()) == "neuve"
    monkeypatch.undo()
    assert told(Client()) == "neuve"


def test_a_forgotten_edition_never_comes_back():
    words = set()
    for _ in range(3):
        words.add(page_cache.edition())
        page_cache.forget()
    assert len(words) == 3


def test_every_worker_shares_it(settings):
    """Nothing of it is in the memory of a process."""
    word = page_cache.edition()
    caches["edition"].close()
    backend = settings.CACHES["edition"]["BACKEND"]
    assert "locmem" not in backend
    assert caches.create_connection("edition").get(page_cache.WORD) == word


# --- The clock --------------------------------------------------------------------------------
@pytest.mark.parametrize("moment", ["opens_at", "closes_at", "results_at"])
def test_no_page_outlives_an_instant_of_the_survey(time_machine, moment):
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    dates = {"opens_at": -10 * DAY, "closes_at": 10 * DAY, "results_at": 20 * DAY}
    order = list(dates)
    offset = dates[moment] - timedelta(seconds=150)
    edition = EditionFactory(**{name: start + dates[name] - offset for name in order})
    instant = getattr(edition, moment)
    assert instant == start + timedelta(seconds=150)
    assert is_kept()
    # « dans 2 minutes » holds for half a minute more.
    time_machine.move_to(start + timedelta(seconds=28), tick=False)
    assert told(Client()) == "gardee"
    time_machine.move_to(start + timedelta(seconds=31), tick=False)
    assert told(Client()) == "neuve"
    time_machine.move_to(instant - timedelta(seconds=2), tick=False)
    before = Client().get("/").content
    time_machine.move_to(instant, tick=False)
    after = Client().get("/")
    assert after["X-Page"] == "neuve" and after.content != before


def test_a_page_is_not_kept_for_ever(time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    assert is_kept()
    time_machine.move_to(start + timedelta(seconds=page_cache.LIFETIME + 1), tick=False)
    assert told(Client()) == "neuve"


def test_what_a_process_read_a_moment_ago_it_has_at_hand_until_it_is_forgotten(time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    assert is_kept()
    page_cache.pages().clear()
    assert told(Client()) == "gardee"
    time_machine.move_to(start + timedelta(seconds=page_cache.AT_HAND + 1), tick=False)
    assert told(Client()) == "neuve"
    assert is_kept()
    page_cache.forget()
    assert told(Client()) == "neuve"


def test_few_pages_are_at_hand_and_no_heavy_one(monkeypatch):
    monkeypatch.setattr(page_cache, "RECENT", type(page_cache.RECENT)())
    monkeypatch.setattr(page_cache, "MOST_AT_HAND", 2)
    for url in ("/", "/articles/", "/outils/"):
        assert is_kept(url)
    assert len(page_cache.RECENT) == 2
    monkeypatch.setattr(page_cache, "LIGHT", 10)
    assert is_kept("/interviews/")
    assert len(page_cache.RECENT) == 2


def test_a_scheduled_page_appears_when_the_clock_runs(
    time_machine, django_capture_on_commit_callbacks
):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    story = article(title="Demain matin", live=False)
    story.go_live_at = start + timedelta(minutes=5)
    story.save_revision().publish()
    assert is_kept() and "Demain matin" not in Client().get("/").text
    time_machine.move_to(start + timedelta(minutes=6), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("run_scheduled")
    assert "Demain matin" in Client().get("/").text


def test_a_page_that_another_version_of_the_site_drew_is_not_shown(monkeypatch):
    assert is_kept()
    monkeypatch.setattr(page_cache, "build", lambda: "la version suivante")
    assert told(Client()) == "neuve"


def test_nothing_is_looked_for_on_behalf_of_a_respondent(monkeypatch):
    EditionFactory(year=2027)
    client = Client()
    client.cookies["brouillon"] = "abricot-baleine.part"
    monkeypatch.setattr(page_cache, "edition", lambda: pytest.fail("The shared cache was asked."))
    assert client.get("/enquete/2027/repondre/").status_code == 302
