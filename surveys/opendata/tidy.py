"""The published tables as a tidy CSV: one number a line, hidden numbers said as such."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any, NamedTuple

from surveys.models import Publication
from surveys.publishable import (
    HIDDEN,
    Band,
    BandTable,
    CountTable,
    CrossTable,
    Gap,
    MultiTable,
    StatRow,
    StatTable,
    Tables,
)
from surveys.publishable import percent as percent_of
from surveys.telling.evolution import Series

# Name, type and meaning of each column.
COLUMNS = (
    ("edition", "integer", "Année de l’édition"),
    ("revision", "integer", "Numéro de la révision"),
    ("tableau", "string", "Code du tableau : question, ou montant"),
    ("population", "string", "Qui est compté ; d’un croisement, la question posée"),
    ("repartition", "string", "Selon quelle question, ou le libellé de la question"),
    ("repartition_code", "string", "Code de cette question"),
    ("code", "string", "Code du groupe ou de la réponse"),
    ("modalite", "string", "Libellé du groupe ou de la réponse"),
    ("indicateur", "string", "Ce que dit le nombre, en français"),
    ("indicator", "string", "Ce que dit le nombre, en code"),
    ("valeur", "number", "Le nombre ; vide quand il n’est pas publié"),
    ("unite", "string", "Son unité"),
    ("statut", "string", "« publié » ou « non publié »"),
    ("avertissement", "string", "« données fictives » pour une édition de démonstration"),
)
INDICATORS = {
    "median": "médiane",
    "low": "médiane, borne basse à 95 %",
    "high": "médiane, borne haute à 95 %",
    "q1": "premier quartile",
    "q3": "troisième quartile",
    "p10": "premier décile",
    "p90": "dernier décile",
    "mean": "moyenne",
}
ANSWERS = "réponses"


class Line(NamedTuple):
    """One number of one table."""

    table: str
    population: str
    along: str
    along_code: str
    code: str
    label: str
    words: str
    indicator: str
    value: Any
    unit: str


def schema() -> dict[str, Any]:
    """A Frictionless table schema."""
    fields = [
        {"name": name, "type": kind, "title": name.capitalize(), "description": meaning}
        for name, kind, meaning in COLUMNS
    ]
    for field in fields:
        if field["name"] == "statut":
            field["constraints"] = {"enum": ["publié", "non publié"]}
    return {"fields": fields, "missingValues": [""]}


def tables_of(content: Mapping[str, Any]) -> Tables:
    return Tables.from_json(content["tables"])


def csv_bytes(
    content: Mapping[str, Any], head: Publication, lines: Iterable[Line] | None = None
) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF: what spreadsheets and programs both open."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([name for name, _, _ in COLUMNS])
    edition = content["edition"]
    warning = "données fictives" if edition["fictitious"] else ""
    for *texts, value, unit in every_line(tables_of(content)) if lines is None else lines:
        hidden = value is HIDDEN
        writer.writerow(
            [edition["year"], head.revision]
            + [inert(text) for text in texts]
            + ["" if hidden else value, inert(unit), "non publié" if hidden else "publié", warning]
        )
    return out.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def every_line(tables: Tables) -> Iterator[Line]:
    yield Line("edition", "", "", "", "", "Ensemble", "effectif", "count", tables.total, ANSWERS)
    for group in (
        *(tables.counts, tables.multis, tables.bands, tables.stats, tables.crosses),
        tables.gaps,
    ):
        for table in group:
            yield from lines_of(table)
    if tables.exclusions is not None:
        rows = [(row.code, row.label, row.count) for row in tables.exclusions.rows]
        for code, label, count in [*rows, ("", "Ensemble", tables.exclusions.total)]:
            yield Line(
                *("exclusions", "Réponses reçues", "Motif d’exclusion", "motif", code, label),
                *("effectif", "count", count, ANSWERS),
            )
    yield from weighted_lines(tables)


def weighted_lines(tables: Tables) -> Iterator[Line]:
    """The weighted figures, the raw ones being in their own tables."""
    for table in tables.weighted.tables if tables.weighted else ():
        indicator = ("part pondérée", "percent_weighted")
        if table.kind == "mesure":
            indicator = ("médiane pondérée", "median_weighted")
        for row in table.rows:
            yield Line(
                *(table.code, "", table.title, table.code, row.code, row.label, *indicator),
                *(row.weighted, table.unit),
            )


@singledispatch
def lines_of(table: Any) -> Iterator[Line]:
    """The numbers of one published table, one a line.  TypeError for anything else."""
    raise TypeError(type(table))


@lines_of.register
def _(table: CountTable) -> Iterator[Line]:
    head = (table.code, "", table.question, table.code)
    for row in table.rows:
        share = percent_of(row.count, table.base)
        yield Line(*head, row.code, row.label, "effectif", "count", row.count, ANSWERS)
        yield Line(*head, row.code, row.label, "part", "percent", share, "%")
    if table.rest is not None:
        label = "Ensemble des modalités non publiées"
        yield Line(*head, "", label, "effectif", "count", table.rest, ANSWERS)
    yield Line(*head, "", "Ensemble", "effectif", "count", table.base, ANSWERS)


@lines_of.register
def _(table: BandTable) -> Iterator[Line]:
    head = (table.code, table.population, "tranche", "tranche")
    for band in table.rows:
        yield Line(
            *(*head, band_code(band), band_label(band, table.unit)),
            *("effectif", "count", band.count, ANSWERS),
        )


@lines_of.register
def _(table: StatTable) -> Iterator[Line]:
    along = table.title if table.breakdown else ""
    for row in table.rows:
        head = (table.measure, table.population, along, table.breakdown, row.code, row.label)
        words, code = base_indicator(row)
        yield Line(*head, words, code, row.base, ANSWERS)
        for name, indicator in INDICATORS.items():
            value = getattr(row, name)
            if value is not HIDDEN or name == "median":
                yield Line(*head, indicator, name, value, table.unit)


@lines_of.register
def _(table: MultiTable) -> Iterator[Line]:
    head = (table.code, "", table.question, table.code)
    for row in table.rows:
        yield Line(*head, row.code, row.label, "effectif", "count", row.count, ANSWERS)
        # Of a threshold that the true base is above, a share would be too large.
        if not table.at_least:
            share = percent_of(row.count, table.base)
            yield Line(*head, row.code, row.label, "part", "percent", share, "%")
    words = ("effectif minimal", "count_at_least") if table.at_least else ("effectif", "count")
    yield Line(*head, "", "Ensemble", *words, table.base, ANSWERS)


@lines_of.register
def _(table: CrossTable) -> Iterator[Line]:
    """A table of shares: its code names both questions, a line is of a group."""
    code = f"{table.question}-par-{table.breakdown}"
    along = (table.breakdown_title, table.breakdown)
    for row in table.rows:
        head = (code, table.wording, *along, row.code, row.label)
        yield Line(*head, "effectif minimal", "count_at_least", row.floor, ANSWERS)
        for column, share in zip(table.columns, row.shares, strict=True):
            yield Line(*head, f"part : {column.label}", f"percent:{column.code}", share, "%")
    for one in table.hidden:
        head = (code, table.wording, *along, one.code, one.label)
        yield Line(*head, "part", "percent", HIDDEN, "%")


@lines_of.register
def _(gap: Gap) -> Iterator[Line]:
    """A gap in percent of men’s median, negative when women are paid less."""
    kind = {"brut": "écart brut", "egal": "écart à poste et ancienneté comparables"}[gap.kind]
    value = gap.percent if gap.percent is HIDDEN else -gap.percent
    head = (f"ecart-{gap.measure}", "Femmes et hommes", "Genre", "genre", gap.kind, kind)
    yield Line(*head, "salaire des femmes rapporté à celui des hommes", "gap", value, "%")
    if gap.percent is not HIDDEN:
        words = "effectif minimal de chaque genre"
        yield Line(*head, words, "count_at_least", gap.floor, ANSWERS)


@lines_of.register
def _(series: Series) -> Iterator[Line]:
    """One number a year; those of others say whose they are."""
    words, indicator = series.indicator
    for point in series.points:
        source = "notre enquête" if point.ours else "autre enquête"
        head = (series.code, series.population, "Année", "annee", str(point.year), source)
        yield Line(*head, words, indicator, point.value, series.unit)
        for name, value in (("low", point.low), ("high", point.high)):
            if value is not None:
                yield Line(*head, INDICATORS[name], name, value, series.unit)


def base_indicator(row: StatRow) -> tuple[str, str]:
    return ("effectif minimal", "count_at_least") if row.at_least else ("effectif", "count")


def band_code(band: Band) -> str:
    return f"{'' if band.low is None else band.low}:{'' if band.high is None else band.high}"


def band_label(band: Band, unit: str) -> str:
    sign = " €" if unit.startswith("€") else ""
    if band.low is None and band.high is None:
        return "toutes les valeurs"
    if band.low is None:
        return f"moins de {band.high}{sign}"
    if band.high is None:
        return f"{band.low}{sign} et plus"
    return f"de {band.low} à moins de {band.high}{sign}"
