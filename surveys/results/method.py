"""How the survey is made: in general, and edition by edition."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys import charts, publishable
from surveys.linked import NO_BREAKDOWN_UNDER
from surveys.models import ArchivedFigure, Edition, Question
from surveys.results import shelf
from surveys.results.pages import trail
from surveys.results.shelf import Shelf
from surveys.tabulation import NO_ANSWER
from surveys.telling.reading import Reading
from surveys.telling.words import number, share

# Never on one axis: a mean of pay is always above the median.
SERIES = (
    ("salaire-median", "Salaire médian publié"),
    ("salaire-moyen", "Salaire moyen publié"),
)


def thresholds(minimum: int) -> dict[str, int]:
    """What each kind of figure needs, where no group is under `minimum`."""
    floors = {
        "quartiles_from": publishable.QUARTILES_FROM,
        "deciles_from": publishable.DECILES_FROM,
        "total_only_under": publishable.TOTAL_ONLY_UNDER,
        "no_breakdown_under": NO_BREAKDOWN_UNDER,
    }
    return {
        "minimum": minimum,
        "rounding": publishable.ROUNDING,
        "smallest_count": publishable.round_count(minimum, minimum),
        **{name: max(floor, minimum) for name, floor in floors.items()},
    }


@require_safe
def general(request: HttpRequest) -> HttpResponse:
    """The rules of publication, in plain words, and what earlier surveys found."""
    rows = ArchivedFigure.objects.filter(
        measure__in=[measure for measure, _ in SERIES], number__isnull=False
    ).select_related("edition")
    context = thresholds(settings.SURVEY_MINIMUM) | {
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
    context = thresholds(tables.minimum if tables else settings.SURVEY_MINIMUM) | {
        "section": "enquete",
        "edition": edition,
        "state": edition.state(),
        "milestones": edition.milestones(),
        "asked": asked(edition, found.reading if found else None),
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


KINDS = dict(Question.Kind.choices)


def asked(edition: Edition, reading: Reading | None) -> list[dict[str, Any]]:
    """The questions in order: as they were frozen with the results, else as they stand.

    Texts that only help (explanations) are never frozen: they are those of today.
    """
    rows = edition.edition_questions.select_related("question")
    rows = list(rows.prefetch_related("question__choices").order_by("sort_order"))
    frozen = {one["code"]: one for one in (reading.content.get("questions", ()) if reading else ())}
    made = []
    for row in rows:
        question = row.question
        told = frozen.get(question.code, {})
        choices = [(one.code, one.label) for one in question.choices.all()]
        label = told.get("label", question.label)
        made.append(
            {
                "label": label,
                # A typing error corrected since: both are shown.
                "corrected": question.label if question.label != label else "",
                "kind": KINDS[told.get("kind", question.kind)],
                "branch": row.get_branch_display() if row.branch else "",
                "optional": row.optional,
                "can_decline": told.get("can_decline", question.can_decline),
                "version": told.get("version", question.version),
                "comparable": told.get("comparable", question.comparable),
                "choices": [label for _, label in told.get("choices", choices)],
                "help": question.help,
            }
        )
    return made


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
