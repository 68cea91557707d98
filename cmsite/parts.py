"""Parts of pages kept for everybody, in the memory of each process.

Whole pages are for visitors without an account (page_cache.py); parts spare the others, and whoever
comes first, most of the work.  They are kept under the same edition of the site: what puts pages
out of reach puts their parts out of reach, in every process.  And for a minute at most, so that
what no publication changes is hardly older for being made of parts.

In templates: `{% cache 60 "name" kept_under using="parts" %}`, around what says the same to anybody
who asks for this path, whoever they are and whatever their query.
"""

import secrets
from hashlib import sha256

from django.core.cache import caches
from django.http import HttpRequest

from cmsite import page_cache

LIFETIME = 60  # seconds


def kept():
    """The cache of parts."""
    return caches["parts"]


def kept_under(request: HttpRequest) -> str:
    """What the parts of the page at this path are kept under; never met again for a preview."""
    if getattr(request, "is_preview", False):
        return secrets.token_hex(8)
    if not hasattr(request, "edition"):
        request.edition = page_cache.edition()
    told = f"{request.scheme}://{request.get_host()}{request.path}"
    return f"{request.edition}:{sha256(told.encode('utf-8', 'replace')).hexdigest()}"
