"""Many profiles written at once, as publishing through Wagtail would write each.

In bulk, no signal runs: this file does by hand, in the same transaction, revisions, links between
them and the rows, the log, the search index, and tells every process what changed.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision
from wagtail.search.backends import get_search_backend

from directory.changes import Change
from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage

BATCH = 1000
# The columns an import changes on a profile that exists.
WRITTEN = (
    *("name", "headline", "status", "employer", "since", "working_since", "commune"),
    *("precision", "biography", "website", "live", "has_unpublished_changes"),
    *("first_published_at", "last_published_at", "updated_at"),
)


def write(created: list[Profile], updated: list[Profile], *, publish: bool, user) -> None:
    """Rows checked beforehand, with their lists in memory; call it in a transaction.

    Published, they are live at once; otherwise they wait as drafts, and what is live stays.
    """
    now = timezone.now()
    profiles = created + updated
    for profile in profiles if publish else created:
        profile.live = publish
        profile.has_unpublished_changes = not publish
        if publish:
            profile.first_published_at = profile.first_published_at or now
            profile.last_published_at = profile.updated_at = now
    rows().bulk_create(created, batch_size=BATCH)
    if publish:
        rows().bulk_update(updated, WRITTEN, batch_size=BATCH)
    write_relations(created, updated if publish else [])
    revisions = write_revisions(profiles, user, now)
    link_revisions(profiles, revisions, publish)
    write_log(profiles, revisions, user, now, {profile.pk for profile in created})
    get_search_backend().add_bulk(Profile, profiles if publish else created)
    # Last, for this may have taken long.
    Change.objects.tell([profile.pk for profile in profiles])


def rows() -> QuerySet:
    """All profiles, written without telling each time what changed: `write` tells it once."""
    return QuerySet(Profile)


def take_stock() -> None:
    """After the last batch: nobody else tells SQLite how many rows there are, and it would
    search word by row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def link_revisions(profiles: list[Profile], revisions, publish: bool) -> None:
    """Tell each row its version; the live one is the same, so the database finds it."""
    for profile, revision in zip(profiles, revisions, strict=True):
        profile.latest_revision = revision
    latest = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Profile),
        object_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-pk")
    links = {"latest_revision": Subquery(latest.values("pk")[:1])}
    if publish:
        links["live_revision"] = links["latest_revision"]
    for start in range(0, len(profiles), BATCH):
        batch = [profile.pk for profile in profiles[start : start + BATCH]]
        rows().filter(pk__in=batch).update(has_unpublished_changes=not publish, **links)


def write_relations(created: list[Profile], updated: list[Profile]) -> None:
    """The lists held in memory, to their tables."""
    for name, model in (("occupations", Occupation), ("skills", Skill), ("sectors", Sector)):
        through = getattr(Profile, name).through
        column = f"{model._meta.model_name}_id"
        for start in range(0, len(updated), BATCH):
            through.objects.filter(profile__in=updated[start : start + BATCH]).delete()
        pairs = [
            (profile.pk, item.pk)
            for profile in created + updated
            for item in getattr(profile, name).all()
        ]
        insert_pairs(through._meta.db_table, ("profile_id", column), pairs)
    for start in range(0, len(updated), BATCH):
        SpokenLanguage.objects.filter(profile__in=updated[start : start + BATCH]).delete()
    spoken = []
    for profile in created + updated:
        for order, one in enumerate(profile.languages.all()):
            one.pk, one.profile_id, one.sort_order = None, profile.pk, order
            spoken.append(one)
    SpokenLanguage.objects.bulk_create(spoken, batch_size=BATCH)


def insert_pairs(table: str, columns: tuple[str, str], pairs: list[tuple[int, int]]) -> None:
    """Two numbers a row: an object made of each would cost more than its writing."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    if pairs:
        with connection.cursor() as cursor:
            # Names of ours only; the values are parameters.
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({names}) VALUES (%s, %s)",  # noqa: S608
                pairs,
            )


def write_revisions(profiles: list[Profile], user, now) -> list[Revision]:
    kind = ContentType.objects.get_for_model(Profile)
    return Revision.objects.bulk_create(
        [
            Revision(
                content_type=kind,
                base_content_type=kind,
                object_id=str(profile.pk),
                created_at=now,
                user=user,
                object_str=str(profile),
                content=profile.serializable_data(),
            )
            for profile in profiles
        ],
        batch_size=BATCH,
    )


def write_log(profiles, revisions, user, now, new: set[int]) -> None:
    kind = ContentType.objects.get_for_model(Profile)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=str(profile.pk),
                label=str(profile),
                action="wagtail.create" if profile.pk in new else "wagtail.edit",
                timestamp=now,
                user=user,
                revision=revision,
                content_changed=True,
                data={},
            )
            for profile, revision in zip(profiles, revisions, strict=True)
        ],
        batch_size=BATCH,
    )
