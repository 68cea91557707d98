"""The offline list of the places of France, and how a text is understood as one of them.

Pure: reads our data files, never the database.  The index is built once per process, on first
use (under a second), and never changes.
"""

import csv
import math
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"
# Paris, Lyon, Marseille: their postcodes say which arrondissement.
CITIES = ("75056", "69123", "13055")

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
SUR = re.compile(r"(?<![a-z])s/\s*")
ASCII_ONLY = re.compile("[^ a-z0-9/]+")


def _letters() -> dict[int, str | None]:
    """What each character becomes: accents dropped, ligatures split, punctuation a space."""
    table = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "/"}
    table |= {ord(mark): " " for mark in "’‘«»–—…·\u00a0\u202f"}
    table |= {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}
    table |= dict.fromkeys(range(0x300, 0x370))  # combining accents
    for code in range(0xC0, 0x180):
        plain = unicodedata.normalize("NFKD", chr(code))[0]
        if code not in table and plain.isascii():
            table[code] = plain
    return table


LETTERS = _letters()


def fold(text: str) -> str:
    """Lower case, unaccented, « st » spelt out, words apart by one space: what is compared.

    « L’Haÿ-les-Roses » → « l hay les roses », « Chalon s/ Saône » → « chalon sur saone ».
    """
    text = text.lower().translate(LETTERS)
    if not text.isascii():
        text = ASCII_ONLY.sub(" ", unicodedata.normalize("NFKD", text).translate(LETTERS).lower())
    if "/" in text:
        text = SUR.sub("sur ", text).replace("/", " ")
    return " ".join([SAINTS.get(word, word) for word in text.split()])


class Place(NamedTuple):
    """A commune, or an arrondissement of Paris, Lyon or Marseille (then `parent` is its city)."""

    code: str
    name: str
    folded_name: str
    department: str
    parent: str | None
    latitude: float
    longitude: float
    population: int | None
    postcodes: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.name} ({self.department})"


