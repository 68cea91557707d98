"""What may be chosen among the published tables of an edition: no other table exists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.publishable import CrossTable, StatTable, Tables
from surveys.tabulation import NO_ANSWER
from surveys.telling import findings
from surveys.telling.figure import Figure
from surveys.telling.words import amount, quoted

SHARES = "parts"
# Amounts that no table gives by group are in the one of the whole country.
WHOLE = "montants"


@dataclass(frozen=True)
class Offer:
    """A published figure as a choice: its measure, and along what."""

    measure: str
    along: frozenset[str]
    figure: Figure

    @property
    def query(self) -> str:
        """The choice as an address says it."""
        codes = sorted(self.along)
        names = zip(("selon", "puis"), codes, strict=False)
        return f"?mesure={self.measure}" + "".join(f"&{name}={code}" for name, code in names)


@dataclass(frozen=True)
class Menu:
    """`measures` and `breakdowns` as (code, label)."""

    measures: tuple[tuple[str, str], ...]
    breakdowns: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]

    def find(self, measure: str, along: Iterable[str]) -> Figure | None:
        """The published figure of that measure along these questions, or None."""
        wanted = frozenset(along)
        for offer in self.offers:
            if (offer.measure, offer.along) == (measure, wanted):
                return offer.figure
        return None

    def nearest(self, measure: str, along: Sequence[str], most: int = 6) -> list[Offer]:
        """Published figures, those that share most with what was asked first."""
        wanted = set(along)

        def distance(offer: Offer) -> tuple[int, bool, int]:
            return (-len(offer.along & wanted), offer.measure != measure, len(offer.along - wanted))

        close = [one for one in self.offers if one.along & wanted or one.measure == measure]
        return sorted(close, key=distance)[:most]


def menu(tables: Tables, figures: Iterable[Figure]) -> Menu:
    """Every published figure of the tables, as choices."""
    offers: list[Offer] = []
    labels: dict[str, str] = {}
    by_code = {figure.code: figure for figure in figures}
    for figure in by_code.values():
        source = figure.sources[0] if len(figure.sources) == 1 else None
        if isinstance(source, CrossTable):
            along = frozenset({source.question, source.breakdown})
            labels |= {source.question: source.title, source.breakdown: source.breakdown_title}
            offers.append(Offer(SHARES, along, figure))
        elif isinstance(source, StatTable) and source.breakdown:
            labels[source.breakdown] = source.title
            offers.append(Offer(source.measure, frozenset({source.breakdown}), figure))
        elif tables.count(figure.code) is not None:
            labels[figure.code] = figure.subject
            offers.append(Offer(SHARES, frozenset({figure.code}), figure))
    measures = [(SHARES, "Part des réponses")] if labels else []
    for table in tables.stats:
        if not table.breakdown:
            measures.append((table.measure, table.title))
            figure = by_code.get(f"profil-{table.measure}") or by_code.get(WHOLE)
            if figure:
                offers.append(Offer(table.measure, frozenset(), figure))
    ordered = [(code, labels[code]) for code in labels]
    return Menu(tuple(measures), tuple(ordered), tuple(offers))


# --- Two groups side by side ------------------------------------------------------------------
@dataclass(frozen=True)
class Pair:
    """Two groups of one table: (label, cells) each, and what may be said of them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    sentence: str


def groups(figure: Figure) -> list[tuple[str, str]]:
    """(code, label) of the published groups of a figure that tells groups apart."""
    source = figure.sources[0] if len(figure.sources) == 1 else None
    if isinstance(source, StatTable) and source.breakdown:
        return [(row.code, row.label) for row in source.rows if row.shown and row.code != NO_ANSWER]
    if isinstance(source, CrossTable):
        return [(row.code, row.label) for row in source.rows]
    return []


def compared(figure: Figure, one: str, other: str) -> Pair | None:
    """None unless both are published groups of the figure, and two."""
    known = dict(groups(figure))
    if one == other or one not in known or other not in known:
        return None
    source = figure.sources[0]
    rows = {row.code: row for row in source.rows}
    first, last = rows[one], rows[other]
    if isinstance(source, StatTable):
        cells = {row.label: row.cells for row in figure.table.rows}
        if findings.apart(first, last):
            more, less = (first, last) if first.median > last.median else (last, first)
            said = (
                f"La médiane est plus haute pour {quoted(more.label)} : leurs intervalles à 95 % "
                f"ne se touchent pas ({amount(more.median, source.unit)} et "
                f"{amount(less.median, source.unit)})."
            )
        else:
            said = (
                "Leurs intervalles à 95 % se touchent : rien ne permet de dire que ces deux "
                "groupes diffèrent."
            )
        return Pair(
            figure.table.columns,
            tuple((row.label, cells[row.label]) for row in (first, last)),
            said,
        )
    columns = tuple(column.label for column in source.columns)
    shares = tuple(
        (row.label, tuple(f"{value}\u202f%" for value in row.shares)) for row in (first, last)
    )
    said = (
        "Des parts arrondies, sans intervalle : un écart de quelques points peut n’être dû qu’au "
        "hasard de qui a répondu."
    )
    return Pair(columns, shares, said)
