"""What hangs from profiles, handed to each as a plain list.

Django’s prefetching makes a queryset of each relation of each profile: hundreds for a page of
them, which take longer to build, and to be done with, than their rows take to read.
"""

from collections.abc import Collection, Iterable

from django.db.models import Model

from directory.models import Profile

# What somebody has done, in the order they gave.
PATH = ("experiences", "campaigns", "clients")


class Held(list):
    """The rows that `profile.<relation>.all()` gives."""


def hand(profiles: Iterable[Profile], relation: str, rows: Iterable[tuple[int, Model]]) -> None:
    """Give each profile those of these rows (profile, row) that are its own, in order."""
    by_owner: dict[int, Held] = {profile.pk: Held() for profile in profiles}
    for owner, row in rows:
        by_owner[owner].append(row)
    for profile in profiles:
        # Where Django’s own prefetching puts them.
        cache = profile.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[relation] = by_owner[profile.pk]


def path(profiles: Collection[Profile]) -> None:
    """Read what they have done: a query for each kind."""
    pks = [profile.pk for profile in profiles]
    for relation in PATH:
        model = getattr(Profile, relation).rel.related_model
        rows = model.objects.filter(profile__in=pks)
        hand(profiles, relation, ((row.profile_id, row) for row in rows))
