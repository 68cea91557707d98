"""Figures of an amount: by group, on the map, for the whole country."""

from dataclasses import dataclass
from typing import Any

from surveys import charts
from surveys.publishable import HIDDEN, Number, StatRow, StatTable, Tables
from surveys.tabulation import NO_ANSWER
from surveys.telling import findings
from surveys.telling.chapters import chapter_of
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import NOT_PUBLISHED, WIDE, amount, base_text, number

COLUMNS = ("Q1", "Médiane", "Médiane, à 95 %", "Q3", "Base")
# Drawn apart: the tariff of a day on the axis of a yearly pay would be a dot at zero.
YEARLY = ("salaire", "alternance", "stage")
# Whose groups the page shows; those of other measures are in the explorer.
FEATURED = ("salaire", "tjm")


@dataclass(frozen=True)
class Mapped:
    """A map of medians above the ranges; `medians` by code of région, None when not published."""

    chart: Any
    medians: dict[str, int | None]


def interval(row: StatRow, unit: str) -> str:
    return f"{number(row.low)} à {amount(row.high, unit)}"


def or_dash(value: Number, unit: str) -> str:
    return "–" if value is HIDDEN else amount(value, unit)


def cells(row: StatRow, unit: str) -> tuple[str, ...]:
    base = ("≥\u00a0" if row.at_least else "") + number(row.base)
    return (
        or_dash(row.q1, unit),
        amount(row.median, unit),
        interval(row, unit),
        or_dash(row.q3, unit),
        base,
    )


def told(row: StatRow, unit: str) -> str:
    """A group in an alternative text."""
    if not row.shown:
        return f"{row.label} {NOT_PUBLISHED}"
    middle = ""
    if row.q1 is not HIDDEN:
        middle = f", de {number(row.q1)} à {amount(row.q3, unit)} pour la moitié centrale"
    return f"{row.label} {amount(row.median, unit)} (entre {interval(row, unit)}){middle}"


def in_order(table: StatTable) -> list[StatRow]:
    rows = list(table.rows)
    if table.breakdown in findings.UNORDERED:
        rows.sort(key=lambda row: (row.code == NO_ANSWER, not row.shown, -(row.median or 0)))
    return rows


def by_group(table: StatTable, tables: Tables) -> Figure | None:
    """None when no group is published."""
    rows = in_order(table)
    drawing = charts.ranges(rows, table.unit)
    if drawing is None:
        return None
    national = tables.stat(table.measure)
    subject = f"{findings.noun(table, national)} {findings.along(table.breakdown, table.title)}"
    # One map is enough on the page; those of a tariff and of a pay do not compare.
    mapped = (table.measure, table.breakdown) == ("salaire", "region")
    unequal = (table.measure, table.breakdown) == ("salaire", "genre")
    return Figure(
        code=f"{table.measure}-{table.breakdown}",
        chapter="ecarts" if unequal else chapter_of(table.measure),
        kind="map" if mapped else "ranges",
        subject=subject,
        title=findings.of_stats(table, national),
        note=f"{table.population}, {table.unit}.",
        base=base_text(national.national) if national else "",
        alt=f"{subject}, médianes{WIDE}: "
        + " ; ".join(told(row, table.unit) for row in rows)
        + ".",
        drawing=Mapped(drawing, medians(table)) if mapped else drawing,
        table=Table(
            subject,
            table.title,
            COLUMNS,
            tuple(Row(row.label, cells(row, table.unit) if row.shown else ()) for row in rows),
        ),
        sources=(table,),
        minimum=tables.minimum,
        hidden=tuple(row.label for row in rows if not row.shown and row.code != NO_ANSWER),
        featured=table.measure in FEATURED,
    )


def medians(table: StatTable) -> dict[str, int | None]:
    return {row.code: row.median if row.shown else None for row in table.rows}


EVERYONE = ("P10", *COLUMNS[:-1], "P90", "Moyenne", "Base")


def whole_country(tables: Tables) -> Figure | None:
    """Every amount for the whole country, a line each: the only place where means are."""
    found = [table for table in tables.stats if not table.breakdown]
    yearly = [table for table in found if table.measure in YEARLY]
    if not found:
        return None
    rows = [
        StatRow(**{**vars(table.national), "label": table.population})
        for table in yearly or found[:1]
    ]
    drawing = charts.ranges(rows, (yearly or found)[0].unit)
    every = [(table, table.national) for table in found]

    def line(table: StatTable, row: StatRow) -> Row:
        first, last, mean = (or_dash(v, table.unit) for v in (row.p10, row.p90, row.mean))
        q1, median, wide, q3, base = cells(row, table.unit)
        return Row(
            f"{table.population}, {table.unit}", (first, q1, median, wide, q3, last, mean, base)
        )

    parts = [f"{table.population} {amount(row.median, table.unit)}" for table, row in every]
    return Figure(
        code="montants",
        chapter="remuneration",
        kind="ranges",
        subject="Montants pour la France entière",
        title="Montants pour la France entière, population par population",
        note="Chaque population est comptée à part. Les moyennes ne sont publiées que pour la "
        "France entière, et toujours à côté de la médiane.",
        base=f"{base_text(found[0].national)} pour la première population",
        alt=f"Médianes{WIDE}: {', '.join(parts)}.",
        drawing=drawing,
        table=Table(
            "Montants pour la France entière",
            "Population",
            EVERYONE,
            tuple(line(table, row) for table, row in every),
        ),
        sources=tuple(found),
        minimum=tables.minimum,
    )
