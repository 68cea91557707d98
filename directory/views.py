"""What every visitor sees: the list and the map."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from directory import geojson, tally
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.querysets import ProfileQuerySet
from directory.viewers import viewer_of
from map import leaflet

PER_PAGE = 24
PEOPLE_SHOWN = 50


def found_by(request: HttpRequest) -> ProfileQuerySet:
    return Profile.objects.found_by(viewer_of(request.user))


def listing(request: HttpRequest, filters: ProfileFilter, template: str, **context) -> HttpResponse:
    """A page of results, 400 with the form and its errors when a parameter is not understood.

    A page number that means nothing gives the first page; one too high, the last.
    """
    paginator = Paginator(filters.qs.for_cards(), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = page.object_list.shown()
    context |= {
        "section": "carte",
        "filters": filters,
        "form": filters.form,
        "active": list(filters.active()),
        "orders": [
            (label, filters.query(tri=None if value == "recent" else value), value)
            for value, label in filters.form.fields["tri"].choices
            if value
        ],
        "order": filters.form.data.get("tri", "recent"),
        "page_obj": page,
        "page_range": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    return render(request, template, context, status=200 if filters.is_valid() else 400)


@require_safe
def profile_list(request: HttpRequest) -> HttpResponse:
    filters = ProfileFilter(request.GET, found_by(request))
    return listing(request, filters, "directory/list.html")


@require_safe
def profile_map(request: HttpRequest) -> HttpResponse:
    filters = ProfileFilter(request.GET, found_by(request))
    found = tally.departments(filters)
    counts = geojson.of(found, (geojson.SHOWN, geojson.HIDDEN))
    # A chosen département leaves its neighbours their numbers: one click goes there.
    others = ProfileFilter(filters.without("departement"), found_by(request))
    rows = tally.departments(others) if "departement" in filters.data else found
    return listing(
        request,
        filters,
        "directory/map.html",
        counts=geojson.of(rows, (geojson.SHOWN, geojson.HIDDEN)),
        departments=sum(1 for count in counts.values() if count),
        off_map=sum(geojson.of(found, (geojson.OFF_MAP,)).values()),
        off_map_query=filters.query(precision=geojson.OFF_MAP),
        towns=tally.largest_cities(filters),
        document=reverse("directory:leaflet") + filters.query(),
    )


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
@cache_control(public=True, max_age=60)
def points(request: HttpRequest) -> JsonResponse:
    """GeoJSON of `geojson.collection` for the list’s filters, `zoom` and `bbox`."""
    filters = ProfileFilter(request.GET, found_by(request))
    window = geojson.WindowForm(request.GET)
    return refusal(request.META["QUERY_STRING"], filters, window) or JsonResponse(
        geojson.collection(filters, **window.cleaned_data),
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


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
    profiles = filters.qs.on_map()
    shown = list(profiles.only("name", "headline", "slug")[:PEOPLE_SHOWN])
    chosen = filters.form.cleaned_data
    return JsonResponse(
        {
            "name": str(chosen["commune"] or chosen["departement"]),
            "count": profiles.count() if len(shown) == PEOPLE_SHOWN else len(shown),
            "people": [
                {
                    "name": profile.name,
                    "headline": profile.headline,
                    "url": profile.get_absolute_url(),
                }
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
