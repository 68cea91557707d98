"""How a figure moved from one edition to the next, where it may be compared.  Pure.

Read from publications and archived figures, never from responses.  Codes of questions and choices
are stable; a question whose sense changed is a new version that says whether it may be compared
with the one before (`comparable`).  A series breaks where it may not, and where the figure comes
from another survey: another sample, other questions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveys import prices
from surveys.publishable import HIDDEN, Number, StatRow, Tables, percent

ELSEWHERE = "enquête menée ailleurs : autre échantillon, autres questions"
REWORDED = "la question a changé de sens"


@dataclass(frozen=True)
class Edition:
    """An edition of ours: its year, its published tables, its questions as frozen."""

    year: int
    tables: Tables
    questions: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Archived:
    """A figure that another survey published, a mean or a median in euros, or a share."""

    year: int
    value: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Point:
    """A figure of a year.  `low` and `high`: interval of a median; `constant`: in euros of
    `prices.last_year()`, None when prices are not known; `segment`: points of different segments
    may not be joined by a line, for the reason that the first of a segment gives in `break_note`.
    """

    year: int
    value: Number
    segment: int
    low: Number = HIDDEN
    high: Number = HIDDEN
    constant: int | None = None
    break_note: str = ""
    source: str = ""
    note: str = ""


def comparable(question: str, before: Edition, after: Edition) -> bool:
    """Whether this question of two of our editions asked the same thing.

    Each version from the one after that of `before` to that of `after` must say so; an edition
    knows its own version only, so a leap over several versions is no comparison.
    """
    first, second = (
        next((one for one in edition.questions if one["code"] == question), None)
        for edition in (before, after)
    )
    if first is None or second is None:
        return False
    if first["version"] == second["version"]:
        return True
    return (
        abs(second["version"] - first["version"]) == 1
        and max(first, second, key=lambda one: one["version"])["comparable"]
    )


def medians(
    editions: Iterable[Edition],
    measure: str,
    breakdown: str = "",
    group: str = "",
    archived: Iterable[Archived] = (),
) -> list[Point]:
    """The medians of a measure, for the whole country or a group, oldest first.

    Constant euros are the published, rounded, median converted, so that they add nothing to it.
    Give only archived medians here: a mean is never on the same line.
    """
    found: list[tuple[Edition | None, Point]] = []
    for edition in editions:
        table = edition.tables.stat(measure, breakdown)
        rows = table.rows if table else ()
        row = next((one for one in rows if not breakdown or one.code == group), None)
        if row is not None:
            found.append((edition, _point(edition.year, row)))
    for figure in archived:
        value = int(figure.value)
        found.append(
            (
                None,
                Point(
                    figure.year,
                    value,
                    0,
                    constant=prices.constant(value, figure.year),
                    source=figure.source,
                    note=figure.note,
                ),
            )
        )
    asked = {"salaire": "salaire", "alternance": "salaire", "stage": "salaire"}.get(
        measure, measure
    )
    return _segments(found, [asked, breakdown] if breakdown else [asked])


def shares(
    editions: Iterable[Edition],
    question: str,
    choice: str,
    archived: Iterable[Archived] = (),
) -> list[Point]:
    """The share of an answer among those asked, in percent, oldest first."""
    found: list[tuple[Edition | None, Point]] = []
    for edition in editions:
        table = edition.tables.count(question)
        row = next((one for one in table.rows if one.code == choice), None) if table else None
        if table is not None and row is not None:
            found.append((edition, Point(edition.year, percent(row.count, table.base), 0)))
    for figure in archived:
        value = int(figure.value + 0.5)
        point = Point(figure.year, value, 0, source=figure.source, note=figure.note)
        found.append((None, point))
    return _segments(found, [question])


def moved(before: Point, after: Point) -> bool | None:
    """Whether two medians differ beyond their intervals; None when that cannot be told: another
    segment, a hidden figure, no interval (rule 16: overlapping intervals are no difference)."""
    bounds = (before.low, before.high, after.low, after.high)
    if before.segment != after.segment or any(bound is HIDDEN for bound in bounds):
        return None
    return bool(before.high < after.low or after.high < before.low)


def _point(year: int, row: StatRow) -> Point:
    if row.median is HIDDEN:
        return Point(year, HIDDEN, 0)
    return Point(year, row.median, 0, row.low, row.high, constant=prices.constant(row.median, year))


def _segments(found: list[tuple[Edition | None, Point]], questions: list[str]) -> list[Point]:
    found.sort(key=lambda pair: pair[1].year)
    points: list[Point] = []
    segment, before = 0, None
    for rank, (edition, point) in enumerate(found):
        note = ""
        if rank:
            if edition is None or before is None:
                # Two surveys of others are not each other’s continuation either.
                note = ELSEWHERE
            elif not all(comparable(one, before, edition) for one in questions):
                note = REWORDED
            segment += bool(note)
        points.append(replace(point, segment=segment, break_note=note))
        before = edition
    return points
