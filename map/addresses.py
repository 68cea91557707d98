"""Where the town stands in an address.  Pure."""

import re
from collections.abc import Iterator

# What separates the lines of an address.
SEPARATOR = re.compile(r"[,;\n()|]|\s[-–—/]\s")
ENUMERATION = re.compile(r"\b(?:et|ou)\b", re.IGNORECASE)
WAYS = (
    "rue", "avenue", "av", "ave", "boulevard", "bd", "bld", "place", "pl", "allee", "allees",
    "impasse", "imp", "chemin", "che", "quai", "cours", "route", "rte", "square", "sq", "passage",
    "esplanade", "promenade", "faubourg", "fbg", "residence", "cite", "voie", "sentier", "ruelle",
    "mail", "parvis",
)  # fmt: skip
NUMBER = r"^(?:\d+ ?(?:(?:bis|ter|quater|[a-d]) )?)?"
STREET = re.compile(rf"{NUMBER}(?:{'|'.join(WAYS)}) (?P<name>.+)")
# After one of these comes the name of the street, not the town: « rue de Paris ».
JOINING = {
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "ou", "en", "au", "aux", "sur", "sous",
    "saint", "sainte",
}  # fmt: skip


def parts(text: str) -> list[str]:
    """The parts of a text between commas, dashes, lines…; the whole when it enumerates."""
    if ENUMERATION.search(text):
        return [text]
    return [part for part in SEPARATOR.split(text) if part.strip()]


def behind_street(words: list[str]) -> Iterator[tuple[list[str], bool]]:
    """What may be the town behind a street, longest first, and whether « à » leaves no doubt.

    « 12 rue de paris rennes » → (["rennes"], False); « rue de paris » → nothing.
    """
    street = STREET.match(" ".join(words))
    way = street["name"].split() if street else []
    for cut in range(1, len(way)):
        if way[cut - 1] not in JOINING:
            yield way[cut:], way[cut - 1] == "a"
