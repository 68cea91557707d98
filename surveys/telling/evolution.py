"""What changes from one edition to the next: ours, and what other surveys published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from surveys import charts, prices
from surveys.charts import Point
from surveys.publishable import StatRow, Tables, percent
from surveys.telling.figure import Figure, Row, Table
from surveys.telling.words import WIDE, base_text, euros, listed, number, share, signed

CHAPTER = "evolution"
OURS = "notre enquête"
PAY = "salaire-median"


class Followed(NamedTuple):
    """A share that others published too: their measure, our question and its answer."""

    measure: str
    question: str
    answer: str
    subject: str


SHARES = (
    Followed("part-femmes", "genre", "femme", "Part de femmes parmi les réponses"),
    Followed("part-idf", "region", "11", "Part de l’Île-de-France parmi les réponses"),
    Followed("contrat-cdi", "contrat", "cdi", "Part de CDI parmi les réponses"),
)
MEASURES = (PAY, *(one.measure for one in SHARES))
QUESTIONS = ("salaire", *(one.question for one in SHARES))
# A mean is never among them: it has no place on the axis of a median.


@dataclass(frozen=True)
class Archived:
    """A number that another survey published; `measure` is one of MEASURES."""

    year: int
    value: int
    source: str
    note: str = ""
    measure: str = PAY


@dataclass(frozen=True)
class Series:
    """The numbers of an evolution, as data."""

    code: str
    population: str
    indicator: tuple[str, str]
    unit: str
    points: tuple[Point, ...]


def figures(
    editions: Mapping[int, Tables],
    archived: Iterable[Archived],
    year: int,
    breaks: Mapping[str, Collection[int]],
) -> list[Figure]:
    """What may be followed up to the edition of `year`.

    `editions`: the published tables of our editions by year; `breaks`: by question, the years
    from which its answers no longer compare with those before.
    """
    archived = [one for one in archived if one.year <= year]
    editions = {at: editions[at] for at in sorted(editions) if at <= year}
    pay = [one for one in archived if one.measure == PAY]
    made = [of_pay(editions, pay, year, breaks.get("salaire", ()))]
    for followed in SHARES:
        others = [one for one in archived if one.measure == followed.measure]
        changed = breaks.get(followed.question, ())
        made.append(of_share(followed, editions, others, year, changed))
    return [figure for figure in made if figure]


def of_pay(
    editions: Mapping[int, Tables],
    archived: Iterable[Archived],
    year: int,
    breaks: Collection[int] = (),
) -> Figure | None:
    """The median pay of employees; None when it stands alone."""
    others = [one for one in archived if one.year <= year]
    ours = {
        at: table.national
        for at, tables in sorted(editions.items())
        if at <= year and (table := tables.stat("salaire"))
    }
    if len(ours) + len(others) < 2 or year not in ours:
        return None
    points = [
        Point(at, row.median, row.low, row.high, comparable=at not in breaks)
        for at, row in ours.items()
    ]
    points += [Point(one.year, one.value, ours=False) for one in others]
    at = prices.last_year()
    rows = [
        Row(
            f"{one.year}, {one.source}",
            (euros(one.value), "–", constant(one.value, one.year), "–"),
        )
        for one in others
    ]
    rows += [
        Row(
            f"{when}, {OURS}",
            (euros(row.median), interval(row), constant(row.median, when), base_text(row)),
        )
        for when, row in ours.items()
    ]
    subject = "Évolution du salaire médian"
    return assembled(
        Series("evolution-salaire", "Salariés", ("médiane", "median"), "€ brut par an", ()),
        points,
        subject=subject,
        title=pay_title(ours, year, breaks),
        note=f"Salaire brut annuel médian, en euros courants. {in_constant_euros(points)}"
        + caveat(others),
        base=base_text(ours[year]),
        told=[f"{point.year} {euros(point.value)}" for point in points],
        columns=("Médiane", "à 95 %", f"En euros de {at}", "Base"),
        rows=rows,
    )


def of_share(
    followed: Followed,
    editions: Mapping[int, Tables],
    archived: list[Archived],
    year: int,
    breaks: Collection[int] = (),
) -> Figure | None:
    """A share of the answers; None when it stands alone.  It has no interval: nothing is said of
    its changes."""
    ours = {}
    for at, tables in editions.items():
        table = tables.count(followed.question)
        for row in table.rows if table else ():
            if row.code == followed.answer and row.shown:
                ours[at] = (percent(row.count, table.base), table.base)
    if len(ours) + len(archived) < 2 or year not in ours:
        return None
    points = [Point(at, value, comparable=at not in breaks) for at, (value, _) in ours.items()]
    points += [Point(one.year, one.value, ours=False) for one in archived]
    rows = [Row(f"{one.year}, {one.source}", (share(one.value), "–")) for one in archived]
    rows += [
        Row(f"{at}, {OURS}", (share(value), f"{number(base)} réponses"))
        for at, (value, base) in ours.items()
    ]
    code = f"evolution-{followed.measure}"
    return assembled(
        Series(code, "Réponses", ("part", "percent"), "%", ()),
        points,
        subject=followed.subject,
        title=f"{followed.subject} : {share(ours[year][0])} en {year}",
        note="Qui répond change d’une enquête à l’autre, le métier aussi : ces parts ne disent "
        "pas lequel des deux. " + caveat(archived),
        base=f"{number(ours[year][1])} réponses",
        told=[f"{point.year} {share(point.value)}" for point in points],
        columns=("Part", "Base"),
        rows=rows,
    )


def assembled(
    series: Series,
    points: list[Point],
    *,
    subject: str,
    title: str,
    note: str,
    base: str,
    told: list[str],
    columns: tuple[str, ...],
    rows: list[Row],
) -> Figure:
    points = sorted(points, key=lambda point: (point.year, not point.ours))
    return Figure(
        code=series.code,
        chapter=CHAPTER,
        kind="lines",
        subject=subject,
        title=title,
        note=note.strip(),
        base=base,
        alt=f"{subject}{WIDE}: {', '.join(sorted(told))}.",
        drawing=charts.lines(points, series.unit),
        table=Table(subject, "Année", columns, tuple(sorted(rows, key=lambda row: row.label))),
        sources=(
            Series(series.code, series.population, series.indicator, series.unit, tuple(points)),
        ),
    )


def caveat(archived: Iterable[Archived]) -> str:
    """What the numbers of others need said; nothing without any."""
    archived = list(archived)
    if not archived:
        return ""
    notes = " ".join(f"{one.year}{WIDE}: {one.note}" for one in archived if one.note)
    return (
        "Les losanges viennent d’autres enquêtes, aux questions et aux échantillons différents : "
        f"ils se regardent, ils ne se soustraient pas. {notes}"
    )


def interval(row: StatRow) -> str:
    return f"{number(row.low)} à {euros(row.high)}"


def constant(value: int, year: int) -> str:
    """The same amount in euros of the latest year whose prices are known."""
    converted = prices.constant(value, year)
    return "–" if converted is None else euros(converted)


def in_constant_euros(points: Iterable[Point]) -> str:
    """What rising prices leave of the older medians, in a sentence; nothing without any."""
    at = prices.last_year()
    told = [
        f"{constant(point.value, point.year)} pour {point.year}"
        for point in sorted(points, key=lambda point: (point.year, not point.ours))
        if point.year != at and prices.index(point.year)
    ]
    if not told:
        return ""
    return f"En euros de {at}{WIDE}: {listed(told)} ({prices.SOURCE.split(',')[0]}). "


def pay_title(ours: Mapping[int, StatRow], year: int, breaks: Collection[int] = ()) -> str:
    """What may be said of the last two of our editions."""
    before = [at for at in ours if at < year]
    now = ours[year]
    if not before or year in breaks:
        return f"Salaire médian : {euros(now.median)} en {year}"
    last = ours[before[-1]]
    if now.high < last.low or last.high < now.low:
        change = 100 * (now.median - last.median) / last.median
        return (
            f"Salaire médian : {euros(last.median)} en {before[-1]}, {euros(now.median)} en "
            f"{year} ({signed(change)})"
        )
    return f"Salaire médian : {euros(now.median)} en {year}, sans écart sûr avec {before[-1]}"
