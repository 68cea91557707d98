"""Parts of pages are kept for everybody, and never show what is no longer so."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cmsite import page_cache, parts
from cmsite.editorial.models import Article, Comment
from cmsite.toolbox.models import Tool
from directory.models import Profile
from tests.factories import EditionFactory, ProfileFactory, UserFactory
from tests.stories import article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_parts")]


@pytest.fixture
def story():
    profile = ProfileFactory(name="Ysolde Quémener")
    tool = Tool.objects.create(name="Veilleuse", slug="v", stage="veille", what_for="L", live=True)
    body = [
        ("heading", "Intertitre"),
        ("profile", {"profile": profile.pk}),
        ("tool", {"tool": tool.pk, "comment": ""}),
    ]
    return article(title="Avant", body=body, author_name="Oanez", published_on=timezone.localdate())


def read(url: str, client: Client | None = None) -> str:
    return (client or Client()).get(url).text


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """Do something as a request would, its transaction committed."""

    def done(change) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            change()

    return done


def test_nothing_is_asked_again_of_the_database(story, django_assert_num_queries):
    reader = Client()
    reader.force_login(UserFactory())
    for url in ("/", story.url):
        first = read(url)
        with django_assert_num_queries(0):
            assert read(url) == first
        # Somebody signed in is somebody, and reads the same.
        with django_assert_num_queries(0):
            assert read(f"{url}?utm=x", reader) == first


def test_whatever_changes_shows_at_once(story, after):
    """One reader fills, another reads."""

    def title(new: str) -> None:
        story.title = new
        story.save_revision().publish()

    assert "Ysolde Quémener" in read(story.url) and "Ysolde Quémener" in read("/")
    assert "Veilleuse" in read(story.url) and "Veilleuse" in read("/")
    after(lambda: title("Après"))
    for url in ("/", story.url):
        assert "Après" in read(url) and "Avant" not in read(url)

    after(lambda: Profile.objects.update(visibility="prive"))
    for url in ("/", story.url):
        assert "Ysolde" not in read(url)

    comment = Comment.objects.create(article=story, name="Nolwenn", text="Bien vu.", author="x")
    assert "Bien vu." not in read(story.url)
    after(lambda: comment.decide(Comment.State.PUBLISHED))
    assert "Bien vu." in read(story.url)
    after(comment.erase)
    assert "Bien vu." not in read(story.url)

    tool = Tool.objects.get()
    tool.name = "Lanterne"
    after(tool.save)
    for url in ("/", story.url):
        assert "Lanterne" in read(url) and "Veilleuse" not in read(url)

    after(story.unpublish)
    assert Client().get(story.url).status_code == 404
    assert "Après" not in read("/")


def test_a_page_that_is_made_private_closes_at_once_and_opens_to_its_own(story, after):
    other = article(title="Autre")
    assert "Avant" in read(story.url) and "Avant" in read("/") and "Avant" in read(other.url)
    restriction = PageViewRestriction(page=story.get_parent(), restriction_type="groups")
    after(restriction.save)
    group = Group.objects.create(name="Lecture")
    after(lambda: restriction.groups.add(group))
    member = Client()
    user = UserFactory()
    user.groups.add(group)
    member.force_login(user)
    for _ in range(2):  # what the member fills is not for others
        assert "Avant" in read(story.url, member)
        assert Client().get(story.url).status_code == 302
        assert "Avant" not in read("/")
    after(restriction.delete)
    assert "Avant" in read(story.url)


def test_addresses_follow_the_tree(story, after):
    old = story.url
    assert "Avant" in read(old)

    def rename() -> None:
        story.slug = "ailleurs"
        story.save_revision().publish()

    after(rename)
    assert Client().get(old).status_code != 200
    assert "Avant" in read(Article.objects.get(pk=story.pk).url)

    def begin_elsewhere() -> None:
        site = Site.objects.get()
        site.root_page = story.get_parent()
        site.save()

    assert "heros-q" in read("/")
    after(begin_elsewhere)
    assert "heros-q" not in read("/")


def test_a_draft_and_its_preview_stay_apart(story, django_assert_num_queries):
    same_host = Client(SERVER_NAME=Site.objects.get().hostname)  # as previews are asked for
    assert "Avant" in read(story.url, same_host)
    draft = story.get_latest_revision_as_object()
    draft.title = "Brouillon"
    draft.save_revision()
    with django_assert_num_queries(0):
        assert "Brouillon" not in read(story.url, same_host)
    for title in ("Brouillon", "Autre brouillon"):
        draft.title = title
        shown = draft.make_preview_request().rendered_content
        assert f"<h1>{title}</h1>" in shown
        assert "<h1>Avant</h1>" in read(story.url, same_host)


def test_no_part_outlives_an_instant_of_the_survey(time_machine):
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    edition = EditionFactory(
        opens_at=start + timedelta(seconds=50),
        closes_at=start + timedelta(days=9),
        results_at=start + timedelta(days=19),
    )
    before = read("/")
    assert "L’enquête ouvrira" in before
    time_machine.move_to(edition.opens_at - timedelta(seconds=2), tick=False)
    assert read("/") == before
    time_machine.move_to(edition.opens_at, tick=False)
    assert "Répondre à l’enquête" in read("/")


def test_a_part_is_a_minute_old_at_most(story, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    assert "Avant" in read(story.url)
    Article.objects.update(title="Sans prévenir")
    assert "Avant" in read(story.url)
    time_machine.move_to(start + timedelta(seconds=parts.LIFETIME + 1), tick=False)
    assert "Sans prévenir" in read(story.url)


def test_a_part_rendered_during_a_publication_is_not_kept_after_it(story, monkeypatch):
    original = Article.signatures

    def slow(self):
        page_cache.forget()  # somebody publishes meanwhile
        return original(self)

    with monkeypatch.context() as patch:
        patch.setattr(Article, "signatures", slow)
        assert "Avant" in read(story.url)
    Article.objects.update(title="Après")
    assert "Après" in read(story.url)
