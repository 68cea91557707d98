"""The map of France, and the decorative one of the front page."""

from collections.abc import Iterable, Mapping

from django import template
from django.http import QueryDict
from django.urls import reverse

from map import svg

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


@register.inclusion_tag("map/france.html", takes_context=True)
def france_map(
    context,
    counts: Mapping[str, int],
    href_name: str = "directory:map",
    param: str = "departement",
    noun: str = "profil,profils",
    towns: Iterable[tuple[str, float, float, int]] = (),
) -> dict:
    """A choropleth of départements with its legend and its table.

    `counts` maps département codes to numbers.  Départements with something link to `href_name`
    with their code in `param`, keeping the other parameters of the request.  `noun` is
    « singular,plural ».  `towns` are (name, latitude, longitude, count), drawn as discs.
    """
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    selected = query.get(param)
    query.pop("page", None)
    query[param] = ""
    base = reverse(href_name)

    def link(code: str) -> str:
        query[param] = code
        return f"{base}?{query.urlencode()}"

    drawn = svg.drawing()
    limits = svg.bounds(counts.values())
    links = {code: link(code) for code, count in counts.items() if count}
    table = sorted(
        ((count, code) for code, count in counts.items() if count and code in drawn.names),
        key=lambda row: (-row[0], row[1]),
    )
    return {
        "mainland": svg.areas(drawn.mainland, counts, limits, selected),
        "suburbs": svg.areas(drawn.suburbs, counts, limits, selected),
        "overseas": svg.areas(drawn.overseas, counts, limits, selected),
        "towns": svg.towns(towns),
        "scenery": svg.scenery(),
        "rivers": [svg.scenery()["rivers"][name] for name in RIVERS],
        "legend": svg.legend(limits),
        "links": links,
        "table": [(code, drawn.names[code], links[code], count) for count, code in table],
        "noun": noun,
        "plural": noun.partition(",")[2],
    }


@register.filter
def at(mapping: Mapping[str, str], key: str) -> str:
    """`{{ links|at:code }}`: the value of a key, or nothing."""
    return mapping.get(key, "")


@register.inclusion_tag("map/hero.html")
def france_hero() -> dict:
    """The decorative map behind the front page’s title."""
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
    return {"scenery": svg.scenery(), "towns": towns}
