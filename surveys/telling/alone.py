"""Figures of one question alone, and of the distribution of an amount."""

from surveys import charts
from surveys.publishable import HIDDEN, Band, BandTable, CountTable, StatRow, percent
from surveys.telling import findings
from surveys.telling.chapters import chapter_of
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import NOT_PUBLISHED, WIDE, amount, base_text, euros, number, share

REST = "Ensemble des réponses non publiées"


def counted(table: CountTable, minimum: int) -> Figure:
    drawing = charts.bars(table, ordered=table.code not in findings.UNORDERED)
    rows = [
        Row(bar.label, (number(bar.count), share(bar.percent)) if bar.shown else ())
        for bar in drawing.bars
    ]
    if table.rest is not None:
        rows.append(Row(REST, (number(table.rest), share(percent(table.rest, table.base)))))
    told = [(bar.label, share(bar.percent) if bar.shown else NOT_PUBLISHED) for bar in drawing.bars]
    return Figure(
        code=table.code,
        chapter=chapter_of(table.code),
        kind="bars",
        subject=table.title,
        title=findings.of_counts(table),
        note=table.question,
        base=f"{number(table.base)} réponses",
        alt=f"{table.title}{WIDE}: {findings.enumerated(told)}.",
        drawing=drawing,
        table=Table(
            table.title, "Réponse", ("Effectif", "Part"), tuple(rows), (number(table.base), "")
        ),
        sources=(table,),
        minimum=minimum,
        hidden=tuple(bar.label for bar in drawing.bars if not bar.shown),
    )


def band_words(band: Band, unit: str) -> str:
    if band.low is None:
        return f"moins de {amount(band.high, unit)}"
    if band.high is None:
        return f"{amount(band.low, unit)} et plus"
    return f"de {number(band.low)} à moins de {amount(band.high, unit)}"


TITLES = {
    "salaire": "Profil altimétrique des salaires",
    "tjm": "Profil altimétrique des tarifs journaliers",
}


def distributed(table: BandTable, national: StatRow, minimum: int) -> Figure | None:
    """As a relief when its bands are of a kind, else band by band; None for a single band."""
    if len(table.rows) < 2:
        return None
    drawing = charts.relief(table, national) if table.code in TITLES else None
    subject = TITLES.get(table.code, table.title)
    unit = table.unit
    labels = [band_words(row, unit) for row in table.rows]
    title = subject
    if national.q1 is not HIDDEN:
        title = f"{subject} : la moitié entre {number(national.q1)} et {amount(national.q3, unit)}"
    note = f"{table.population}, {unit}."
    told = findings.enumerated(
        [
            (label, f"{number(row.count)} réponses")
            for label, row in zip(labels, table.rows, strict=True)
        ]
    )
    if drawing:
        marks = [(mark.label, euros(mark.value)) for mark in drawing.marks]
        note += (
            " La hauteur dit combien gagnent autour de ce montant ; la tranche la plus fournie "
            f"est {band_words(drawing.summit, unit)}."
        )
        told = f"{findings.enumerated(marks)}. {told}"
    if table.base != national.base:
        note += (
            " Dans le tableau, chaque tranche est arrondie à part : ensemble, elles font "
            f"{number(table.base)} réponses."
        )
    return Figure(
        code=f"profil-{table.code}",
        chapter=chapter_of(table.code),
        kind="profile" if drawing else "bars",
        subject=subject,
        title=title,
        note=note,
        base=base_text(national),
        alt=f"{subject}{WIDE}: {told}.",
        drawing=drawing or charts.bars_of_bands(table, labels),
        table=Table(
            table.title,
            f"Tranche, en {unit}",
            ("Effectif", "Part"),
            tuple(
                Row(label, (number(row.count), share(percent(row.count, table.base))))
                for label, row in zip(labels, table.rows, strict=True)
            ),
            (number(table.base), ""),
        ),
        sources=(table,),
        minimum=minimum,
    )
