"""Where a commune is, and what a département or région looks like: small maps."""

from collections.abc import Iterable, Mapping, Sequence

from django import template

from map import svg, zones
from map.choropleth import Step, Wording, number, steps
from map.models import Commune

register = template.Library()

WIDTH, HEIGHT = 760, 412  # kilometres shown


@register.inclusion_tag("map/place.html")
def place_map(commune: Commune) -> dict:
    """The country around a commune of the mainland, its département marked.

    Overseas, the outline of the département alone.
    """
    drawn = svg.drawing("department")
    overseas = {area.code: area for area in drawn.overseas}
    context = {"commune": commune, "department": commune.department}
    if commune.department_id in overseas:
        return context | {"outline": overseas[commune.department_id].d}
    x, y = svg.mainland(commune.longitude, commune.latitude)
    return context | {
        "scenery": svg.scenery(),
        "outline": next(
            (area.d for area in drawn.mainland if area.code == commune.department_id), ""
        ),
        "view": f"{x - WIDTH / 2:.0f} {y - HEIGHT / 2:.0f} {WIDTH} {HEIGHT}",
        "x": f"{x:.0f}",
        "y": f"{y:.0f}",
        "name_x": f"{x + 14:.0f}",
        "name_y": f"{y - 12:.0f}",
    }


@register.inclusion_tag("map/zone.html")
def zone_map(
    codes: Iterable[str],
    values: Mapping[str, int],
    links: Mapping[str, str],
    *,
    title: str,
    noun: str,
    selected: str = "",
) -> dict:
    """Départements drawn large among their neighbours, each with its code and its count.

    `values` and `links` by code, `noun`: « singular,plural », `selected`: the code of the one
    that is looked at.  The page must say the same in words: the map is out of the Tab order.
    Nothing without an outline.
    """
    drawn = zones.zone(tuple(sorted(codes)))
    if drawn is None:
        return {"zone": None}
    wording = Wording(noun)
    classes = steps([values[code] for code in codes if values.get(code)], counts=True)

    def areas(outlines: list[svg.Outline], classes: Sequence[Step]) -> list[svg.Area]:
        # What is nobody’s is said « aucun », not left without a value.
        known = {outline.code: values.get(outline.code, 0) for outline in outlines}
        return svg.areas(outlines, known, classes, wording, links, selected)

    labels = [
        (spot, outline.code, number(values.get(outline.code, 0)))
        for outline in (*drawn.around, *drawn.own)
        if (spot := drawn.spots.get(outline.code))
    ]
    return {
        "zone": drawn,
        "title": title,
        "own": areas(drawn.own, classes),
        "around": areas(drawn.around, ()),
        "labels": labels,
        "scenery": svg.scenery() if drawn.shift else None,
        "rivers": svg.scenery()["rivers"].values() if drawn.shift and not drawn.close else (),
    }