def table(name: str) -> list[dict[str, str]]:
    """The rows of one file of `map/data`, as text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read_places() -> list[Place]:
    """Every commune and arrondissement, in the order of their codes."""
    with (DATA / "communes.csv").open(encoding="utf-8", newline="") as text:
        lines = csv.reader(text)
        next(lines)
        return [
            Place(
                code,
                name,
                fold(name),
                department,
                parent or None,
                float(latitude),
                float(longitude),
                int(population) if population else None,
                tuple(postcodes.split()),
            )
            for code, name, department, parent, latitude, longitude, population, postcodes in lines
        ]


ARTICLE = re.compile(r"^(?:le|la|les|l|aux|los|las) ")
NUMBER = r"0?([1-9]|1\d|20)"
CEDEX = re.compile(r"\bcedex(?: \d{1,2})?\b")
DISTRICT = re.compile(r"\b(?:arrondissement|arrdt|ardt|arr)\b")
ORDINAL = re.compile(rf"\b{NUMBER} ?(?:e|er|ere|eme|ieme|nd|nde|re|me)\b")
DISTRICT_FIRST = re.compile(rf"^{NUMBER}e (?:de )?(paris|lyon|marseille)\b")


def normalised(text: str) -> str:
    """Folded text with ordinals as « 11e » and the words of postal addresses left out.

    « Lyon 3ème arrondissement » → « lyon 3e », « 75011 Paris Cedex 11 » → « 75011 paris ».
    """
    text = DISTRICT.sub("", CEDEX.sub("", fold(text)))
    text = " ".join(ORDINAL.sub(r"\1e", text).split())
    text = DISTRICT_FIRST.sub(r"\2 \1e", text)
    return text if text.endswith((" de france", " en france")) else text.removesuffix(" france")


def same_area(place: Place, postcode: str) -> bool:
    """Whether the postcode begins like those of the place: a neighbour’s, or a company’s own."""
    digits = 3 if postcode.startswith("97") else 2
    return any(own[:digits] == postcode[:digits] for own in place.postcodes)


class Gazetteer:
    """An index of places by name, postcode, code and position.  Built once, then only read."""

    def __init__(
        self,
        places: list[Place],
        departments: list[dict[str, str]],
        regions: list[dict[str, str]],
        former: list[dict[str, str]],
    ):
        self.by_code = {place.code: place for place in places}
        self.names = defaultdict(list)
        self.other_names = defaultdict(list)
        self.postcodes = defaultdict(list)
        self.grid = defaultdict(list)
        for place in sorted(places, key=lambda place: (-(place.population or 0), place.code)):
            self.names[place.folded_name].append(place)
            if place.parent:
                self._add_district(place)
            elif ARTICLE.match(place.folded_name):
                self.other_names[ARTICLE.sub("", place.folded_name)].append(place)
            if place.code not in CITIES:
                for postcode in place.postcodes:
                    self.postcodes[postcode].append(place)
                self.grid[self._cell(place.latitude, place.longitude)].append(place)
        for row in former:
            present = self.by_code[row["commune"]]
            if present not in self.other_names[fold(row["name"])]:
                self.other_names[fold(row["name"])].append(present)
        self.areas = defaultdict(set)
        region_names = {row["code"]: row["name"] for row in regions}
        for row in departments:
            names = (row["code"], row["name"], region_names[row["region"]])
            for name in names:
                folded = fold(name)
                self.areas[folded].add(row["code"])
                self.areas[ARTICLE.sub("", folded)].add(row["code"])

    def _add_district(self, place: Place) -> None:
        """« paris 1er » is also « paris 1e » and « paris 1 »; « marseille 13 » is the city."""
        city, number = re.match(r"(\w+) (\d+)", place.folded_name).groups()
        names = {f"{city} {number}e", f"{city} {number}"} - {place.folded_name}
        for name in names:
            if name != f"{city} {place.department}":
                self.names[name].append(place)

    @staticmethod
    def _cell(latitude: float, longitude: float) -> tuple[int, int]:
        return math.floor(latitude * 5), math.floor(longitude * 5)

    def search(self, text: str) -> list[Place]:
        """The places that agree with everything the text says, most populated first.

        One place: the text is clear.  Several: homonyms, or a postcode shared by several
        communes.  None: not a place we know, or a name and a postcode that contradict each other.
        """
        text = text[:200]
        folded = fold(text)
        if folded in self.names:
            return self.names[folded]
        words = normalised(text).split()
        postcodes = [word for word in words if len(word) == 5 and word.isdigit()]
        words = [word for word in words if word not in postcodes]
        postcode = postcodes[-1] if postcodes else None
        if not words:
            if postcode is None:
                return []
            return self.postcodes.get(postcode) or self._by_code(postcode)
        named = self._named(words)
        if not named and postcode:
            return self._in_address(words, postcode)
        if not named:
            *before, last = text.split(",")
            return self.search(last) if before else self._by_code(" ".join(words))
        if not postcode:
            return named
        exact = [place for place in named if postcode in place.postcodes]
        if exact and exact[0].code in CITIES:
            return self.postcodes[postcode]
        return exact or [place for place in named if same_area(place, postcode)]

    def _by_code(self, code: str) -> list[Place]:
        place = self.by_code.get(code.upper())
        return [place] if place else []

    def _named(self, words: list[str]) -> list[Place]:
        """Places called by all the words, or by all but a département or région beside them."""
        for names in (self.names, self.other_names):
            for cut in range(len(words), 0, -1):
                areas = self.areas.get(" ".join(words[cut:])) if cut < len(words) else None
                found = names.get(" ".join(words[:cut]), [])
                if cut < len(words):
                    found = [place for place in found if areas and place.department in areas]
                if found:
                    return found
            if len(words) > 1 and words[0] in self.areas:
                found = [
                    place
                    for place in names.get(" ".join(words[1:]), [])
                    if place.department in self.areas[words[0]]
                ]
                if found:
                    return found
        return []

    def _in_address(self, words: list[str], postcode: str) -> list[Place]:
        """The places of a postcode whose name stands among the words of an address."""
        places = self.postcodes.get(postcode, [])
        if len(places) == 1:
            return places
        line = f" {' '.join(words)} "
        return [place for place in places if f" {place.folded_name} " in line]

    def nearest(self, latitude: float, longitude: float, limit: int = 1) -> list[Place]:
        """The places whose points are closest, nearest first; none beyond some 20 km."""
        row, column = self._cell(latitude, longitude)
        width = math.cos(math.radians(latitude))
        near = [
            place
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for place in self.grid.get((row + dy, column + dx), ())
        ]
        near.sort(
            key=lambda place: math.hypot(
                place.latitude - latitude, (place.longitude - longitude) * width
            )
        )
        return near[:limit]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process."""
    return Gazetteer(
        read_places(), table("departments"), table("regions"), table("former_communes")
    )
