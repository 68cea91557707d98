"""Responses gathered by another tool: read, mapped to our questions, checked, then written once.

Policy: into an edition that is not sealed, and either a draft (a date is missing: the usual way,
set the last date once the answers are in) or closed.  Never while it is announced or open, for
its respondents are promised that nothing else comes in; never into an archive, which only holds
what others have published.

A response brought in has its answers and a day, nothing else: what names a person is dropped
before anything is stored, and rows are written in random order.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from import_export import resources
from tablib import Dataset
from wagtail.log_actions import log

from map.folding import fold
from surveys import branches, columns, mapping, money, sheets
from surveys.branches import Answer, Answers
from surveys.clock import State
from surveys.mapping import Refused
from surveys.models import Edition, Import, Question, Response
from surveys.questionnaire import Questionnaire

LINE = "#ligne"
TICKED = frozenset({"x", "y", "1", "oui", "yes", "vrai", "true", "coche", "o"})
UNTICKED = frozenset({"", "n", "0", "non", "no", "faux", "false", "n a"})
LONGEST_TEXT = 1000
Kind = Question.Kind


def refusal(edition: Edition) -> str:
    """Why this edition takes no responses from elsewhere; "" when it does."""
    if edition.archived:
        return "Une archive ne garde que des chiffres publiés : importez plutôt ses chiffres."
    if edition.publications.exists():
        return "Cette édition est scellée : plus aucune réponse n’y entre ni n’en sort."
    if edition.state() not in (State.DRAFT, State.CLOSED):
        return (
            "Cette édition est annoncée ou ouverte : ses réponses viennent de son questionnaire, "
            "et de lui seul. Importez dans un brouillon, ou après la clôture."
        )
    if not edition.edition_questions.exists():
        return "Cette édition ne pose encore aucune question : choisissez-les d’abord."
    return ""


def receive(edition: Edition, kind: str, content: bytes, filename: str) -> Import:
    """The file, waiting to be confirmed.  Raises sheets.SheetError, or Refused for one known."""
    Import.objects.forgotten().delete()
    digest = hashlib.sha256(content).hexdigest()
    known = edition.imports.filter(kind=kind, digest=digest).first()
    if known and known.state == Import.State.DONE:
        raise Refused(
            f"Ce fichier a déjà été importé, le {known.sent_on:%d/%m/%Y} : rien n’est fait deux "
            "fois."
        )
    if known:
        return known
    sheet = sheets.read(content, filename)
    headers, rows = sheet.headers, [[str(line), *cells] for line, cells in sheet.rows]
    if kind == Import.Kind.RESPONSES:
        headers, rows = _without_traces(sheet)
    return Import.objects.create(
        edition=edition,
        kind=kind,
        filename=filename[-200:],
        digest=digest,
        headers=headers,
        rows=rows,
        notes=sheet.notes,
    )


def _without_traces(sheet: sheets.Sheet) -> tuple[list[str], list[list[str]]]:
    """The table with its line numbers and days first, and no column that names anybody."""
    kept, dropped, day_at = [], [], None
    for at, header in enumerate(sheet.headers):
        cells = [row[at] for _, row in sheet.rows]
        if day_at is None and columns.is_day(header, cells):
            day_at = at
            sheet.notes.append(f"« {header} » : seul le jour est gardé.")
        elif why := columns.personal(header, cells):
            dropped.append(f"« {header} » ({why})")
        elif any(cells):
            kept.append(at)
    if dropped:
        sheet.notes.append(
            "Laissé de côté avant tout enregistrement, parce que cela peut désigner quelqu’un : "
            + ", ".join(dropped)
            + "."
        )
    rows = []
    for line, cells in sheet.rows:
        day = columns.day(cells[day_at]) if day_at is not None else None
        rows.append([str(line), day.isoformat() if day else "", *(cells[at] for at in kept)])
    return [mapping.DAY, *(sheet.headers[at] for at in kept)], rows


# --- One row ------------------------------------------------------------------------------------
class Translator:
    """Turns a row of the file into answers, by the mapping of the edition."""

    def __init__(self, edition: Edition) -> None:
        self.questions = mapping.asked(edition)
        self.columns: dict[str, str] = edition.import_mapping.get("columns", {})
        self.values: dict[str, dict[str, str]] = edition.import_mapping.get("values", {})
        self.codes = {row.question.code: row.branch for row in Questionnaire(edition).rows}
        self.unmapped: Counter[tuple[str, str]] = Counter()

    def __call__(self, row: Mapping[str, str]) -> Answers:
        """Raises ValidationError, every reason told."""
        answers: dict[str, Answer] = {}
        wrong = []
        for header, target in self.columns.items():
            one, cell = self.questions.get(mapping.code_of(target)), row.get(header, "")
            if one is None or (not cell and "=" not in target):
                continue
            try:
                if "=" in target:
                    self._tick(answers, one.code, target.split("=")[1], cell)
                else:
                    answers[one.code] = self._read(one, target, cell)
            except ValueError as error:
                wrong.append(f"{header} : {error}")
        if wrong:
            raise ValidationError(wrong)
        if branches.ends(answers):
            raise ValidationError("Cette personne dit n’avoir jamais exercé : elle est hors champ.")
        if not any(answer not in (None, []) for answer in answers.values()):
            raise ValidationError("Cette ligne ne répond à aucune question.")
        return self._complete(answers)

    def _complete(self, answers: dict[str, Answer]) -> Answers:
        """What was asked and not answered is None; what was not asked is absent."""
        for code in self.codes:
            if code in branches.asked(self.codes, answers):
                answers.setdefault(code, None)
        return branches.prune(
            self.codes, {code: None if one == [] else one for code, one in answers.items()}
        )

    def _tick(self, answers: dict, code: str, choice: str, cell: str) -> None:
        text = fold(cell)
        label = dict(self.questions[code].answers)[choice]
        chosen = answers.setdefault(code, [])
        if text in TICKED or text in (fold(label), fold(choice)):
            chosen.append(choice)
        elif text not in UNTICKED:
            raise ValueError(f"« {cell[:60]} » ne dit ni oui ni non.")

    def _read(self, one: mapping.Asked, target: str, cell: str) -> Answer:
        match one.kind:
            case Kind.TEXT:
                return cell[:LONGEST_TEXT]
            case Kind.NUMBER:
                return self._number(one.question, cell)
            case Kind.MONEY:
                return self._amount(one.question, cell, target.endswith(mapping.MONTHLY))
            case Kind.MULTI:
                chosen = [self._choice(one, part) for part in mapping.parts(cell, one)]
                return list(dict.fromkeys(code for code in chosen if code is not None))
            case Kind.AGE:
                return mapping.age(cell, one) or self._choice(one, cell)
        return self._choice(one, cell)

    def _choice(self, one: mapping.Asked, text: str) -> str | None:
        saved = self.values.get(one.code, {}).get(fold(text))
        if saved == mapping.DECLINED:
            return None
        if saved and saved in dict(one.answers):
            return saved
        code, sure = columns.value(text, one.answers)
        if sure:
            return code
        self.unmapped[one.short_label, text[:80]] += 1
        raise ValueError(f"« {text[:60]} » ne correspond à aucune réponse choisie.")

    def _number(self, question: Question, cell: str) -> int | None:
        if fold(cell) in columns.NO_ANSWER:
            return None
        try:
            number = int(cell.replace("\u202f", "").replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            raise ValueError(f"« {cell[:60]} » n’est pas un nombre entier.") from None
        low, high = question.lowest, question.highest
        if (low is not None and number < low) or (high is not None and number > high):
            raise ValueError(f"{number} est hors des bornes de la question.")
        return number

    def _amount(self, question: Question, cell: str, by_month: bool) -> int | None:
        if fold(cell) in columns.NO_ANSWER:
            return None
        scale = money.scale(question.scale)
        try:
            amount = money.parse(cell[:40]) * (money.MONTHS if by_month else Decimal(1))
        except ValueError:
            raise ValueError(f"« {cell[:60]} » n’est pas un montant.") from None
        if not scale.lowest <= amount <= scale.highest:
            raise ValueError(f"« {cell[:60]} » n’est pas un montant possible.")
        return money.rounded(amount, scale.step)


# --- All rows -----------------------------------------------------------------------------------
class ResponseResource(resources.ModelResource):
    """Rows of another tool as responses: always new ones, which hold no trace of their row."""

    class Meta:
        model = Response
        fields = ("answers", "answered_on")
        import_id_fields = ()
        force_init_instance = True
        use_bulk = True
        batch_size = 500
        skip_diff = True

    def __init__(self, edition: Edition, otherwise: date) -> None:
        super().__init__()
        self.edition, self.otherwise = edition, otherwise
        self.translate = Translator(edition)

    def import_instance(self, instance: Response, row: Mapping[str, str], **kwargs) -> None:
        instance.edition = self.edition
        instance.answers = self.translate(row)
        day = row[mapping.DAY]
        instance.answered_on = date.fromisoformat(day) if day else self.otherwise


class Report(NamedTuple):
    """What a run keeps, and refuses with the line and the reasons."""

    kept: int
    refused: list[tuple[int, str]]
    unmapped: list[tuple[str, str, int]]


def check(run: Import) -> Report:
    """A dry run: nothing is written."""
    return _go(run, dry_run=True)


@transaction.atomic
def confirm(run: Import) -> Report:
    """Write what `check` keeps, once; the rows of the file are forgotten.

    Raises Refused when the edition was sealed or announced in the meantime, or the file imported.
    """
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state == Import.State.DONE:
        raise Refused("Ce fichier vient d’être importé : rien n’est fait deux fois.")
    if why := refusal(edition):
        raise Refused(why)
    run.edition = edition
    report = _go(run, dry_run=False)
    run.state, run.rows, run.headers = Import.State.DONE, [], []
    run.kept, run.refused = report.kept, len(report.refused)
    run.save()
    log(
        instance=edition,
        action="surveys.import",
        data={"file": run.filename, "kept": report.kept, "kind": run.get_kind_display()},
    )
    return report


def _go(run: Import, *, dry_run: bool) -> Report:
    edition = run.edition
    rows = list(run.rows)
    secrets.SystemRandom().shuffle(rows)
    otherwise = timezone.localdate(edition.closes_at) if edition.closes_at else run.sent_on
    resource = ResponseResource(edition, otherwise)
    result = resource.import_data(
        Dataset(*rows, headers=[LINE, *run.headers]), dry_run=dry_run, use_transactions=False
    )
    ours = [*result.base_errors, *(one for _, found in result.row_errors() for one in found)]
    for error in ours:
        raise error.error
    refused = [
        (int(rows[row.number - 1][0]), " ".join(row.error.messages)) for row in result.invalid_rows
    ]
    unmapped = [
        (question, text, count)
        for (question, text), count in resource.translate.unmapped.most_common()
    ]
    return Report(len(rows) - len(refused), sorted(refused), unmapped)
