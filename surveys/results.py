"""Public results.  These views read publications and archived figures, never a response."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from surveys import charts, disclosure, figures, opendata, publishable
from surveys.clock import day_in_words
from surveys.models import ArchivedFigure, Edition, Publication
from surveys.publishing import canonical

PUBLISHED_MAX_AGE = 60
# Never on one axis: a mean of pay is always above the median.
SERIES = (
    ("salaire-median", "Salaire médian publié"),
    ("salaire-moyen", "Salaire moyen publié"),
)


@require_safe
def results(request: HttpRequest, year: int) -> HttpResponse:
    """The results of an edition; before their instant, when they will be there."""
    edition = get_object_or_404(Edition.objects.visible(), year=year)
    now = timezone.now()
    context = {
        "section": "enquete",
        "edition": edition,
        "state": edition.state(now),
        "editions": with_results(edition, now),
        "breadcrumbs": [
            ("Accueil", "/"),
            ("L’enquête", "/enquete/"),
            (str(edition.year), None if edition.archived else edition.get_absolute_url()),
            *([] if edition.archived else [("Résultats", None)]),
        ],
    }
    if edition.archived:
        return archived(request, edition, context)
    publication = Publication.objects.current(edition, now)
    if publication is None:
        context["milestones"] = edition.milestones(now)
        response = render(request, "surveys/awaited.html", context)
        patch_cache_control(response, no_store=True)
        return response
    response = render(request, "surveys/results.html", context | page(publication))
    patch_cache_control(response, private=True, max_age=PUBLISHED_MAX_AGE)
    return response


def page(publication: Publication) -> dict[str, Any]:
    """All that the page shows of a publication, without a query."""
    tables = publication.tables
    salary = tables.stat("salaire")
    edition = publication.content["edition"]
    opened, closed = (
        timezone.localtime(datetime.fromisoformat(edition[key]))
        for key in ("opens_at", "closes_at")
    )
    return {
        "publication": publication,
        "frozen": edition,
        "tables": tables,
        "finding": figures.finding(tables),
        "period": period(opened, closed),
        "key_figures": figures.key_figures(publication),
        "salary_charts": figures.salary_charts(tables),
        "missing": figures.missing_breakdowns(tables),
        "national_rows": figures.national_rows(tables),
        "counts": [charts.bar_chart(table) for table in tables.counts],
        "has_salary": salary is not None,
        "salary_base": figures.base_text(salary.national) if salary else "",
    }


def period(opened: datetime, closed: datetime) -> str:
    """« du 12 janvier au 1er mars 2026 »; the year once when it is the same."""
    first, last = day_in_words(opened), day_in_words(closed)
    if opened.year == closed.year:
        first = first.removesuffix(f"\u00a0{opened.year}")
    return f"du {first} au {last}"


def with_results(edition: Edition, now: datetime) -> list[Edition]:
    """The four latest editions that have results, this one among them, oldest first."""
    every = Edition.objects.published(now) | Edition.objects.archived()
    near = list(every.order_by("-year")[:4])
    if edition not in near:
        near = [*near[:3], edition]
    return sorted(near, key=lambda one: one.year)


def archived(request: HttpRequest, edition: Edition, context: dict[str, Any]) -> HttpResponse:
    """What an earlier survey published, each figure with its source, conflicts as conflicts."""
    rows = list(edition.archived_figures.order_by("sort_order", "pk"))
    context["figures"] = [(row, in_conflict(row, rows)) for row in rows]
    # A figure of no measure tells of the survey itself: how many questions, who ran it.
    context["found"] = any(row.measure for row in rows)
    return render(request, "surveys/archived.html", context)


def in_conflict(figure: ArchivedFigure, rows: Iterable[ArchivedFigure]) -> bool:
    """Whether another source gave the same measure, or the same label, another value."""
    key = figure.measure or figure.label
    return any((row.measure or row.label) == key and row.value != figure.value for row in rows)


def current_or_404(year: int) -> Publication:
    edition = get_object_or_404(Edition.objects.dated(), year=year)
    publication = Publication.objects.current(edition)
    if publication is None:
        raise Http404
    return publication


@require_safe
def results_csv(request: HttpRequest, year: int) -> HttpResponse:
    """Every published table as a tidy CSV; 404 until the results are."""
    publication = current_or_404(year)
    return _download(opendata.csv_bytes(publication), "text/csv; charset=utf-8", publication, "csv")


@require_safe
def results_json(request: HttpRequest, year: int) -> HttpResponse:
    """The very bytes whose SHA-256 the page shows; 404 until the results are."""
    publication = current_or_404(year)
    return _download(canonical(publication.content), "application/json", publication, "json")


def _download(
    content: bytes, content_type: str, publication: Publication, extension: str
) -> HttpResponse:
    name = f"enquete-{publication.content['edition']['year']}-r{publication.revision}.{extension}"
    response = HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    patch_cache_control(response, private=True, max_age=PUBLISHED_MAX_AGE)
    return response


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """The rules of publication, in plain words, and what earlier surveys found."""
    rows = ArchivedFigure.objects.filter(
        measure__in=[measure for measure, _ in SERIES], number__isnull=False
    ).select_related("edition")
    context = {
        "section": "enquete",
        "minimum": publishable.MINIMUM,
        "rounding": publishable.ROUNDING,
        "quartiles_from": publishable.QUARTILES_FROM,
        "deciles_from": publishable.DECILES_FROM,
        "total_only_under": disclosure.TOTAL_ONLY_UNDER,
        "no_breakdown_under": disclosure.NO_BREAKDOWN_UNDER,
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
