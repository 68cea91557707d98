"""The profiles that somebody may find, in columns: what is counted without the database.

Each process holds them in numpy arrays, some ten megabytes for a hundred thousand people, and
keeps them in step by reading again the profiles that `Change` names.  Nothing is changed in
place: who is counting goes on with what was true when they began.
"""

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from time import monotonic
from typing import NamedTuple

import numpy as np
from django.db import connection

from directory.changes import Change
from directory.models import Profile
from directory.querysets import ProfileQuerySet

# Fields of few values, kept as numbers of `Words`.
CHOICES = (
    "seen_by",
    "department_code",
    "shown_code",
    "precision",
    "status",
    "availability",
    "availability_audience",
)
# Fields of many values, and the column of their tables that holds them.
LINKS = {"occupations": "occupation_id", "skills": "skill_id"}

# A transaction may be over after another that began later: for as long as this after a change,
# earlier ones are still looked for.
MARGIN = 10 * 60  # seconds
RECENT = 200  # changes looked for again by a process that has just read everything
MOST = 2000  # changes looked for again at all


class Words:
    """Values numbered in the order they come, None being 0; shared by successive columns."""

    def __init__(self) -> None:
        self.numbers: dict[str | None, int] = {None: 0}

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[str | None]:
        return iter(list(self.numbers))

    def add(self, values: Sequence[str | None]) -> np.ndarray:
        """The number of each value."""
        for value in dict.fromkeys(values):
            self.numbers.setdefault(value, len(self.numbers))
        return np.array([self.numbers[value] for value in values], dtype=np.int32)

    def among(self, values: Iterable[str]) -> np.ndarray:
        """By number, whether it is the number of one of these values."""
        chosen = np.zeros(len(self), dtype=bool)
        chosen[[self.numbers[value] for value in values if value in self.numbers]] = True
        return chosen


class Links(NamedTuple):
    """Which rows have which values, in no order."""

    rows: np.ndarray
    values: np.ndarray


