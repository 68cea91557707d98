"""The outlines of France, read once per process from `map/data`."""

import hashlib
import json
from functools import lru_cache

from map.gazetteer import DATA


@lru_cache(maxsize=1)
def departments_json() -> bytes:
    """A GeoJSON FeatureCollection of the 101 départements: {code, name, region}, in degrees."""
    return (DATA / "departments.geojson").read_bytes()


@lru_cache(maxsize=1)
def version() -> str:
    """A quoted entity tag that changes with the outlines."""
    return f'"{hashlib.sha256(departments_json()).hexdigest()[:16]}"'


def features(name: str) -> list[dict]:
    """The GeoJSON features of one file: departments, regions or inner_suburbs."""
    return json.loads((DATA / f"{name}.geojson").read_bytes())["features"]
