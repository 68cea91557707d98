"""The yearly question, asked by the clock: remind, remind again, hide who says nothing.

Each function may run at any time, twice at once or after a failure: a profile is claimed by the
very update that marks it, and its mail leaves once that is in the database.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from directory import files
from directory.models import Profile

BATCH = 500  # mails in a run: the rest waits for the next one

MAILS = {
    "reminded_at": (
        "Votre profil est-il toujours à jour\u202f?",
        "directory/mails/still_current.txt",
    ),
    "reminded_again_at": (
        "Votre profil sera masqué dans quinze jours",
        "directory/mails/still_current_again.txt",
    ),
    "asleep_since": ("Votre profil est masqué", "directory/mails/asleep.txt"),
}


@task()
def write(profile_id: int, moment: str) -> None:
    """Tell the owner what has just been marked, unless they answered meanwhile."""
    profile = Profile.objects.select_related("owner").filter(pk=profile_id).first()
    if profile is None or profile.owner is None or getattr(profile, moment) is None:
        return
    subject, template = MAILS[moment]
    body = render_to_string(template, {"profile": profile, "SITE_URL": settings.SITE_URL})
    EmailMessage(subject, body, to=[profile.owner.email]).send()


def remind(limit: int = BATCH) -> int:
    """Ask whoever has not vouched for their profile in a year; how many were asked."""
    return sum(mark(Profile.objects.to_remind, "reminded_at", limit))


def remind_again(limit: int = BATCH) -> int:
    """Ask once more, after 45 days; how many were asked."""
    return sum(mark(Profile.objects.to_remind_again, "reminded_again_at", limit))


def put_to_sleep(limit: int = BATCH) -> int:
    """Hide, after 60 days of silence; how many profiles."""
    return sum(mark(Profile.objects.to_put_to_sleep, "asleep_since", limit, files.move_portrait))


def mark(
    due, moment: str, limit: int, then: Callable[[Profile], None] = lambda profile: None
) -> Iterator[int]:
    for key in list(due().order_by("pk").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            marked = due().filter(pk=key).update(**{moment: timezone.now()})
            if marked:
                then(Profile.objects.get(pk=key))
                transaction.on_commit(partial(write.enqueue, key, moment))
        yield marked
