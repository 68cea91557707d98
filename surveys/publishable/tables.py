"""All that is published of an edition, to and from plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from surveys.publishable.counts import Band, BandTable, CountRow, CountTable, MultiTable
from surveys.publishable.crosses import CrossColumn, CrossRow, CrossTable, Unpublished
from surveys.publishable.numbers import HIDDEN, MINIMUM, TOTAL_ONLY_UNDER, Number, check_count
from surveys.publishable.stats import Gap, StatRow, StatTable
from surveys.publishable.weights import Exclusions, Weighted, WeightedRow, WeightedTable


@dataclass(frozen=True)
class Tables:
    """All that is published of an edition; `total` respondents, rounded, hidden under 11."""

    total: Number
    counts: tuple[CountTable, ...] = ()
    bands: tuple[BandTable, ...] = ()
    stats: tuple[StatTable, ...] = ()
    multis: tuple[MultiTable, ...] = ()
    crosses: tuple[CrossTable, ...] = ()
    gaps: tuple[Gap, ...] = ()
    exclusions: Exclusions | None = None
    weighted: Weighted | None = None
    minimum: int = field(default=MINIMUM)

    def __post_init__(self) -> None:
        check_count(self.total)
        if self.minimum < MINIMUM:
            raise ValueError("the minimum may only go up")

    @property
    def few(self) -> bool:
        """Whether so few people answered that their number is all there is to publish."""
        return self.total is HIDDEN or self.total <= TOTAL_ONLY_UNDER

    def count(self, question: str) -> CountTable | MultiTable | None:
        """The table of a question alone, or None when it is not published."""
        for table in (*self.counts, *self.multis):
            if table.code == question:
                return table
        return None

    def stat(self, measure: str, breakdown: str = "") -> StatTable | None:
        """The table of a measure, or None when it is not published."""
        for table in self.stats:
            if (table.measure, table.breakdown) == (measure, breakdown):
                return table
        return None

    def cross(self, breakdown: str, question: str) -> CrossTable | None:
        """The answers of `question` by those of `breakdown`, or None when not published."""
        for table in self.crosses:
            if (table.breakdown, table.question) == (breakdown, question):
                return table
        return None

    def gap(self, measure: str, kind: str) -> Gap | None:
        for gap in self.gaps:
            if (gap.measure, gap.kind) == (measure, kind):
                return gap
        return None

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON field; a hidden number is null."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tables":
        """Read back what `to_json` gave, of schema 1 or 2.

        Raises ValueError, TypeError or KeyError on anything else.
        """
        exclusions, weighted = data.get("exclusions"), data.get("weighted")
        return cls(
            total=_number(data["total"]),
            counts=_tables(CountTable, CountRow, data["counts"]),
            bands=_tables(BandTable, Band, data["bands"]),
            stats=_tables(StatTable, StatRow, data["stats"]),
            multis=_tables(MultiTable, CountRow, data.get("multis", ())),
            crosses=tuple(_cross(table) for table in data.get("crosses", ())),
            gaps=tuple(_row(Gap, row) for row in data.get("gaps", ())),
            exclusions=None
            if exclusions is None
            else Exclusions(
                tuple(_row(CountRow, row) for row in exclusions["rows"]),
                _number(exclusions["total"]),
            ),
            weighted=None
            if weighted is None
            else Weighted(
                **{
                    **weighted,
                    "tables": _tables(WeightedTable, WeightedRow, weighted["tables"]),
                }
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
    """A dataclass from plain data.  Bounds of bands alone may be null without being hidden."""
    open_ended = ("low", "high") if kind is Band else ()
    return kind(
        **{key: value if key in open_ended else _number(value) for key, value in row.items()}
    )


def _tables(kind: type, row: type, tables: Any) -> tuple[Any, ...]:
    return tuple(
        kind(**{**table, "rows": tuple(_row(row, one) for one in table["rows"])})
        for table in tables
    )


def _cross(table: Mapping[str, Any]) -> CrossTable:
    return CrossTable(
        **{
            **table,
            "columns": tuple(
                CrossColumn(**{**column, "members": tuple(column["members"])})
                for column in table["columns"]
            ),
            "rows": tuple(
                CrossRow(**{**row, "shares": tuple(row["shares"])}) for row in table["rows"]
            ),
            "hidden": tuple(Unpublished(**one) for one in table["hidden"]),
            "left_out": tuple(Unpublished(**one) for one in table["left_out"]),
        }
    )
