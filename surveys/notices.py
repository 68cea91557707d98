"""« Prévenez-moi des résultats »: an address lent for one mail.

The words that confirm are drawn at random and kept as a digest under SURVEY_KEY alone: the
edition’s own key dies at sealing, and an address must be forgotten on demand until the end.
"""

import logging
import secrets

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from surveys import mails, scrubbing
from surveys.anonymity import RECEIPT_LENGTH, new_words, normalised
from surveys.models import Edition, Notice

SALT = "surveys.notices"
log = logging.getLogger(__name__)


def digest(purpose: str, text: str) -> str:
    """64 hexadecimal digits that only SURVEY_KEY gives."""
    key = salted_hmac(f"{SALT}.{purpose}", text, settings.SURVEY_KEY, algorithm="sha256")
    return key.hexdigest()


def ask(edition: Edition, address: str) -> None:
    """Write down the address and mail it the words that confirm, or that have it forgotten.

    Asked again, new words: the answer and the mail are of the same kind.  Raises mails.NotSent,
    and then nothing is kept.
    """
    if not mails.may_write(digest("mails", f"{edition.pk} {address}")):
        return
    words = new_words(RECEIPT_LENGTH)
    code_digest = digest("code", normalised(words))
    known = edition.notices.filter(address=address)
    changed = known.update(code_digest=code_digest)
    # The new words are told to last as long as the first.
    known.filter(confirmed=False).update(asked_on=timezone.localdate())
    if not changed:
        edition.notices.bulk_create(
            [
                Notice(
                    edition=edition,
                    address=address,
                    code_digest=code_digest,
                    asked_on=timezone.localdate(),
                )
            ],
            ignore_conflicts=True,  # the other of two clicks
        )
    try:
        mails.write(
            address,
            f"Les résultats de l’enquête {edition.year}",
            "notice_code",
            {"edition": edition, "words": words},
        )
    except mails.NotSent:
        edition.notices.filter(code_digest=code_digest, confirmed=False).delete()
        raise


def confirm(edition: Edition, words: str) -> bool:
    """Whether these words are those of an address, now confirmed."""
    notices = edition.notices.filter(code_digest=digest("code", normalised(words)))
    return bool(notices.update(confirmed=True, asked_on=None))


def forget(edition: Edition, words: str) -> bool:
    """Whether these words were those of an address, now deleted."""
    deleted, _ = edition.notices.filter(code_digest=digest("code", normalised(words))).delete()
    return bool(deleted)


def tell() -> int:
    """Announce the results to whoever asked, in an order drawn at random; how many mails left.

    Sent, then deleted: killed between the two, the next run sends that one mail again under the
    same Message-ID, by which mail programs show it once.  The other way round somebody would
    wait for ever.  The clock’s command runs once at a time.
    """
    due = list(Notice.objects.due().select_related("edition"))
    secrets.SystemRandom().shuffle(due)
    told: list[Edition] = []
    for notice in due:
        edition = notice.edition
        try:
            mails.write(
                notice.address,
                f"Les résultats de l’enquête {edition.year} sont publiés",
                "notice_results",
                {"edition": edition},
                name=f"avis-{notice.pk}",
            )
        except mails.NotSent:
            log.warning("Enquête %s : un avis n’a pas pu partir, à reprendre.", edition.year)
            continue
        notice.delete()
        told.append(edition)
    if told and not connection.in_atomic_block:
        _overwrite(told)
    return len(told)


def purge() -> int:
    """Delete what was never confirmed; how many."""
    return Notice.objects.stale().delete()[0]


def _overwrite(told: list[Edition]) -> None:
    try:
        scrubbing.overwrite(["notice"])
    except scrubbing.FAILURES:
        # Then they are to be scrubbed again, like after a sealing that was interrupted.
        again = Edition.objects.filter(pk__in={edition.pk for edition in told})
        again.update(scrubbed_at=None)
        log.warning("Avis envoyés : pages de la base à réécrire au prochain passage.")
