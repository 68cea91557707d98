"""The published tables as a tidy CSV: one number a line, hidden numbers said as such."""

import csv
import io
from collections.abc import Iterator

from surveys.models import Publication
from surveys.publishable import HIDDEN, Band, StatRow, percent

COLUMNS = (
    "edition",
    "revision",
    "tableau",
    "population",
    "repartition",
    "code",
    "modalite",
    "indicateur",
    "valeur",
    "unite",
    "statut",
    "avertissement",
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
Line = tuple[str, str, str, str, str, str, object, str]


def csv_bytes(publication: Publication) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF: what spreadsheets and programs both open."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    edition = publication.content["edition"]
    warning = "données fictives" if edition["fictitious"] else ""
    for *texts, value, unit in lines(publication):
        hidden = value is HIDDEN
        writer.writerow(
            [edition["year"], publication.revision]
            + [inert(text) for text in texts]
            + ["" if hidden else value, inert(unit), "non publié" if hidden else "publié", warning]
        )
    return out.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def lines(publication: Publication) -> Iterator[Line]:
    """(table, population, breakdown, code, label, indicator, value, unit), one a number."""
    tables = publication.tables
    yield "edition", "", "", "", "Ensemble", "effectif", tables.total, "réponses"
    for table in tables.counts:
        head = (table.code, "", table.question)
        for row in table.rows:
            share = percent(row.count, table.base)
            yield *head, row.code, row.label, "effectif", row.count, "réponses"
            yield *head, row.code, row.label, "part", share, "%"
        if table.rest is not None:
            label = "Ensemble des modalités non publiées"
            yield *head, "", label, "effectif", table.rest, "réponses"
        yield *head, "", "Ensemble", "effectif", table.base, "réponses"
    for bands in tables.bands:
        for band in bands.rows:
            yield (
                *(bands.code, bands.population, "tranche", band_code(band), band_label(band)),
                *("effectif", band.count, "réponses"),
            )
    for stats in tables.stats:
        for row in stats.rows:
            head = (stats.measure, stats.population, stats.title if stats.breakdown else "")
            yield *head, row.code, row.label, base_indicator(row), row.base, "réponses"
            for name, indicator in INDICATORS.items():
                value = getattr(row, name)
                if value is not HIDDEN or name == "median":
                    yield *head, row.code, row.label, indicator, value, stats.unit


def base_indicator(row: StatRow) -> str:
    return "effectif minimal" if row.at_least else "effectif"


def band_code(band: Band) -> str:
    return f"{'' if band.low is None else band.low}:{'' if band.high is None else band.high}"


def band_label(band: Band) -> str:
    if band.low is None:
        return f"moins de {band.high} €"
    if band.high is None:
        return f"{band.low} € et plus"
    return f"de {band.low} à moins de {band.high} €"
