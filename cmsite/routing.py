"""The way from an address to a page, found once for everybody."""

from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cmsite import parts
from cmsite.editorial.models.story import story_at


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
    elif (route := find(request, path)) is not None:
        restrictions = restrictions_of(route.page)
        if not restrictions:
            parts.kept().set(key, route, parts.LIFETIME)
        route.page.get_view_restrictions = lambda: restrictions  # read once
    return views.serve(request, path)


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """Stories by their address, without reading every page above them first; then the others."""
    steps = [step for step in path.split("/") if step]
    site = Site.find_for_request(request) if len(steps) == 2 else None
    story = site and story_at(f"{site.root_page.url_path}{'/'.join(steps)}/")
    if story:
        request._wagtail_route_for_request = RouteResult(story)
    return Page.route_for_request(request, path)


def restrictions_of(page: Page):
    """Wagtail’s two queries, in place of one, only where something is kept for some."""
    return page.get_view_restrictions() if PageViewRestriction.objects.exists() else ()
