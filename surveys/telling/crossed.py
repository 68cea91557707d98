"""Figures of several answers, of one question by another, and of the gaps between two groups."""

from surveys import charts
from surveys.charts.dots import SHAPES
from surveys.publishable import HIDDEN, CrossRow, CrossTable, Gap, MultiTable, Tables
from surveys.telling import findings
from surveys.telling.chapters import chapter_of
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import NARROW, NOT_PUBLISHED, WIDE, listed, number, quoted, share


def base_of(table: MultiTable) -> str:
    return f"{'au moins ' if table.at_least else ''}{number(table.base)} réponses"


def several(table: MultiTable, minimum: int) -> Figure:
    """A question of several answers: shares of those who answered, which do not add up.

    Counts alone when how many answered is told by a threshold: of a smaller number than the true
    one, every share would be too large.
    """
    drawing = charts.bars_of_several(table)
    known = drawing.whole

    def cells(bar: charts.Bar) -> tuple[str, ...]:
        return (number(bar.count), bar.words) if known else (bar.words,)

    shown = [bar for bar in drawing.bars if bar.shown]
    told = [(bar.label, bar.words if bar.shown else NOT_PUBLISHED) for bar in drawing.bars]
    title = table.title
    if shown and known:
        title = f"{table.title} : {shown[0].words} citent {quoted(shown[0].label)}"
    overlap = "les parts dépassent cent" if known else "elles ne s’additionnent pas"
    note = f"{table.question} Plusieurs réponses possibles : {overlap}."
    if not known:
        note += " Combien ont répondu n’est dit que par un seuil : des effectifs, sans parts."
    return Figure(
        code=table.code,
        chapter=chapter_of(table.code),
        kind="bars",
        subject=table.title,
        title=title,
        note=note,
        base=base_of(table),
        alt=f"{table.title}{WIDE}: {findings.enumerated(told)}.",
        drawing=drawing,
        table=Table(
            table.title,
            "Réponse",
            ("Effectif", "Part") if known else ("Effectif",),
            tuple(Row(bar.label, cells(bar) if bar.shown else ()) for bar in drawing.bars),
        ),
        sources=(table,),
        minimum=minimum,
        hidden=tuple(bar.label for bar in drawing.bars if not bar.shown),
    )


def at_least(row: CrossRow) -> str:
    return f"au moins {number(row.floor)}"


def crossed(table: CrossTable, tables: Tables, featured: bool) -> Figure:
    """One question by the answers of another: a mark a group when marks can tell them apart."""
    columns = [(column.label, at) for at, column in enumerate(table.columns)]
    few = len(table.rows) <= len(SHAPES)
    drawn = table.rows if few else table.rows[: len(SHAPES)]
    drawing = charts.dots(
        [row.label for row in drawn],
        [(label, [row.shares[at] for row in drawn]) for label, at in columns],
    )
    subject = f"{table.title}, {findings.along(table.breakdown, table.breakdown_title)}"
    notes = [table.wording]
    if table.multi:
        notes.append("Plusieurs réponses possibles.")
    if not few:
        notes.append(f"Le dessin montre les {len(SHAPES)} premiers groupes, le tableau tous.")
    for reason in dict.fromkeys(one.reason for one in (*table.hidden, *table.left_out)):
        out = [one.label for one in (*table.hidden, *table.left_out) if one.reason == reason]
        notes.append(f"Hors du dessin, {reason}{WIDE}: {listed(out)}.")
    told = " ; ".join(
        f"{row.label}{WIDE}: "
        + findings.enumerated([(label, share(row.shares[at])) for label, at in columns])
        for row in table.rows
    ) + "".join(f" ; {one.label} {NOT_PUBLISHED}" for one in table.hidden)
    steps = sorted({row.step for row in table.rows})
    rounding = "au point" if steps == [1] else f"à {listed([str(step) for step in steps])} points"
    notes.append(f"Parts arrondies {rounding} près.")
    return Figure(
        code=f"{table.question}-par-{table.breakdown}",
        chapter=chapter_of(table.question),
        kind="dots",
        subject=subject,
        title=findings.of_cross(table),
        note=" ".join(notes),
        base=f"au moins {number(min(row.floor for row in table.rows))} réponses par groupe",
        alt=f"{subject}. {told}.",
        drawing=drawing,
        table=Table(
            subject,
            table.breakdown_title,
            (*(label for label, _ in columns), "Base"),
            (
                *(
                    Row(row.label, (*(share(value) for value in row.shares), at_least(row)))
                    for row in table.rows
                ),
                *(Row(one.label) for one in table.hidden),
            ),
        ),
        sources=(table,),
        minimum=tables.minimum,
        hidden=tuple(one.label for one in table.hidden),
        featured=featured,
    )


