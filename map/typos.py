"""Names that differ from a text by one or two letters."""

import re
from collections.abc import Iterable

import numpy as np

ALPHABET = " abcdefghijklmnopqrstuvwxyz"


def distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two texts.

    « marseile » and « marseille » are 1 apart, « grenobel » and « grenoble » too.
    """
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


DOUBLED = re.compile(r"(.)\1")
SAME_SOUND = (("ph", "f"), ("y", "i"), ("z", "s"), ("k", "c"))
SILENT = ("s", "x", "t", "e", "d", "z")
# From so many letters on, a wrong one seldom makes another word.
LONG = 8


def sounded(name: str) -> str:
    """The name without what the ear does not tell: doubled letters, « y » for « i »…"""
    for written, heard in SAME_SOUND:
        name = name.replace(written, heard)
    return DOUBLED.sub(r"\1", name)


def misspells(text: str, name: str) -> bool:
    """Whether the text can hardly be anything but the name written wrong.

    Short: it sounds the same, two neighbours are swapped, or a silent last letter is missing.
    « anges » is not Angers, nor « melon » Melun.  Long: one letter more may differ.
    """
    one, other = sounded(text), sounded(name)
    if len(one.replace(" ", "")) >= LONG and distance(one, other) <= 1:
        return True
    swapped = sorted(text) == sorted(name) and distance(text, name) == 1
    cut = len(text) > 4 and name.endswith(SILENT) and sounded(name[:-1]) == one
    return one == other or swapped or cut


def letters(names: list[str]) -> np.ndarray:
    """How many of each letter of the alphabet each name has: int8, names × alphabet."""
    texts = np.array(names, dtype="S").view(np.uint8).reshape(len(names), -1)
    return np.stack(
        [(texts == ord(letter)).sum(axis=1) for letter in ALPHABET],
        axis=1,
        dtype=np.int8,
        casting="unsafe",
    )


class Spellings:
    """Names by how many of each letter they have: most are told apart without being compared."""

    def __init__(self, names: Iterable[str]):
        self.names = sorted(names, key=lambda name: (len(name), name))
        lengths = [len(name) for name in self.names]
        self.starts = np.searchsorted(lengths, range(lengths[-1] + 4))
        self.counts = letters(self.names)

    def near(self, text: str, edits: int) -> list[tuple[int, str]]:
        """(distance, name) of the names at most `edits` away that begin alike; nearest first.

        A typing error is seldom in the first letter.
        """
        longest = len(self.starts) - 1
        first = self.starts[min(max(len(text) - edits, 0), longest)]
        last = self.starts[min(len(text) + edits + 1, longest)]
        counts = self.counts[first:last]
        if not len(counts):
            return []
        # One edit changes two counts by one at most.
        apart = np.abs(counts - letters([text])).sum(axis=1)
        found = []
        for position in np.flatnonzero(apart <= 2 * edits):
            name = self.names[first + position]
            if name[0] == text[0] and (edited := distance(text, name)) <= edits:
                found.append((edited, name))
        return sorted(found)
