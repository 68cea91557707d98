"""Editions as a set: those of a state, of a year, to seal."""

from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from surveys import clock
from surveys.models.question import Question

if TYPE_CHECKING:
    from surveys.models.edition import Edition

# By key, the row of each edition as this process last read it, and what was made of it.
_known: dict[int, tuple[tuple, "Edition"]] = {}


class EditionQuerySet(models.QuerySet):
    """The same states as `clock.state`, as conditions on the three datetimes."""

    def _at(self, now: datetime | None) -> datetime:
        return now or timezone.now()

    def dated(self) -> "EditionQuerySet":
        return self.filter(
            archived=False,
            opens_at__isnull=False,
            closes_at__isnull=False,
            results_at__isnull=False,
        )

    def announced(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(opens_at__gt=self._at(now))

    def open(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(opens_at__lte=self._at(now), closes_at__gt=self._at(now))

    def accepting(self, now: datetime | None = None) -> "EditionQuerySet":
        """Open, or closed so lately that whoever had started may still send."""
        now = self._at(now)
        return self.dated().filter(
            opens_at__lte=now, closes_at__gt=now - clock.GRACE, results_at__gt=now
        )

    def closed(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(closes_at__lte=self._at(now), results_at__gt=self._at(now))

    def published(self, now: datetime | None = None) -> "EditionQuerySet":
        return self.dated().filter(results_at__lte=self._at(now))

    def archived(self) -> "EditionQuerySet":
        return self.filter(archived=True)

    def opened(self, now: datetime | None = None) -> "EditionQuerySet":
        """What was asked stands: it has opened, or holds answers brought from elsewhere."""
        asked = self.dated().filter(opens_at__lte=self._at(now)).values("pk")
        answered = self.filter(responses__isnull=False).values("pk")
        return self.filter(Q(pk__in=asked) | Q(pk__in=answered))

    def gathering(self, now: datetime | None = None) -> "EditionQuerySet":
        """Answers are coming in, or await their results: what is asked must not move."""
        return self.open(now) | self.closed(now)

    def to_seal(self, now: datetime | None = None) -> "EditionQuerySet":
        """Taking no more answers, not even the late ones, and not sealed yet."""
        now = self._at(now)
        return self.dated().filter(
            Q(closes_at__lte=now - clock.GRACE) | Q(results_at__lte=now), publications=None
        )

    def to_scrub(self) -> "EditionQuerySet":
        """Sealed, but what was deleted may still be read in the files of the database."""
        return self.filter(publications__isnull=False, scrubbed_at=None).distinct()

    # In SQL: each request of a respondent begins so, and building queries costs more than asking.
    def of_year(self, year: int) -> "Edition":
        """The dated edition of that year.  Raises Edition.DoesNotExist."""
        edition = self._as_it_stands("year = %s", year)
        if edition.state() in (clock.State.DRAFT, clock.State.ARCHIVED):
            raise self.model.DoesNotExist
        return edition

    def hold_accepting(self, pk: int, now: datetime | None = None) -> None:
        """Keep sealing out until the transaction ends; senders do not wait for each other.

        Raises Edition.DoesNotExist unless it still accepts what was started.  Sealing locks the row
        FOR UPDATE, which waits for every KEY SHARE.  On SQLite who writes is alone anyway.
        """
        lock = " FOR KEY SHARE" if connection.features.has_select_for_update else ""
        if not self._as_it_stands(f"id = %s{lock}", pk).accepts(now):
            raise self.model.DoesNotExist

    def _as_it_stands(self, condition: str, value: int) -> "Edition":
        """The one edition of this condition.  Raises Edition.DoesNotExist.

        Its row is read, and an edition made of it when it is not the row of the last time: that
        costs twice as much as reading.
        """
        with connection.cursor() as cursor:
            query = f"SELECT id, surveys_edition.* FROM surveys_edition WHERE {condition}"  # noqa: S608
            cursor.execute(query, [value])
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist
        known, edition = _known.get(row[0], (None, None))
        if known != row:
            edition = self.get(pk=row[0])
            _known[row[0]] = row, edition
        return copy(edition)

    def asking(self, question: Question) -> "EditionQuerySet":
        return self.filter(edition_questions__question=question)

    def visible(self) -> "EditionQuerySet":
        """All but drafts."""
        return self.filter(pk__in=self.dated().values("pk")) | self.archived()
