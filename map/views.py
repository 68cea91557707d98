"""The type-ahead of communes and the outlines every map shares."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_POST, require_safe

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


class PointForm(forms.Form):
    """Where a reader is, in degrees."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)


@require_POST  # so that no address, no journal, keeps the point
@csrf_exempt  # whoever asks, it changes nothing
@cache_control(private=True, no_store=True)
def here(request: HttpRequest) -> JsonResponse:
    """The commune nearest to a `latitude` and `longitude`: {"label": what the forms read}."""
    form = PointForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "Cette position n’est pas un point du globe."}, status=400)
    nearest = gazetteer().nearest(**form.cleaned_data)
    if not nearest:
        return JsonResponse({"error": "Aucune commune de France n’est près de vous."}, status=404)
    return JsonResponse({"label": nearest[0].label})


@require_safe
@gzip_page
@condition(etag_func=lambda request, name: outlines.version(name))
@cache_control(public=True, max_age=7 * 24 * 3600)
def geojson(request: HttpRequest, name: str) -> HttpResponse:
    """The outlines of the départements or of the régions as GeoJSON, in degrees."""
    return HttpResponse(outlines.geojson(name), content_type="application/geo+json")
