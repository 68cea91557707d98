"""The outlines of France, read once per process from `map/data`."""

import hashlib
import json
from functools import lru_cache

from map.gazetteer import DATA


@lru_cache(maxsize=2)
def geojson(name: str) -> bytes:
    """A GeoJSON FeatureCollection, in degrees: « departments » or « regions », {code, name}."""
    return (DATA / f"{name}.geojson").read_bytes()


@lru_cache(maxsize=2)
def version(name: str) -> str:
    """A quoted entity tag that changes with the outlines."""
    return f'"{hashlib.sha256(geojson(name)).hexdigest()[:16]}"'


def features(name: str) -> list[dict]:
    """The GeoJSON features of one file: departments, regions or inner_suburbs."""
    return json.loads((DATA / f"{name}.geojson").read_bytes())["features"]
