"""Profiles that may be of one person.

Pure, and linear: people are only compared with their neighbours in lists sorted by something that
two profiles of one person have in common (« sorted neighbourhood », Hernández and Stolfo, 1995).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from urllib.parse import urlsplit

from rapidfuzz.fuzz import token_sort_ratio

from map.folding import fold

# How many neighbours one is compared with in each list, whatever the number of namesakes.
WINDOW = 12
# Of 100: « Camille Estrade » and « Camile Estrade » score 97, « Anne Roy » and « Anna Roy » 87.
SAME, CLOSE = 99, 85


class Confidence(IntEnum):
    POSSIBLE = 1
    PROBABLE = 2
    SURE = 3

    @property
    def label(self) -> str:
        return ("possible", "probable", "presque sûr")[self - 1]


@dataclass(frozen=True)
class Person:
    """What is compared of a profile; `commune` is an INSEE code, `urls` any links of theirs."""

    pk: int
    name: str
    commune: str = ""
    employer: str = ""
    urls: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        return " ".join(sorted(fold(self.name).split()))

    @cached_property
    def addresses(self) -> frozenset[str]:
        return frozenset(filter(None, map(address, self.urls)))

    @cached_property
    def workplace(self) -> str:
        return fold(self.employer)

    @property
    def department(self) -> str:
        return self.commune[:3] if self.commune[:2] in ("97", "98") else self.commune[:2]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What somebody entered twice keeps: their name by ear and where, their pages."""
        ear = skeleton(self.folded)
        words = [word for word in self.folded.split() if len(word) > 2]
        return (
            *(f"@{one}" for one in self.addresses),
            f"={ear}",
            *(f"{self.commune} {skeleton(word)}" for word in words if self.commune),
            *(f"{self.workplace} {skeleton(word)}" for word in words if self.workplace),
        )


@dataclass(frozen=True)
class Likeness:
    confidence: Confidence
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """`first` is the lower key."""

    first: int
    second: int
    likeness: Likeness


def address(url: str) -> str:
    """Host and path, by which two spellings of one link agree; empty for a bare big network."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/').lower()}" if "." in host else ""


SPELLINGS = (("ph", "f"), ("qu", "k"), ("ck", "k"), ("c", "k"), ("z", "s"), ("y", "i"), ("w", "v"))


def skeleton(folded: str) -> str:
    """What is left of a word by ear: « philippe » and « filipe » → « flp »."""
    for written, heard in SPELLINGS:
        folded = folded.replace(written, heard)
    return re.sub(r"([a-z])\1+", r"\1", re.sub(r"(?<=\w)[aeiouh]", "", folded))


def likeness(one: Person, other: Person) -> Likeness | None:
    """How far two profiles may be of one person, and why; None when nothing says so."""
    score = token_sort_ratio(one.folded, other.folded, score_cutoff=CLOSE)
    reasons = []
    if score >= SAME:
        reasons.append("même nom")
    elif score:
        reasons.append("noms qui se ressemblent")
    page = bool(one.addresses & other.addresses)
    if page:
        reasons.append("même lien")
    town = bool(one.commune) and one.commune == other.commune
    if town:
        reasons.append("même commune")
    elif one.department and one.department == other.department:
        reasons.append("même département")
    work = bool(one.workplace) and one.workplace == other.workplace
    if work:
        reasons.append("même employeur")
    if not score:
        return None
    if page or (score >= SAME and town and work):
        confidence = Confidence.SURE
    elif (score >= SAME and (town or work)) or (town and work):
        confidence = Confidence.PROBABLE
    elif score >= SAME or town or work:
        confidence = Confidence.POSSIBLE
    else:
        return None
    # A name that thousands bear says nothing by itself, two départements apart.
    return Likeness(confidence, tuple(reasons)) if len(reasons) > 1 else None


def pairs(people: Iterable[Person]) -> list[Pair]:
    """The most likely first; time grows with the number of people, not with its square."""
    lines = sorted(
        ((key, one.folded, one.pk, one) for one in people for key in one.keys),
        key=lambda line: line[:3],
    )
    found: dict[tuple[int, int], Likeness] = {}
    for rank, (key, _, pk, one) in enumerate(lines):
        for other_key, _, other_pk, other in lines[rank + 1 : rank + 1 + WINDOW]:
            if other_key != key:
                break
            pair = (min(pk, other_pk), max(pk, other_pk))
            if pk != other_pk and pair not in found and (alike := likeness(one, other)):
                found[pair] = alike
    return sorted(
        (Pair(*pair, alike) for pair, alike in found.items()),
        key=lambda pair: (-pair.likeness.confidence, pair.first, pair.second),
    )


class Register:
    """People already known, to be asked one at a time: an import does, row after row."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.known: dict[str, tuple[Person, ...]] = {}
        for one in people:
            self.add(one)

    def add(self, one: Person) -> None:
        for key in one.keys:
            neighbours = self.known.get(key, ())
            if len(neighbours) < WINDOW:
                self.known[key] = (*neighbours, one)
        # Of the tens of thousands that stay here, few are ever compared.
        for name in ("keys", "addresses"):
            vars(one).pop(name, None)

    def like(self, one: Person) -> Iterator[tuple[Person, Likeness]]:
        """Those who resemble this person, the most likely first."""
        near = {other.pk: other for key in one.keys for other in self.known.get(key, ())}
        found = [
            (other, alike)
            for other in near.values()
            if other.pk != one.pk and (alike := likeness(one, other))
        ]
        yield from sorted(found, key=lambda pair: (-pair[1].confidence, pair[0].pk))

    def crossed(self, others: Iterable[Person]) -> list[tuple[Person, Likeness]]:
        """Those among `others` who resemble somebody here, the most likely first."""
        found = {
            (other.pk, other): alike
            for other in others
            if any(key in self.known for key in other.keys)
            for _, alike in self.like(other)
        }
        ordered = sorted(found.items(), key=lambda pair: (-pair[1].confidence, pair[0][0]))
        return [(other, alike) for (_, other), alike in ordered]
