"""Which profiles are no longer what was read of them: every process keeps in step by these.

A change is written with what it tells of, in the same transaction where there is one.  It has no
date and no author: only the order of the latest changes matters.
"""

from collections.abc import Iterable

from django.db import models
from django.dispatch import Signal

# Sent whenever some profile may no longer be what was read of it.
told = Signal()


class ChangeQuerySet(models.QuerySet):
    def tell(self, profiles: Iterable[int]) -> None:
        """That these profiles, by primary key, were written or are gone."""
        profiles = set(profiles)
        if len(profiles) > Change.MANY:
            self.tell_everything()
        elif profiles:
            self._write([Change(profile=pk) for pk in profiles])

    def tell_everything(self) -> None:
        """That any profile may have changed."""
        self._write([Change()])

    def _write(self, changes: list["Change"]) -> None:
        latest = max(change.pk for change in self.bulk_create(changes))
        # Now and then: every writing need not wait for it.
        if latest % Change.MANY < len(changes):
            self.filter(pk__lte=latest - Change.KEPT).delete()
        told.send(Change)


class Change(models.Model):
    """That a profile changed; that all of them may have, when it names none."""

    MANY = 500  # beyond, reading everything costs less
    KEPT = 10_000

    # A number, not a key: the profile may be gone.
    profile = models.BigIntegerField("numéro du profil", null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement d’un profil"
        verbose_name_plural = "changements des profils"

    def __str__(self) -> str:
        return f"profil {self.profile}" if self.profile else "tous les profils"
