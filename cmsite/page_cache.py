"""Whole pages kept for visitors who are not signed in, and some for everybody.

A page is kept under the *edition of the site* that it belongs to, a random word in the cache that
every worker shares.  Publishing anything forgets that word: every page kept under it is out of
reach at once, in every worker, and the cache throws it away in its own time.  The word also ends
at the next instant of the survey (opening, closing, results), so no page outlives it.  Parts of
pages are kept under the same word, for everybody (parts.py).

A view that says « public » of its answer (the results of a survey) vouches that it is the same for
whoever asks: it is given to the others too, before a session or an account is read.

Django’s own cache middleware keeps pages by their age alone and cannot forget them together;
wagtail-cache purges by walking through its keys.  A word in the key does both.
"""

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.exceptions import MiddlewareNotUsed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from surveys.clock import words_change_at
from surveys.models import Edition
from surveys.results.caching import build

LIFETIME = 10 * 60  # seconds
# A process does not read again from the shared cache what it read so recently.  What no publication
# changes (voices, ages) is as old as both together at most.
AT_HAND = 60  # seconds
MOST_AT_HAND = 64  # pages
LIGHT = 256 * 1024  # bytes
LONGEST_EDITION = 24 * 60 * 60
LONGEST_ADDRESS = 300  # characters; longer ones are not worth the room
HEAVIEST = 2 * 1024 * 1024  # bytes
WORD = "edition"
# A visitor with any other cookie may be shown something of their own.
HARMLESS_COOKIES = frozenset(["csrftoken"])
# Where answers are looked for on behalf of people who have other cookies: not where they answer.
SHARED = re.compile(r"/enquete/\d+/resultats/")
# Names of the views that show the same page to every visitor.
KEPT = frozenset(
    [
        "follow",
        "magazine:link",
        "magazine:links",
        "magazine:section",
        "magazine:series",
        "magazine:signature",
        "magazine:subject",
        "wagtail_serve",
        "magazine:comments",
        "robots",
        "sitemap",
        "surveys:figure",
        "surveys:index",
        "surveys:method",
        "surveys:results",
        "surveys:revision",
        "toolbox:indicator",
        "toolbox:indicators",
        "toolbox:list",
        "toolbox:newest",
        "toolbox:tool",
    ]
)
KEPT_PREFIX = "feeds:"
PERSONAL = ("private", "no-store", "no-cache")
# Other middleware says these again, or they speak of one answer.
NOT_KEPT = frozenset(["content-length", "content-security-policy", "vary", "date"])


class Kept(NamedTuple):
    content: bytes
    headers: tuple[tuple[str, str], ...]
    public: bool = False


# By the same keys, hence under the same word: forgotten together, here as everywhere.
RECENT: OrderedDict[str, tuple[float, Kept]] = OrderedDict()


def pages():
    """The cache of pages: apart from counters and proofs, which a flood of pages must not evict."""
    return caches["pages"]


def words():
    """The cache that holds the word of the edition, and nothing else."""
    return caches["edition"]


def next_instant(now: datetime) -> datetime | None:
    """When the survey next changes what pages say, were it « demain » into « aujourd’hui »."""
    moments = Edition.objects.dated().values_list("opens_at", "closes_at", "results_at")
    coming = [one for row in moments for one in row if one > now]
    return min((words_change_at(one, now) for one in coming), default=None)


def edition() -> str:
    """The word of the present edition of the site; a new one when there is none.

    Never one that was forgotten: its pages would come back.  Another each time where nothing may
    be kept (a dummy cache).
    """
    if isinstance(words(), DummyCache):
        return secrets.token_hex(8)
    word = words().get(WORD)
    if word is None:
        now = timezone.now()
        instant = next_instant(now)
        left = ceil((instant - now).total_seconds()) - 1 if instant else LONGEST_EDITION
        word = secrets.token_hex(8)
        # Kept nowhere in the last second before an instant.
        words().set(WORD, word, min(left, LONGEST_EDITION))
    return word


def purge() -> None:
    """Put every page kept out of reach, for every worker, once what changed is in the database.

    Pages being rendered meanwhile are kept under the word read before: out of reach too.
    """
    transaction.on_commit(forget)


def forget() -> None:
    words().delete(WORD)


def is_visitor(request: HttpRequest) -> bool:
    """Whether nothing tells this reader from any other."""
    return not set(request.COOKIES) - HARMLESS_COOKIES


def may_be_kept(request: HttpRequest) -> bool:
    """Whether a visitor would be answered the same as any other; or everybody, maybe."""
    return (
        request.method in ("GET", "HEAD")
        and (SHARED.match(request.path_info) or is_visitor(request))
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
        and not request.path_info.startswith("/admin/")
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer may be given again as it stands."""
    match = request.resolver_match
    name = match.view_name if match else ""
    vary = {one.strip().lower() for one in response.get("Vary", "").split(",") if one.strip()}
    control = response.get("Cache-Control", "")
    return (
        request.method == "GET"
        and (name in KEPT or name.startswith(KEPT_PREFIX))
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        # The only cookie that came holds no page’s content; a language or an encoding might.
        and vary <= {"cookie", "accept-encoding"}
        and not any(word in control for word in PERSONAL)
        and not getattr(request, "is_preview", False)
        # A form’s token, or a script’s, is of one answer.
        and b"csrfmiddlewaretoken" not in response.content
        and b" nonce=" not in response.content
        and len(response.content) <= HEAVIEST
    )


def key_of(word: str, request: HttpRequest) -> str:
    told = f"{build()} {request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{word}:{sha256(told.encode('utf-8', 'replace')).hexdigest()}"


class PageCacheMiddleware:
    """Inside the middleware that writes the policies, outside all that reads sessions.

    Not there at all where nothing keeps pages (a dummy cache).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if isinstance(pages(), DummyCache):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_kept(request):
            return self.get_response(request)
        request.edition = edition()
        key = key_of(request.edition, request)
        kept = found(key)
        visitor = is_visitor(request)
        if kept is None or not (kept.public or visitor):
            response = self.get_response(request)
            if not visitor or not is_for_everybody(request, response):
                return response
            kept = keep(key, response)
            told = "neuve"
        else:
            told = "gardee"
        response = answer(kept)
        response["X-Page"] = told
        return get_conditional_response(request, etag=response["ETag"], response=response)


def found(key: str) -> Kept | None:
    until, kept = RECENT.get(key, (0.0, None))
    if kept is not None and time.time() < until:
        return kept
    kept = pages().get(key)
    if kept is not None and len(kept.content) <= LIGHT:
        RECENT.pop(key, None)
        RECENT[key] = time.time() + AT_HAND, kept
        while len(RECENT) > MOST_AT_HAND:
            RECENT.popitem(last=False)
    return kept


def keep(key: str, response: HttpResponse) -> Kept:
    headers = {name: value for name, value in response.items() if name.lower() not in NOT_KEPT}
    headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:32]}"')
    # Browsers ask again each time: a page withdrawn here is withdrawn there.
    headers.setdefault("Cache-Control", "no-cache")
    public = "public" in headers["Cache-Control"]
    kept = Kept(response.content, tuple(headers.items()), public)
    pages().set(key, kept, LIFETIME)
    return kept


def answer(kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.content)
    for name, value in kept.headers:
        response[name] = value
    if not kept.public:
        response["Vary"] = "Cookie"
    response["Content-Length"] = str(len(kept.content))
    return response
