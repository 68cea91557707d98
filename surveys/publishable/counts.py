"""How many gave each answer, and how an amount is distributed."""

from dataclasses import dataclass

from surveys.publishable.numbers import HIDDEN, Number, check_count


@dataclass(frozen=True)
class CountRow:
    code: str
    label: str
    count: Number

    def __post_init__(self) -> None:
        check_count(self.count)

    @property
    def shown(self) -> bool:
        return self.count is not HIDDEN


@dataclass(frozen=True)
class CountTable:
    """One question alone.  `rest` is the rounded sum of the hidden cells, None without any.

    `kind` is that of the question (choice, age, region, scale), `version` the one asked.
    """

    code: str
    title: str
    question: str
    rows: tuple[CountRow, ...]
    rest: int | None = None
    kind: str = "choice"
    version: int = 1

    def __post_init__(self) -> None:
        hidden = sum(not row.shown for row in self.rows)
        if hidden == 1 or (hidden > 0) != (self.rest is not None):
            raise ValueError("a hidden cell can be found from the others")
        if self.rest is not None:
            check_count(self.rest)

    @property
    def base(self) -> int:
        """Built from the rounded cells, so that it adds nothing to what they say."""
        return sum(row.count for row in self.rows if row.shown) + (self.rest or 0)


@dataclass(frozen=True)
class MultiTable:
    """A question of several answers: rows overlap, and do not add up to `base`.

    `base`: those who gave one answer or more; only a number that they reach, with `at_least`.
    """

    code: str
    title: str
    question: str
    base: int
    rows: tuple[CountRow, ...]
    at_least: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        check_count(self.base)
        if not self.at_least and any(row.shown and row.count > self.base for row in self.rows):
            raise ValueError("more answers than people")


@dataclass(frozen=True)
class Band:
    """Amounts from `low` included to `high` excluded, in euros; None for an open end."""

    low: int | None
    high: int | None
    count: int

    def __post_init__(self) -> None:
        if self.count is HIDDEN:
            raise ValueError("bands are merged, never hidden")
        check_count(self.count)


@dataclass(frozen=True)
class BandTable:
    code: str
    title: str
    population: str
    unit: str
    rows: tuple[Band, ...]

    @property
    def base(self) -> int:
        return sum(row.count for row in self.rows)
