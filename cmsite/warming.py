"""What a server prepares before its first visitor."""

import gc
import logging
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connection
from django.urls import resolve

from map import warming

logger = logging.getLogger(__name__)
# Between them they read the addresses of the whole site, and ask for words and for a map.
REHEARSED = (("/annuaire/", "q=community+manager"), ("/carte/", ""))


def warm() -> None:
    """The indexes of places, the profiles if there are any to read, then whole answers."""
    from directory import columns  # models: not before Django is set up

    warming.warm()
    columns.warm()
    rehearse()
    # All of it lives as long as the process: to look through it for what is no longer used would
    # hold an answer up for tenths of a second, one in ten of those that read many profiles.
    gc.collect()
    gc.freeze()


def rehearse() -> None:
    """Answer a search before anybody asks: the first answer takes half a second more than others.

    Python reads the modules behind the addresses then, and Django its templates.  No visitor, no
    middleware: nothing is counted, nor kept.  Whatever goes wrong, the server starts.
    """
    try:
        for path, query in REHEARSED:
            request = asked(path, query)
            request.resolver_match.func(request)
    except (Error, SynchronousOnlyOperation):
        pass  # without a database, or in a loop of events
    except Exception:
        logger.exception("Rehearsing an answer failed.")
    finally:
        connection.close()  # processes forked after this one must not share it


def asked(path: str, query: str) -> WSGIRequest:
    """This request as a visitor without an account would make it."""
    from django.contrib.auth.models import AnonymousUser

    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or 443),
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.resolver_match = resolve(path)
    return request
