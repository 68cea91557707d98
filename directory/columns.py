"""The profiles that somebody may find, in columns: what is counted without the database.

Each process holds them in numpy arrays, some ten megabytes for a hundred thousand people, and
keeps them in step by reading again the profiles that `Change` names.  Nothing is changed in
place: who is counting goes on with what was true when they began.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import NamedTuple

import numpy as np
from django.core.exceptions import SynchronousOnlyOperation
from django.db import Error, connection
from django.db.models import CharField, Value
from django.utils.functional import cached_property

from directory.changes import Change
from directory.marks import Marks
from directory.models import Profile, SpokenLanguage
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
    "remote",
    "working_since",
)
# Fields of many values, and the column of their tables that holds them.
LINKS = {"occupations": "occupation_id", "skills": "skill_id", "sectors": "sector_id"}
# In `links` too, each language spoken numbered with how well.
LANGUAGES, LEVELS = SpokenLanguage.Language.values, SpokenLanguage.Level.values

# A transaction may be over after another that began later: for as long as this after a change,
# earlier ones are still looked for.
MARGIN = 10 * 60  # seconds
RECENT = 200  # changes looked for again by a process that has just read everything
MOST = 2000  # changes looked for again at all


class Words:
    """Values numbered in the order they come, None being 0; shared by successive columns."""

    def __init__(self) -> None:
        self.numbers: dict[str | None, int] = {None: 0}
        self.values: list[str | None] = [None]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[str | None]:
        return iter(self.values)

    def add(self, values: Sequence[str | None]) -> np.ndarray:
        """The number of each value."""
        for value in dict.fromkeys(values):
            if value not in self.numbers:
                self.values.append(value)
                self.numbers[value] = len(self.numbers)
        return np.array([self.numbers[value] for value in values], dtype=np.int32)

    def among(self, values: Iterable[str]) -> np.ndarray:
        """By number, whether it is the number of one of these values."""
        chosen = np.zeros(len(self), dtype=bool)
        chosen[[self.numbers[value] for value in values if value in self.numbers]] = True
        return chosen


@dataclass(frozen=True, eq=False)
class Links:
    """Which rows have which values, in no order."""

    rows: np.ndarray
    values: np.ndarray

    @cached_property
    def marks(self) -> Marks:
        """The same, a bit for each row and value."""
        return Marks(self.rows, self.values)

    def renewed(self, touched: np.ndarray, rows: np.ndarray, values: np.ndarray) -> "Links":
        """These pairs in place of all those of the rows touched; the same when nothing differs."""
        before = ((row, one) for row in np.flatnonzero(touched) for one in self.marks.of(row))
        if sorted(before) == sorted(zip(rows.tolist(), values.tolist(), strict=True)):
            return self
        others = ~touched[self.rows]
        return Links(
            np.concatenate((self.rows[others], rows)),
            np.concatenate((self.values[others], values)),
        )


def written(array: np.ndarray, size: int, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
    """A copy of `size` entries with these values at these rows; the same when nothing differs."""
    if len(array) == size and (array[rows] == values).all():
        return array
    copy = np.empty(size, dtype=array.dtype)
    copy[: len(array)] = array
    copy[rows] = values
    return copy


def spoken(language: str, level: str) -> int:
    return LANGUAGES.index(language) * len(LEVELS) + LEVELS.index(level)


def linked(only: Sequence[int] | None) -> dict[str, np.ndarray]:
    """Rows (profile, number of what it has) by link, of all or `only` these; two queries."""
    chosen = {} if only is None else {"profile__in": only}
    pairs: dict[str, list[tuple[int, int]]] = {name: [] for name in (*LINKS, "languages")}
    first, *others = (
        getattr(Profile, name)
        .through.objects.filter(**chosen)
        .order_by()
        .values_list(Value(name, CharField()), "profile", column)
        for name, column in LINKS.items()
    )
    every = first.union(*others, all=True)
    # A cursor that lasts would cost more than some rows.
    for name, *pair in every.iterator(10_000) if only is None else every:
        pairs[name].append(pair)
    rows = SpokenLanguage.objects.filter(**chosen).order_by()
    for profile, language, level in rows.values_list("profile", "language", "level"):
        pairs["languages"].append((profile, spoken(language, level)))
    return {name: np.array(rows, dtype=np.int64).reshape(-1, 2) for name, rows in pairs.items()}


class Columns(NamedTuple):
    """One row a profile, wherever it came: it keeps its row, even when nobody finds it any more."""

    pks: np.ndarray
    found: np.ndarray  # whether anybody still finds it
    published: np.ndarray  # microseconds
    slugs: np.ndarray
    latest: np.ndarray  # the rows found, in the order of lists: the latest published first
    names: np.ndarray  # the rows found, in the order of slugs
    choices: dict[str, np.ndarray]
    links: dict[str, Links]
    words: dict[str, Words]

    def rows_of(self, pks: np.ndarray) -> np.ndarray:
        """By row, whether it is of one of these primary keys."""
        mask = np.zeros(max(self.pks.max(initial=0), pks.max(initial=0)) + 1, dtype=bool)
        mask[pks] = True
        return mask[self.pks]

    @classmethod
    def read(
        cls,
        profiles: ProfileQuerySet,
        only: Sequence[int] | None = None,
        words: dict[str, Words] | None = None,
    ) -> "Columns":
        """Those of a set, or `only` these primary keys of it; three queries."""
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
        for name, pairs in linked(only).items():
            owners, values = pairs.T
            values, owners = values[owners < len(places)], owners[owners < len(places)]
            online = places[owners] >= 0
            links[name] = Links(places[owners][online], values[online].astype(np.int32))
        return cls(
            pks,
            np.ones(len(pks), dtype=bool),
            np.array([round(moment.timestamp() * 1e6) for moment in moments], dtype=np.int64),
            np.array(slugs, dtype=object),
            np.arange(len(pks), dtype=np.int32),
            np.array(sorted(range(len(slugs)), key=slugs.__getitem__), dtype=np.int32),
            {name: words[name].add(row) for name, row in zip(CHOICES, choices, strict=True)},
            links,
            words,
        )

    def renewed(self, profiles: ProfileQuerySet, changed: Sequence[int]) -> "Columns":
        """The same, these primary keys read again: found otherwise, found anew, or gone."""
        fresh = Columns.read(profiles, changed, self.words)
        known = np.flatnonzero(np.isin(self.pks, changed))
        held = dict(zip(self.pks[known].tolist(), known.tolist(), strict=True))
        for pk in fresh.pks.tolist():
            held.setdefault(pk, len(self.pks) + len(held) - len(known))
        size = len(self.pks) + len(held) - len(known)
        rows = np.array([held[pk] for pk in fresh.pks.tolist()], dtype=np.int32)
        touched = np.zeros(size, dtype=bool)
        touched[list(held.values())] = True

        def put(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
            return written(mine, size, rows, theirs)

        found = written(self.found, size, known, np.zeros(len(known), dtype=bool))
        pks, published = put(self.pks, fresh.pks), put(self.published, fresh.published)
        slugs = put(self.slugs, fresh.slugs)

        def inserted(order: np.ndarray, entering: np.ndarray, key: Callable) -> np.ndarray:
            order = order[~touched[order]]
            places = [bisect_left(order, key(row), key=key) for row in entering]
            return np.insert(order, np.array(places, dtype=np.int64), entering)

        return Columns(
            pks,
            written(found, size, rows, fresh.found),
            published,
            slugs,
            inserted(self.latest, rows, lambda row: (-published[row], -pks[row])),
            inserted(self.names, rows[fresh.names], slugs.__getitem__),
            {name: put(mine, fresh.choices[name]) for name, mine in self.choices.items()},
            {
                name: mine.renewed(touched, rows[fresh.links[name].rows], fresh.links[name].values)
                for name, mine in self.links.items()
            },
            self.words,
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


def warm() -> None:
    """Read them before anybody asks; without a database, or in a loop of events, do nothing."""
    with suppress(Error, SynchronousOnlyOperation):
        try:
            reader.current()
        finally:
            connection.close()  # processes forked after this one must not share it


def found() -> ProfileQuerySet:
    """Those in the columns; who of them somebody finds is for `Crowd` to say."""
    return Profile.objects.filter(seen_by__isnull=False)


def current() -> Columns:
    """What is committed.  In a transaction, what it sees, read for it alone: it may be undone."""
    return Columns.read(found()) if connection.in_atomic_block else reader.current()
