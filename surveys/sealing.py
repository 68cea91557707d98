"""Sealing a closed edition: publish its guarded tables once, then destroy every link to people.

The models are reached through the edition, never imported: `surveys.models` can import this.
"""

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from surveys.publishing import publish

if TYPE_CHECKING:
    from surveys.models import Edition, Publication

BATCH = 500


class NotClosed(Exception):
    """The edition still takes answers, or has no dates: there is nothing to seal."""


def seal(edition: "Edition", now: datetime | None = None) -> "Publication":
    """The publication of a closed edition, made now if nobody has made it yet.

    One transaction under a lock on the edition: tables, then no participation, no draft, no
    receipt left, and the responses written anew in random order under new random keys, so that
    neither keys nor storage order tell when a response came.  Called again, it only returns the
    latest revision.  Raises NotClosed before `closes_at`.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = type(edition)._default_manager.select_for_update().get(pk=edition.pk)
        published = locked.publications.order_by("-revision").first()
        if published is not None:
            return published
        if locked.archived or None in (locked.opens_at, locked.closes_at, locked.results_at):
            raise NotClosed(f"{locked.year} : édition sans dates")
        if now < locked.closes_at:
            raise NotClosed(f"{locked.year} : édition ouverte jusqu’au {locked.closes_at}")
        rows = list(locked.responses.values_list("answers", "answered_on", "too_fast"))
        publication = publish(locked, [(answers, fast) for answers, _, fast in rows])
        locked.participations.all().delete()
        locked.drafts.all().delete()
        _rewrite(locked, rows)
    return publication


def _rewrite(edition: "Edition", rows: list[tuple[dict, Any, bool]]) -> None:
    response = edition.responses.model
    edition.responses.all().delete()
    secrets.SystemRandom().shuffle(rows)
    response._default_manager.bulk_create(
        (
            response(
                id=uuid.uuid4(), edition=edition, answers=answers, answered_on=day, too_fast=fast
            )
            for answers, day, fast in rows
        ),
        batch_size=BATCH,
    )
