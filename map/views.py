"""The type-ahead of communes and the outlines every map shares."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from map import outlines
from map.models import Commune

LONGEST = 100
SHOWN = 8


@require_safe
@cache_control(public=True, max_age=3600)
def communes(request: HttpRequest) -> JsonResponse:
    """`?q=ren` → {"results": [{code, name, label, postcodes}]}, eight at most."""
    text = request.GET.get("q", "")
    if "\x00" in text or len(text) > LONGEST:
        return JsonResponse(
            {"error": f"Écrivez un nom de commune ou un code postal, {LONGEST} signes au plus."},
            status=400,
        )
    found = Commune.objects.suggested(text).prefetch_related("postcodes")[:SHOWN]
    return JsonResponse(
        {
            "results": [
                {
                    "code": commune.code,
                    "name": commune.name,
                    "label": str(commune),
                    "postcodes": [postcode.code for postcode in commune.postcodes.all()],
                }
                for commune in found
            ]
        }
    )


@require_safe
@condition(etag_func=lambda request: outlines.version())
@cache_control(public=True, max_age=7 * 24 * 3600)
def departments(request: HttpRequest) -> HttpResponse:
    """The outlines of the départements as GeoJSON, in degrees."""
    return HttpResponse(outlines.departments_json(), content_type="application/geo+json")
