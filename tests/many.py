"""Many people at once, without what publishing one by one costs."""

from django.utils import timezone

from directory.models import Profile
from tests.factories import commune


def many(count: int, place: str = "69123", **fields) -> list[Profile]:
    """That many published profiles without an owner, written in one query."""
    here, now = commune(place), timezone.now()
    start = Profile.objects.count()
    rows = {
        "headline": "Community manager",
        "status": Profile.Status.FREELANCE,
        "live": True,
        "first_published_at": now,
        "last_published_at": now,
        **fields,
    }
    return Profile.objects.bulk_create(
        Profile(name=f"Personne {n}", slug=f"personne-{n}", commune=here, **rows)
        for n in range(start, start + count)
    )
