"""The survey for programs: read only, published tables only, the same for everybody."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from surveys.models import Edition, Publication
from surveys.opendata import citation, dataset, schema, tidy
from surveys.publishable import HIDDEN
from surveys.results.caching import never_stale
from surveys.results.files import open_to_all
from surveys.results.shelf import Shelf
from surveys.telling.figure import Figure

FORMAT = 1
PER_PAGE = 50
NOT_THERE = "Aucune édition publiée pour cette année."


def told(data: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(
        {"format": FORMAT, **data},
        status=status,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    if status == 200:
        never_stale(response)
    else:
        # What is not there yet may be in a second.
        patch_cache_control(response, no_store=True)
    return open_to_all(response)


def refused(sentence: str, status: int) -> HttpResponse:
    return told({"error": sentence}, status)


def paged(request: HttpRequest, rows: Iterable[Any]) -> tuple[list[Any], dict[str, Any]] | None:
    """One page and how to go on; None for a page that does not exist."""
    paginator = Paginator(list(rows), PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page", "1"))
    except (EmptyPage, PageNotAnInteger):
        return None
    following = None
    if page.has_next():
        number = page.next_page_number()
        following = f"{settings.SITE_URL}{request.path}?page={number}"
    return list(page), {"total": paginator.count, "next": following}


def found(year: int) -> Shelf | None:
    edition = Edition.objects.dated().filter(year=year).first()
    return Shelf.of(edition) if edition else None


def whole(name: str, *arguments: Any) -> str:
    return settings.SITE_URL + reverse(f"surveys:{name}", args=arguments)


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Editions that have results, the latest first; archives have figures of others only."""
    now = timezone.now()
    latest = {
        row["edition_id"]: row
        for row in Publication.objects.filter(edition__in=Edition.objects.published(now))
        .order_by("revision")
        .values("edition_id", "revision", "checksum")
    }
    every = (Edition.objects.published(now) | Edition.objects.archived()).order_by("-year")
    page = paged(request, every)
    if page is None:
        return refused("Cette page n’existe pas.", 404)
    rows, more = page
    return told({"results": [summary(one, latest.get(one.pk)) for one in rows], **more})


def summary(edition: Edition, head: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "year": edition.year,
        "title": edition.title,
        "archived": edition.archived,
        "fictitious": edition.fictitious,
        "revision": head and head["revision"],
        "sha256": head and head["checksum"],
        "url": whole("api_edition", edition.year),
        "page": whole("results", edition.year),
    }


@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """One edition: its revisions and its files, or the figures of an archive."""
    archive = Edition.objects.archived().filter(year=year).first()
    if archive:
        figures = archive.archived_figures.order_by("sort_order", "pk")
        return told(
            {
                **summary(archive, None),
                "figures": [
                    {
                        "label": one.label,
                        "value": one.value,
                        "number": one.number,
                        "measure": one.measure,
                        "source": one.source,
                        "source_url": one.source_url,
                        "note": one.note,
                    }
                    for one in figures
                ],
            }
        )
    shelf = found(year)
    if shelf is None:
        return refused(NOT_THERE, 404)
    head, content = shelf.head, shelf.reading.content
    numbered = (year, head.revision)
    page = whole("revision", *numbered)
    return told(
        {
            **summary(shelf.edition, {"revision": head.revision, "checksum": head.checksum}),
            "licence": citation.LICENCE,
            "citation": citation.full(content["edition"], head, page),
            "tables": whole("api_tables", year),
            "files": {
                "csv": dataset.address("tables_csv", *numbered),
                "json": dataset.address("publication_json", *numbered),
                "json_schema": whole("api_schema"),
                "datapackage": dataset.address("package", *numbered),
            },
        }
    )


def heading(figure: Figure, year: int) -> dict[str, Any]:
    return {
        "code": figure.code,
        "subject": figure.subject,
        "note": figure.note,
        "base": figure.base,
        "url": whole("api_table", year, figure.code),
        "page": whole("figure", year, figure.code),
        "csv": whole("figure_csv", year, figure.code),
    }


@require_safe
def tables(request: HttpRequest, year: int) -> HttpResponse:
    """What is published of an edition, a page at a time."""
    shelf = found(year)
    if shelf is None:
        return refused(NOT_THERE, 404)
    page = paged(request, shelf.reading.figures)
    if page is None:
        return refused("Cette page n’existe pas.", 404)
    rows, more = page
    head = {"year": year, "revision": shelf.head.revision}
    return told({**head, "results": [heading(one, year) for one in rows], **more})


@require_safe
def table(request: HttpRequest, year: int, table: str) -> HttpResponse:
    """The numbers of one table, one an object; `value` is null for what is not published."""
    shelf = found(year)
    if shelf is None:
        return refused(NOT_THERE, 404)
    figure = shelf.reading.by_code.get(table)
    if figure is None:
        return refused("Aucun tableau publié ne porte ce code.", 404)
    numbers = [
        {
            "table": line.table,
            "population": line.population,
            "along": line.along_code,
            "code": line.code,
            "label": line.label,
            "indicator": line.indicator,
            "value": None if line.value is HIDDEN else line.value,
            "unit": line.unit,
        }
        for source in figure.sources
        for line in tidy.lines_of(source)
    ]
    return told(
        {
            "year": year,
            "revision": shelf.head.revision,
            "fictitious": shelf.edition.fictitious,
            **heading(figure, year),
            "numbers": numbers,
        }
    )


@require_safe
def publication_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the sealed file."""
    response = JsonResponse(
        schema.publication(),
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    patch_cache_control(response, public=True, max_age=3600)
    return open_to_all(response)


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """How to read the survey by program, in French."""
    latest = Edition.objects.published().order_by("-year").first()
    year = latest.year if latest else timezone.localdate().year
    return render(
        request,
        "surveys/api.html",
        {
            "section": "enquete",
            "columns": tidy.COLUMNS,
            "per_page": PER_PAGE,
            "editions_url": whole("api_editions"),
            "edition_url": whole("api_edition", year),
            "tables_url": whole("api_tables", year),
            "table_url": whole("api_table", year, "genre"),
            "schema_url": whole("api_schema"),
            "year": year,
            "breadcrumbs": [("Accueil", "/"), ("L’enquête", "/enquete/"), ("API", None)],
        },
    )
