"""An import of profiles, from the file to the last row: checked, then written by batches.

Each batch is written whole with its verdicts, and the run remembers where it is: an import that
stops goes on from there.
"""

import csv
import gc
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import TextIOWrapper
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from import_export.results import Result
from tablib import Dataset

from directory import bulk, headers, spreadsheets, twins
from directory.duplicates import Confidence, Likeness, Person, Register
from directory.models import FormerAddress, ImportBatch, ImportRun, Profile
from directory.resources import ProfileResource

FOLDER = "imports"
LIFETIME = timedelta(days=30)  # of a run, its file and its verdicts, which hold people’s names
BATCH = 1000
SHOWN_TEXT = 200  # characters of a difference
NEW, UPDATE, SAME, SKIP, ERROR = "new", "update", "same", "skip", "error"
VERDICTS = {
    NEW: "à créer",
    UPDATE: "à mettre à jour",
    SAME: "sans changement",
    SKIP: "laissée de côté",
    ERROR: "à corriger",
}


def receive(content: bytes, filename: str, **options) -> ImportRun:
    """A run for this file, its columns guessed.  Raises spreadsheets.SheetError.

    Kept as a plain table whose first column is the line, so that reading on costs nothing.
    """
    sheet = spreadsheets.read(content, filename)
    with TemporaryFile() as file:
        total = keep(sheet, file)
        forget_the_old()
        name = f"{FOLDER}/{secrets.token_urlsafe(16)}.csv"
        stored = storages["private"].save(name, File(file))
    return ImportRun.objects.create(
        filename=filename[-200:],
        stored=stored,
        notes=sheet.notes,
        mapping=headers.guess(sheet.headers),
        total=total,
        **options,
    )


def keep(sheet: spreadsheets.Sheet, file: IO[bytes]) -> int:
    """Write the rows as they are read, from the beginning of the file; how many there are."""
    text, total = TextIOWrapper(file, encoding="utf-8", newline=""), 0
    writer = csv.writer(text)
    writer.writerow(["", *sheet.headers])
    for line, cells in sheet.rows:
        writer.writerow([line, *cells])
        total += 1
    text.detach()  # or it would close the file
    file.seek(0)
    return total


def forget_the_old() -> int:
    """How many runs were forgotten."""
    old = list(ImportRun.objects.filter(started_at__lt=timezone.now() - LIFETIME))
    for run in old:
        discard(run)
        run.delete()
    return len(old)


def discard(run: ImportRun) -> None:
    storages["private"].delete(run.stored)


def lines(run: ImportRun, start: int = 0) -> Iterator[list[str]]:
    """The rows kept, from the one of rank `start`; the first cell is the line in the file."""
    with (
        storages["private"].open(run.stored, "rb") as file,
        TextIOWrapper(file, encoding="utf-8", newline="") as text,
    ):
        yield from islice(csv.reader(text), start, None)


def first_lines(run: ImportRun, count: int) -> list[list[str]]:
    """The names of the columns, then the first rows."""
    return list(islice(lines(run), count))


def names_of_columns(run: ImportRun) -> list[str]:
    return next(lines(run))[1:]


def begin(run: ImportRun, state: str) -> None:
    """Start checking, or writing, from the first row."""
    ImportBatch.objects.filter(run=run, written=state == ImportRun.State.WRITING).delete()
    run.state, run.done, run.counts = state, 0, {}
    resume(run)


def resume(run: ImportRun) -> None:
    run.interrupted, run.touched_at = False, timezone.now()
    run.save()
    advance.enqueue(run.pk)


@task()
def advance(run_id: int) -> None:
    """Do what is left of a run.  What raises marks it as interrupted."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state not in (ImportRun.State.CHECKING, ImportRun.State.WRITING):
        return
    complete = False
    gc.collect()  # the people that another run held, in a process that lasts
    try:
        work = Work(run)
        rows = lines(run, 1 + run.done)
        while batch := list(islice(rows, BATCH)):
            with uncollected():
                ours = work.do(batch)
            if not ours:
                complete = True  # another process has taken over
                return
        work.end()
        complete = True
    finally:
        if not complete:
            ImportRun.objects.filter(pk=run_id).update(interrupted=True)


@contextmanager
def uncollected() -> Iterator[None]:
    """Rows come by hundreds and go together: garbage is looked for among them once, at the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(1)
        if was_on:
            gc.enable()


