"""Places by where they are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from map.gazetteer import Place


class Grid:
    """Places in squares of a fifth of a degree."""

    def __init__(self, places: Collection[Place], chief_towns: set[str]):
        """Overseas collectivities have one point for many communes: it is the chief town’s."""
        self.squares = defaultdict(list)
        taken = set()
        for place in sorted(places, key=lambda place: place.code not in chief_towns):
            point = (place.latitude, place.longitude)
            shared = place.department[:2] in ("97", "98") and point in taken
            if not place.divided and not shared:
                taken.add(point)
                self.squares[self._square(*point)].append(place)

    @staticmethod
    def _square(latitude: float, longitude: float) -> tuple[int, int]:
        return math.floor(latitude * 5), math.floor(longitude * 5)

    def nearest(self, latitude: float, longitude: float, limit: int) -> list[Place]:
        """The places whose points are closest, nearest first; none beyond some 20 km."""
        row, column = self._square(latitude, longitude)
        width = math.cos(math.radians(latitude))
        near = [
            place
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for place in self.squares.get((row + dy, column + dx), ())
        ]
        near.sort(
            key=lambda place: math.hypot(
                place.latitude - latitude, (place.longitude - longitude) * width
            )
        )
        return near[:limit]