class Columns(NamedTuple):
    """One entry a profile, in the order of lists: the latest published first."""

    pks: np.ndarray
    published: np.ndarray  # microseconds
    slugs: np.ndarray  # in their own order
    names: np.ndarray  # the row of each slug
    choices: dict[str, np.ndarray]
    links: dict[str, Links]
    words: dict[str, Words]

    @classmethod
    def read(
        cls,
        profiles: ProfileQuerySet,
        only: Sequence[int] | None = None,
        words: dict[str, Words] | None = None,
    ) -> "Columns":
        """Those of a set, or `only` these primary keys of it; one query, and one by LINKS."""
        words = words or {name: Words() for name in CHOICES}
        chosen = {} if only is None else {"pk__in": only}
        rows = profiles.filter(**chosen).order_by("-last_published_at", "-pk")
        rows = list(rows.values_list("pk", "last_published_at", "slug", *CHOICES))
        numbers, moments, slugs, *choices = (
            zip(*rows, strict=True) if rows else [()] * (3 + len(CHOICES))
        )
        pks = np.array(numbers, dtype=np.int64)
        places = np.full(pks.max(initial=0) + 1, -1, dtype=np.int32)
        places[pks] = np.arange(len(pks))
        links = {}
        for name, column in LINKS.items():
            pairs = getattr(Profile, name).through.objects.order_by()
            if only is not None:
                pairs = pairs.filter(profile__in=only)
            pairs = np.array(list(pairs.values_list("profile", column)), dtype=np.int64)
            owners, values = pairs.reshape(-1, 2).T
            values, owners = values[owners < len(places)], owners[owners < len(places)]
            online = places[owners] >= 0
            links[name] = Links(places[owners][online], values[online].astype(np.int32))
        return cls(
            pks,
            np.array([round(moment.timestamp() * 1e6) for moment in moments], dtype=np.int64),
            np.array(sorted(slugs), dtype=object),
            np.array(sorted(range(len(slugs)), key=slugs.__getitem__), dtype=np.int32),
            {name: words[name].add(row) for name, row in zip(CHOICES, choices, strict=True)},
            links,
            words,
        )

    def renewed(self, profiles: ProfileQuerySet, changed: Sequence[int]) -> "Columns":
        """The same, these primary keys read again: found otherwise, found anew, or gone."""
        fresh = Columns.read(profiles, changed, self.words)
        kept = np.flatnonzero(~np.isin(self.pks, changed))
        count = len(self.pks)
        order = np.insert(kept, self.places(kept, fresh), count + np.arange(len(fresh.pks)))
        row = np.full(count + len(fresh.pks), -1, dtype=np.int32)
        row[order] = np.arange(len(order))

        def merged(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
            return np.concatenate((mine, theirs)).take(order)

        links = {}
        for name, mine in self.links.items():
            theirs = fresh.links[name]
            rows = row.take(np.concatenate((mine.rows, count + theirs.rows)))
            values = np.concatenate((mine.values, theirs.values))
            links[name] = Links(rows[rows >= 0], values[rows >= 0])
        names = row.take(self.names)
        slugs, names = self.slugs[names >= 0], names[names >= 0]
        at = np.searchsorted(slugs, fresh.slugs)
        return Columns(
            merged(self.pks, fresh.pks),
            merged(self.published, fresh.published),
            np.insert(slugs, at, fresh.slugs),
            np.insert(names, at, row[count + fresh.names]),
            {name: merged(mine, fresh.choices[name]) for name, mine in self.choices.items()},
            links,
            self.words,
        )

    def places(self, kept: np.ndarray, fresh: "Columns") -> np.ndarray:
        """Before which of the kept rows each fresh one stands: by date, then by key, downwards."""
        published, pks = -self.published[kept], -self.pks[kept]
        first = np.searchsorted(published, -fresh.published, side="left")
        last = np.searchsorted(published, -fresh.published, side="right")
        return np.array(
            [
                start + np.searchsorted(pks[start:end], -pk)
                for start, end, pk in zip(first, last, fresh.pks, strict=True)
            ],
            dtype=np.int64,
        )


class Reader:
    """The columns of this process, and the changes they take into account."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        self.columns: Columns | None = None
        self.known: dict[int, float] = {}  # number of the change: when it was read

    def current(self) -> Columns:
        """In one query while nothing changes."""
        with self.lock:
            changes = self.changes()
            # The oldest change known is always found again, unless too many were written since.
            if self.known and min(self.known) not in changes:
                self.forget()
                changes = self.changes()
            fresh = {changed for number, changed in changes.items() if number not in self.known}
            if self.columns is None or None in fresh or len(fresh) > Change.MANY:
                self.columns = Columns.read(found())
            elif fresh:
                self.columns = self.columns.renewed(found(), sorted(fresh))
            self.note(changes)
            return self.columns

    def changes(self) -> dict[int, int | None]:
        """{number: profile} of those after the last that is surely known."""
        if self.columns is None:
            latest = Change.objects.order_by("-pk")[:RECENT]
        else:
            latest = Change.objects.filter(pk__gte=min(self.known, default=0))
        return dict(latest.values_list("pk", "profile"))

    def note(self, changes: dict[int, int | None]) -> None:
        now = monotonic()
        known = {one: self.known.get(one, now) for one in sorted(changes)[-MOST:]}
        settled = max((one for one, at in known.items() if at < now - MARGIN), default=0)
        self.known = {one: at for one, at in known.items() if one >= settled}


reader = Reader()


def found() -> ProfileQuerySet:
    """Those in the columns; who of them somebody finds is for `Crowd` to say."""
    return Profile.objects.filter(seen_by__isnull=False)


def current() -> Columns:
    """What is committed.  In a transaction, what it sees, read for it alone: it may be undone."""
    return Columns.read(found()) if connection.in_atomic_block else reader.current()
