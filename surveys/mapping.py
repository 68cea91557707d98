"""How the columns and the words of another tool’s export read here.

Saved with the edition: {"columns": {header: target}, "values": {question: {folded text: code}}},
a target being « code », « code@mois » for an amount by month, « code=choice » for a box to tick.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from map.folding import fold
from surveys import ages, columns, money
from surveys.models import Edition, Import, Question
from surveys.questionnaire import Questionnaire

DAY = "#jour"  # the first column of a run: the day of the answer, or nothing
MONTHLY = "@mois"
DECLINED = "~"  # a text that is no answer
MOST_WORDS = 300  # distinct texts to map, beyond which a column is no list of choices
WITH_CHOICES = {"choice", "multi", "scale", "region", "age"}
Kind = Question.Kind


class Refused(ValueError):
    """The edition takes no import, or not this one; the text is for the editor."""


class Asked(NamedTuple):
    """A question as columns.py compares it."""

    code: str
    kind: str
    label: str
    short_label: str
    answers: list[tuple[str, str]]
    question: Question


def asked(edition: Edition) -> dict[str, Asked]:
    return {
        row.question.code: Asked(
            row.question.code,
            row.question.kind,
            row.question.label,
            row.question.short_label,
            [(one.code, one.label) for one in row.question.choices.all()],
            row.question,
        )
        for row in Questionnaire(edition).rows
    }


def targets(questions: Mapping[str, Asked]) -> list[tuple[str, str]]:
    """All that a column can be, as the options of a select."""
    found = [("", "laisser de côté")]
    for one in questions.values():
        if one.kind == Kind.MONEY and money.scale(one.question.scale).by_period:
            found.append((one.code, f"{one.short_label}, par an"))
            found.append((one.code + MONTHLY, f"{one.short_label}, par mois"))
        else:
            found.append((one.code, one.short_label))
        if one.kind == Kind.MULTI:
            found += [
                (f"{one.code}={c}", f"{one.short_label} : {label}") for c, label in one.answers
            ]
    return found


def suggested(run: Import, questions: Mapping[str, Asked]) -> dict[str, str]:
    """{header: target}, as saved with the edition, else as it most likely is."""
    saved = run.edition.import_mapping.get("columns", {})
    known = {code for code, _ in targets(questions)}
    return {
        header: saved[header]
        if saved.get(header) in known
        else columns.target(header, list(questions.values()))
        for header in run.headers[1:]
    }


def code_of(target: str) -> str:
    return target.split("=")[0].removesuffix(MONTHLY)


def parts(cell: str, one: Asked) -> list[str]:
    """The answers in a cell: one, or several separated as the tools do it."""
    if one.kind != Kind.MULTI:
        return [cell]
    if columns.value(cell, one.answers)[1]:
        return [cell]
    separator = next((mark for mark in ("|", ";") if mark in cell), ", ")
    return [part.strip() for part in cell.split(separator) if part.strip()]


def words(run: Import, questions: Mapping[str, Asked]) -> dict[str, dict[str, tuple[str, str]]]:
    """{question: {folded text: (the text, suggestion)}} of what is not a choice to the letter.

    Raises Refused when a column holds more different texts than a list of choices would.
    """
    mapping = run.edition.import_mapping
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for at, header in enumerate(run.headers[1:], start=2):
        target = mapping.get("columns", {}).get(header, "")
        one = questions.get(code_of(target))
        if one is None or "=" in target or one.kind not in WITH_CHOICES:
            continue
        saved = mapping.get("values", {}).get(one.code, {})
        texts = found.setdefault(one.code, {})
        for cell in {row[at] for row in run.rows if row[at]}:
            for part in parts(cell, one):
                code, sure = columns.value(part, one.answers)
                if not sure and not (one.kind == Kind.AGE and age(part, one)):
                    texts[fold(part)] = (part[:200], saved.get(fold(part), code or ""))
        if len(texts) > MOST_WORDS:
            raise Refused(
                f"« {header} » contient {len(texts)} textes différents : ce n’est pas une liste de "
                f"réponses à « {one.short_label} ». Laissez cette colonne de côté."
            )
    return {code: dict(sorted(texts.items())) for code, texts in found.items() if texts}


def age(text: str, one: Asked) -> str:
    try:
        return ages.band(text, [code for code, _ in one.answers])
    except ValueError:
        return ""


def save_columns(run: Import, mapping: dict[str, str]) -> None:
    """Remember what each column is, the other columns of the edition’s mapping aside."""
    _save(run.edition, "columns", mapping)


def save_values(run: Import, values: dict[str, dict[str, str]]) -> None:
    kept = run.edition.import_mapping.get("values", {})
    _save(run.edition, "values", {code: kept.get(code, {}) | new for code, new in values.items()})


def _save(edition: Edition, part: str, content: dict[str, Any]) -> None:
    saved = edition.import_mapping
    edition.import_mapping = saved | {part: saved.get(part, {}) | content}
    Edition.objects.filter(pk=edition.pk).update(import_mapping=edition.import_mapping)
