"""The only tables that pages, charts, CSV and JSON may read.

Every number here has passed `surveys.disclosure`.  The constructors refuse what a guarded table
cannot hold: an unrounded or too small count, one hidden cell alone beside its total, a quartile of
a small group, a mean of a group.  They run again each time a publication is read back.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Final

MINIMUM: Final = 11
ROUNDING: Final = 5
QUARTILES_FROM: Final = 30
DECILES_FROM: Final = 100
SCHEMA: Final = 1
RULES: Final = 1


class Suppressed(Enum):
    """A number that is not published.  Says nothing of why, nor of how large it is."""

    HIDDEN = "non publié"

    def __bool__(self) -> bool:
        return False


HIDDEN: Final = Suppressed.HIDDEN
Number = int | Suppressed


def round_count(count: int, minimum: int = MINIMUM) -> int:
    """`count` to the nearest 5, and never under the minimum: from 11 to 17 all read 15."""
    floor = -(-minimum // ROUNDING) * ROUNDING
    return max(ROUNDING * ((count + ROUNDING // 2) // ROUNDING), floor)


def percent(count: Number, base: int) -> Number:
    """Share of a rounded count in a rounded base, without decimals."""
    return HIDDEN if count is HIDDEN else round(100 * count / base)


def _check_count(count: Number) -> None:
    if count is HIDDEN:
        return
    if type(count) is not int or count % ROUNDING or count < MINIMUM:
        raise ValueError("a count that was not guarded")


@dataclass(frozen=True)
class CountRow:
    code: str
    label: str
    count: Number

    def __post_init__(self) -> None:
        _check_count(self.count)

    @property
    def shown(self) -> bool:
        return self.count is not HIDDEN


@dataclass(frozen=True)
class CountTable:
    """One question alone.  `rest` is the rounded sum of the hidden cells, None without any."""

    code: str
    title: str
    question: str
    rows: tuple[CountRow, ...]
    rest: int | None = None

    def __post_init__(self) -> None:
        hidden = sum(not row.shown for row in self.rows)
        if hidden == 1 or (hidden > 0) != (self.rest is not None):
            raise ValueError("a hidden cell can be found from the others")
        if self.rest is not None:
            _check_count(self.rest)

    @property
    def base(self) -> int:
        """Built from the rounded cells, so that it adds nothing to what they say."""
        return sum(row.count for row in self.rows if row.shown) + (self.rest or 0)


@dataclass(frozen=True)
class Band:
    """Amounts from `low` included to `high` excluded, in euros; None for an open end."""

    low: int | None
    high: int | None
    count: int

    def __post_init__(self) -> None:
        if self.count is HIDDEN:
            raise ValueError("bands are merged, never hidden")
        _check_count(self.count)


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


@dataclass(frozen=True)
class StatRow:
    """Quantiles of a group in euros; hidden together when its base is.

    With `at_least`, the base is only a threshold that the group reaches.
    """

    code: str
    label: str
    base: Number
    median: Number = HIDDEN
    low: Number = HIDDEN
    high: Number = HIDDEN
    q1: Number = HIDDEN
    q3: Number = HIDDEN
    p10: Number = HIDDEN
    p90: Number = HIDDEN
    mean: Number = HIDDEN
    at_least: bool = False

    def __post_init__(self) -> None:
        if not self.at_least or self.base is HIDDEN or self.base < MINIMUM:
            _check_count(self.base)
        figures = [self.median, self.low, self.high, self.q1, self.q3, self.p10, self.p90]
        if self.base is HIDDEN and any(figure is not HIDDEN for figure in (*figures, self.mean)):
            raise ValueError("figures of a hidden group")
        for figures, least in (
            ((self.q1, self.q3), QUARTILES_FROM),
            ((self.p10, self.p90), DECILES_FROM),
        ):
            if (
                self.base is not HIDDEN
                and self.base < least
                and any(f is not HIDDEN for f in figures)
            ):
                raise ValueError("quantiles of too small a group")

    @property
    def shown(self) -> bool:
        return self.base is not HIDDEN


@dataclass(frozen=True)
class StatTable:
    """An amount for the whole country (`breakdown` empty, one row) or along one question."""

    measure: str
    breakdown: str
    title: str
    population: str
    unit: str
    rows: tuple[StatRow, ...]

    def __post_init__(self) -> None:
        if self.breakdown and any(row.mean is not HIDDEN for row in self.rows):
            raise ValueError("means are for the whole country only")
        if self.breakdown and sum(not row.shown for row in self.rows) == 1:
            raise ValueError("a hidden group can be found from the others")

    @property
    def national(self) -> StatRow:
        return self.rows[0]


@dataclass(frozen=True)
class Tables:
    """All that is published of an edition; `total` respondents, rounded, hidden under 11."""

    total: Number
    counts: tuple[CountTable, ...] = ()
    bands: tuple[BandTable, ...] = ()
    stats: tuple[StatTable, ...] = ()
    minimum: int = field(default=MINIMUM)

    def __post_init__(self) -> None:
        _check_count(self.total)
        if self.minimum < MINIMUM:
            raise ValueError("the minimum may only go up")

    def stat(self, measure: str, breakdown: str = "") -> StatTable | None:
        """The table of an amount, or None when it is not published."""
        for table in self.stats:
            if (table.measure, table.breakdown) == (measure, breakdown):
                return table
        return None

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON field; a hidden number is null."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tables":
        """Read back what `to_json` gave; raises ValueError or KeyError on anything else."""
        return cls(
            total=_number(data["total"]),
            counts=tuple(
                CountTable(**{**table, "rows": tuple(_row(CountRow, row) for row in table["rows"])})
                for table in data["counts"]
            ),
            bands=tuple(
                BandTable(**{**table, "rows": tuple(Band(**row) for row in table["rows"])})
                for table in data["bands"]
            ),
            stats=tuple(
                StatTable(**{**table, "rows": tuple(_row(StatRow, row) for row in table["rows"])})
                for table in data["stats"]
            ),
            minimum=data["minimum"],
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if value is HIDDEN else value


def _number(value: int | None) -> Number:
    return HIDDEN if value is None else value


def _row(kind: type, row: Mapping[str, Any]) -> Any:
    return kind(**{key: _number(value) for key, value in row.items()})