class Work:
    """One process at work on a run; what it has read serves all batches."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.writing = run.state == ImportRun.State.WRITING
        self.user = run.user
        self.resource = ProfileResource()
        self.resource.prepare()
        self.place = self.resource.fields["commune"].widget
        self.slugs = dict(Profile.objects.values_list("pk", "slug"))
        self.owned = set(Profile.objects.filter(owner__isnull=False).values_list("slug", flat=True))
        self.addresses = set(self.slugs.values())
        self.former = dict(FormerAddress.objects.values_list("slug", "profile__slug"))
        self.register = Register(twins.everyone())

    @transaction.atomic
    def do(self, batch: list[list[str]]) -> bool:
        """One batch, and its verdicts; False when another process is ahead."""
        run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        if (run.state, run.done) != (self.run.state, self.run.done):
            return False
        if "commune" in run.mapping:
            rank = run.mapping["commune"] + 1
            self.place.learn(line[rank] for line in batch)
        rows = self.judged([self.read(line) for line in batch])
        ImportBatch.objects.create(run=run, written=self.writing, start=run.done, rows=rows)
        for row in rows:
            run.counts[row["verdict"]] = run.counts.get(row["verdict"], 0) + 1
        run.done += len(batch)
        run.touched_at = timezone.now()
        run.save(update_fields=["done", "counts", "touched_at"])
        self.run = run
        return True

    def end(self) -> None:
        if self.writing:
            bulk.take_stock()
            discard(self.run)
        self.run.state = ImportRun.State.DONE if self.writing else ImportRun.State.CHECKED
        self.run.save(update_fields=["state"])

    # --- One row ------------------------------------------------------------------------------
    def read(self, cells: list[str]) -> dict:
        """{line, data, …} with who is already known, and what is to become of them."""
        data = {ours: cells[rank + 1] for ours, rank in self.run.mapping.items()}
        data.setdefault("adresse", "")
        row = {"line": int(cells[0]), "name": data["nom"][:80], "notes": [], "diffs": []}
        row |= {"verdict": NEW, "slug": "", "data": data}
        if data["adresse"] in self.former:
            data["adresse"] = self.former[data["adresse"]]
        known = data["adresse"] if data["adresse"] in self.addresses else ""
        if not known and data["nom"]:
            known = self.recognise(row)
        if known:
            row["slug"] = known
            if self.run.known == ImportRun.Known.SKIP:
                row["verdict"] = SKIP
                row["notes"].append(f"Déjà dans l’annuaire : {known}.")
            elif self.run.known == ImportRun.Known.CREATE:
                data["adresse"] = ""
                row["notes"].append(f"Créé en plus de {known}.")
            elif not data["adresse"] and known in self.owned:
                row["verdict"] = SKIP
                row["notes"].append(
                    f"Ressemble à {known}, qui a son compte : donnez cette adresse dans le "
                    "fichier si c’est bien la même personne."
                )
            elif not data["adresse"]:
                row["notes"].append(f"Reconnu comme {known}.")
                data["adresse"] = known
        return row

    def recognise(self, row: dict) -> str:
        """The address of a profile that is very likely this person’s, else nothing."""
        data = row["data"]
        try:
            commune = self.place.clean(data.get("commune", "")).pk
        except ValueError:
            commune = ""
        urls = (data["site"],) if data.get("site") else ()
        person = Person(-row["line"], data["nom"], commune, data.get("employeur", ""), urls)
        found: tuple[Person, Likeness] | None = next(self.register.like(person), None)
        self.register.add(person)
        if found is None or found[1].confidence < Confidence.PROBABLE:
            return ""
        other, alike = found
        if other.pk < 0:
            row["notes"].append(f"Ressemble à la ligne {-other.pk} ({', '.join(alike.reasons)}).")
            return ""
        row["notes"].append(f"{alike.confidence.label.capitalize()} : {', '.join(alike.reasons)}.")
        return self.slugs[other.pk]

    # --- A batch ------------------------------------------------------------------------------
    def judged(self, rows: list[dict]) -> list[dict]:
        """Check or write what is to be, and say of each row what became of it."""
        sent = [row for row in rows if row["verdict"] != SKIP]
        if sent:
            columns = [*self.run.mapping, "adresse"]
            columns = list(dict.fromkeys(columns))
            data = Dataset(
                *([row["data"].get(name, "") for name in columns] for row in sent),
                headers=columns,
            )
            result = self.resource.import_data(
                data,
                dry_run=not self.writing,
                use_transactions=False,
                publish=self.run.publish,
                user=self.user,
            )
            self.tell(sent, result)
            self.resource.let_go()
        for row in rows:
            del row["data"]
        return rows

    def tell(self, sent: list[dict], result: Result) -> None:
        """A defect of ours raises; the file’s are told at their rows."""
        ours = [*result.base_errors, *(one for _, row in result.row_errors() for one in row)]
        for error in ours:
            raise error.error
        wrong = {row.number: row for row in result.invalid_rows}
        right = iter([*self.resource.kept])
        for number, row in enumerate(sent, start=1):
            if number in wrong:
                row["verdict"] = ERROR
                row["notes"] += explained(wrong[number])
                continue
            profile, is_new = next(right)
            row["slug"] = profile.slug
            if not is_new:
                changes = self.resource.changes(profile)
                row["verdict"] = UPDATE if changes else SAME
                row["diffs"] = [
                    [name, before[:SHOWN_TEXT], after[:SHOWN_TEXT]]
                    for name, before, after in changes
                ]


def explained(row) -> list[str]:
    """« commune : … », each error under the name of its column."""
    return [
        f"{column_of(attribute)} : {message}" if column_of(attribute) else message
        for attribute, found in row.error_dict.items()
        for message in found
    ]


def column_of(attribute: str) -> str:
    """« name » → « nom », as the person who made the file calls it."""
    field = ProfileResource.fields.get(attribute)
    return field.column_name if field else ""


def verdicts(run: ImportRun) -> Iterator[dict]:
    """What was found of each row, in the order of the file, a batch in memory at a time."""
    written = run.state in (ImportRun.State.WRITING, ImportRun.State.DONE)
    for rows in run.batches.filter(written=written).values_list("rows", flat=True).iterator(1):
        yield from rows
