"""Addresses, in drawers of their own: nothing here is tied to a response."""

import uuid

from django.db import models

from surveys.models.edition import Edition


class NoticeQuerySet(models.QuerySet):
    def confirmed(self) -> "NoticeQuerySet":
        return self.filter(code_digest="")


class Notice(models.Model):
    """« Prévenez-moi des résultats »: used once at publication, then deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="notices")
    address = models.EmailField("adresse")
    # Keyed digest of the code that confirms; empty once it was given.
    code_digest = models.CharField(max_length=64, blank=True)
    asked_on = models.DateField()

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


class Invitation(models.Model):
    """An address that the edition invites; never whether it answered.  Destroyed at sealing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField("adresse")
    invited_on = models.DateField("invitée le", null=True, blank=True)
    reminded_on = models.DateField("relancée le", null=True, blank=True)

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
