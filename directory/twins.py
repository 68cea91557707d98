"""Profiles that may be of one person, in the database: found, kept apart, made one."""

from collections.abc import Iterator

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from directory.changes import Change
from directory.duplicates import Confidence, Likeness, Pair, Person, Register, pairs
from directory.models import FormerAddress, KeptApart, Profile

LIFETIME = 24 * 3600  # seconds; a change of any profile makes it anew
MOST_PAIRS = 1000


class MergeError(ValueError):
    """Two profiles that cannot be made one; its text is for the editor."""


def person_of(profile: Profile) -> Person:
    """A version as it is compared, a draft included."""
    return Person(
        profile.pk or 0,
        profile.name,
        profile.commune_id or "",
        profile.employer,
        tuple(filter(None, [profile.website, *(row.get("url", "") for row in profile.links)])),
    )


def everyone() -> Iterator[Person]:
    columns = ("pk", "name", "commune_id", "employer", "website", "links")
    for pk, name, commune, employer, website, links in (
        Profile.objects.order_by("pk").values_list(*columns).iterator()
    ):
        urls = (website, *(row.get("url", "") for row in links))
        yield Person(pk, name, commune or "", employer, tuple(filter(None, urls)))


def key() -> str:
    """Where the pairs are kept, until a profile changes."""
    return f"directory.twins.{Change.objects.aggregate(Max('pk'))['pk__max']}"


def found() -> list[Pair]:
    """The most likely pairs of the directory but for those kept apart."""
    rows = cache.get(key())
    if rows is None:
        rows = [
            (pair.first, pair.second, int(pair.likeness.confidence), pair.likeness.reasons)
            for pair in pairs(everyone())[:MOST_PAIRS]
        ]
        cache.set(key(), rows, LIFETIME)
    apart = set(KeptApart.objects.values_list("first", "second"))
    return [
        Pair(first, second, Likeness(Confidence(confidence), tuple(reasons)))
        for first, second, confidence, reasons in rows
        if (first, second) not in apart
    ]


def known_count() -> int:
    """How many pairs there are, if somebody looked since the last change: 0 otherwise.

    A menu must not compare everybody with everybody.
    """
    return len(found()) if cache.get(key()) is not None else 0


def concerned() -> set[int]:
    """The keys of profiles that are in a pair."""
    return {pk for pair in found() for pk in (pair.first, pair.second)}


def like(version: Profile) -> list[tuple[Profile, Likeness]]:
    """Who resembles this version, drafts included; reads the whole directory once."""
    alike = list(Register([person_of(version)]).crossed(everyone()))
    apart = {
        pk
        for row in KeptApart.objects.values_list("first", "second")
        if version.pk in row
        for pk in row
    }
    near = {other.pk: likeness for other, likeness in alike if other.pk not in apart}
    profiles = Profile.objects.for_cards().in_bulk(near)
    return [(profiles[pk], likeness) for pk, likeness in near.items() if pk in profiles]


def keep_apart(one: Profile, other: Profile) -> None:
    """They are two people: not asked again."""
    first, second = sorted((one, other), key=lambda profile: profile.pk)
    KeptApart.objects.get_or_create(first=first, second=second)


@transaction.atomic
def merge(lost: Profile, kept: Profile, user) -> None:
    """Delete one of two profiles; its addresses lead to the other.  Raises MergeError.

    Nobody’s own profile is deleted by somebody else: the one with an account stays.
    """
    locked = Profile.objects.select_for_update().in_bulk(sorted((lost.pk, kept.pk)))
    if len(locked) < 2:
        raise MergeError("L’un des deux profils n’existe plus.")
    lost, kept = locked[lost.pk], locked[kept.pk]
    if lost.owner_id and kept.owner_id:
        raise MergeError(
            "Ces deux profils ont chacun leur compte\u202f: seules ces personnes peuvent "
            "effacer le leur. Écrivez-leur."
        )
    if lost.owner_id:
        raise MergeError("Le profil qui a un compte est celui qui reste.")
    addresses = [lost.slug, *lost.former_addresses.values_list("slug", flat=True)]
    log(instance=lost, action="wagtail.delete", user=user, deleted=True)
    lost.delete()
    FormerAddress.objects.bulk_create(
        FormerAddress(profile=kept, slug=slug) for slug in addresses if slug != kept.slug
    )
    log(instance=kept, action="wagtail.edit", user=user)