KINDS = {"brut": "Écart brut", "egal": "À poste et ancienneté comparables"}


def gap_words(gap: Gap) -> str:
    """« − 12 % », « non publié »."""
    if gap.percent is HIDDEN:
        return NOT_PUBLISHED
    sign = "−" if gap.percent > 0 else "+" if gap.percent < 0 else ""
    return f"{sign}{abs(gap.percent)}{NARROW}%"


def gap_is_sure(tables: Tables, measure: str) -> bool:
    """Whether the intervals of the medians of women and men are published, and apart."""
    table = tables.stat(measure, "genre")
    rows = {row.code: row for row in table.rows if row.shown} if table else {}
    women, men = rows.get("femme"), rows.get("homme")
    return bool(women and men and findings.apart(women, men))


def gap_title(tables: Tables, measure: str) -> str:
    raw = tables.gap(measure, "brut")
    if raw is None or raw.percent is HIDDEN:
        return "L’écart de salaire entre femmes et hommes"
    if not gap_is_sure(tables, measure) or not raw.percent:
        return "Entre femmes et hommes, pas d’écart sûr de salaire médian"
    side = "inférieur" if raw.percent > 0 else "supérieur"
    return (
        f"Le salaire médian des femmes est {side} de {abs(raw.percent)}{NARROW}% à celui des hommes"
    )


def gaps(tables: Tables, measure: str = "salaire") -> Figure | None:
    """The gender gaps of an amount; None when neither is published."""
    found = [gap for gap in tables.gaps if gap.measure == measure]
    if all(gap.percent is HIDDEN for gap in found):
        return None
    known = [(KINDS[gap.kind], gap) for gap in found]
    told = [(label, gap_words(gap)) for label, gap in known]
    notes = [f"{label}{WIDE}: {gap.reason}." for label, gap in known if gap.percent is HIDDEN]
    equal = tables.gap(measure, "egal")
    if equal and equal.percent is not HIDDEN:
        notes.append(
            f"L’écart comparable vient de {equal.cells} couples d’intitulé de poste et "
            "d’ancienneté où femmes et hommes sont assez nombreux."
        )
    floors = [gap.floor for _, gap in known if gap.floor]
    return Figure(
        code=f"ecart-{measure}",
        chapter="ecarts",
        kind="gaps",
        subject="Écart de salaire entre femmes et hommes",
        title=gap_title(tables, measure),
        note="En pour cent de la médiane des hommes. " + " ".join(notes),
        base=f"au moins {number(min(floors))} femmes et autant d’hommes" if floors else "",
        alt=f"Salaire des femmes rapporté à celui des hommes{WIDE}: {findings.enumerated(told)}.",
        drawing=charts.gaps(
            [
                (label, None if gap.percent is HIDDEN else gap.percent, gap_words(gap))
                for label, gap in known
            ]
        ),
        table=Table(
            "Écart de salaire entre femmes et hommes",
            "Comparaison",
            ("Salaire des femmes rapporté à celui des hommes", "Base"),
            tuple(
                Row(
                    label,
                    ()
                    if gap.percent is HIDDEN
                    else (gap_words(gap), f"au moins {number(gap.floor)} et {number(gap.floor)}"),
                )
                for label, gap in known
            ),
        ),
        sources=tuple(gap for _, gap in known),
        minimum=tables.minimum,
    )
