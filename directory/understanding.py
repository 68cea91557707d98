"""What a free request asks for: « social media freelance Nantes 30 km bilingue » as filters.

Pure but for the gazetteer’s own table of names.  What is not understood stays words to look for;
nothing is guessed from a misspelling, for a filter hides people whereas a word only ranks them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from map.folding import fold, normalised
from map.gazetteer import Gazetteer, Place

LONGEST_PHRASE = 6  # words
MOST_WORDS = 40
# A town this large is meant even without a preposition before it.
KNOWN_TOWN = 10_000
# Before a place; « sur » and « de » only count there.
AT = frozenset(
    (
        "a",
        "au",
        "aux",
        "en",
        "dans",
        "sur",
        "vers",
        "pres",
        "de",
        "du",
        "des",
        "autour",
        "region",
        "departement",
    )
)
# Words that only bind: dropped with what they bind, kept out of the words to look for.
LINKS = frozenset(
    (
        "a",
        "au",
        "aux",
        "avec",
        "ayant",
        "cherche",
        "chez",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "je",
        "l",
        "la",
        "le",
        "les",
        "nous",
        "on",
        "ou",
        "par",
        "parlant",
        "pour",
        "quelqu",
        "quelque",
        "qui",
        "recherche",
        "recherchons",
        "sur",
        "trouver",
        "un",
        "une",
    )
)
RADIUS = re.compile(r"\b(\d{1,3}) ?(?:km|kms|kilometres?)\b")
NEIGHBOURHOOD = re.compile(r"\b(?:autour|pres|proche|aux alentours|alentours)\b(?= (?:de|d|du)\b)")


class Meaning(NamedTuple):
    """A parameter of the directory’s filters and its value."""

    name: str
    value: str


@dataclass(frozen=True)
class Lexicon:
    """Folded phrases and what they mean; several meanings of one filter are alternatives."""

    phrases: dict[str, tuple[Meaning, ...]]

    @classmethod
    def of(cls, *groups: Iterable[tuple[str, Meaning]]) -> "Lexicon":
        """From (phrase as written, meaning) pairs; the first says which filter a phrase is of."""
        phrases: dict[str, list[Meaning]] = {}
        for written, meaning in chain.from_iterable(groups):
            for form in forms(written):
                meanings = phrases.setdefault(form, [])
                if meaning not in meanings and (not meanings or meanings[0].name == meaning.name):
                    meanings.append(meaning)
        return cls({phrase: tuple(meanings) for phrase, meanings in phrases.items()})


@dataclass
class Request:
    """Filters by parameter, each with its values, and the words left to look for."""

    filters: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def add(self, meaning: Meaning) -> None:
        values = self.filters.setdefault(meaning.name, [])
        if meaning.value not in values:
            values.append(meaning.value)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def forms(written: str) -> Iterator[str]:
    """The ways to type a phrase: « Modérateur·rice » → moderateur, moderatrice, and plurals."""
    for variant in inclusive(written):
        folded = fold(variant)
        if folded:
            yield folded
            yield " ".join(plural(word) for word in folded.split())


def inclusive(written: str) -> Iterator[str]:
    """Both genders of a phrase written with middle dots, as French offices write them."""
    words = written.split()
    if "·" not in written:
        yield written
        return
    yield " ".join(word.split("·")[0] for word in words)
    yield " ".join(feminine(word) for word in words)


def feminine(word: str) -> str:
    """« Chargé·e » → « chargée », « Modérateur·rice » → « modératrice »."""
    stem, dot, ending = word.partition("·")
    if not dot:
        return word
    if ending == "rice" and stem.endswith("eur"):
        return stem.removesuffix("eur") + "rice"
    if ending == "euse" and stem.endswith("eur"):
        return stem.removesuffix("eur") + "euse"
    return stem + ending


def plural(word: str) -> str:
    return word if word.endswith(("s", "x", "z")) or len(word) < 3 else f"{word}s"


def understand(text: str, lexicon: Lexicon, towns: Gazetteer) -> Request:
    """Read the longest known phrases first, from left to right.

    Quoted words are only looked for.  Towns of less than KNOWN_TOWN people need a preposition or
    a distance, for many are called as things are.
    """
    request = Request()
    for number, part in enumerate(text.replace("«", '"').replace("»", '"').split('"')):
        if number % 2:
            request.words += part.split()
        else:
            read(part, lexicon, towns, request)
    if "rayon" in request.filters and "autour" not in request.filters:
        # A distance from nowhere.
        request.words += [f"{request.filters.pop('rayon')[0]} km"]
    return request


def read(text: str, lexicon: Lexicon, towns: Gazetteer, request: Request) -> None:
    folded = fold(text)
    near = bool(NEIGHBOURHOOD.search(folded))
    distance = RADIUS.search(folded)
    if distance:
        near = True
        request.add(Meaning("rayon", distance[1]))
        folded = RADIUS.sub(" ", folded)
    words = folded.split()[:MOST_WORDS]
    written = {fold(word): word.strip(".,;:!?()") for word in text.split()}
    start, kept = 0, []
    while start < len(words):
        length, meanings = longest(words, start, lexicon, towns, near)
        if meanings:
            for meaning in meanings:
                request.add(meaning)
            drop_links(kept)
            start += length
        else:
            kept.append(words[start])
            start += 1
    request.words += [written.get(word, word) for word in kept if word not in LINKS]


def drop_links(kept: list[str]) -> None:
    """The prepositions just before something understood go with it."""
    while kept and (kept[-1] in LINKS or kept[-1] in AT):
        kept.pop()


def longest(
    words: list[str], start: int, lexicon: Lexicon, towns: Gazetteer, near: bool
) -> tuple[int, tuple[Meaning, ...]]:
    """How many words from `start` mean something, and what."""
    introduced = start > 0 and words[start - 1] in AT
    for length in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
        phrase = " ".join(words[start : start + length])
        meanings = lexicon.phrases.get(phrase, ())
        # « Paris » is a town before it is a département, « Bretagne » a région before a village.
        known_only = bool(meanings) or not (introduced or near)
        of_place = not meanings or meanings[0].name in ("region", "departement")
        if of_place and (place := town(phrase, towns, known_only)):
            return length, (Meaning("autour", place),)
        if meanings:
            return length, meanings
    return 0, ()


def town(phrase: str, towns: Gazetteer, known_only: bool) -> str | None:
    """« Nantes », « Saint-Denis (93) », « 75011 »: what the field « autour de » reads back.

    `known_only`: towns of KNOWN_TOWN people at least.
    """
    if phrase.isdigit():
        return phrase if len(phrase) == 5 and phrase in towns.postcodes else None
    found: list[Place] = towns.names.get(normalised(phrase), [])
    if not found or phrase in LINKS:
        return None
    if found[0].inhabitants < KNOWN_TOWN and (known_only or phrase in towns.ordinary_words):
        return None
    return found[0].name if len(found) == 1 else found[0].label
