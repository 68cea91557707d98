"""What sealing deletes, and the order it leaves the rest in.

Keys drawn at random are not enough: rows keep the order in which they were written, and those
written together bear the mark of one transaction.  So all that stays is written anew, in an
order drawn at random, in one transaction.  The models are reached through the edition.
"""

import secrets
import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from surveys import branches, keys

if TYPE_CHECKING:
    from surveys.models import Edition

BATCH = 500
# Answers, and whether they came too fast to have been read.
Row = tuple[dict[str, Any], bool]


def sever(edition: "Edition", rows: list[Row]) -> None:
    """Delete who took part; keep `rows`, apart from their free texts and from their days.

    In the transaction of sealing.
    """
    _overwrite_as_it_goes()
    edition.participations.all().delete()
    edition.drafts.all().delete()
    edition.invitations.all().delete()
    edition.imports.pending().delete()
    _rewrite_responses(edition, rows)
    _rewrite_notices(edition)
    edition.key_check = keys.DESTROYED
    edition.scrubbed_at = None
    edition.save(update_fields=["key_check", "scrubbed_at"])


def _rewrite_responses(edition: "Edition", rows: list[Row]) -> None:
    asked = edition.edition_questions.filter(question__kind="text")
    texts = set(asked.values_list("question__code", flat=True))
    response, remark = edition.responses.model, edition.remarks.model

    def is_text(code: str) -> bool:
        return code in texts or branches.is_remark(code)

    edition.responses.all().delete()
    shuffled(rows)
    response._default_manager.bulk_create(
        (
            response(
                id=uuid.uuid4(),
                edition=edition,
                # Sorted: the order of codes could tell of a way through the screens.
                answers={
                    code: answer for code, answer in sorted(answers.items()) if not is_text(code)
                },
                too_fast=too_fast,
            )
            for answers, too_fast in rows
        ),
        batch_size=BATCH,
    )
    remarks = [
        remark(
            id=uuid.uuid4(),
            edition=edition,
            question=code.removesuffix(branches.REMARK),
            on_question=branches.is_remark(code),
            text=text,
        )
        for answers, _ in rows
        for code, text in answers.items()
        if text and is_text(code)
    ]
    shuffled(remarks)
    remark._default_manager.bulk_create(remarks, batch_size=BATCH)


def _rewrite_notices(edition: "Edition") -> None:
    """Many are asked for with the thanks, right after the answers."""
    notice = edition.notices.model
    kept = list(edition.notices.confirmed().values_list("address", "code_digest"))
    edition.notices.all().delete()
    shuffled(kept)
    nothing: date | None = None
    notice._default_manager.bulk_create(
        (
            notice(
                id=uuid.uuid4(),
                edition=edition,
                address=address,
                code_digest=digest,
                confirmed=True,
                asked_on=nothing,
            )
            for address, digest in kept
        ),
        batch_size=BATCH,
    )


def shuffled(rows: list) -> None:
    """In place, by the randomness of the system."""
    secrets.SystemRandom().shuffle(rows)


def _overwrite_as_it_goes() -> None:
    """SQLite: zeros over what is deleted, whatever it was compiled with."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
