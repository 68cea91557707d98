"""Reading a table that someone made elsewhere: CSV in its usual dialects, or XLSX.

Pure: bytes in, rows out.  Every refusal is a SheetError whose text is for the person who sent
the file.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_LINES = 50_000
MAX_COLUMNS = 100
MAX_CELL = 20_000  # characters
# An XLSX is a zip: twenty-five megabytes of it may hold gigabytes.
MAX_UNPACKED = 200 * MEGABYTE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = (".csv", ".xlsx")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TOO_BIG = "Ce fichier dépasse 25\u00a0Mo. Coupez-le en plusieurs."


class SheetError(ValueError):
    """A file we cannot read as a table."""


@dataclass
class Sheet:
    """The names of the columns as they are written, and the rows, read once and one at a time.

    `notes` tell what was guessed in reading.
    """

    headers: list[str]
    rows: Iterator[tuple[int, list[str]]]  # (line in the file, as many cells as headers)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, filename: str) -> Sheet:
    """The table of a file.  Raises SheetError, and so does the reading of its rows."""
    extension = PurePath(filename).suffix.lower()
    if extension not in EXTENSIONS:
        raise SheetError("Envoyez un fichier .csv ou .xlsx\u202f: nous ne lisons pas les autres.")
    if len(content) > MAX_BYTES:
        raise SheetError(TOO_BIG)
    notes: list[str] = []
    lines = csv_rows(content, notes) if extension == ".csv" else xlsx_rows(content)
    headers = [header.strip() for header in next(lines, [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise SheetError("Ce fichier est vide\u202f: sa première ligne doit nommer les colonnes.")
    if len(headers) > MAX_COLUMNS:
        raise SheetError(f"Ce fichier a plus de {MAX_COLUMNS} colonnes.")
    if len({header.casefold() for header in headers}) < len(headers):
        raise SheetError("Deux colonnes portent le même nom\u202f: renommez l’une des deux.")
    return Sheet(headers, checked(lines, len(headers)), notes)


def checked(lines: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something.  Raises SheetError."""
    count = 0
    for number, row in enumerate(lines, start=2):
        if any(cell.strip() for cell in row[width:]):
            raise SheetError(
                f"La ligne {number} a plus de cases que l’en-tête. "
                "Un texte qui contient le séparateur doit être entre guillemets."
            )
        if any(len(cell) > MAX_CELL for cell in row):
            raise SheetError(f"Une case de la ligne {number} dépasse 20\u202f000 caractères.")
        cells = [unquoted(cell.strip()) for cell in row[:width]]
        if any(cells):
            count += 1
            if count > MAX_LINES:
                raise SheetError("Ce fichier dépasse 50\u202f000 lignes. Coupez-le en plusieurs.")
            yield number, cells + [""] * (width - len(cells))
    if not count:
        raise SheetError("Ce fichier ne contient aucune ligne sous son en-tête.")


def encoding_of(content: bytes, notes: list[str]) -> str:
    """UTF-8, or what French versions of Windows still write."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(
            "Ce fichier n’est pas en UTF-8\u202f: nous l’avons lu comme un fichier Windows "
            "(latin-1). Vérifiez les accents ci-dessous avant de confirmer."
        )
        return "cp1252"
    return "utf-8-sig"


def csv_rows(content: bytes, notes: list[str]) -> Iterator[list[str]]:
    """All rows, blank ones kept so that line numbers stay true.  Raises SheetError."""
    if b"\x00" in content:
        raise SheetError("Ce fichier n’est pas un texte. Enregistrez votre tableau en CSV.")
    text = TextIOWrapper(
        BytesIO(content), encoding=encoding_of(content, notes), errors="replace", newline=""
    )
    beginning = text.read(64 * 1024).lstrip().split("\n", 1)[0]
    text.seek(0)
    delimiter = max(",;\t", key=beginning.count)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise SheetError(
            f"Ce CSV est mal formé, vers la ligne {reader.line_num}\u202f: "
            "un guillemet n’y est sans doute pas refermé, ou une case est démesurée."
        ) from None


def xlsx_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, as text; results of formulae, never formulae."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise SheetError("Ce classeur est trop volumineux une fois ouvert. Coupez-le.")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [cell_text(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, SyntaxError, OSError):
        raise SheetError(
            "Ce fichier n’est pas un classeur XLSX lisible. Enregistrez-le de nouveau."
        ) from None


def cell_text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a postcode typed as a number
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)


class Line:
    """What csv writes to: the line itself, handed on at once."""

    def write(self, line: str) -> str:
        return line


def as_csv(lines: Iterable[list[str]]) -> Iterator[str]:
    """One line at a time; the mark tells spreadsheets that accents are in UTF-8."""
    writer = csv.writer(Line())
    yield "\ufeff"
    for cells in lines:
        yield writer.writerow(cells)


def as_workbook(lines: Iterable[list[str]]) -> IO[bytes]:
    """A file, at its beginning, written as the lines come; every cell is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Profils")
    for cells in lines:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in cells])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def harmless(text: str) -> str:
    """The text as a cell no spreadsheet takes for a formula.

    OWASP, « CSV injection »: a cell that begins with = + - @, a tab or a return is computed.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unquoted(text: str) -> str:
    """What `harmless` was given, when its result comes back in an import."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
