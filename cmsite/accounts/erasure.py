"""Erase somebody: the account, the profile, and what other tables remember of them.

Foreign keys take most of it along.  What is left to do by hand is what names people without a
foreign key: logs, references, copies in versions, results of tasks, sessions, files.
"""

import logging
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry
from wagtail.users.models import UserProfile

from cmsite.accounts.invitations import digest_of
from cmsite.accounts.models import Invitation, Session, Takeout, User
from cmsite.editorial.models import Article, Comment, Interview
from directory import waiting
from directory.changes import Change
from directory.models import Conversation, ImportBatch, Message, Profile

log = logging.getLogger(__name__)
FINISHED = ("SUCCESSFUL", "FAILED")
# Tasks that wait to do something for a profile, which is their first argument.
PROFILE_TASKS = ("directory.signals.", "directory.upkeep.")


@transaction.atomic
def erase(user: User) -> None:
    profile = Profile.objects.filter(owner=user).first()
    leaving = [one for one in (profile, user) if one is not None]
    keys = {key for one in leaving for key in (one.pk, str(one.pk))}
    # Read before the rows go: the tasks that mail messages have their keys for argument.
    keys |= {key for pk in message_keys(user) for key in (pk, str(pk))}
    forget_files(user)
    Comment.objects.by_address(user.email).erase()
    if profile is not None:
        forget_stories(profile)
        forget_imports(profile)
    for one in leaving:
        forget_logs(one)
    ModelLogEntry.objects.filter(user=user.pk).update(user=None)
    PageLogEntry.objects.filter(user=user.pk).update(user=None)
    Invitation.objects.filter(digest=digest_of(user.email)).delete()
    Session.objects.filter(account=user.pk).delete()
    user_key, profile_key = user.pk, profile and profile.pk
    if profile is not None:
        profile.delete()
    user.delete()
    Change.objects.filter(profile=profile_key).update(profile=None)
    forget_tasks(keys, profile_key)
    forget_words()
    transaction.on_commit(partial(Session.objects.filter(account=user_key).delete))
    log.info("Compte effacé à la demande de la personne.")


def message_keys(user: User) -> set[int]:
    """Keys of every message, of every conversation, that goes with the account."""
    talks = Conversation.objects.filter(Q(sender=user) | Q(profile__owner=user))
    messages = Message.objects.filter(conversation__in=talks).values_list("pk", flat=True)
    return {*talks.values_list("pk", flat=True), *messages}


def forget_files(user: User) -> None:
    """Those of the profile go with it (directory/files.py)."""
    names = [("private", takeout.name) for takeout in Takeout.objects.filter(user=user)]
    pictures = UserProfile.objects.filter(user=user).exclude(avatar="")
    names += [("default", name) for name in pictures.values_list("avatar", flat=True)]
    for alias, name in names:
        if name:
            transaction.on_commit(partial(storages[alias].delete, name))
    transaction.on_commit(partial(waiting.forget_all_of, user.pk))


def forget_stories(profile: Profile) -> None:
    """What the magazine published stays; its versions no longer point to the profile."""
    for model, field in ((Article, "author_profile"), (Interview, "profile")):
        for story in model.objects.filter(**{field: profile}):
            for version in Revision.objects.for_instance(story):
                version.content[field] = None
                version.save(update_fields=["content"])
    for story in Article.objects.filter(cosigners__profile=profile).distinct():
        for version in Revision.objects.for_instance(story):
            for row in version.content.get("cosigners", []):
                if row.get("profile") == profile.pk:
                    row["profile"] = None
            version.save(update_fields=["content"])


def forget_imports(profile: Profile) -> None:
    """What an import said of this person’s row."""
    for batch in ImportBatch.objects.filter(rows__icontains=profile.slug):
        batch.rows = [row for row in batch.rows if row.get("slug") != profile.slug]
        batch.save(update_fields=["rows"])


def forget_logs(instance: models.Model) -> None:
    ModelLogEntry.objects.for_instance(instance).delete()
    references = ReferenceIndex.objects
    kind = ContentType.objects.get_for_model(instance)
    key = str(instance.pk)
    references.filter(
        Q(base_content_type=kind, object_id=key) | Q(to_content_type=kind, to_object_id=key)
    ).delete()


def forget_tasks(keys: set[int | str], profile: int | None) -> None:
    """Results that name one of these keys, and what waits to be done for the profile.

    A result is of no use once there: one that shares a number by chance may go too.
    """
    gone = []
    for task in DBTaskResult.objects.only("pk", "status", "task_path", "args_kwargs").iterator():
        arguments = task.args_kwargs["args"]
        named = any(one in keys for one in arguments if isinstance(one, int | str))
        waits = task.task_path.startswith(PROFILE_TASKS) and arguments[:1] == [profile]
        if waits or (named and task.status in FINISHED):
            gone.append(task.pk)
    DBTaskResult.objects.filter(pk__in=gone).delete()


def forget_words() -> None:
    """SQLite’s search keeps the words of rows that are gone until its pieces are merged.

    https://sqlite.org/fts5.html#the_optimize_command
    """
    if connection.vendor != "sqlite":
        return
    table = connection.ops.quote_name(f"{IndexEntry._meta.db_table}_fts")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
