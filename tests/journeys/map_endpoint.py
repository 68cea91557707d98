"""A stand-in for the map’s two endpoints, in the browser: what they are asked, and what they say.

It groups its rows by the zoom asked for and keeps to the box, as the real ones do.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

REGIONS = {
    "53": ("Bretagne", [-5.2, 47.2, -1.0, 48.9]),
    "11": ("Île-de-France", [1.4, 48.1, 3.6, 49.3]),
    "84": ("Auvergne-Rhône-Alpes", [2.0, 44.1, 7.2, 46.9]),
    "04": ("La Réunion", [55.2, -21.4, 55.9, -20.8]),
    "987": ("Polynésie française", [-149.6, -17.6, -149.5, -17.5]),
}
DEPARTMENTS = {
    "35": ("Ille-et-Vilaine", "53", [-2.3, 47.6, -1.0, 48.7]),
    "29": ("Finistère", "53", [-5.2, 47.7, -3.3, 48.8]),
    "75": ("Paris", "11", [2.22, 48.81, 2.47, 48.9]),
    "69": ("Rhône", "84", [4.2, 45.4, 5.2, 46.3]),
    "974": ("La Réunion", "04", [55.2, -21.4, 55.9, -20.8]),
    "987": ("Polynésie française", "987", [-149.6, -17.6, -149.5, -17.5]),
}
# code: name, département, longitude, latitude
COMMUNES = {
    "35238": ("Rennes", "35", -1.6794, 48.1147),
    "35288": ("Saint-Malo", "35", -2.0, 48.65),
    "29232": ("Quimper", "29", -4.0979, 47.9975),
    "75056": ("Paris", "75", 2.3522, 48.8566),
    "75101": ("Paris 1er", "75", 2.337, 48.8626),
    "69123": ("Lyon", "69", 4.835, 45.758),
    "97411": ("Saint-Denis", "974", 55.4481, -20.8789),
    "98735": ("Papeete", "987", -149.5667, -17.5333),
    "98715": ("Faaa", "987", -149.5667, -17.5333),
}


def words(name: str, count: int) -> str:
    return f"{name}, {count} profil{'s' if count > 1 else ''}"


def parameters(route: Route) -> dict[str, str]:
    query = urlsplit(route.request.url).query
    return {name: values[0] for name, values in parse_qs(query).items()}


def feature(longitude, latitude, *, bbox=None, **properties) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        **({"bbox": bbox} if bbox else {}),
        "properties": properties,
    }


@dataclass
class Endpoint:
    """Answers with `counts` {commune code: number}; `vague` {département code: number}."""

    page: Page
    counts: dict[str, int]
    vague: dict[str, int] = field(default_factory=dict)
    members: dict = field(default_factory=dict)  # foreign members of the collection
    names: dict[str, str] = field(default_factory=dict)  # code → name said instead
    people: list[dict] = field(default_factory=list)
    asked: list[dict] = field(default_factory=list)
    asked_people: list[dict] = field(default_factory=list)
    status: int = 200

    def __post_init__(self):
        self.page.route("**/carte/profils.geojson*", self.points)
        self.page.route("**/carte/profils.json*", self.persons)

    def points(self, route: Route) -> None:
        query = {
            key: values[0] for key, values in parse_qs(urlsplit(route.request.url).query).items()
        }
        self.asked.append(query)
        if self.status != 200:
            body = {"errors": {"region": ["Nous ne connaissons pas cette région."]}}
            return route.fulfill(status=self.status, json=body)
        found = self.features(int(query["zoom"]))
        if "bbox" in query:
            west, south, east, north = map(float, query["bbox"].split(","))
            found = [
                one
                for one in found
                if west <= one["geometry"]["coordinates"][0] <= east
                and south <= one["geometry"]["coordinates"][1] <= north
            ]
        body = {"type": "FeatureCollection", "features": found, **self.members}
        return route.fulfill(body=json.dumps(body), content_type="application/geo+json")

    def features(self, zoom: int) -> list[dict]:
        rows = [(code, *COMMUNES[code], count) for code, count in self.counts.items()]
        if zoom >= 9:
            return [
                self.group(longitude, latitude, "commune", code, name, count)
                for code, name, _, longitude, latitude, count in rows
            ] + [self.unplaced(code, count) for code, count in self.vague.items()]
        sums = defaultdict(int)
        for _, _, department, _, _, count in rows:
            sums[department if zoom >= 6 else DEPARTMENTS[department][1]] += count
        for department, count in self.vague.items():
            sums[department if zoom >= 6 else DEPARTMENTS[department][1]] += count
        level, places = ("department", DEPARTMENTS) if zoom >= 6 else ("region", REGIONS)
        found = []
        for code, count in sums.items():
            name, *_, bbox = places[code]
            middle = (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2
            found.append(self.group(*middle, level, code, name, count, bbox))
        return found

    def group(self, longitude, latitude, level, code, name, count, bbox=None) -> dict:
        name = self.names.get(code, name)
        return feature(
            longitude,
            latitude,
            bbox=bbox,
            level=level,
            code=code,
            name=name,
            count=count,
            words=words(name, count),
            url=f"/annuaire/?{level}={code}",
        )

    def unplaced(self, code: str, count: int) -> dict:
        name, _, bbox = DEPARTMENTS[code]
        one = self.group(
            (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2, "department", code, name, count
        )
        one["properties"]["words"] = words(f"{name}, commune non précisée", count)
        return one

    def persons(self, route: Route) -> None:
        query = {
            key: values[0] for key, values in parse_qs(urlsplit(route.request.url).query).items()
        }
        self.asked_people.append(query)
        code = query.get("commune") or query["departement"]
        count = (self.counts | self.vague).get(code, 0)
        people = self.people or [
            {"name": f"Personne {n}", "headline": "Community manager", "url": f"/annuaire/p-{n}/"}
            for n in range(count)
        ]
        body = {
            "name": code,
            "count": count,
            "people": people[:50],
            "all_url": f"/annuaire/?commune={code}",
        }
        route.fulfill(json=body)
