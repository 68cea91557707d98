"""A figure of the results: one subject, said by a drawing, a table, a sentence and its data."""

from dataclasses import dataclass
from typing import Any

from surveys import publishable


@dataclass(frozen=True)
class Row:
    """A line of a table; without `cells` the group is not published."""

    label: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    caption: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """`kind` names the template that draws `drawing`; `sources` are the tables it shows.

    `title` says what was found, `subject` what it is about whatever was found.
    """

    code: str
    chapter: str
    kind: str
    subject: str
    title: str
    note: str
    base: str
    alt: str
    drawing: Any
    table: Table
    sources: tuple[Any, ...]
    minimum: int = publishable.MINIMUM
    hidden: tuple[str, ...] = ()
    # Shown on the page of results; the others are in the explorer and on their own pages.
    featured: bool = True

    @property
    def template(self) -> str:
        return f"surveys/figures/{self.kind}.html"
