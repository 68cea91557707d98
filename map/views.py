"""The type-ahead of communes and the outlines every map shares."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from map import outlines
from map.gazetteer import gazetteer

LONGEST = 100
SHOWN = 8


@require_safe
@cache_control(public=True, max_age=3600)
def communes(request: HttpRequest) -> JsonResponse:
    """`?q=ren` → {"results": [{code, name, label, former, postcodes}]}, eight at most.

    `label` is what the forms understand, `former` the old name the text begins, or "".
    """
    text = request.GET.get("q", "")
    if "\x00" in text or len(text) > LONGEST:
        return JsonResponse(
            {"error": f"Écrivez un nom de commune ou un code postal, {LONGEST} signes au plus."},
            status=400,
        )
    return JsonResponse(
        {
            "results": [
                {
                    "code": place.code,
                    "name": place.name,
                    "label": place.label,
                    "former": former,
                    "postcodes": place.postcodes,
                }
                for place, former in gazetteer().suggest(text, SHOWN)
            ]
        }
    )


@require_safe
@gzip_page
@condition(etag_func=lambda request, name: outlines.version(name))
@cache_control(public=True, max_age=7 * 24 * 3600)
def geojson(request: HttpRequest, name: str) -> HttpResponse:
    """The outlines of the départements or of the régions as GeoJSON, in degrees."""
    return HttpResponse(outlines.geojson(name), content_type="application/geo+json")
