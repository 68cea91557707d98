"""Signs beside a name that lead to something of the site: an interview, an article.

What there is to show lives in rooms above this one: they register how to find it.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Badge(NamedTuple):
    label: str
    title: str
    url: str


Provider = Callable[[int], Iterable[Badge]]
providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """`provider`: the key of a profile → its badges, in one query at most.  At start-up, once."""
    if provider not in providers:
        providers.append(provider)
    return provider


def of(profile: int) -> list[Badge]:
    """The badges of a profile, by its key."""
    return [badge for provider in providers for badge in provider(profile)]
