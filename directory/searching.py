"""Searching people: the list, the map beside its list, and the free request that leads to them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory import facets, geojson, tally, unseen
from directory.filters import LARGEST_RADIUS, ORDERS, SMALLEST_RADIUS, ProfileFilter
from directory.lexicon import lexicon
from directory.models import Profile
from directory.nearness import far
from directory.relaxing import relaxations
from directory.shown import FEW, Shown
from directory.understanding import understand
from directory.viewers import viewer_of
from map.gazetteer import gazetteer

PER_PAGE = 24
LONGEST_REQUEST = 200  # characters
# A new place takes the place of the one before.
PLACE = ("region", "departement", "commune", "autour", "rayon", "proches", "precision")


class Found:
    """The people of some filters, read by pages: a page costs the same whatever their number."""

    def __init__(self, filters: ProfileFilter) -> None:
        self.filters = filters

    def count(self) -> int:
        return self.filters.found.count()

    def __getitem__(self, part: slice) -> list[Shown]:
        pks = self.filters.crowd.pks(part.start, part.stop)
        viewer = self.filters.queryset.viewer
        # Found by this viewer still: what is counted may be a moment old.
        people = Profile.objects.found_by(viewer).for_list().in_order(pks)
        found, vocabulary = self.filters.found, self.filters.vocabulary
        distances = found.kilometres_of(pks, self.filters.centre)
        occupations, skills = (found.words_of(name, pks) for name in ("occupations", "skills"))
        for person in people:
            person.trades = vocabulary.named("metier", occupations[person.pk])
            # In the order of their names, as everywhere else.
            person.first_skills = sorted(vocabulary.named("competence", skills[person.pk]))[:FEW]
            if person.pk in distances:
                person.distance = far(distances[person.pk])
        return people


def understood(data: QueryDict, text: str) -> QueryDict:
    """The parameters, those of a free request in place of what they contradict."""
    data = data.copy()
    asked = understand(text, lexicon(), gazetteer())
    if any(name in PLACE for name in asked.filters):
        for name in PLACE:
            data.pop(name, None)
    if "rayon" in asked.filters:
        radius = int(asked.filters["rayon"][0])
        asked.filters["rayon"] = [str(min(max(radius, SMALLEST_RADIUS), LARGEST_RADIUS))]
    for name, values in asked.filters.items():
        if name in ("region", "departement", "autour", "rayon"):
            data[name] = values[0]
        else:
            data.setlist(name, list(dict.fromkeys((*data.getlist(name), *values))))
    data["q"] = asked.text
    if asked.filters:
        data["demande"] = text
    return data


def read_request(request: HttpRequest) -> HttpResponseRedirect | None:
    """What was typed in the box leads to the address of the filters it means."""
    if "recherche" not in request.GET:
        return None
    text = " ".join(request.GET["recherche"].replace("\0", " ").split())
    data = request.GET.copy()
    del data["recherche"]
    data.pop("page", None)
    if text != data.get("q", ""):
        data["q"] = text
        if text and len(text) <= LONGEST_REQUEST:
            data = understood(data, text)
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        values = [value for value in values if value.strip()]
        if values:
            kept.setlist(name, values)
    return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}")


def listing(request: HttpRequest, filters: ProfileFilter, template: str, **context) -> HttpResponse:
    """A page of results, 400 with the form and its errors when a parameter is not understood.

    A page number that means nothing gives the first page; one too high, the last.
    """
    paginator = Paginator(Found(filters), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    valid = filters.is_valid()
    context |= {
        "section": "carte",
        "filters": filters,
        "form": filters.form,
        "facets": list(facets.facets(filters)),
        "regions": facets.regions(filters),
        "departments_facet": facets.departments(filters),
        "active": list(filters.active()),
        "demand": request.GET.get("demande", "")[:LONGEST_REQUEST] if valid else "",
        "relaxations": relaxations(filters) if valid and not paginator.count else [],
        "orders": [
            (ORDERS[name], filters.query(tri=None if name == filters.orders[0] else name), name)
            for name in filters.orders
        ],
        "order": filters.order,
        "page_obj": page,
        "page_range": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    response = render(request, template, context, status=200 if valid else 400)
    if valid and request.headers.get("HX-Request"):
        number = f"&page={page.number}" if page.number > 1 else ""
        query = (filters.query() + number).removesuffix("?").replace("?&", "?")
        response["HX-Push-Url"] = request.path + query
    return response


@require_safe
def profile_list(request: HttpRequest) -> HttpResponse:
    if elsewhere := read_request(request):
        return elsewhere
    return listing(request, filters_of(request), "directory/list.html")


@require_safe
def profile_map(request: HttpRequest) -> HttpResponse:
    if elsewhere := read_request(request):
        return elsewhere
    filters = filters_of(request)
    found = tally.departments(filters)
    counts = geojson.of(found, (geojson.SHOWN, geojson.HIDDEN))
    # A chosen département, even unknown, leaves its neighbours their numbers: one click away.
    others = found
    if "departement" in filters.data:
        others = filters.without_some("departement").count_departments()
    return listing(
        request,
        filters,
        "directory/map.html",
        counts=geojson.of(others, (geojson.SHOWN, geojson.HIDDEN)),
        departments=sum(1 for count in counts.values() if count),
        off_map=sum(geojson.of(found, (geojson.OFF_MAP,)).values()),
        off_map_query=filters.query(precision=geojson.OFF_MAP),
        towns=tally.largest_cities(filters),
        document=reverse("directory:leaflet") + filters.query(),
        members_only=unseen.in_words(unseen.members_only(filters)),
    )


def filters_of(request: HttpRequest) -> ProfileFilter:
    return ProfileFilter(request.GET, Profile.objects.found_by(viewer_of(request.user)))
