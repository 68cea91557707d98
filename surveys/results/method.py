"""How the survey is made: in general, and edition by edition."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys import charts, disclosure, publishable
from surveys.models import ArchivedFigure, Edition
from surveys.results import shelf
from surveys.results.pages import trail
from surveys.results.shelf import Shelf
from surveys.tabulation import NO_ANSWER
from surveys.telling.words import number, share

# Never on one axis: a mean of pay is always above the median.
SERIES = (
    ("salaire-median", "Salaire médian publié"),
    ("salaire-moyen", "Salaire moyen publié"),
)


def thresholds() -> dict[str, int]:
    return {
        "minimum": publishable.MINIMUM,
        "rounding": publishable.ROUNDING,
        "quartiles_from": publishable.QUARTILES_FROM,
        "deciles_from": publishable.DECILES_FROM,
        "total_only_under": disclosure.TOTAL_ONLY_UNDER,
        "no_breakdown_under": disclosure.NO_BREAKDOWN_UNDER,
    }


@require_safe
def general(request: HttpRequest) -> HttpResponse:
    """The rules of publication, in plain words, and what earlier surveys found."""
    rows = ArchivedFigure.objects.filter(
        measure__in=[measure for measure, _ in SERIES], number__isnull=False
    ).select_related("edition")
    context = thresholds() | {
        "section": "enquete",
        "series": list(series(rows)),
        "breadcrumbs": [("Accueil", "/"), ("L’enquête", "/enquete/"), ("Méthode", None)],
    }
    return render(request, "surveys/method.html", context)


def series(rows: Iterable[ArchivedFigure]) -> Iterable[dict[str, Any]]:
    """One series a measure, oldest first, with the scale of its bars as strings."""
    rows = sorted(rows, key=lambda row: (row.edition.year, row.sort_order))
    for measure, title in SERIES:
        points = [
            {"figure": row, "width": charts.place(row.number)}
            for row in rows
            if row.measure == measure
        ]
        if points:
            longest = max(point["figure"].number for point in points)
            yield {
                "measure": measure,
                "title": title,
                "points": points,
                "scale": charts.place(longest),
            }


@require_safe
def of_edition(request: HttpRequest, year: int) -> HttpResponse:
    """What this edition asked, of whom, when, and what became of the answers."""
    edition = shelf.visible_or_404(year)
    if edition.archived:
        return redirect(edition.get_results_url())
    found = Shelf.of(edition, timezone.now())
    tables = found.reading.tables if found else None
    context = thresholds() | {
        "section": "enquete",
        "edition": edition,
        "state": edition.state(),
        "milestones": edition.milestones(),
        "asked": asked(edition),
        "tables": tables,
        "revision": found.head.revision if found else None,
        "silences": silences(tables) if tables else [],
        "breadcrumbs": [*trail(year, "Méthode")],
        "root": reverse("surveys:results", args=[year]),
    }
    response = render(request, "surveys/edition_method.html", context)
    if found is None:
        response["Cache-Control"] = "no-store"
    return response


def asked(edition: Edition) -> list[Any]:
    """The questions of the edition in order, with their choices."""
    rows = edition.edition_questions.select_related("question")
    return list(rows.prefetch_related("question__choices").order_by("sort_order"))


def silences(tables: publishable.Tables) -> list[tuple[str, str, str, str]]:
    """(code, title, base, share without answer) of each question asked to somebody."""
    made = []
    for table in tables.counts:
        silent = next((row for row in table.rows if row.code == NO_ANSWER), None)
        told = "tout le monde a répondu"
        if silent:
            told = share(publishable.percent(silent.count, table.base))
        made.append((table.code, table.title, number(table.base), told))
    return made
