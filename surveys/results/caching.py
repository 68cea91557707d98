"""Whole answers kept for every worker, under names that hold all that they say.

A name is made of the checksum of the publication and of whatever else the answer shows, of the
code and of the templates: nothing is ever purged because nothing can be stale.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control

KEPT = 24 * 3600  # seconds
YEAR = 365 * 24 * 3600
# All that any page of the site may be drawn by.
SOURCES = ("surveys", "directory", "map", "cmsite", "templates")


@lru_cache(maxsize=1)
def build() -> str:
    """Differs from one release to the next: pages kept by the last one are not shown."""
    # Where files bear a hash in their names, pages of the last release name files that are gone.
    digest = sha256(repr(sorted(getattr(staticfiles_storage, "hashed_files", {}).items())).encode())
    for folder in SOURCES:
        found = (settings.BASE_DIR / folder).rglob("*")
        for path in sorted(path for path in found if path.suffix in (".py", ".html")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def name_of(path: str, parts: Iterable[object]) -> str:
    """64 hexadecimal digits for this address and all that its answer shows."""
    said = (build(), settings.SITE_URL, settings.DEMO, path, *parts)
    return sha256(repr(said).encode()).hexdigest()


def answer(
    request: HttpRequest,
    parts: Iterable[object],
    make: Callable[[], HttpResponse],
    for_ever: bool = False,
) -> HttpResponse:
    """What `make` gives, kept; 304 for who has it already.

    `for_ever`: nothing will ever change what is at this address.  The answer is the same for
    everybody and whatever follows the question mark: `make` sees a request without parameters.
    """
    name = name_of(request.path, parts)
    etag = f'"{name[:32]}"'
    # Whoever has it has what this name holds: nothing need be drawn, nor read.
    known = get_conditional_response(request, etag=etag, response=None)
    if known is not None:
        return aged(known, etag, for_ever)
    key = f"surveys.answer.{name}"
    kept = cache.get(key)
    if kept is None:
        request.GET = QueryDict()
        response = make()
        kept = (response.content, dict(response.items()))
        cache.set(key, kept, KEPT)
    content, headers = kept
    return aged(HttpResponse(content, headers=headers), etag, for_ever)


def aged(response: HttpResponse, etag: str, for_ever: bool) -> HttpResponse:
    response["ETag"] = etag
    if not for_ever:
        return never_stale(response)
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def never_stale(response: HttpResponse) -> HttpResponse:
    """The same for everybody; whoever has it asks each time whether it still holds, so that a
    correction is seen as soon as it is published."""
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
