"""Reading the export of another survey tool: CSV in its dialects, or XLSX, into rows of text.

Every refusal is a SheetError whose text is for the person who sent the file.
"""

import csv
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

import tablib
from openpyxl.utils.exceptions import InvalidFileException
from tablib.exceptions import TablibException

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
# An XLSX is a zip: ten megabytes of it may hold gigabytes.
MAX_UNPACKED = 100 * MEGABYTE
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_CELL = 10_000  # characters
# Framaforms writes up to two lines of titles above the names of the columns.
TITLES = 4
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TOO_BIG = "Ce fichier dépasse 10\u00a0Mo. Coupez-le en plusieurs."


class SheetError(ValueError):
    """A file we cannot read as a table."""


@dataclass
class Sheet:
    """Names of the columns, each once; rows as (line in the file, as many cells as headers)."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


def read(content: bytes, filename: str) -> Sheet:
    """The table of a file.  Raises SheetError."""
    extension = PurePath(filename).suffix.lower()
    if extension not in (".csv", ".txt", ".tsv", ".xlsx"):
        raise SheetError("Envoyez un fichier .csv ou .xlsx\u202f: nous ne lisons pas les autres.")
    if len(content) > MAX_BYTES:
        raise SheetError(TOO_BIG)
    notes: list[str] = []
    lines = _xlsx(content) if extension == ".xlsx" else _csv(content, notes)
    return _table(lines, notes)


def _table(lines: list[list[str]], notes: list[str]) -> Sheet:
    filled = [sum(map(bool, line)) for line in lines[:TITLES]]
    if not any(filled):
        raise SheetError("Ce fichier est vide\u202f: une première ligne doit nommer les colonnes.")
    # Lines of titles hold few cells.
    top = next(at for at, count in enumerate(filled) if count * 2 > max(filled))
    if top:
        notes.append(f"Les colonnes sont nommées à la ligne {top + 1}.")
    width = max(at for at, cell in enumerate(lines[top], start=1) if cell)
    if width > MAX_COLUMNS:
        raise SheetError(f"Ce fichier a plus de {MAX_COLUMNS} colonnes.")
    headers = _distinct(lines[top][:width])
    rows = []
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        if any(line[width:]):
            raise SheetError(
                f"La ligne {number} a plus de cases que l’en-tête. Un texte qui contient le "
                "séparateur doit être entre guillemets."
            )
        if any(line):
            rows.append((number, [*line[:width], *[""] * (width - len(line))]))
    if not rows:
        raise SheetError("Ce fichier ne contient aucune ligne sous son en-tête.")
    return Sheet(headers, rows, notes)


def _distinct(names: list[str]) -> list[str]:
    """« Autre », « Autre (2) »: two columns of one name are told apart."""
    seen: dict[str, int] = {}
    found = []
    for rank, name in enumerate(names, start=1):
        name = " ".join(name.split())[:300] or f"colonne {rank}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _csv(content: bytes, notes: list[str]) -> list[list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content:
        raise SheetError("Ce fichier n’est pas un texte. Enregistrez votre tableau en CSV.")
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise SheetError("Ce fichier n’est pas un texte lisible.") from None
        text = content.decode("cp1252", errors="replace")
        notes.append(
            "Ce fichier n’est pas en UTF-8\u202f: nous l’avons lu comme un fichier Windows "
            "(latin-1). Vérifiez les accents avant de confirmer."
        )
    beginning = "\n".join(text.lstrip().split("\n", TITLES)[:TITLES])
    delimiter = max(",;\t", key=beginning.count)
    found = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            found.append(_cells(line, len(found) + 1))
            if len(found) > MAX_ROWS + TITLES:
                raise SheetError(f"Ce fichier dépasse {MAX_ROWS} lignes. Coupez-le en plusieurs.")
    except csv.Error:
        raise SheetError(
            f"Ce CSV est mal formé, vers la ligne {reader.line_num}\u202f: "
            "un guillemet n’y est sans doute pas refermé."
        ) from None
    return found


def _xlsx(content: bytes) -> list[list[str]]:
    """The rows of the first sheet; results of formulae, never formulae."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise SheetError("Ce classeur est trop volumineux une fois ouvert. Coupez-le.")
        book = tablib.Dataset().load(BytesIO(content), format="xlsx", headers=False)
    except (BadZipFile, InvalidFileException, TablibException, KeyError, IndexError, OSError):
        raise SheetError(
            "Ce fichier n’est pas un classeur XLSX lisible. Enregistrez-le de nouveau."
        ) from None
    if len(book) > MAX_ROWS + TITLES:
        raise SheetError(f"Ce fichier dépasse {MAX_ROWS} lignes. Coupez-le en plusieurs.")
    return [
        _cells([_text(cell) for cell in line], number) for number, line in enumerate(book, start=1)
    ]


def _cells(line: list[str], number: int) -> list[str]:
    if any(len(cell) > MAX_CELL for cell in line):
        raise SheetError(f"Une case de la ligne {number} dépasse 10\u202f000 caractères.")
    return [unquoted(cell.strip().replace("\x00", "")) for cell in line]


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def harmless(text: str) -> str:
    """The text as a cell no spreadsheet takes for a formula.

    OWASP, « CSV injection »: a cell that begins with = + - @, a tab or a return is computed.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unquoted(text: str) -> str:
    """What `harmless` was given, when its result comes back in an import."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
