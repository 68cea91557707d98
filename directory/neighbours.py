"""Who else works near somebody: a few names at the foot of a profile."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from directory.models import Profile
from directory.querysets import ProfileQuerySet
from directory.shown import Shown
from directory.territory import box_around, distance

RADIUS = 50  # kilometres
SHOWN = 4
# The latest of a big city are enough to choose from.
CANDIDATES = 100


class Neighbour(NamedTuple):
    profile: Shown
    kilometres: int


def closest(profile: Shown, found: ProfileQuerySet) -> list[Neighbour]:
    """Those of the same métier first, then the nearest; nobody for who hides their commune.

    `found`: the profiles that the viewer finds.  One query.
    """
    home = profile.shown_commune
    if home is None:
        return []
    middle = (home.longitude, home.latitude)
    west, south, east, north = box_around(*middle, RADIUS)
    claims = Profile.occupations.through.objects.filter(
        profile=OuterRef("pk"), occupation__in=[one.pk for one in profile.occupations.all()]
    )
    candidates = (
        found.filter(
            precision=Profile.Precision.COMMUNE,
            commune__latitude__range=(south, north),
            commune__longitude__range=(west, east),
        )
        .exclude(pk=profile.pk)
        .select_related("commune__department")
        .annotate(same_trade=Exists(claims))
        .order_by("-same_trade", "-last_published_at", "-pk")[:CANDIDATES]
    )
    rows = []
    for one in candidates:
        away = distance(middle, (one.commune.longitude, one.commune.latitude))
        if away <= RADIUS:
            rows.append((not one.same_trade, away, one))
    rows.sort(key=lambda row: row[:2])
    return [Neighbour(one.shown_to(found.viewer), round(away)) for _, away, one in rows[:SHOWN]]
