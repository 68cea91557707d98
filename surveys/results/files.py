"""The published tables as files: the latest under a short address, each revision under its own."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from surveys.opendata import citation, dataset, tidy
from surveys.publishing import canonical
from surveys.results import shelf
from surveys.results.caching import answer
from surveys.results.pages import pick
from surveys.results.shelf import Shelf

JSON = "application/json"
CSV = "text/csv; charset=utf-8"


def download(
    request: HttpRequest, year: int, revision: int, kind: str, suffix: str, write
) -> HttpResponse:
    """What `write(content, head)` gives, named after the revision; 404 until it is published.

    Under the number of a revision it never changes, and whoever has it need not ask again.
    """
    found = Shelf.or_404(year, revision)

    def make() -> HttpResponse:
        content = found.reading.content
        name = f"enquete-{year}-r{found.head.revision}.{suffix}"
        disposition = f'attachment; filename="{name}"'
        body = write(content, found.head)
        return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})

    # The number too: a correction that moves nothing has the checksum of what it corrects.
    parts = (found.head.revision, found.head.checksum)
    return open_to_all(answer(request, parts, make, for_ever=bool(revision)))


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Readable by programs of any site; nothing for a search engine to list."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def indented(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


@require_safe
def tables_csv(request: HttpRequest, year: int, revision: int = 0) -> HttpResponse:
    """Every published table as a tidy CSV."""
    return download(request, year, revision, CSV, "csv", tidy.csv_bytes)


@require_safe
def publication_json(request: HttpRequest, year: int, revision: int = 0) -> HttpResponse:
    """The very bytes whose SHA-256 the page shows."""
    return download(request, year, revision, JSON, "json", lambda content, _: canonical(content))


@require_safe
def package(request: HttpRequest, year: int, revision: int = 0) -> HttpResponse:
    """datapackage.json."""
    return download(
        request,
        *(year, revision, JSON, "datapackage.json"),
        lambda content, head: indented(dataset.package(content, head)),
    )


@require_safe
def cite(request: HttpRequest, year: int, revision: int, style: str) -> HttpResponse:
    """The citation for reference managers: « bib » or « ris »."""
    write = {"bib": citation.bibtex, "ris": citation.ris}[style]
    kind = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}[style]
    return download(
        request,
        *(year, revision, f"{kind}; charset=utf-8", style),
        lambda content, head: write(
            content["edition"], head, dataset.address("revision", year, revision)
        ),
    )


@require_safe
def figure_csv(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """The numbers of one figure, in the columns of the whole file."""
    found = Shelf.or_404(year)
    rows = shelf.archives()

    def make() -> HttpResponse:
        shown, _ = pick(found, rows, figure)
        lines = [line for source in shown.sources for line in tidy.lines_of(source)]
        name = f"enquete-{year}-r{found.head.revision}-{shown.code}.csv"
        return HttpResponse(
            tidy.csv_bytes(found.reading.content, found.head, lines),
            content_type=CSV,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return open_to_all(answer(request, (found.stamp, rows), make))
