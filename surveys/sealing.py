"""Sealing a closed edition: publish its guarded tables once, then destroy every link to people.

The models are reached through the edition, never imported: `surveys.models` can import this.
"""

import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from surveys import clock, keys, severing
from surveys.publishing import publish

if TYPE_CHECKING:
    from surveys.models import Edition, Publication

logger = logging.getLogger(__name__)


class NotClosed(Exception):
    """The edition still takes answers, or has no dates: there is nothing to seal."""


def seal(edition: "Edition", now: datetime | None = None) -> "Publication":
    """The publication of a closed edition, made now if nobody has made it yet.

    One transaction under a lock on the edition: tables, then everything that leads to a person
    is destroyed (severing.py); after it the key.  Called again, it only returns the latest
    revision.  What was deleted is overwritten by `scrubbing.scrub`, which may take its time.
    Raises NotClosed before the last late answer (clock.sealable_from).
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = type(edition)._default_manager.select_for_update().get(pk=edition.pk)
        published = locked.publications.order_by("-revision").first()
        if published is None:
            refuse_if_not_closed(locked, now)
            rows = list(locked.responses.values_list("answers", "too_fast"))
            published = publish(locked, rows)
            severing.sever(locked, rows)
            log(instance=locked, action="surveys.seal")
            logger.info("Enquête %s scellée.", locked.year)
        # In a process killed before this, `scrub` does it.
        transaction.on_commit(partial(keys.destroy, locked.pk))
    return published


def refuse_if_not_closed(edition: "Edition", now: datetime) -> None:
    if edition.archived or None in (edition.opens_at, edition.closes_at, edition.results_at):
        raise NotClosed(f"{edition.year} : édition sans dates")
    moment = clock.sealable_from(edition.closes_at, edition.results_at)
    if now < moment:
        raise NotClosed(f"{edition.year} : réponses acceptées jusqu’au {moment}")
