"""Editions of others, or of long ago: their published figures, conflicts shown as conflicts."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.models import ArchivedFigure, Edition


def page(request: HttpRequest, edition: Edition, now: datetime) -> HttpResponse:
    rows = list(edition.archived_figures.order_by("sort_order", "pk"))
    with_results = Edition.objects.published(now) | Edition.objects.archived()
    years = sorted(with_results.values_list("year", flat=True))
    at = years.index(edition.year)
    context = {
        "section": "enquete",
        "edition": edition,
        "years": years[max(0, at - 1) : at + 3][:4],
        "figures": [(row, in_conflict(row, rows)) for row in rows],
        # A figure of no measure tells of the survey itself: how many questions, who ran it.
        "found": any(row.measure for row in rows),
        "breadcrumbs": [
            ("Accueil", "/"),
            ("L’enquête", "/enquete/"),
            (str(edition.year), None),
        ],
    }
    return render(request, "surveys/archived.html", context)


def in_conflict(figure: ArchivedFigure, rows: Iterable[ArchivedFigure]) -> bool:
    """Whether another source gave the same measure, or the same label, another value."""
    key = figure.measure or figure.label
    return any((row.measure or row.label) == key and row.value != figure.value for row in rows)
