"""The names and postcodes of places in alphabetical order, for who is still typing one."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from map.folding import ARTICLE, fold

if TYPE_CHECKING:
    from map.gazetteer import Place


class Suggestion(NamedTuple):
    """A place to choose while typing; `former` is the old name that was typed, or ""."""

    place: Place
    former: str


class Entry(NamedTuple):
    """One way to call a place: as folded, and the former name it is, or ""."""

    folded: str
    former: str
    place: Place


class Beginnings:
    """Every way to call every place, sorted once."""

    def __init__(
        self,
        names: Iterable[tuple[str, Place]],
        former: Iterable[tuple[str, Place]],
        postcodes: dict[str, list[Place]],
    ):
        """`names` are folded names of today, `former` old names as they were spelt."""
        found = {Entry(fold(name), name, place) for name, place in former}
        old = {(entry.folded, entry.place) for entry in found}
        for folded, place in names:
            if (folded, place) not in old:
                found.add(Entry(folded, "", place))
            if folded == place.folded_name and ARTICLE.match(folded):
                found.add(Entry(ARTICLE.sub("", folded), "", place))
        self.entries = sorted(found, key=lambda entry: (entry.folded, entry.place.code))
        self.postcodes = postcodes
        self.sorted_postcodes = sorted(postcodes)

    def of_names(self, prefix: str) -> Iterator[Entry]:
        """The entries whose folded name begins so, in alphabetical order."""
        position = bisect_left(self.entries, prefix, key=lambda entry: entry.folded)
        while position < len(self.entries) and self.entries[position].folded.startswith(prefix):
            yield self.entries[position]
            position += 1

    def of_postcodes(self, prefix: str) -> Iterator[Place]:
        """The places one of whose postcodes begins so; some more than once."""
        position = bisect_left(self.sorted_postcodes, prefix)
        while position < len(self.sorted_postcodes):
            postcode = self.sorted_postcodes[position]
            if not postcode.startswith(prefix):
                return
            yield from self.postcodes[postcode]
            position += 1

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Places whose name, former name or postcode begins like the text: the exact name, then
        today’s names, then the largest.  A number after the name narrows to a département or
        postcode (« saint denis 93 »).
        """
        folded = fold(text)
        if not folded:
            return []
        found = list(self.of_names(folded))
        *name, last = folded.split()
        if last[0].isdigit() and name:
            found += [
                entry for entry in self.of_names(" ".join(name)) if lies_in(entry.place, last)
            ]
        elif last[0].isdigit():
            found += [Entry("", "", place) for place in self.of_postcodes(last)]
        # « paris 1 » is the first arrondissement before it is the beginning of the others.
        exact = [folded, *(f"{folded}{end}" for end in ("er", "e") if last.isdigit())]
        best = heapq.nsmallest(
            3 * limit,
            found,
            key=lambda entry: (
                entry.folded not in exact,
                entry.former != "",
                -entry.place.inhabitants,
                entry.place.code,
            ),
        )
        once = {}
        for entry in best:
            once.setdefault(entry.place.code, Suggestion(entry.place, entry.former))
        return list(once.values())[:limit]


def lies_in(place: Place, number: str) -> bool:
    """Whether the number begins the place’s département or one of its postcodes."""
    return place.department.lower().startswith(number) or (
        not place.divided and any(postcode.startswith(number) for postcode in place.postcodes)
    )
