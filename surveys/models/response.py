"""Answers under way, answers sent, and who has answered: three drawers without a key in common."""

import uuid
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from surveys.models.edition import Edition

DRAFT_LASTS = timedelta(days=30)


class AlreadyAnswered(Exception):
    """This device, or this address, has a participation in this edition."""


class DraftQuerySet(models.QuerySet):
    def stale(self, now: datetime | None = None) -> "DraftQuerySet":
        """Untouched for thirty days, or of an edition that takes no more answers."""
        limit = timezone.localdate(now) - DRAFT_LASTS
        return self.filter(
            Q(touched_on__lt=limit) | ~Q(edition__in=Edition.objects.accepting(now).values("pk"))
        )

    # In SQL: asked at each request, and building these queries costs more than asking them.
    def held_by(self, edition: Edition, digest: str) -> "Draft | None":
        """The draft that these words lead to, if they lead to one of this edition."""
        query = "SELECT * FROM surveys_draft WHERE digest = %s AND edition_id = %s"
        return next(iter(self.raw(query, [digest, edition.pk])), None)

    def take(self, digest: str) -> "Draft":
        """The draft as it stands, for this transaction alone, and out of the database.

        Raises Draft.DoesNotExist when another took it first.
        """
        lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
        query = f"SELECT * FROM surveys_draft WHERE digest = %s{lock}"  # noqa: S608
        for draft in self.raw(query, [digest]):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM surveys_draft WHERE digest = %s", [digest])
            return draft
        raise self.model.DoesNotExist


class Draft(models.Model):
    """Answers under way.  Only the respondent’s device holds the token that leads here."""

    # Else each save would queue a task that names the row and the instant.
    wagtail_reference_index_ignore = True

    digest = models.CharField(primary_key=True, max_length=64)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    # What was typed, not understood yet, and left to look at another screen:
    # {question code: {part of its inputs: text}}.
    typed = models.JSONField(default=dict)
    touched_on = models.DateField()
    # Digest of the receipt whose response this draft will replace; empty for a new response.
    amends = models.CharField(max_length=64, blank=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return "brouillon de réponse"

    def send(
        self,
        receipt_digest: str,
        device_digest: str,
        now: datetime | None = None,
        too_fast: bool = False,
    ) -> None:
        """Become a response, once, and disappear: all of it or nothing.

        Raises Edition.DoesNotExist when the edition takes no more answers, Draft.DoesNotExist when
        the draft was sent already, AlreadyAnswered when the device has answered this edition.
        """
        with transaction.atomic():
            Edition.objects.hold_accepting(self.edition_id, now)
            draft = Draft.objects.take(self.pk)
            Participation.objects.enter(self.edition_id, device_digest)
            Response(
                edition_id=self.edition_id,
                answers=draft.answers,
                answered_on=timezone.localdate(now),
                receipt_digest=receipt_digest,
                too_fast=too_fast,
            ).save(force_insert=True)

    def amend(self, now: datetime | None = None) -> None:
        """Replace the answers of the response it was opened from, and disappear.

        Receipt, day and participation stay as they were.  Raises Edition.DoesNotExist when the
        edition takes no more answers, Draft.DoesNotExist when the draft was sent already,
        Response.DoesNotExist when the response was withdrawn meanwhile.
        """
        with transaction.atomic():
            Edition.objects.hold_accepting(self.edition_id, now)
            draft = Draft.objects.take(self.pk)
            sent = Response.objects.held_by(self.edition, draft.amends)
            if not sent.update(answers=draft.answers):
                raise Response.DoesNotExist
            self.edition.drafts.filter(amends=draft.amends).delete()


class ResponseQuerySet(models.QuerySet):
    def held_by(self, edition: Edition, receipt_digest: str) -> "ResponseQuerySet":
        """The one response of this receipt.  None once receipts are destroyed."""
        return self.filter(edition=edition, receipt_digest=receipt_digest).exclude(
            receipt_digest=""
        )


class Response(models.Model):
    """What somebody answered, and nothing of who: the day only, a random key."""

    # Else each save would queue a task that names the row and the instant.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="responses")
    # {question code: answer}, an answer being null when declined, and remarks; branches.Answers.
    answers = models.JSONField()
    # Emptied at sealing: whoever remembers the order in which people came could use it.
    answered_on = models.DateField("jour", null=True)
    # Keyed digest of the receipt; emptied at sealing.
    receipt_digest = models.CharField(max_length=64, blank=True, db_index=True)
    # Sent sooner than anybody can read the questions (quality.py).  No duration is kept.
    too_fast = models.BooleanField(default=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["id"]

    def __str__(self) -> str:
        return "réponse"

    def withdraw(self, device_digest: str) -> None:
        """Delete for good, and let the device that asks answer again.

        Raises Edition.DoesNotExist once the edition is closed.
        """
        with transaction.atomic():
            edition = Edition.objects.open().select_for_update().get(pk=self.edition_id)
            if self.receipt_digest:
                # Copies of it that were opened to be changed.
                edition.drafts.filter(amends=self.receipt_digest).delete()
            self.delete()
            edition.participations.filter(digest=device_digest).delete()


class ParticipationQuerySet(models.QuerySet):
    def enter(self, edition_id: int, digest: str) -> None:
        """Raises AlreadyAnswered.  To call in the transaction that stores the response."""
        # Rather than an error of the database, whose message would quote the digest.
        query = "INSERT INTO surveys_participation (edition_id, digest) VALUES (%s, %s)"
        with connection.cursor() as cursor:
            cursor.execute(f"{query} ON CONFLICT DO NOTHING", [edition_id, digest])
            if not cursor.rowcount:
                raise AlreadyAnswered


class Participation(models.Model):
    """That a device, or an address, has answered an edition; never what.  Destroyed at sealing."""

    # Else each save would queue a task that names the row and the instant.
    wagtail_reference_index_ignore = True

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    digest = models.CharField(max_length=64)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "digest"], name="one_participation")
        ]

    def __str__(self) -> str:
        return "participation"


class Remark(models.Model):
    """Free text of a sealed edition, an answer or a remark on a question, apart from all the rest.

    Never published.

    Until sealing it lives among the answers of its response, which its author can still withdraw.
    """

    # Else each save would queue a task that names the row and the instant.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="remarks")
    question = models.SlugField("question")
    # Whether it is about the question itself, rather than an answer to it.
    on_question = models.BooleanField("sur la question", default=False)
    text = models.TextField("texte")

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ["id"]

    def __str__(self) -> str:
        return "remarque"
