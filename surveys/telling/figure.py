"""A figure of the results: one subject, said by a drawing, a table, a sentence and its data."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from surveys import publishable

MOST_HIDDEN_ROWS = 6


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

    @property
    def body(self) -> SafeString:
        """Its rows as HTML: a template takes fifty times longer over as many cells."""
        hidden = f'<td class="nombre" colspan="{len(self.columns)}">non publié</td>'

        def line(row: Row) -> str:
            cells = "".join(f'<td class="nombre">{escape(cell)}</td>' for cell in row.cells)
            return f'<tr><th scope="row">{escape(row.label)}</th>{cells or hidden}</tr>'

        return mark_safe("".join(map(line, self.rows)))


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

    @property
    def folded(self) -> tuple[str, ...]:
        """Groups that are not published, when a row each would drown those that are."""
        return self.hidden if len(self.hidden) > MOST_HIDDEN_ROWS else ()
