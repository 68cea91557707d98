"""Whole answers kept for every worker, under names that hold all that they say.

A name is made of the checksum of the publication and of whatever else the answer shows, of the
code and of the templates: nothing is ever purged because nothing can be stale.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control

KEPT = 24 * 3600  # seconds
YEAR = 365 * 24 * 3600
HERE = Path(__file__).resolve().parent.parent
SOURCES = (
    *(HERE / folder for folder in ("charts", "telling", "results", "opendata")),
    settings.BASE_DIR / "templates" / "surveys",
    settings.BASE_DIR / "templates" / "components",
)


@lru_cache(maxsize=1)
def build() -> str:
    """Differs from one release to the next: pages kept by the last one are not shown."""
    digest = sha256(static("site.css").encode())
    files = [settings.BASE_DIR / "templates" / "base.html"]
    for folder in SOURCES:
        files += sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html"))
    for path in files:
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
