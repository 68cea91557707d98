"""A form whose cookie was lost: kindly refused, and shown again as it was typed when it can be."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of the view itself when it has one for this (`csrf_refused`), else the general one.

    It does nothing but show what was sent to whoever sent it, with a status of 4xx.
    """
    match = request.resolver_match
    again = getattr(match.func, "csrf_refused", None) if match else None
    return again(request, **match.kwargs) if again else csrf_failure(request, reason)
