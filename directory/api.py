"""The directory for programs: profiles as JSON, counts by commune as GeoJSON.

What any visitor may read, whoever asks, under the filters of the list; documented at /api/.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.forms import Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from directory import geojson, held, record, terms, throttle
from directory.crowd import Crowd
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.shown import Shown
from directory.unseen import LEAST
from directory.views import refusal
from directory.visibility import ANYONE

PER_PAGE = 50
SALT = "directory.api"
CURSOR = "curseur"
LARGEST = 2**63 - 1  # of what the columns hold
BAD_CURSOR = (
    "Ce curseur n’est pas de nous. Suivez l’adresse « next » telle quelle, "
    "ou recommencez sans curseur."
)
# Zoom at which the map speaks of communes.
BY_COMMUNE = 14
JSON = {"json_dumps_params": {"ensure_ascii": False, "separators": (",", ":")}}


def too_many(request: HttpRequest, sentence: str) -> JsonResponse:
    return JsonResponse({"errors": {"requete": [sentence]}}, **JSON)


def for_programs(view: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Readable from any site, refusals included; without a session, the same for everybody."""

    @require_safe
    @gzip_page  # outside: a compressed answer differs every time, by design
    @conditional_page
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = throttle.throttled(too_many)(view)(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


# --- Pages of profiles ------------------------------------------------------------------------


def cursor_after(crowd: Crowd, pk: int) -> str:
    """Where a page ends: signed, so that what comes back is what was given."""
    return signing.dumps([crowd.moment_of(pk), pk], salt=SALT)


def position(cursor: str) -> tuple[int, int]:
    """What a cursor holds.  Raises ValueError for one that is not ours, or no longer is."""
    try:
        held = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ValueError(cursor) from error
    if not isinstance(held, list) or len(held) != 2:
        raise ValueError(cursor)
    moment, pk = held
    for number in (moment, pk):
        # What an earlier version of the site signed may hold a date in letters.
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise ValueError(cursor)
    return moment, pk


def item(person: Shown) -> dict[str, Any]:
    """`record.of`, and whether the person lets search engines show them."""
    return record.of(person, settings.SITE_URL) | {"indexable": person.robots_welcome}


@for_programs
@cache_control(public=True, max_age=60)
def profiles(request: HttpRequest) -> JsonResponse:
    """{format, total, results, next}: PER_PAGE profiles, the latest published first."""
    filters = ProfileFilter(request.GET, Profile.objects.found_by(ANYONE))
    refused = refusal(request.META.get("QUERY_STRING", ""), filters)
    if refused:
        return refused
    rest = filters.found
    cursor = request.GET.get(CURSOR, "")
    if cursor:
        try:
            rest = rest.published_before(*position(cursor))
        except ValueError:
            return JsonResponse({"errors": {CURSOR: [BAD_CURSOR]}}, status=400, **JSON)
    pks = rest.pks(0, PER_PAGE + 1)
    everyone = Profile.objects.found_by(ANYONE).for_files()
    page = everyone.in_order(pks[:PER_PAGE], terms.gather, held.path)
    following = None
    if len(pks) > PER_PAGE:
        query = filters.query(**{CURSOR: cursor_after(rest, pks[PER_PAGE - 1])})
        following = settings.SITE_URL + reverse("directory:api_profiles") + query
    response = JsonResponse(
        {
            "format": record.FORMAT,
            "total": filters.found.count(),
            "results": [item(person) for person in page],
            "next": following,
        },
        **JSON,
    )
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@for_programs
@cache_control(public=True, max_age=60)
def places(request: HttpRequest) -> JsonResponse:
    """GeoJSON: how many live in each commune, as the map says it; never a person."""
    filters = ProfileFilter(request.GET, Profile.objects.found_by(ANYONE))
    window = geojson.WindowForm({"bbox": request.GET.get("bbox", "")})
    refused = refusal(request.META.get("QUERY_STRING", ""), filters, window)
    if refused:
        return refused
    collection = geojson.collection(filters, BY_COMMUNE, window.cleaned_data["bbox"])
    for feature in collection["features"]:
        feature["properties"]["url"] = settings.SITE_URL + feature["properties"]["url"]
    return JsonResponse(collection, content_type="application/geo+json", **JSON)


# --- Documentation ----------------------------------------------------------------------------

MOST_CHOICES = 20
CODE = "un code, tel que l’annuaire l’écrit dans son adresse"
HINTS = {
    "q": "des mots",
    "region": "un code INSEE",
    "departement": "un code INSEE",
    "commune": "un code INSEE",
    "autour": "une commune, par son nom ou son code postal",
    "rayon": "des kilomètres",
    "proches": "un nombre de personnes",
}


def values_of(field: Field) -> list[tuple[str, str]]:
    """[(value, what it means)]; none for an open field, nor for one of more than MOST_CHOICES."""
    if isinstance(field, ModelChoiceField):
        rows = field.queryset[: MOST_CHOICES + 1]
        choices = [(str(getattr(row, field.to_field_name or "pk")), str(row)) for row in rows]
    else:
        choices = [(str(value), str(label)) for value, label in getattr(field, "choices", ())]
    return [choice for choice in choices if choice[0]] if len(choices) <= MOST_CHOICES else []


def parameters() -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(name, label, values, what to write when there is no value to choose) of each filter."""
    fields = ProfileFilter(QueryDict(), Profile.objects.none()).form.fields
    return [
        (name, str(field.label), values_of(field), HINTS.get(name, CODE))
        for name, field in fields.items()
        if name != "tri"
    ]


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "directory/api.html",
        {
            "section": "carte",
            "profiles_url": settings.SITE_URL + reverse("directory:api_profiles"),
            "places_url": settings.SITE_URL + reverse("directory:api_places"),
            "parameters": parameters(),
            "per_page": PER_PAGE,
            "per_minute": throttle.PER_MINUTE,
            "most_communes": geojson.MOST_COMMUNES,
            "least": LEAST,
            "breadcrumbs": [
                ("Accueil", "/"),
                ("L’annuaire", reverse("directory:list")),
                ("API", None),
            ],
        },
    )
