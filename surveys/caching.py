"""How long an answer about an edition may be kept, by browsers and by what stands before us.

An edition changes by itself at its three instants, to the second, in every process, without
anybody writing anything.  So nothing that is said of it before an instant may be kept past it, nor
used stale; and since clocks of caches differ, what is said in the last seconds is not kept.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_etags, quote_etag

if TYPE_CHECKING:
    from surveys.models import Edition

CEILING = 60  # seconds
# A cache whose clock is late by less than this is still never stale.
MARGIN = timedelta(seconds=2)
FOREVER = 365 * 24 * 3600


def next_instant(edition: "Edition", now: datetime) -> datetime | None:
    """The next instant at which the edition changes by itself, None after the last."""
    instants = (edition.opens_at, edition.closes_at, edition.results_at)
    return min((one for one in instants if one is not None and one > now), default=None)


def lifetime(edition: "Edition", now: datetime, ceiling: int = CEILING) -> int:
    """Whole seconds, `ceiling` at most, that an answer given at `now` may be kept; 0 for none."""
    instant = next_instant(edition, now)
    if instant is None:
        return ceiling
    return max(0, min(ceiling, int((instant - MARGIN - now).total_seconds())))


def keep_until_next_instant(
    response: HttpResponse, edition: "Edition", now: datetime, ceiling: int = CEILING
) -> HttpResponse:
    """Set Cache-Control and Expires; in the last seconds before an instant, `no-store`."""
    seconds = lifetime(edition, now, ceiling)
    if seconds == 0:
        patch_cache_control(response, no_store=True)
        response.headers["Expires"] = http_date(0)
        return response
    patch_cache_control(response, public=True, max_age=seconds, must_revalidate=True)
    response.headers["Expires"] = http_date(now.timestamp() + seconds)
    return response


def keep_for_good(response: HttpResponse) -> HttpResponse:
    """For a numbered revision at its own address, which never changes."""
    patch_cache_control(response, public=True, max_age=FOREVER, immutable=True)
    return response


def tag(checksum: str, *parts: object) -> str:
    """A strong ETag for what is drawn from a publication (its SHA-256) and nothing else."""
    return quote_etag("-".join([checksum[:32], *map(str, parts)]))


def not_modified(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """304 without a body when the reader has this very version; sets ETag."""
    response.headers["ETag"] = etag
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method in ("GET", "HEAD") and (etag in known or "*" in known):
        kept = ("Cache-Control", "Expires", "ETag", "Vary", "Date", "Content-Location")
        headers = {name: response.headers[name] for name in kept if name in response.headers}
        return HttpResponse(status=304, headers=headers)
    return response
