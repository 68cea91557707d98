"""The offline list of the places of France, and how a text is understood as one of them.

Pure: reads our data files, never the database.  The index is built once per process, on first
use (under a second), and never changes.
"""

import csv
import heapq
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from map import addresses
from map.beginnings import Beginnings, Suggestion
from map.folding import ARTICLE, fold, normalised
from map.grid import Grid
from map.typos import Spellings, misspells

DATA = Path(__file__).resolve().parent / "data"
# Paris, Lyon, Marseille: their postcodes say which arrondissement.
CITIES = ("75056", "69123", "13055")
LONGEST = 200


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

    @property
    def inhabitants(self) -> int:
        return self.population or 0

    @property
    def divided(self) -> bool:
        """Whether it is a city of arrondissements."""
        return self.code in CITIES


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


def read_areas() -> dict[str, frozenset[str]]:
    """Folded names and codes of départements and régions, today’s and former, to départements."""
    found = defaultdict(set)
    regions = {row["code"]: row["name"] for row in table("regions")}
    departments = table("departments")
    for row in departments:
        for name in (row["code"], row["name"], regions[row["region"]]):
            found[fold(name)].add(row["code"])
            found[ARTICLE.sub("", fold(name))].add(row["code"])
    everywhere = [row["code"] for row in departments]
    for row in table("area_names"):
        codes = everywhere if row["departments"] == "*" else row["departments"].split()
        found[fold(row["name"])].update(codes)
    return {name: frozenset(codes) for name, codes in found.items()}


# Between a commune and its area: « Saint-Denis de la Réunion », « Vienne en Isère ».
LINK = re.compile(r"^(?:dans|de|du|d|des|en|a)(?: (?:les|le|la|l))? |^(?:les|le|la|l) ")
# How sure a guess must be: inhabitants of the place, and how many times those of the next one.
MARGIN = 5
MISSPELT_POPULATION = 20_000
STREET_POPULATION = 10_000
WORDS_POPULATION = 5_000
LETTERS_POPULATION = 20_000


def same_area(place: Place, postcode: str) -> bool:
    """Whether the postcode begins like those of the place: a neighbour’s, or a company’s own."""
    digits = 3 if postcode.startswith(("97", "98")) else 2
    return any(own[:digits] == postcode[:digits] for own in place.postcodes)


def by_size(place: Place) -> tuple[int, str]:
    """A key: most populated first."""
    return -place.inhabitants, place.code


