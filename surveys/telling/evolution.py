"""Medians from one edition to the next, ours and those that others published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys import charts
from surveys.charts import Point
from surveys.publishable import StatRow, Tables
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import WIDE, base_text, euros, number, signed

ARCHIVED = "salaire-median"


@dataclass(frozen=True)
class Archived:
    """A median that another survey published."""

    year: int
    median: int
    source: str
    note: str = ""


@dataclass(frozen=True)
class Series:
    """The numbers of an evolution, as data."""

    code: str
    population: str
    unit: str
    points: tuple[Point, ...]


def of_pay(
    editions: Mapping[int, Tables], archived: Iterable[Archived], year: int
) -> Figure | None:
    """The median pay of employees up to the edition of `year`; None when it stands alone.

    `editions`: the published tables of our editions by year.
    """
    ours = {
        at: table.national
        for at, tables in sorted(editions.items())
        if at <= year and (table := tables.stat("salaire"))
    }
    others = [one for one in archived if one.year <= year]
    if len(ours) + len(others) < 2 or year not in ours:
        return None
    points = [Point(at, row.median, row.low, row.high) for at, row in ours.items()]
    points += [Point(one.year, one.median, ours=False) for one in others]
    drawing = charts.lines(points)
    rows = [Row(f"{one.year}, {one.source}", (euros(one.median), "–", "–")) for one in others] + [
        Row(f"{at}, notre enquête", (euros(row.median), interval(row), base_text(row)))
        for at, row in ours.items()
    ]
    rows.sort(key=lambda row: row.label)
    told = [f"{point.year} {euros(point.value)}" for point in sorted(points, key=lambda p: p.year)]
    notes = " ".join(f"{one.year}{WIDE}: {one.note}" for one in others if one.note)
    return Figure(
        code="evolution-salaire",
        chapter="evolution",
        kind="lines",
        subject="Évolution du salaire médian",
        title=title(ours, year),
        note="Salaire brut annuel médian, en euros courants. Les losanges viennent d’autres "
        "enquêtes, aux questions et aux échantillons différents : ils se regardent, ils ne se "
        f"soustraient pas. {notes}".strip(),
        base=base_text(ours[year]),
        alt=f"Salaire médian par année{WIDE}: {', '.join(told)}.",
        drawing=drawing,
        table=Table(
            "Salaire médian par année", "Année", ("Médiane", "à 95 %", "Base"), tuple(rows)
        ),
        sources=(
            Series(
                "evolution-salaire",
                "Salariés",
                "€ brut par an",
                tuple(sorted(points, key=lambda point: (point.year, not point.ours))),
            ),
        ),
    )


def interval(row: StatRow) -> str:
    return f"{number(row.low)} à {euros(row.high)}"


def title(ours: Mapping[int, StatRow], year: int) -> str:
    """What may be said of the last two of our editions."""
    before = [at for at in ours if at < year]
    now = ours[year]
    if not before:
        return f"Salaire médian : {euros(now.median)} en {year}"
    last = ours[before[-1]]
    if now.high < last.low or last.high < now.low:
        change = 100 * (now.median - last.median) / last.median
        return (
            f"Salaire médian : {euros(last.median)} en {before[-1]}, {euros(now.median)} en "
            f"{year} ({signed(change)})"
        )
    return f"Salaire médian : {euros(now.median)} en {year}, sans écart sûr avec {before[-1]}"
