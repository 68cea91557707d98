"""Messages that pass through the site, so that nobody sees an address."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from directory.querysets import MessageQuerySet

# A name goes into mails: nothing in it may pass for another line, or another header.
one_line = RegexValidator(
    r"[\x00-\x1f\x7f\x85\u2028\u2029]",
    "Écrivez sur une seule ligne, sans saut de ligne ni caractère invisible.",
    inverse_match=True,
)


class Message(models.Model):
    """A message relayed to a profile’s owner, whose address the sender never sees."""

    DAILY_LIMIT = 10  # by sender, to any profile

    profile = models.ForeignKey(
        "directory.Profile",
        on_delete=models.CASCADE,
        related_name="messages",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_messages"
    )
    sender_name = models.CharField("votre nom", max_length=80, validators=[one_line])
    organisation = models.CharField(
        "votre organisation", max_length=120, blank=True, validators=[one_line]
    )
    text = models.TextField("votre message", max_length=4000)
    sent_at = models.DateTimeField("envoyé", auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.sender_name} à {self.profile}"
