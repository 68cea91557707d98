"""The survey’s public face: all editions, one edition."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from surveys.clock import State
from surveys.models import Correction, Edition
from surveys.questionnaire import Questionnaire


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return index_page(request, Edition.objects.visible().order_by("-year"))


def index_page(request: HttpRequest, editions: Iterable[Edition]) -> HttpResponse:
    """Every edition with its state in words; the one under way, or the next, comes first."""
    editions = list(editions)
    current = [one for one in editions if one.state() in (State.OPEN, State.CLOSED)]
    announced = [one for one in editions if one.state() is State.ANNOUNCED]
    # Of several announced, the nearest.
    featured = (current or announced[-1:] or [None])[0]
    context = {
        "section": "enquete",
        "featured": featured,
        "editions": [one for one in editions if not one.archived],
        "archives": [one for one in editions if one.archived],
        "breadcrumbs": [("Accueil", "/"), ("L’enquête", None)],
    }
    if featured:
        context |= {"state": featured.state(), "milestones": featured.milestones()}
    return render(request, "surveys/index.html", context)


@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    shown = get_object_or_404(Edition.objects.visible(), year=year)
    if shown.archived:
        return redirect(shown.get_results_url())
    return edition_page(request, shown)


def edition_page(request: HttpRequest, shown: Edition) -> HttpResponse:
    """What the edition asks, when, and what becomes of the answers."""
    questionnaire = Questionnaire(shown)
    questions = [row.question for row in questionnaire.rows]
    context = {
        "section": "enquete",
        "edition": shown,
        "state": shown.state(),
        "milestones": shown.milestones(),
        "questions": questionnaire.core,
        "second_part": questionnaire.second_part,
        "minutes": questionnaire.minutes_left({}, 0),
        "corrections": corrections(shown, questions),
        "breadcrumbs": [
            ("Accueil", "/"),
            ("L’enquête", "/enquete/"),
            (str(shown.year), None),
        ],
    }
    return render(request, "surveys/edition.html", context)


def corrections(shown: Edition, questions: list) -> list[Correction]:
    """Typing mistakes put right in what this edition asked, once it had opened."""
    if shown.state() in (State.DRAFT, State.ANNOUNCED):
        return []
    return list(
        Correction.objects.filter(
            question__in=questions, corrected_on__gte=shown.opens_at
        ).select_related("question")
    )
