"""How many profiles there are in each place, remembered until a profile changes.

Counting reads every profile that the filters keep; what is remembered costs as much for a
hundred profiles as for a hundred thousand.  All processes share it, and every writing of a
profile makes a new `version`, after which nothing counted before is looked at.
"""

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction

if TYPE_CHECKING:
    from directory.filters import ProfileFilter

VERSION = "directory.tally"
LIFETIME = 15 * 60  # seconds; old versions must leave by themselves


def version() -> str:
    """What the profiles were when something was counted; another one after any change."""
    known = cache.get(VERSION)
    return known or cache.get_or_set(VERSION, secrets.token_urlsafe(9), None)


def forget() -> None:
    """Count anew, from the moment when what is being written is there for everyone."""
    transaction.on_commit(renew)


def renew() -> None:
    cache.set(VERSION, secrets.token_urlsafe(9), None)


def remembered(filters: "ProfileFilter", what: str) -> dict:
    """What the queryset’s method `what` counts for these filters; {} while they are not valid."""
    if not filters.is_valid():
        return {}
    digest = hashlib.sha256(filters.canonical().encode()).hexdigest()
    key = f"{VERSION}.{version()}.{what}.{digest}"
    counts = cache.get(key)
    if counts is None:
        counts = getattr(filters.qs, what)()
        cache.set(key, counts, LIFETIME)
    return counts


def departments(filters: "ProfileFilter") -> dict[str, dict[str, int]]:
    """{INSEE code of département: {precision: number of profiles}}."""
    return remembered(filters, "count_departments")


def communes(filters: "ProfileFilter") -> dict[str, int]:
    """{INSEE code: number of profiles} of those who show their commune."""
    return remembered(filters, "count_communes")
