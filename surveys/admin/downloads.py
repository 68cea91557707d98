"""Tables that editors take away: CSV whose cells no spreadsheet computes."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from tablib import Dataset

from surveys.sheets import harmless

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table(headers: Sequence[str], lines: Iterable[Sequence[str]], extension: str) -> bytes:
    """A CSV in UTF-8 with its mark, or an XLSX; every cell a harmless text."""
    data = Dataset(*([harmless(cell) for cell in line] for line in lines), headers=headers)
    content = data.export(extension)
    return content if isinstance(content, bytes) else content.encode("utf-8-sig")


def download(content: bytes, name: str, extension: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=TYPES[extension],
        headers={"Content-Disposition": f'attachment; filename="{name}.{extension}"'},
    )


def csv_response(name: str, headers: Sequence[str], lines: Iterable[Sequence[str]]) -> HttpResponse:
    return download(table(headers, lines, "csv"), name, "csv")
