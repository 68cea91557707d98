"""What the interactive map reads, and the document that it is."""

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from directory import geojson
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.nearness import far
from directory.querysets import ProfileQuerySet
from directory.viewers import viewer_of
from map import leaflet

PEOPLE_SHOWN = 50


def found_by(request: HttpRequest) -> ProfileQuerySet:
    return Profile.objects.found_by(viewer_of(request.user))


def refusal(query: str, filters: ProfileFilter, *forms) -> JsonResponse | None:
    """400 with « errors », French sentences by parameter, unless all is understood."""
    odd = geojson.too_odd(query)
    errors = {"requete": [odd]} if odd else {}
    for form in () if odd else (*forms, filters):
        errors |= {name: list(found) for name, found in form.errors.items()}
    return JsonResponse({"errors": errors}, status=400) if errors else None


@require_safe
@gzip_page  # outside: a compressed answer differs every time, by design
@conditional_page
def points(request: HttpRequest) -> HttpResponse:
    """GeoJSON of `geojson.collection` for the list’s filters, `zoom` and `bbox`."""
    filters = ProfileFilter(request.GET, found_by(request))
    window = geojson.WindowForm(request.GET)
    response = refusal(request.META["QUERY_STRING"], filters, window) or HttpResponse(
        orjson.dumps(geojson.collection(filters, **window.cleaned_data)),
        content_type="application/geo+json",
    )
    # Members find people whom visitors do not.
    shared = {"private": True} if request.user.is_authenticated else {"public": True}
    patch_cache_control(response, **shared, max_age=60)
    return response


@require_safe
@cache_control(private=True, no_cache=True)
def people(request: HttpRequest) -> JsonResponse:
    """Who lives in a `commune`, or in a `departement`: {name, count, people, all_url}.

    At most PEOPLE_SHOWN of them, without those who stay off the map.
    """
    filters = ProfileFilter(request.GET, found_by(request))
    place = geojson.PlaceForm(request.GET)
    refused = refusal(request.META["QUERY_STRING"], filters, place)
    if refused:
        return refused
    on_map = filters.crowd.on_map()
    shown = found_by(request).only("name", "headline", "slug").in_order(on_map.pks(0, PEOPLE_SHOWN))
    name = "commune" if "commune" in filters.data else "departement"
    distances = on_map.kilometres_of([one.pk for one in shown], filters.centre)
    return JsonResponse(
        {
            "name": filters.label(name, filters.data[name]),
            "count": on_map.count(),
            "people": [
                {
                    "name": profile.name,
                    "headline": profile.headline,
                    "url": profile.get_absolute_url(),
                }
                | ({"distance": far(distances[profile.pk])} if profile.pk in distances else {})
                for profile in shown
            ],
            "all_url": reverse("directory:list") + filters.query(),
        }
    )


@require_safe
def leaflet_document(request: HttpRequest) -> HttpResponse:
    """The interactive map, a document of its own shown in a frame of the map page."""
    filters = ProfileFilter(request.GET, Profile.objects.none())
    query = filters.query()
    return leaflet.document(
        request,
        data_url=reverse("directory:points") + query,
        people_url=reverse("directory:people") + query,
        list_url=reverse("directory:list") + query,
        title="Carte interactive des profils",
    )
