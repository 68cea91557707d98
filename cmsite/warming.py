"""What a server prepares before its first visitor."""

import gc
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connection
from django.http import HttpResponse
from django.urls import resolve

from map import warming

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
    middleware: nothing is counted, nor kept.  The server starts whatever becomes of an answer: what
    goes wrong is told as it would be of a visitor’s.
    """
    rehearsed = convert_exception_to_response(answer)
    try:
        for path, query in REHEARSED:
            rehearsed(asked(path, query))
    finally:
        connection.close()  # processes forked after this one must not share it


def answer(request: WSGIRequest) -> HttpResponse:
    """What a visitor would be answered; nothing without a database, or in a loop of events."""
    try:
        return request.resolver_match.func(request)
    except (Error, SynchronousOnlyOperation):
        return HttpResponse(status=503)


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
