"""A published figure about a région, shown on its page.

What there is to show lives in rooms above this one: they register how to find it.
"""

from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    """`value` and `base` ready to print; `note`: a reservation, or nothing."""

    label: str
    value: str
    base: str
    note: str
    link: str
    url: str


Provider = Callable[[str], Figure | None]
providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """`provider`: INSEE code of a région → its figure, in two queries at most.  At start-up."""
    if provider not in providers:
        providers.append(provider)
    return provider


def of(region: str) -> list[Figure]:
    """What is published about a région, by its INSEE code."""
    return [figure for provider in providers if (figure := provider(region))]
