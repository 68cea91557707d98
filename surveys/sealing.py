"""Sealing a closed edition: publish its guarded tables once, then destroy every link to people.

The models are reached through the edition, never imported: `surveys.models` can import this.
"""

import hashlib
import json
import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from surveys import clock, keys, publishable, severing
from surveys.disclosure import guard
from surveys.tabulation import AskedQuestion, tabulate

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


def publish(edition: "Edition", rows: list[severing.Row]) -> "Publication":
    """Tabulate, guard, freeze."""
    tabulation = tabulate([answers for answers, _ in rows], asked_questions(edition))
    tables = guard(tabulation, settings.SURVEY_MINIMUM)
    content = frozen(edition, tables)
    return edition.publications.create(revision=1, content=content, checksum=checksum(content))


def asked_questions(edition: "Edition") -> list[AskedQuestion]:
    """The questions as they were asked, in order, with their choices."""
    asked = edition.edition_questions.select_related("question").prefetch_related(
        "question__choices"
    )
    return [
        AskedQuestion(
            code=one.question.code,
            label=one.question.label,
            short_label=one.question.short_label,
            kind=one.question.kind,
            choices=tuple((choice.code, choice.label) for choice in one.question.choices.all()),
            can_decline=one.question.can_decline,
        )
        for one in asked
    ]


def frozen(edition: "Edition", tables: publishable.Tables) -> dict[str, Any]:
    """All that a results page needs, as plain data: it never looks at a question again."""
    return {
        "schema": publishable.SCHEMA,
        "rules": publishable.RULES,
        "edition": {
            "year": edition.year,
            "title": edition.title,
            "fictitious": edition.fictitious,
            "method": edition.method,
            "opens_at": _instant(edition.opens_at),
            "closes_at": _instant(edition.closes_at),
            "results_at": _instant(edition.results_at),
        },
        "method": {
            "minimum": tables.minimum,
            "count_rounding": publishable.ROUNDING,
            "quantile": "linear interpolation, inclusive (Hyndman-Fan type 7)",
            "median_interval": "95 %, order statistics of binomial ranks",
        },
        "tables": tables.to_json(),
    }


def canonical(content: dict[str, Any]) -> bytes:
    """The one way to write this content: JSON, sorted keys, no space, UTF-8."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
