"""Where the tools of a profile lead: to a page about each, when a room above this one has it.

That room registers a column, read along with the name of the tool: it costs no query.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce


class Pages(NamedTuple):
    """`slug`: how a query names the key of a Skill → an expression, the slug of the page or NULL.
    `address`: slug → address."""

    slug: Callable[[str], Combinable]
    address: Callable[[str], str]


registered: list[Pages] = []


def register(pages: Pages) -> None:
    """At start-up, in place of any other."""
    registered[:] = [pages]


def column(skill: str) -> Combinable:
    """The slug of the page, "" without one; `skill`: how the query names the key of a Skill."""
    none = Value("", CharField())
    return Coalesce(registered[0].slug(skill), none) if registered else none


def address(slug: str) -> str:
    """Of the page that `column` found, "" for none."""
    return registered[0].address(slug) if slug and registered else ""
