"""How far the communes that profiles show are from a place: all of them at once."""

from functools import lru_cache

import numpy as np

from directory.columns import Words
from directory.territory import EARTH_RADIUS, territory
from map.models import Commune


@lru_cache(maxsize=2)
def positions(communes: Words, size: int) -> np.ndarray:
    """Longitude and latitude of the first `size` communes, in degrees; NaN for no commune."""
    codes = list(communes)[1:size]
    spots = territory(communes=set(codes)).spots
    return np.array([(np.nan, np.nan), *(spots[code].point for code in codes)])


@lru_cache(maxsize=2)
def cities(communes: Words, size: int) -> tuple[np.ndarray, list[str]]:
    """(rank of the city of each of the first `size` communes, codes of these cities in order).

    No commune is of none, ranked last.
    """
    codes = list(communes)[1:size]
    spots = territory(communes=set(codes)).spots
    known = sorted({spots[code].city for code in codes})
    ranks = {code: rank for rank, code in enumerate(known)}
    return np.array([len(known), *(ranks[spots[code].city] for code in codes)]), known


def distances(communes: Words, size: int, centre: Commune) -> np.ndarray:
    """Kilometres along the great circle from a place to each of these communes."""
    longitudes, latitudes = np.radians(positions(communes, size)).T
    # To the same decimals as the others, so that a commune is nowhere but at itself.
    longitude, latitude = np.radians((round(centre.longitude, 4), round(centre.latitude, 4)))
    half = (
        np.sin((latitudes - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(latitudes) * np.sin((longitudes - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * np.arcsin(np.minimum(1, np.sqrt(half)))


def far(kilometres: float) -> str:
    """« à 12 km » between the centres of two communes, « dans la commune » in the same one."""
    return f"à {max(round(kilometres), 1)}\u00a0km" if kilometres else "dans la commune"
