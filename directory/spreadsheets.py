"""Reading a table that someone made elsewhere: CSV in its usual dialects, or XLSX.

Pure: bytes in, rows out.  Every refusal is a SheetError whose text is for the person who sent
the file.
"""

import csv
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_LINES = 20_000
# An XLSX is a zip: ten megabytes of it may hold gigabytes.
MAX_UNPACKED = 150 * MEGABYTE
EXTENSIONS = (".csv", ".xlsx")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class SheetError(ValueError):
    """A file we cannot read as a table."""


@dataclass
class Sheet:
    """`data` has headers and no blank row; `lines` are the rows’ numbers in the file.

    `notes` tell what was guessed in reading it.
    """

    data: Dataset
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, filename: str) -> Sheet:
    """The table of a file, its headers in lower case.  Raises SheetError."""
    extension = PurePath(filename).suffix.lower()
    if extension not in EXTENSIONS:
        raise SheetError("Envoyez un fichier .csv ou .xlsx\u202f: nous ne lisons pas les autres.")
    if len(content) > MAX_BYTES:
        raise SheetError("Ce fichier dépasse 10\u00a0Mo. Coupez-le en plusieurs.")
    notes: list[str] = []
    rows = csv_rows(content, notes) if extension == ".csv" else xlsx_rows(content)
    headers = [header.strip().lower() for header in next(iter(rows), [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise SheetError("Ce fichier est vide\u202f: sa première ligne doit nommer les colonnes.")
    if len(set(headers)) < len(headers):
        raise SheetError("Deux colonnes portent le même nom\u202f: renommez l’une des deux.")
    sheet = Sheet(Dataset(headers=headers), notes=notes)
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[len(headers) :]):
            raise SheetError(
                f"La ligne {number} a plus de cases que l’en-tête. "
                "Un texte qui contient le séparateur doit être entre guillemets."
            )
        cells = [unquoted(cell.strip()) for cell in row[: len(headers)]]
        if any(cells):
            sheet.data.append(cells + [""] * (len(headers) - len(cells)))
            sheet.lines.append(number)
    if not sheet.lines:
        raise SheetError("Ce fichier ne contient aucune ligne sous son en-tête.")
    return sheet


def csv_rows(content: bytes, notes: list[str]) -> list[list[str]]:
    """All rows, blank ones kept so that line numbers stay true.  Raises SheetError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Spreadsheets in French versions of Windows still write this one.
        text = content.decode("cp1252", errors="replace")
        notes.append(
            "Ce fichier n’est pas en UTF-8\u202f: nous l’avons lu comme un fichier Windows "
            "(latin-1). Vérifiez les accents ci-dessous avant de confirmer."
        )
    if "\x00" in text:
        raise SheetError("Ce fichier n’est pas un texte. Enregistrez votre tableau en CSV.")
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows: list[list[str]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            too_long(len(rows))
    except csv.Error:
        raise SheetError(
            f"Ce CSV est mal formé, vers la ligne {reader.line_num}\u202f: "
            "un guillemet n’y est sans doute pas refermé."
        ) from None
    return rows


def xlsx_rows(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, as text; results of formulae, never formulae."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise SheetError("Ce classeur est trop volumineux une fois ouvert. Coupez-le.")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows: list[list[str]] = []
        for row in book.worksheets[0].iter_rows(values_only=True):
            rows.append([cell_text(cell) for cell in row])
            too_long(len(rows))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, SyntaxError, OSError):
        raise SheetError(
            "Ce fichier n’est pas un classeur XLSX lisible. Enregistrez-le de nouveau."
        ) from None
    # Spreadsheets keep ghost rows after the last one.
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def cell_text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a postcode typed as a number
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)


def too_long(rows: int) -> None:
    if rows > MAX_LINES + 1:
        raise SheetError("Ce fichier dépasse 20\u202f000 lignes. Coupez-le en plusieurs.")


def harmless(text: str) -> str:
    """The text as a cell no spreadsheet takes for a formula.

    OWASP, « CSV injection »: a cell that begins with = + - @, a tab or a return is computed.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unquoted(text: str) -> str:
    """What `harmless` was given, when its result comes back in an import."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
