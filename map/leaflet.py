"""The interactive map: a small document of its own, built by folium, shown in an iframe.

folium’s page calls five outside hosts, writes inline styles and forbids zooming: only its script
and its container are kept, in our own template, with Leaflet from our own origin and the one
inline script under the request’s nonce.

Nothing that varies ever enters a folium template: what its macros render is compiled again as a
Jinja template, so that an address holding « {{ … }} » would be executed here.  Settings go beside
it as a JSON block of our own template; counts come from an endpoint and are set as text.
"""

import folium
from branca.element import CssLink, JavascriptLink, MacroElement
from csp.constants import NONCE, SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from folium.elements import JSCSSMixin
from folium.template import Template

# The views offered, by bounds: south-west, north-east.
VIEWS = [
    ("Métropole", [[41.3, -5.2], [51.1, 9.6]]),
    ("Guadeloupe", [[15.8, -61.85], [16.55, -60.95]]),
    ("Martinique", [[14.35, -61.27], [14.9, -60.77]]),
    ("Guyane", [[2.1, -54.65], [5.8, -51.55]]),
    ("La Réunion", [[-21.4, 55.2], [-20.85, 55.85]]),
    ("Mayotte", [[-13.02, 45.0], [-12.62, 45.32]]),
]
# Beyond ten the outlines, simplified to two kilometres, look wrong.
MIN_ZOOM, MAX_ZOOM = 4, 10


class OwnMap(folium.Map):
    """A folium map without tiles, whose assets are ours."""

    # Shared by every folium map: replaced on each instance, never appended to.
    default_js = []
    default_css = []

    def __init__(self, **options):
        super().__init__(
            location=[46.6, 2.4], zoom_start=5, tiles=None, zoom_control=False, **options
        )
        # folium hands these to its tile layer, and there is none.
        self.options |= {"min_zoom": MIN_ZOOM, "max_zoom": MAX_ZOOM, "zoom_snap": 0.5}
        self.default_js = [("leaflet", static("js_lib_leaflet/leaflet.js"))]
        self.default_css = [("leaflet_css", static("js_lib_leaflet/leaflet.css"))]


class CountsLayer(JSCSSMixin, MacroElement):
    """Outlines of the départements, and a marker a commune fed by a GeoJSON endpoint."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "carteDesEffectifs({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self):
        super().__init__()
        self._name = "CountsLayer"
        self.default_js = [("counts", static("leaflet-carte.js"))]
        self.default_css = [("counts_css", static("leaflet-carte.css"))]


def document(
    request: HttpRequest,
    *,
    data_url: str,
    title: str,
    noun: str = "profil,profils",
) -> HttpResponse:
    """A complete page showing counts by commune, never cached because of its nonce.

    `data_url` answers a GeoJSON FeatureCollection of points, each with the properties
    {label: "Rennes (35)", count: 12, url: "/carte/?commune=35238"} or
    {kind: "group", label, count, bbox?}.  Urls of another origin are not followed.
    `title` and `noun` (« singular,plural ») are our own words.
    """
    singular, plural = noun.split(",")
    counted = OwnMap()
    counted.add_child(CountsLayer())
    figure = counted.get_root()
    figure.render()
    assets = list(figure.header._children.values())
    response = render(
        request,
        "map/leaflet.html",
        {
            "title": title,
            "settings": {
                "data": data_url,
                "outlines": reverse("map:departments"),
                "title": title,
                "singular": singular,
                "plural": plural,
                "views": VIEWS,
            },
            "scripts": [asset.url for asset in assets if isinstance(asset, JavascriptLink)],
            "styles": [asset.url for asset in assets if isinstance(asset, CssLink)],
            "body": figure.html.render(),
            "script": figure.script.render(),
            "nonce": request.csp_nonce,
        },
    )
    response._csp_replace = {"script-src": [SELF, NONCE], "frame-ancestors": [SELF]}
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "no-store"
    return response
