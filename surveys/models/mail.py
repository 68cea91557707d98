"""Addresses, in drawers of their own: nothing here is tied to a response."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from surveys.models.edition import Edition

UNCONFIRMED_LASTS = timedelta(days=2)


class NoticeQuerySet(models.QuerySet):
    def confirmed(self) -> "NoticeQuerySet":
        return self.filter(confirmed=True)

    def due(self, now: datetime | None = None) -> "NoticeQuerySet":
        """To tell now: the results are out."""
        published = Edition.objects.published(now).filter(publications__isnull=False)
        return self.confirmed().filter(edition__in=published.values("pk"))

    def stale(self, now: datetime | None = None) -> "NoticeQuerySet":
        """Never confirmed."""
        limit = timezone.localdate(now) - UNCONFIRMED_LASTS
        return self.filter(confirmed=False, asked_on__lt=limit)


class Notice(models.Model):
    """« Prévenez-moi des résultats »: used once at publication, then deleted."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="notices")
    address = models.EmailField("adresse")
    # Keyed digest of the words that confirm the address, and that have it forgotten.
    code_digest = models.CharField(max_length=64, db_index=True)
    confirmed = models.BooleanField(default=False)
    # Emptied at confirmation: many ask on the day they answer.
    asked_on = models.DateField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’avis"
        verbose_name_plural = "demandes d’avis"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "address"], name="one_notice_per_address")
        ]

    def __str__(self) -> str:
        return "demande d’avis"


class InvitationQuerySet(models.QuerySet):
    def to_invite(self) -> "InvitationQuerySet":
        return self.filter(invited_on=None)

    def to_remind(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Invited before today, and not taken up by a reminder of today."""
        today = timezone.localdate(now)
        return self.filter(invited_on__lt=today).exclude(reminded_on=today)


class Invitation(models.Model):
    """An address that the edition invites; never whether it answered.  Destroyed at sealing."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField("adresse")
    invited_on = models.DateField("invitée le", null=True, blank=True)
    # The day of the last reminders of the edition, whoever they were sent to.
    reminded_on = models.DateField("relancée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "address"], name="one_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return "invitation"
