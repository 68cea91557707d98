"""The order of a text: anchors of its headings, its table of contents, numbers of its points.

Pure: works on (type, value) pairs, with whatever a block holds.
"""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.text import slugify

WORDS_PER_MINUTE = 220  # silent reading of French prose, rounded down from Brysbaert (2019)
FEWEST_HEADINGS = 3  # below, a table of contents only takes room


class Entry(NamedTuple):
    block: Any  # with `block_type` and `value`
    anchor: str  # of a heading, else ""
    start: int  # the number of a list’s first point, else 0


def entries(body: Iterable) -> list[Entry]:
    """Each block with its anchor, unlike every other of the page, and where its numbers start."""
    found, anchors, points = [], set(), 0
    for block in body:
        anchor, start = "", 0
        if block.block_type in ("heading", "subheading"):
            anchor = unlike(slugify(block.value.replace("’", "-"))[:60].strip("-"), anchors)
            anchors.add(anchor)
        elif block.block_type == "points":
            start = points + 1
            points += len(block.value["points"])
        found.append(Entry(block, anchor, start))
    return found


def unlike(anchor: str, taken: set[str]) -> str:
    """« partie », « partie-2 », « partie-3 »; « intertitre » for a heading without a letter."""
    anchor = anchor or "intertitre"
    candidate, number = anchor, 1
    while candidate in taken:
        number += 1
        candidate = f"{anchor}-{number}"
    return candidate


def contents(entries: list[Entry]) -> list[tuple[str, str]]:
    """(anchor, heading) of the table of contents; empty for a short text."""
    headings = [
        (entry.anchor, entry.block.value)
        for entry in entries
        if entry.block.block_type == "heading"
    ]
    return headings if len(headings) >= FEWEST_HEADINGS else []


def reading_minutes(words: int) -> int:
    """Minutes of silent reading, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
