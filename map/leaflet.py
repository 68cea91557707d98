"""The interactive map: a small document of its own, built by folium, shown in an iframe.

folium’s page calls five outside hosts, writes inline styles and forbids zooming: only its script
and its container are kept, in our own template, with Leaflet from our own origin and the one
inline script under the request’s nonce.

Nothing that varies ever enters a folium template: what its macros render is compiled again as a
Jinja template, so that an address holding « {{ … }} » would be executed here.  Settings go beside
it as a JSON block of our own template; counts and people come from endpoints, set as text.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import folium
from branca.element import CssLink, JavascriptLink, MacroElement
from csp.constants import NONCE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from folium.elements import JSCSSMixin
from folium.template import Template

from map.gazetteer import gazetteer, table

# The views offered, by bounds: south-west, north-east.
VIEWS = [
    ("Métropole", [[41.3, -5.2], [51.1, 9.6]]),
    ("Guadeloupe", [[15.8, -61.85], [16.55, -60.95]]),
    ("Martinique", [[14.35, -61.27], [14.9, -60.77]]),
    ("Guyane", [[2.1, -54.65], [5.8, -51.55]]),
    ("La Réunion", [[-21.4, 55.2], [-20.85, 55.85]]),
    ("Mayotte", [[-13.02, 45.0], [-12.62, 45.32]]),
    ("Saint-Barthélemy", [[17.8, -62.95], [17.97, -62.75]]),
    ("Saint-Martin", [[17.98, -63.18], [18.15, -62.98]]),
    ("Saint-Pierre-et-Miquelon", [[46.7, -56.5], [47.2, -56.1]]),
    ("Nouvelle-Calédonie", [[-22.8, 163.5], [-19.5, 168.2]]),
    ("Polynésie française", [[-18.6, -152.2], [-16.2, -148.5]]),
    ("Wallis-et-Futuna", [[-14.4, -178.3], [-13.1, -176.0]]),
]
# Of these we know no outline: a dot stands for them.
DOTS = ("975", "977", "978", "986", "987", "988")
# Thirteen is where the communes of the inner suburbs no longer cover each other.
MIN_ZOOM, MAX_ZOOM = 3, 13
# From these zooms on the endpoint answers by département, then by commune.
DEPARTMENTS_FROM, COMMUNES_FROM = 6, 9


@dataclass(frozen=True)
class Tiles:
    """A raster background: Leaflet’s url template on one host, our own HTML credit, last zoom."""

    url: str
    attribution: str
    max_zoom: int

    @property
    def origin(self) -> str:
        """What the policy must allow: « https://host »."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


TILES = {
    "ign": Tiles(
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&FORMAT=image/png&TILEMATRIXSET=PM"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        'Fond\u00a0: <a href="https://geoservices.ign.fr/planign" target="_top">Plan IGN</a>',
        18,
    ),
    "osm-fr": Tiles(
        "https://a.tile.openstreetmap.fr/osmfr/{z}/{x}/{y}.png",
        'Fond\u00a0: OpenStreetMap France, © les contributeurs d’<a href="https://'
        'www.openstreetmap.org/copyright" target="_top">OpenStreetMap</a>',
        20,
    ),
}


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


class GroupsLayer(JSCSSMixin, MacroElement):
    """Outlines, and a button a group of people, fed by a GeoJSON endpoint as the map moves."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "CarteInteractive.start({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self):
        super().__init__()
        self._name = "GroupsLayer"
        self.default_js = [
            (name, static(f"{name}.js"))
            for name in ("leaflet-carte", "leaflet-carte-liste", "leaflet-carte-outils")
        ]
        self.default_css = [("groups_css", static("leaflet-carte.css"))]


def dots() -> list[tuple[str, float, float]]:
    """Name, latitude and longitude of the areas without an outline: those of their chief town."""
    rows = [row for row in table("departments") if row["code"] in DOTS]
    towns = [gazetteer().by_code[row["chefLieu"]] for row in rows]
    return [
        (row["name"], town.latitude, town.longitude) for row, town in zip(rows, towns, strict=True)
    ]


def document(
    request: HttpRequest,
    *,
    data_url: str,
    title: str,
    people_url: str = "",
    list_url: str = "",
    noun: str = "profil,profils",
) -> HttpResponse:
    """A complete page showing groups by région, département, then commune; never cached.

    `data_url` is asked with « zoom » and « bbox » (west,south,east,north) added and answers a
    GeoJSON FeatureCollection: points with an optional bbox member and the properties
    {level: "region" | "department" | "commune", code, name, count, words, url}.  Foreign members
    `off_map` (a number) and `circle` ({center, radius_km, name}) are shown when present.
    `people_url` is asked with « commune », or with « departement » and « precision », and answers
    {name, count, people: [{name, headline, url}], all_url}; without it the buttons of communes
    are links to their `url`.
    `list_url` says the same without a map: offered when scripts or the endpoint fail.
    Urls of another origin are not followed.  `title` and `noun` (« singular,plural ») are our
    own words.  settings.MAP_TILES names a background of TILES, or none.
    """
    tiles = TILES[settings.MAP_TILES] if settings.MAP_TILES else None
    singular, plural = noun.split(",")
    interactive = OwnMap()
    interactive.add_child(GroupsLayer())
    figure = interactive.get_root()
    figure.render()
    assets = list(figure.header._children.values())
    response = render(
        request,
        "map/leaflet.html",
        {
            "title": title,
            "list_url": list_url,
            "views": VIEWS,
            "settings": {
                "data": data_url,
                "people": people_url,
                "outlines": {
                    "regions": reverse("map:regions"),
                    "departments": reverse("map:departments"),
                },
                "title": title,
                "singular": singular,
                "plural": plural,
                "views": [bounds for _, bounds in VIEWS],
                "dots": dots(),
                "departmentsFrom": DEPARTMENTS_FROM,
                "communesFrom": COMMUNES_FROM,
                "tiles": tiles
                and {
                    "url": tiles.url,
                    "attribution": tiles.attribution,
                    "maxNativeZoom": tiles.max_zoom,
                },
            },
            "scripts": [asset.url for asset in assets if isinstance(asset, JavascriptLink)],
            "styles": [asset.url for asset in assets if isinstance(asset, CssLink)],
            "body": figure.html.render(),
            "script": figure.script.render(),
            "nonce": request.csp_nonce,
        },
    )
    response._csp_replace = {"script-src": [SELF, NONCE], "frame-ancestors": [SELF]}
    if tiles:
        response._csp_replace["img-src"] = [SELF, "data:", tiles.origin]
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "no-store"
    return response
