"""The way from an address to a page, found once for everybody."""

from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, PageViewRestriction

from cmsite import parts


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail’s view, spared looking again for a page that anybody may read.

    A page kept for some is looked for each time, and so is what does not exist.
    """
    key = f"route:{parts.kept_under(request)}"
    # Pickled: each request has a page of its own.
    route = parts.kept().get(key)
    if route is not None:
        request._wagtail_route_for_request = route  # where Wagtail itself keeps it
        route.page.get_view_restrictions = PageViewRestriction.objects.none
    elif (route := Page.route_for_request(request, path)) is not None:
        restrictions = route.page.get_view_restrictions()
        if not restrictions:
            parts.kept().set(key, route, parts.LIFETIME)
        route.page.get_view_restrictions = lambda: restrictions  # read once
    return views.serve(request, path)
