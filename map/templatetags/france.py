"""The map of France, and the decorative one of the front page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from map import svg
from map.choropleth import WIDE, Wording, steps
from map.towns import towns as place_towns

register = template.Library()

RIVERS = ("Loire", "Seine", "Rhône", "Garonne")
# Towns of the front page: name, longitude, latitude, large, name on the left.
HERO_TOWNS = (
    ("Paris", 2.35, 48.86, True, False),
    ("Lille", 3.06, 50.63, True, False),
    ("Lyon", 4.84, 45.76, True, False),
    ("Marseille", 5.37, 43.30, True, False),
    ("Bordeaux", -0.58, 44.84, True, False),
    ("Toulouse", 1.44, 43.60, True, False),
    ("Nantes", -1.55, 47.22, True, False),
    ("Strasbourg", 7.75, 48.58, True, True),
    ("Rennes", -1.68, 48.11, False, False),
    ("Brest", -4.49, 48.39, False, False),
    ("Clermont", 3.08, 45.78, False, False),
    ("Dijon", 5.04, 47.32, False, False),
    ("Limoges", 1.26, 45.83, False, False),
    ("Nice", 7.27, 43.70, False, True),
    ("Montpellier", 3.88, 43.61, False, False),
    ("Grenoble", 5.72, 45.19, False, False),
    ("Tours", 0.69, 47.39, False, False),
    ("Reims", 4.03, 49.26, False, False),
    ("Caen", -0.37, 49.18, False, False),
    ("Ajaccio", 8.74, 41.93, False, True),
    ("Poitiers", 0.34, 46.58, False, False),
    ("Perpignan", 2.90, 42.70, False, False),
    ("Metz", 6.18, 49.12, False, True),
)


LEVELS = {"department": "département", "region": "région"}


@register.inclusion_tag("map/france.html", takes_context=True)
def france_map(
    context,
    values: Mapping[str, float | None],
    level: str = "department",
    *,
    title: str = "",
    noun: str = "",
    none: str = "aucun",
    unit: str = "",
    hidden: Collection[str] = (),
    href_name: str = "",
    param: str = "",
    towns: Iterable[tuple[str, float, float, int]] = (),
    overseas: str = "",
    name: str = "carte",
) -> dict:
    """A choropleth of départements or régions (`level`) with its legend and its table.

    `values` maps codes to numbers.  With a `noun` (« singular,plural ») they are counts, of which
    a missing one is `none` (« aucun », « aucune »); else amounts in `unit`, of which a missing one
    is no data.  A value of None, or a code in `hidden`, is hatched and said not to be published.
    Codes that we do not know are left out; those we do not draw are in the table only.

    With `href_name`, areas with something link to that page with their code in `param`, keeping
    the other parameters of the request.  `towns` are (name, latitude, longitude, count), drawn as
    discs.  `overseas` replaces every overseas value by these words, for values that do not tell
    overseas areas apart.  Two maps on one page need two `name`s.
    """
    drawn = svg.drawing(level)
    wording = Wording(noun, unit, none)
    title = title or f"{wording.plural or 'valeur'} par {LEVELS[level]}"
    title = title[:1].upper() + title[1:]
    overseas_codes = {outline.code for outline in drawn.overseas} if overseas else set()
    shown = {
        code: None if code in hidden else value
        for code, value in values.items()
        if code in drawn.names
        and code not in overseas_codes
        # A count of nothing is nothing.
        and (code in hidden or value is None or value or not wording.counts)
    }
    known = [value for value in shown.values() if value is not None]
    classes = steps(known, counts=wording.counts)
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    selected = query.get(param)
    links = area_links(shown, href_name, param, query) if href_name else {}

    def areas(outlines: list[svg.Outline]) -> list[svg.Area]:
        return svg.areas(outlines, shown, classes, wording, links, selected)

    mainland, insets = areas(drawn.mainland), areas(drawn.overseas)
    if overseas:
        insets = [
            replace(area, figure="", label=f"{area.outline.name}{WIDE}: {overseas}")
            for area in insets
        ]
    rows = sorted(shown.items(), key=lambda row: (row[1] is None, -(row[1] or 0), row[0]))
    legend = [(str(step.colour), wording.bounds(step)) for step in classes]
    absent = [
        outline.name
        for outline in (*drawn.mainland, *drawn.overseas)
        if outline.code not in shown and outline.code not in overseas_codes
    ]
    if absent:
        legend.insert(0, ("0", none if wording.counts else wording.absent))
    return {
        "name": name,
        "title": title,
        "level": LEVELS[level],
        "mainland": mainland,
        "suburbs": areas(drawn.suburbs),
        "overseas": [[area] for area in insets],
        "towns": place_towns(towns),
        "scenery": svg.scenery(),
        "rivers": [svg.scenery()["rivers"][river] for river in RIVERS],
        "legend": legend,
        "hidden": len(known) < len(shown),
        "numbered": level == "department",
        "overseas_words": overseas,
        "column": wording.plural or "valeur",
        "table": [
            (code, drawn.names[code], links.get(code, ""), wording.figure(value))
            for code, value in rows
        ],
        "absent": absent,
        "absent_words": wording.absent,
    }


def area_links(
    values: Mapping[str, float | None], href_name: str, param: str, query: QueryDict
) -> dict[str, str]:
    """Addresses by code, for those with a value."""
    query.pop("page", None)
    query.pop(param, None)
    kept = f"{query.urlencode()}&" if query else ""
    base = f"{reverse(href_name)}?{kept}"
    return {
        code: base + urlencode({param: code}) for code, value in values.items() if value is not None
    }


@register.simple_tag
@lru_cache(maxsize=1)
def france_hero() -> SafeString:
    """The decorative map behind the front page’s title: always the same."""
    towns = []
    for name, longitude, latitude, large, left in HERO_TOWNS:
        x, y = svg.mainland(longitude, latitude)
        towns.append(
            {
                "name": name,
                "x": f"{x:.0f}",
                "y": f"{y:.0f}",
                "radius": "9" if large else "6",
                "large": large,
                "left": left,
                "name_x": f"{x - 14 if left else x + 14:.0f}",
                "name_y": f"{y - 11:.0f}",
            }
        )
    return render_to_string("map/hero.html", {"scenery": svg.scenery(), "towns": towns})
