"""Simplify the outlines of communes into those the maps draw: a part of `derive_france`.

Build-time only: it needs `shapely`, which the site does not.
"""

from collections import defaultdict

import shapely

OVERSEAS = {"971", "972", "973", "974", "976"}
# Tolerances in degrees (0.01 is about a kilometre).  Islands and the inner suburbs of Paris are
# drawn enlarged, so they keep more of their shape.
TOLERANCE = 0.02
FINE = 0.004
GUIANA = 0.03
COUNTRY = 0.04
INNER_SUBURBS = ("75", "92", "93", "94")


def outlines(
    shapes: dict[str, list[shapely.Geometry]], departments: list[dict], regions: list[dict]
) -> dict[str, list[dict]]:
    """GeoJSON features of départements, régions, the mainland, and Paris with its suburbs.

    `shapes` maps the code of a département to the outlines of its communes.
    """
    codes = [row["code"] for row in departments]
    full = {code: shapely.union_all(shapes[code], grid_size=1e-6) for code in codes}
    close_gaps(full)
    mainland = [code for code in codes if code not in OVERSEAS]
    simple = dict(
        zip(
            mainland,
            shapely.coverage_simplify([full[code] for code in mainland], TOLERANCE),
            strict=True,
        )
    )
    for code in OVERSEAS:
        simple[code] = full[code].simplify(GUIANA if code == "973" else FINE)
    inner = shapely.coverage_simplify([full[code] for code in INNER_SUBURBS], FINE)
    region_of = {row["code"]: row["region"] for row in departments}
    name_of = {row["code"]: row["name"] for row in departments}
    return {
        "departments": [
            feature(code, name_of[code], simple[code], region=region_of[code]) for code in codes
        ],
        "regions": [
            feature(
                row["code"],
                row["name"],
                shapely.union_all([simple[c] for c in codes if region_of[c] == row["code"]]),
            )
            for row in regions
        ],
        # The land of the front page, a drawing: no inner border, no small island.
        "country": [
            feature(
                "FR",
                "France",
                shapely.union_all([simple[code] for code in mainland]).simplify(COUNTRY),
                smallest=4e-3,
            )
        ],
        "inner_suburbs": [
            feature(code, name_of[code], shape, region="11", smallest=1e-6)
            for code, shape in zip(INNER_SUBURBS, inner, strict=True)
        ],
    }


def close_gaps(full: dict[str, shapely.Geometry]) -> None:
    """Give each hole of the national union to the département it shares most border with.

    Outlines of neighbouring communes come from different years and leave slivers.
    """
    codes = sorted(full)
    tree = shapely.STRtree([full[code] for code in codes])
    nation = shapely.union_all([full[code] for code in codes])
    gaps = [
        shapely.Polygon(ring) for polygon in shapely.get_parts(nation) for ring in polygon.interiors
    ]
    found = defaultdict(list)
    for gap in gaps:
        near = sorted(int(i) for i in tree.query(gap, predicate="intersects"))
        longest = max(near, key=lambda i: full[codes[i]].intersection(gap.exterior).length)
        found[codes[longest]].append(gap)
    for code, extra in found.items():
        full[code] = shapely.union_all([full[code], *extra])


def feature(
    code: str, name: str, shape: shapely.Geometry, *, smallest: float = 4e-5, **properties: str
) -> dict:
    """A GeoJSON MultiPolygon on a 4-decimal grid (11 m), islets under `smallest` deg² left out."""
    parts = [
        part
        for part in shapely.get_parts(shapely.set_precision(shape, 1e-4))
        if part.geom_type == "Polygon"
    ]
    kept = [part for part in parts if part.area > smallest] or [max(parts, key=lambda p: p.area)]
    kept.sort(key=lambda part: (-part.area, part.bounds))
    coordinates = [
        [points(ring) for ring in (part.exterior, *holes(part, smallest))] for part in kept
    ]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": name, **properties},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def holes(part: shapely.Polygon, smallest: float) -> list[shapely.LinearRing]:
    """The enclaves worth drawing."""
    return [ring for ring in part.interiors if shapely.Polygon(ring).area > smallest]


def points(ring: shapely.LinearRing) -> list[list[float]]:
    """[[longitude, latitude], …], always from the same corner so that files compare."""
    ring = shapely.normalize(shapely.LinearRing(ring))
    return [[round(x, 4), round(y, 4)] for x, y in ring.coords]
