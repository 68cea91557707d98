"""What the front page borrows from the other rooms: the survey, the people, the tools."""

from datetime import datetime
from functools import cached_property
from itertools import chain

from django.utils import timezone

from cmsite.editorial.models.article import Article
from cmsite.editorial.models.interview import Interview
from cmsite.editorial.models.link import Link
from cmsite.editorial.models.story import Story
from cmsite.toolbox.models import Tool
from directory import tally
from directory.crowd import Crowd
from directory.models import Profile
from directory.visibility import ANYONE
from map.models import Region
from surveys.clock import State, countdown, day_in_words
from surveys.figures import key_figures
from surveys.models import Edition, Publication

NEWEST_PROFILES = 4
NEWEST_TOOLS = 4
MOST_STORIES = 7
NEWEST_LINKS = 4
BUSIEST_REGIONS = 5
# What a visitor can do about an edition, the most pressing first.
CALL_ORDER = [State.OPEN, State.CLOSED, State.ANNOUNCED, State.PUBLISHED]


def survey(now: datetime | None = None) -> dict:
    """The edition to call attention to with its three dates, and the latest figures."""
    now = now or timezone.now()
    editions = list(Edition.objects.dated().order_by("-year")[:6])
    called = [edition for edition in editions if edition.state(now) in CALL_ORDER]
    called.sort(key=lambda edition: CALL_ORDER.index(edition.state(now)))
    edition = called[0] if called else None
    return {
        "edition": edition,
        "edition_state": edition and edition.state(now).value,
        "edition_dates": edition and dates(edition, now),
        **latest_figures(editions, now),
    }


def dates(edition: Edition, now: datetime) -> list[dict]:
    """Opening, closing, publication: label, day, whether it is past, and how far the next is."""
    marks = [
        {"label": label, "day": short_day(at, edition.year), "past": at <= now, "at": at}
        for label, at in (
            ("Ouverture", edition.opens_at),
            ("Clôture", edition.closes_at),
            ("Résultats", edition.results_at),
        )
    ]
    following = [mark for mark in marks if not mark["past"]]
    if following:
        following[0] |= {"next": True, "countdown": countdown(following[0]["at"], now)}
    return marks


def short_day(at: datetime, year: int) -> str:
    """« 1er mars », in Paris; with its year unless that is `year`, which stands beside it."""
    local = timezone.localtime(at)
    words = day_in_words(local).split()
    return " ".join(words if local.year != year else words[:2])


def latest_figures(editions: list[Edition], now: datetime) -> dict:
    """The key figures of the latest published edition, an empty list while there is none."""
    for edition in editions:
        if edition.state(now) is State.PUBLISHED:
            publication = Publication.objects.defer("content").current(edition, now)
            if publication is not None:
                return {"figures": key_figures(publication), "figures_edition": edition}
    return {"figures": [], "figures_edition": None}


def people() -> dict:
    """The newest profiles and where profiles are, by région, the busiest first."""
    profiles = Profile.objects.published()
    counts = tally.regions(Crowd.found_by(ANYONE).count_departments())
    busiest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BUSIEST_REGIONS]
    names = Region.objects.in_bulk([code for code, _ in busiest])
    return {
        "newest_profiles": profiles.for_small_cards()
        .order_by("-first_published_at", "-pk")[:NEWEST_PROFILES]
        .shown(),
        "profile_count": sum(counts.values()),
        "regions": [{"region": names[code], "count": count} for code, count in busiest],
    }


class Front:
    """All that the blocks of one front page show, each thing read once; `value`: of the block."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.stories: list[Story] = []  # shown so far

    @cached_property
    def _survey(self) -> dict:
        return survey(self.now)

    @cached_property
    def people(self) -> dict:
        return people()

    @property
    def profile_count(self) -> int:
        return self.people["profile_count"]

    def survey(self, value) -> dict | None:
        return self._survey if self._survey["edition"] else None

    def figures(self, value) -> dict | None:
        return self._survey if self._survey["figures"] else None

    def newest_profiles(self, value) -> list:
        return self.people["newest_profiles"]

    def regions(self, value) -> list[dict]:
        return self.people["regions"]

    def latest(self, value) -> list[Story]:
        count = value.get("count") or 4
        articles = Article.objects.readable().for_list()[:count]
        both = sorted(
            chain(articles, self._interviews),
            key=lambda story: (story.published_on, story.pk),
            reverse=True,
        )
        self.stories += both[:count]
        return both[:count]

    @cached_property
    def _interviews(self) -> list[Interview]:
        """As many as a front page can show: read once for the two blocks that show some."""
        return list(Interview.objects.readable().for_list()[: MOST_STORIES + 1])

    def interview(self, value) -> Interview | None:
        """The one chosen while anybody may read it, else the latest not yet on the page."""
        chosen = value.get("page")
        if chosen is not None:
            return Interview.objects.readable().for_list().filter(pk=chosen.pk).first()
        return next((one for one in self._interviews if one not in self.stories), None)

    def tools(self, value) -> list[Tool]:
        return list(Tool.objects.published().order_by("-first_published_at", "-pk")[:NEWEST_TOOLS])

    def links(self, value) -> list[Link]:
        return list(Link.objects.published()[:NEWEST_LINKS])
