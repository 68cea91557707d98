"""Figures of one question alone, and of the distribution of an amount."""

from surveys import charts
from surveys.publishable import Band, BandTable, CountTable, StatRow, percent
from surveys.telling import findings
from surveys.telling.chapters import chapter_of
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import NOT_PUBLISHED, WIDE, euros, number, share

REST = "Ensemble des réponses non publiées"


def counted(table: CountTable, minimum: int) -> Figure:
    drawing = charts.bars(table, ordered=table.code not in findings.UNORDERED)
    rows = [
        Row(bar.label, (number(bar.count), share(bar.percent)) if bar.shown else ())
        for bar in drawing.bars
    ]
    if table.rest is not None:
        rows.append(Row(REST, (number(table.rest), share(percent(table.rest, table.base)))))
    told = [
        (bar.label, share(bar.percent) if bar.shown else NOT_PUBLISHED) for bar in drawing.bars
    ]
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


def band_words(band: Band) -> str:
    if band.low is None:
        return f"moins de {euros(band.high)}"
    if band.high is None:
        return f"{euros(band.low)} et plus"
    return f"de {number(band.low)} à moins de {euros(band.high)}"


TITLES = {
    "salaire": "Profil altimétrique des salaires",
    "tjm": "Profil altimétrique des tarifs journaliers",
}


def distributed(table: BandTable, national: StatRow, minimum: int) -> Figure | None:
    """None when the distribution is too coarse to draw."""
    drawing = charts.relief(table, national)
    if drawing is None:
        return None
    marks = [(mark.label, euros(mark.value)) for mark in drawing.marks]
    subject = TITLES.get(table.code, f"Distribution : {table.title.lower()}")
    title = subject
    if national.q1 and national.q3:
        title = (
            f"{subject} : la moitié entre {number(national.q1)} et {euros(national.q3)}"
        )
    alt = f"{subject}{WIDE}: {findings.enumerated(marks)}. " + findings.enumerated(
        [(band_words(row), f"{number(row.count)} réponses") for row in table.rows]
    )
    return Figure(
        code=f"profil-{table.code}",
        chapter=chapter_of(table.code),
        kind="profile",
        subject=subject,
        title=title,
        note=f"{table.population}, {table.unit}. La hauteur dit combien gagnent autour de ce "
        f"montant ; la tranche la plus fournie est {band_words(drawing.summit)}.",
        base=f"{number(table.base)} réponses",
        alt=f"{alt}.",
        drawing=drawing,
        table=Table(
            table.title,
            f"Tranche, en {table.unit}",
            ("Effectif", "Part"),
            tuple(
                Row(band_words(row), (number(row.count), share(percent(row.count, table.base))))
                for row in table.rows
            ),
            (number(table.base), ""),
        ),
        sources=(table,),
        minimum=minimum,
    )
