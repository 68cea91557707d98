"""Counting the readings of a profile: by people, as numbers, without a trace of who read."""

import re

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from directory.models import DailyViews
from directory.shown import Shown

# What robots say of themselves; whoever says nothing, or writes a bare program’s name, is one.
ROBOT = re.compile(
    r"(?<!cu)bot(\b|[/_-])|crawl|spider|slurp|scan|fetch|monitor|preview|archive|index|feed|headless"
    r"|lighthouse|pingdom|validator|facebookexternalhit|embedly|whatsapp|telegram|mastodon|scrap"
    r"|^(?!mozilla/|opera/)",
    re.IGNORECASE,
)
# A browser that fetches a page in case somebody clicks.
EARLY_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_reading(request: HttpRequest) -> bool:
    """Whether somebody seems to be reading: not a robot, not a guess of the browser."""
    if request.method != "GET":
        return False
    for header in EARLY_HEADERS:
        if re.search("prefetch|prerender|preview", request.headers.get(header, ""), re.I):
            return False
    return not ROBOT.search(request.headers.get("User-Agent", ""))


def count(request: HttpRequest, profile: Shown) -> None:
    """One more reading today, unless its owner or no human reads; one query, but once a day."""
    if profile.is_own or not is_reading(request):
        return
    today = DailyViews.objects.filter(profile=profile.pk, day=timezone.localdate())
    if today.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            DailyViews.objects.create(profile_id=profile.pk, day=timezone.localdate(), count=1)
    except IntegrityError:
        # Another reader was first, or the profile has just been erased.
        today.update(count=F("count") + 1)
