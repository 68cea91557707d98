"""Sealing a closed edition: publish its guarded tables once, then destroy every link to people.

The models are reached through the edition, never imported: `surveys.models` can import this.
"""

import hashlib
import json
import secrets
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from surveys import publishable
from surveys.disclosure import guard
from surveys.tabulation import AskedQuestion, tabulate

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
        rows = list(locked.responses.values_list("answers", "answered_on"))
        tabulation = tabulate([answers for answers, _ in rows], asked_questions(locked))
        tables = guard(tabulation, settings.SURVEY_MINIMUM)
        content = frozen(locked, tables)
        publication = locked.publications.create(
            revision=1, content=content, checksum=checksum(content)
        )
        locked.participations.all().delete()
        locked.drafts.all().delete()
        locked.imports.pending().delete()
        _rewrite(locked, rows)
    return publication


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


def _rewrite(edition: "Edition", rows: list[tuple[dict, Any]]) -> None:
    response = edition.responses.model
    edition.responses.all().delete()
    secrets.SystemRandom().shuffle(rows)
    response._default_manager.bulk_create(
        (
            response(id=uuid.uuid4(), edition=edition, answers=answers, answered_on=day)
            for answers, day in rows
        ),
        batch_size=BATCH,
    )
