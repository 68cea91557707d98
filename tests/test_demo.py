"""`manage.py demo`: everything there, once, dated from today, and never in production."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from cmsite.accounts.models import User
from cmsite.editorial.models import Article, Comment, Interview, Link
from directory.models import Experience, Profile
from surveys.clock import State
from surveys.models import ArchivedFigure, Edition, Participation, Publication, Response

pytestmark = pytest.mark.django_db


def run() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def counts() -> dict[str, int]:
    models = (
        *(User, EmailAddress, Profile, Experience, Revision, WorkflowState, Page),
        *(Edition, ArchivedFigure, Response, Publication),
    )
    return {model.__name__: model.objects.count() for model in models}


def test_the_demonstration(client):
    """One long story: loading takes seconds, so what it leaves is looked at in one test."""
    said = run()
    first = counts()
    for expected in ("À visiter", "/annuaire/", "ines@carte.example", "redaction@carte.example"):
        assert expected in said

    # People
    assert Profile.objects.filter(live=True).count() == 400
    assert 350 < Profile.objects.published().count() < 400, "some are for signed-in people"
    assert WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 3
    assert Profile.objects.filter(live=False, latest_revision__isnull=False).count() == 4
    assert not Profile.objects.published().filter(occupations=None).exists()
    assert not Profile.objects.published().filter(live_revision=None).exists()
    assert list(Profile.objects.published().matching("rosier").values_list("slug", flat=True)) == [
        "fatoumata-lemercier"
    ]
    dates = Profile.objects.published().values_list("last_published_at", flat=True)
    assert timezone.now() - timedelta(days=550) < min(dates) <= max(dates) < timezone.now()

    # Accounts
    assert User.objects.get(email="redaction@carte.example").is_superuser
    moderator = User.objects.get(email="moderation@carte.example")
    assert moderator.groups.get().name == "Modération" and not moderator.is_superuser
    assert User.objects.get(email="ines@carte.example").profile.live
    assert not Profile.objects.filter(owner__email="nouveau@carte.example").exists()
    assert not EmailAddress.objects.exclude(verified=True, primary=True).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()

    # Magazine
    assert Article.objects.live().count() == 10 and Interview.objects.live().count() == 3
    assert not Interview.objects.filter(profile=None).exists()
    today = timezone.localdate()
    shown = [*Article.objects.values_list("published_on", flat=True)]
    assert today - timedelta(days=200) < min(shown) <= max(shown) < today
    for page in [*Article.objects.all(), *Interview.objects.all()]:
        assert client.get(page.url).status_code == 200
    figures = [page for page in Article.objects.live() if "figure" in kinds_in(page)]
    assert figures
    for page in figures:
        text = client.get(page.url).content.decode()
        # Drawn from what the survey of last year published.
        assert "figure-posee" in text and f"Enquête {today.year - 1}, révision 1" in text

    # Survey
    last, present = Edition.objects.get(year=today.year - 1), Edition.objects.get(year=today.year)
    assert (last.state(), present.state()) == (State.PUBLISHED, State.OPEN)
    assert last.fictitious and present.fictitious
    assert (last.responses.count(), present.responses.count()) == (1200, 130)
    assert Publication.objects.current(last).tables
    assert not Participation.objects.exists()
    instants = [present.opens_at, present.closes_at, present.results_at]
    assert {timezone.localtime(instant).hour for instant in instants} == {9}
    assert [(timezone.localdate(instant) - today).days for instant in instants] == [-20, 25, 85]
    assert not present.responses.filter(answered_on__gt=today).exists()
    assert Edition.objects.archived().count() == 14
    assert not ArchivedFigure.objects.filter(source="").exists()

    # Again
    run()
    assert counts() == first
    check_a_later_edit()


def kinds_in(page: Article) -> set[str]:
    return {block.block_type for block in page.body}


def check_a_later_edit() -> None:
    """An editor changes something in Wagtail: all the rest of the profile stays."""
    profile = Profile.objects.get(slug="ines-cherfaoui")
    before = (profile.experiences.count(), profile.skills.count(), profile.occupations.count())
    draft = profile.get_latest_revision_as_object()
    draft.headline = "Autre titre"
    draft.save_revision()
    Profile.objects.get(pk=profile.pk).latest_revision.publish()
    profile = Profile.objects.get(pk=profile.pk)
    assert profile.headline == "Autre titre"
    assert before == (
        profile.experiences.count(),
        profile.skills.count(),
        profile.occupations.count(),
    )
    assert min(before) > 0


def test_the_demonstration_adds_only_what_is_missing(monkeypatch):
    monkeypatch.setattr("cmsite.demo.profiles.invented", lambda: [])
    run()
    Article.objects.first().delete()
    Edition.objects.get(year=2015).delete()
    run()
    assert Article.objects.count() == 10
    assert Edition.objects.get(year=2015).archived_figures.count() == 7


def test_the_demonstration_never_ages(monkeypatch):
    monkeypatch.setattr("cmsite.demo.profiles.invented", lambda: [])
    run()
    count = Article.objects.count()
    read = ages_of_reading()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert not Edition.objects.open().exists()
        run()
        today = timezone.localdate()
        assert Edition.objects.open().get().year == today.year
        assert Edition.objects.published().get().year == today.year - 1
        assert Article.objects.count() == count
        newest = max(Article.objects.values_list("published_on", flat=True))
        assert today - timedelta(days=10) < newest < today
        assert ages_of_reading() == read


def ages_of_reading() -> list:
    """How old each link and each comment is, in days."""
    today = timezone.localdate()
    links = Link.objects.order_by("pk").values_list("published_on", "added_on", "checked_at")
    comments = Comment.objects.order_by("pk").values_list("created_at", flat=True)
    assert links and comments
    return [
        *([today - shown, today - added, age_of(checked)] for shown, added, checked in links),
        *map(age_of, comments),
    ]


def age_of(moment):
    return moment and timezone.localdate() - timezone.localdate(moment)


def test_the_demonstration_refuses_to_run_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        run()
    assert not User.objects.exists() and not Profile.objects.exists()
