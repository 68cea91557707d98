"""« Toujours à jour ? »: a profile that nobody has vouched for in a year is asked about, twice,
then hidden until its owner says a word.
"""

from datetime import timedelta

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

FRESH = timedelta(days=365)  # after a publication, or a yes
SECOND_REMINDER = timedelta(days=45)  # after the first
SILENCE = timedelta(days=60)  # after the first
LAST_NOTICE = timedelta(days=14)  # at least, after the second
LINK_LIFE = timedelta(days=90)
SALT = "directory.freshness"


class FreshnessQuerySet(models.QuerySet):
    def reachable(self):
        """Found by somebody, and of somebody who can be written to."""
        return self.filter(seen_by__isnull=False, owner__is_active=True)

    def to_remind(self):
        limit = timezone.now() - FRESH
        return self.reachable().filter(
            Q(confirmed_at__isnull=True) | Q(confirmed_at__lte=limit),
            last_published_at__lte=limit,
            reminded_at__isnull=True,
        )

    def to_remind_again(self):
        return self.reachable().filter(
            reminded_at__lte=timezone.now() - SECOND_REMINDER, reminded_again_at__isnull=True
        )

    def to_put_to_sleep(self):
        """After sixty days, and never without the second reminder: the clock may have stopped."""
        now = timezone.now()
        return self.reachable().filter(
            reminded_at__lte=now - SILENCE, reminded_again_at__lte=now - LAST_NOTICE
        )


class FreshnessMixin:
    def confirm(self) -> None:
        """All is up to date, says its owner; a profile asleep comes back at once."""
        self.confirmed_at = timezone.now()
        self.reminded_at = self.reminded_again_at = self.asleep_since = None
        self.save(
            update_fields=["confirmed_at", "reminded_at", "reminded_again_at", "asleep_since"]
        )

    def stir(self) -> None:
        """Its owner works on it: that answers a reminder."""
        if self.reminded_at is not None or self.asleep_since is not None:
            self.confirm()

    @property
    def falls_asleep_at(self):
        """When silence will hide it; None when nothing was asked."""
        return self.reminded_at and self.reminded_at + SILENCE

    @property
    def _asked(self) -> float:
        """The state that a link is good for: once answered, it is another."""
        return self.reminded_at.timestamp() if self.reminded_at else 0

    def still_current_url(self) -> str:
        """The page that asks, without signing in, for ninety days or until it is answered."""
        token = signing.dumps([self.pk, self._asked], salt=SALT)
        return reverse("directory:still_current", args=[token])

    @classmethod
    def asked_about(cls, token: str) -> tuple["models.Model | None", bool]:
        """(profile, whether its answer is still awaited); (None, False) for a link that is altered,
        too old, or of somebody who left."""
        try:
            key, asked = signing.loads(token, salt=SALT, max_age=LINK_LIFE)
        except signing.BadSignature:
            return None, False
        profile = cls.objects.filter(pk=key, live=True).first()
        return profile, bool(profile and asked and profile._asked == asked)
