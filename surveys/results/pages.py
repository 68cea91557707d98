"""The results of an edition as pages: all of them, a numbered revision, one figure, its embed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from csp.constants import NONE
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from surveys import share_picture
from surveys.clock import day_in_words
from surveys.models import Edition
from surveys.opendata import citation, dataset
from surveys.results import archive, shelf
from surveys.results.caching import answer
from surveys.results.shelf import Shelf
from surveys.telling import findings, portrait, situate
from surveys.telling.chapters import Chapter, chapters
from surveys.telling.evolution import CHAPTER as EVOLUTION
from surveys.telling.figure import Figure


@require_safe
def results(request: HttpRequest, year: int, revision: int = 0) -> HttpResponse:
    """The results of an edition; before their instant, when they will be there."""
    now = timezone.now()
    edition, found = Shelf.at(year, now, revision)
    if edition.archived:
        if revision:
            raise Http404
        return archive.page(request, edition, now)
    if found is None:
        return awaited(request, edition, now)
    rows, said, reuses = shelf.archives(), shelf.comments(edition), shelf.reuses(edition)
    told = [tuple(one) for one in reuses]

    def make() -> HttpResponse:
        context = page(found, rows) | {"reuses": reuses}
        context["chapters"] = as_drawn(context, dict(said))
        return render(request, "surveys/results.html", context)

    return answer(request, (found.stamp, found.latest, rows, said, told), make)


def awaited(request: HttpRequest, edition: Edition, now: datetime) -> HttpResponse:
    """When the results will be there; kept by nobody."""
    context = {
        "section": "enquete",
        "edition": edition,
        "state": edition.state(now),
        "milestones": edition.milestones(now),
        "breadcrumbs": trail(edition.year, "Résultats"),
    }
    response = render(request, "surveys/awaited.html", context)
    patch_cache_control(response, no_store=True)
    return response


def trail(year: int, *names: str) -> list[tuple[str, str | None]]:
    """Breadcrumbs down to the last of `names`, which is the page itself."""
    urls = [reverse("surveys:results", args=[year])] * (len(names) - 1) + [None]
    return [
        ("Accueil", "/"),
        ("L’enquête", "/enquete/"),
        (str(year), reverse("surveys:edition", args=[year])),
        *zip(names, urls, strict=True),
    ]


def as_drawn(
    context: dict[str, Any], comments: dict[str, str]
) -> list[tuple[Chapter, str, list[SafeString]]]:
    """Chapters with what editors say of them and their figures as HTML.

    A figure of a publication is drawn once a process; one that depends on other editions, each
    time.
    """
    drawn = context["reading"].drawn

    def html(figure: Figure) -> SafeString:
        key = (figure.code, context["revision"])
        if key in drawn:
            return drawn[key]
        said = {name: context[name] for name in ("root", "cited_as", "revision", "site")}
        made = render_to_string("surveys/_figure.html", {**said, "figure": figure})
        if figure.chapter != EVOLUTION:
            drawn[key] = made
        return made

    return [
        (chapter, comments.get(chapter.code, ""), [html(figure) for figure in chapter.figures])
        for chapter in context["chapters"]
    ]


def near(found: Shelf, rows: Iterable[dict]) -> list[int]:
    """The years of the four latest editions that have results, this one among them."""
    year = found.edition.year
    every = {row["year"] for row in rows} | {one.edition.year for one in found.heads}
    years = sorted(every, reverse=True)
    latest = years[:4] if year in years[:4] else [*years[:3], year]
    return sorted(latest)


def frame(found: Shelf) -> dict[str, Any]:
    """What every page about a publication says, whatever it shows of it."""
    content = found.reading.content
    edition = content["edition"]
    year, revision = edition["year"], found.head.revision
    return {
        "section": "enquete",
        "edition": found.edition,
        "publication": found.head,
        "revision": revision,
        "latest": found.latest,
        "frozen": edition,
        "content": content,
        "reading": found.reading,
        "tables": found.reading.tables,
        # The same for everybody: a message for one reader must not be kept for the others.
        "messages": (),
        "site": settings.SITE_URL,
        "root": reverse("surveys:results", args=[year]),
        "pinned": reverse("surveys:revision", args=[year, revision]),
        "cited_as": citation.short(edition),
        "period": period(edition),
    }


def page(found: Shelf, rows: list[dict]) -> dict[str, Any]:
    """All that the page shows of a publication, without a query."""
    context = frame(found)
    tables, year = context["tables"], context["frozen"]["year"]
    figures = found.figures(shelf.archived_numbers(rows))
    return context | {
        "years": near(found, rows),
        "finding": findings.summary(tables),
        "has_salary": tables.stat("salaire") is not None,
        "traits": portrait.traits(tables),
        "key_figures": portrait.key_figures(tables),
        "chapters": chapters(figures),
        "scales": situate.scales(tables),
        "dataset": dataset.for_a_script(dataset.json_ld(found.reading.content, found.head)),
        "breadcrumbs": trail(year, "Résultats"),
    }


def period(edition: dict[str, Any]) -> str:
    """« du 12 janvier au 1er mars 2026 »; the year once when it is the same."""
    opened, closed = (citation.in_paris(edition[key]) for key in ("opens_at", "closes_at"))
    first, last = day_in_words(opened), day_in_words(closed)
    if opened.year == closed.year:
        first = first.removesuffix(f"\u00a0{opened.year}")
    return f"du {first} au {last}"


# --- One figure -------------------------------------------------------------------------------
def pick(found: Shelf, rows: list[dict], code: str) -> tuple[Figure, list[Figure]]:
    """The figure of that code, and those of its chapter.  Raises Http404 when there is none."""
    figures = found.figures(shelf.archived_numbers(rows))
    for figure in figures:
        if figure.code == code:
            return figure, [one for one in figures if one.chapter == figure.chapter]
    raise Http404(f"Aucune figure publiée ne s’appelle « {code} ».")


def open_figure(year: int, figure: str) -> tuple[Shelf, list[dict], Figure, list[Figure]]:
    """What pages about one figure need.  Raises Http404 until it is published."""
    found = Shelf.or_404(year)
    rows = shelf.archives()
    return found, rows, *pick(found, rows, figure)


@require_safe
def figure(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """One figure on a page of its own, with how to cite it and take it elsewhere."""
    edition = shelf.visible_or_404(year)
    if not edition.archived and Shelf.of(edition) is None:
        # Whoever follows a link early is told when, as everywhere.
        return redirect_early(edition)
    found, rows, shown, siblings = open_figure(year, figure)

    def make() -> HttpResponse:
        context = frame(found) | {
            "figure": shown,
            "alone": True,
            "siblings": siblings,
            "breadcrumbs": trail(year, "Résultats", shown.subject),
        }
        return render(request, "surveys/figure.html", context)

    return answer(request, (found.stamp, rows), make)


def redirect_early(edition: Edition) -> HttpResponse:
    response = redirect(edition.get_results_url())
    patch_cache_control(response, no_store=True)
    return response


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """The figure alone, for the frame of another site; the only page that any site may frame."""
    found, rows, shown, _ = open_figure(year, figure)

    def make() -> HttpResponse:
        context = frame(found) | {"figure": shown, "embedded": True, "framed": True}
        return render(request, "surveys/embed.html", context)

    response = answer(request, (found.stamp, rows), make)
    response._csp_replace = {"frame-ancestors": ["*"], "form-action": [NONE]}
    return response


@require_safe
def image(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """The picture that networks show beside a link to the figure."""
    found, rows, shown, _ = open_figure(year, figure)
    frozen = found.reading.content["edition"]

    def make() -> HttpResponse:
        return HttpResponse(share_picture.png(shown, frozen), content_type="image/png")

    response = answer(request, (found.stamp, rows), make)
    response["X-Robots-Tag"] = "noindex"
    return response
