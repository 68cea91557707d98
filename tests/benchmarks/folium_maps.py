"""What folium itself makes of the same people: one marker a profile, in its own plugins."""

from collections.abc import Callable

import folium
from folium.plugins import FastMarkerCluster, MarkerCluster

from directory.models import Profile

# MarkerCluster’s cost follows the markers: ten times these would only make the run long.
MOST_MARKERS = 10_000


def points() -> list[tuple[float, float]]:
    """(latitude, longitude) of the commune of everyone who shows theirs."""
    shown = Profile.objects.published().filter(shown_code__isnull=False).order_by("pk")
    return list(shown.values_list("commune__latitude", "commune__longitude"))


def marker_cluster() -> bytes:
    page = folium.Map(location=[46.6, 2.4], zoom_start=6)
    cluster = MarkerCluster().add_to(page)
    for point in points():
        folium.Marker(point).add_to(cluster)
    return page.get_root().render().encode()


def fast_marker_cluster() -> bytes:
    page = folium.Map(location=[46.6, 2.4], zoom_start=6)
    FastMarkerCluster(points()).add_to(page)
    return page.get_root().render().encode()


def makers(size: int) -> dict[str, Callable[[], bytes] | str]:
    """By name, what renders a page, or why it is not measured at this size."""
    too_many = f"non mesuré au-delà de {MOST_MARKERS} marqueurs, pour ne pas durer"
    return {
        "folium MarkerCluster": marker_cluster if size <= MOST_MARKERS else too_many,
        "folium FastMarkerCluster": fast_marker_cluster,
    }