class Gazetteer:
    """An index of places by name, postcode, code and position.  Built once, then only read."""

    def __init__(
        self,
        places: list[Place],
        areas: dict[str, frozenset[str]],
        former: list[tuple[str, str]],
        chief_towns: set[str],
        ordinary_words: set[str],
    ):
        """`former` pairs an old name with the code of today’s commune."""
        self.areas = areas
        self.ordinary_words = ordinary_words
        self.by_code = {place.code: place for place in places}
        self.names = defaultdict(list)
        self.other_names = defaultdict(list)
        self.former_names: list[tuple[str, Place]] = []
        self.postcodes = defaultdict(list)
        for place in sorted(places, key=by_size):
            self.names[place.folded_name].append(place)
            if place.parent:
                self._add_district(place)
            elif article := ARTICLE.match(place.folded_name):
                bare = place.folded_name[article.end() :]
                self.other_names[bare].append(place)
                self.other_names[f"{bare} {article[1]}"].append(place)
            if not place.divided:
                for postcode in place.postcodes:
                    self.postcodes[postcode].append(place)
        for name, code in former:
            present, folded = self.by_code[code], fold(name)
            self.former_names.append((name, present))
            # « Évry » still means Évry-Courcouronnes before a village of that very name.
            longer = present.folded_name.startswith(f"{folded} ")
            index = self.names if longer else self.other_names
            if present not in index[folded]:
                index[folded].append(present)
                index[folded].sort(key=by_size)
        self.grid = Grid(places, chief_towns)

    def _add_district(self, place: Place) -> None:
        """« paris 1er » is also « paris 1e » and « paris 1 »; « marseille 13 » is the city."""
        city, number = re.match(r"(\w+) (\d+)", place.folded_name).groups()
        names = {f"{city} {number}e", f"{city} {number}"} - {place.folded_name}
        for name in names:
            if name != f"{city} {place.department}":
                self.names[name].append(place)

    # --- A whole text -------------------------------------------------------------------------
    def search(self, text: str) -> list[Place]:
        """The places that agree with everything the text says, most populated first.

        One place: the text is clear.  Several: homonyms, or a postcode shared by several
        communes.  None: not a place we know, a name and a postcode that contradict each other,
        or a misspelling that could be several places.
        """
        text = text[:LONGEST]
        folded = fold(text)
        if folded in self.names:
            return self.names[folded]
        words, postcode = self._read(text)
        if not words:
            if postcode is None:
                return []
            return self.postcodes.get(postcode) or self._by_code(postcode)
        named = self._named(words, postcode)
        if named is None:
            named = (
                self._by_code(" ".join(words))
                or (postcode and self._in_address(words, postcode))
                or self._in_parts(text, words)
            )
        if not named and "/" in text:  # « Villeneuve/Lot »
            return self.search(text.replace("/", " sur "))
        return named or self._guess(words, postcode)

    @staticmethod
    def _read(text: str) -> tuple[list[str], str | None]:
        """The words of a text and the last postcode among them."""
        words = normalised(text).split()
        postcodes = [word for word in words if len(word) == 5 and word.isdigit()]
        return [word for word in words if word not in postcodes], (
            postcodes[-1] if postcodes else None
        )

    def _by_code(self, code: str) -> list[Place]:
        place = self.by_code.get(code.upper())
        return [place] if place else []

    def _splits(self, words: list[str]) -> Iterator[tuple[str, frozenset[str] | None]]:
        """(name, départements) readings: all is a name, or areas stand behind it or before it."""
        yield " ".join(words), None
        for cut in range(len(words) - 1, 0, -1):
            if areas := self._area(" ".join(words[cut:])):
                yield " ".join(words[:cut]), areas
        for cut in range(1, min(len(words), 5)):
            if areas := self.areas.get(" ".join(words[:cut])):
                yield " ".join(words[cut:]), areas

    def _area(self, text: str) -> frozenset[str] | None:
        """The départements common to all the areas a text is made of, or None.

        « loire atlantique pays de la loire » → {"44"}.
        """
        if text in self.areas:
            return self.areas[text]
        if link := LINK.match(text):
            return self._area(text[link.end() :])
        words = text.split()
        for cut in range(len(words) - 1, 0, -1):
            if first := self.areas.get(" ".join(words[:cut])):
                rest = self._area(" ".join(words[cut:]))
                return first & rest if rest else None
        return None

    def _named(self, words: list[str], postcode: str | None) -> list[Place] | None:
        """Places called so that agree with the areas and postcode beside the name.

        [] when a place is called so but contradicts them; None when none is.
        """
        known = False
        for index in (self.names, self.other_names):
            for name, areas in self._splits(words):
                if name not in index:
                    continue
                known = True
                found = [p for p in index[name] if areas is None or p.department in areas]
                if postcode:
                    exact = [place for place in found if postcode in place.postcodes]
                    if exact and exact[0].divided:
                        return self.postcodes[postcode]
                    found = exact or [place for place in found if same_area(place, postcode)]
                if found:
                    return found
        return [] if known else None

    def _in_address(self, words: list[str], postcode: str) -> list[Place]:
        """The places of a postcode, or those of them whose name stands in the address."""
        places = self.postcodes.get(postcode, [])
        line = f" {' '.join(words)} "
        inside = [place for place in places if f" {place.folded_name} " in line]
        # « 01170 gex le haut » names Gex; a longer name inside the line is surer.
        longest = max((len(place.folded_name) for place in inside), default=0)
        return [place for place in inside if len(place.folded_name) == longest] or places

    def _in_parts(self, text: str, words: list[str]) -> list[Place]:
        """The one part of a text (between commas, dashes, lines…) that is a place, or the town
        behind a street.
        """
        if len(parts := addresses.parts(text)) > 1:
            found = [places for part in parts if (places := self.search(part))]
            return found[0] if len(found) == 1 else []
        for rest, sure in addresses.behind_street(words):
            found = self._named(rest, None)
            if found and (sure or found[0].inhabitants >= STREET_POPULATION):
                return found
        return []

    # --- Part of a name, or a misspelt one ----------------------------------------------------
    @cached_property
    def spellings(self) -> Spellings:
        known = self.names.keys() | self.other_names.keys()
        return Spellings(name for name in known if name and not any(map(str.isdigit, name)))

    @cached_property
    def beginnings(self) -> Beginnings:
        own = [(name, place) for name, places in self.names.items() for place in places]
        return Beginnings(own, self.former_names, self.postcodes)

    def _guess(self, words: list[str], postcode: str | None) -> list[Place]:
        """The one place that a part of a name or a misspelling must mean, or nothing."""
        for name, areas in self._splits(words):
            if name in self.areas or name in self.ordinary_words or any(map(str.isdigit, name)):
                continue
            sure = postcode is not None or areas not in (None, self.areas["france"])

            def agrees(place: Place, areas=areas) -> bool:
                return (areas is None or place.department in areas) and (
                    postcode is None or same_area(place, postcode)
                )

            size = len(name.replace(" ", ""))
            begun = {place for place in self._begun(name, sure) if agrees(place)}
            near = [
                (edits, place)
                for edits, other in self.spellings.near(name, (size > 3) + (size > 7))
                if sure or misspells(name, other)
                for place in self._called(other)
                # Too few people write a name of former times to guess at it.
                if sure or other in self.names
            ]
            once = {place for edits, place in near if edits == 1}
            twice = {place for _, place in near}
            for group, least in (
                (once, MISSPELT_POPULATION),
                (begun, WORDS_POPULATION),
                (twice, MISSPELT_POPULATION),
            ):
                best = heapq.nlargest(2, filter(agrees, group), key=attrgetter("inhabitants"))
                if (
                    best
                    and best[0].inhabitants >= (0 if sure else least)
                    and (len(best) == 1 or best[0].inhabitants >= MARGIN * best[1].inhabitants)
                ):
                    return best[:1]
        return []

    def _begun(self, name: str, sure: bool) -> Iterator[Place]:
        """Communes of which the name is the first words, or the first letters of a large one."""
        if len(name) < (2 if sure else 4):
            return
        for begun, former, place in self.beginnings.of_names(name):
            whole = begun[len(name) : len(name) + 1] == " "
            if former or place.parent or begun == name:
                continue
            if whole or sure or (len(name) > 6 and place.inhabitants >= LETTERS_POPULATION):
                yield place

    def _called(self, name: str) -> list[Place]:
        return self.names.get(name) or self.other_names.get(name, [])

    def resembling(self, text: str, limit: int = 3) -> list[Place]:
        """Places whose name is close to a text that `search` does not understand."""
        words, _ = self._read(text[:LONGEST])
        name = " ".join(words)
        if len(name) < 4:
            return []
        ranked = {
            place: edits
            for edits, other in reversed(self.spellings.near(name, 1 if len(name) < 8 else 2))
            for place in self._called(other)
        }
        return heapq.nsmallest(limit, ranked, key=lambda p: (ranked[p], *by_size(p)))

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Places that begin like the text; when none does, those that `search` understands."""
        return self.beginnings.suggest(text[:LONGEST], limit) or [
            Suggestion(place, "") for place in self.search(text)[:limit]
        ]

    def nearest(self, latitude: float, longitude: float, limit: int = 1) -> list[Place]:
        """The places whose points are closest, nearest first; none beyond some 20 km."""
        return self.grid.nearest(latitude, longitude, limit)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process."""
    return Gazetteer(
        read_places(),
        read_areas(),
        [
            (row["name"], row["commune"])
            for row in (*table("former_communes"), *table("other_names"))
        ],
        {row["chefLieu"] for row in table("departments")},
        {row["word"] for row in table("ordinary_words")},
    )
