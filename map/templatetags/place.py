"""Where a commune is: a small map around it."""

from django import template

from map import svg
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
