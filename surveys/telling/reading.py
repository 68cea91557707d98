"""A publication read once: its figures.

A publication is never edited, so that what is derived from it may be kept by its checksum.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.publishable import Tables
from surveys.telling import alone, amounts, crossed
from surveys.telling.figure import Figure
from surveys.telling.menu import Menu, menu

# Experience first: it weighs more on pay than anything else that is asked.
BREAKDOWN_ORDER = ("anciennete", "region", "intitule", "structure", "genre", "age")

CROSS_ORDER = {"genre": 0, "anciennete": 1, "structure": 2, "region": 3}


@dataclass(frozen=True)
class Reading:
    """All that pages show of the tables of one edition."""

    tables: Tables
    content: dict[str, Any] = field(repr=False)
    # Figures as HTML, by code and number of revision, as they come to be drawn.
    drawn: dict[tuple[str, int], str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(drawn(self.tables))

    def question(self, code: str) -> dict[str, Any] | None:
        """A question as it was asked, where the publication says it (schema 2 on)."""
        return next((one for one in self.content.get("questions", ()) if one["code"] == code), None)

    @cached_property
    def menu(self) -> Menu:
        return menu(self.tables, self.figures)

    @cached_property
    def by_code(self) -> dict[str, Figure]:
        return {figure.code: figure for figure in self.figures}


def drawn(tables: Tables) -> Iterator[Figure]:
    """Every figure of these tables, in reading order within its chapter."""
    for bands in tables.bands:
        national = tables.stat(bands.code)
        figure = national and alone.distributed(bands, national.national, tables.minimum)
        if figure:
            yield figure
    everyone = amounts.whole_country(tables)
    if everyone:
        yield everyone
    unequal = crossed.gaps(tables)
    if unequal:
        yield unequal
    for table in sorted(tables.stats, key=rank):
        figure = amounts.by_group(table, tables) if table.breakdown else None
        if figure:
            yield figure
    for table in tables.counts:
        yield alone.counted(table, tables.minimum)
        yield from crosses(table.code, tables)
    for table in tables.multis:
        yield crossed.several(table, tables.minimum)
        yield from crosses(table.code, tables)


def crosses(question: str, tables: Tables) -> Iterator[Figure]:
    """The tables of that question by others; the page shows the first, the explorer all."""
    own = [table for table in tables.crosses if table.question == question]
    for at, table in enumerate(sorted(own, key=lambda one: CROSS_ORDER.get(one.breakdown, 9))):
        yield crossed.crossed(table, tables, featured=at == 0)


def rank(table) -> int:
    known = table.breakdown in BREAKDOWN_ORDER
    return BREAKDOWN_ORDER.index(table.breakdown) if known else len(BREAKDOWN_ORDER)
