"""From the responses of an edition to its publication: tabulate, guard, freeze; and correct.

The models are reached through the edition, never imported: `surveys.models` can import this.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.db import transaction

from surveys import prices, publishable, quality, revising, weighting
from surveys.disclosure import Guarded
from surveys.publishable import HIDDEN, CountRow, Exclusions, Tables, round_count
from surveys.suppression import hide_more
from surveys.tabulation import AskedQuestion, Tabulation, screened_out, tabulate

if TYPE_CHECKING:
    from surveys.models import Edition, Publication

Row = tuple[dict[str, Any], bool]  # answers, sent too fast
REASONS = {
    quality.TOO_FAST: ("exclude_fast", "Réponses envoyées plus vite qu’on ne lit les questions"),
    quality.STRAIGHT: ("exclude_straight", "La même case à toutes les échelles"),
    quality.IMPOSSIBLE: ("exclude_impossible", "Combinaisons de réponses impossibles"),
}
# What publications of schema 1 were made under.
UNRULED: dict[str, Any] = {"exclusions": [], "margins": {}}


class NotReproducible(Exception):
    """What an earlier revision counted can no longer be told: nothing may be compared with it."""


def publish(edition: "Edition", rows: Sequence[Row]) -> "Publication":
    """The first revision, from (answers, sent too fast) by response."""
    content = frozen(edition, tables_of(edition, rows, applied(edition)), applied(edition))
    return edition.publications.create(revision=1, content=content, checksum=checksum(content))


def revise(edition: "Edition", reason: str) -> "Publication":
    """A new revision with its reason, under the rules of the first; earlier ones stay.

    The computation, the words and the method are those of now; whom the tables leave out and what
    they are weighted to was decided by people who had seen no result, and stands (`decided`).  The
    responses are still there, without a link to anyone.  Figures change only where the
    correction touches nobody or 11 people of a cell (revising.py); those that may not change are
    given as they were.  Raises ValueError without a reason, Publication.DoesNotExist before
    sealing, NotReproducible when the population of an earlier revision cannot be found again.
    """
    if not reason.strip():
        raise ValueError("une correction a un motif")
    with transaction.atomic():
        locked = type(edition)._default_manager.select_for_update().get(pk=edition.pk)
        earlier = list(locked.publications.order_by("revision"))
        if not earlier:
            raise locked.publications.model.DoesNotExist
        last = earlier[-1]
        rows = population(locked.responses.values_list("answers", "too_fast"))
        everybody = tabulate([answers for answers, _ in rows], asked_questions(locked))
        before = [kept(locked, rows, one.content.get("applied", UNRULED)) for one in earlier]
        guarded = Guarded(everybody.keep(before[-1]), last.tables.minimum).tables
        if len(earlier) == 1 and not same_people(guarded, last.tables):
            raise NotReproducible
        now = decided(earlier)
        new = tables_of(locked, rows, now, last.tables.minimum)
        moved = revising.changes(before, kept(locked, rows, now))
        tables = revising.reconcile(last.tables, new, everybody, moved)
        content = frozen(locked, tables, now)
        return locked.publications.create(
            revision=last.revision + 1,
            content=content,
            checksum=checksum(content),
            reason=reason.strip(),
        )


def same_people(found: Tables, published: Tables) -> bool:
    return (found.total, found.counts, found.multis) == (
        published.total,
        published.counts,
        published.multis,
    )


def applied(edition: "Edition") -> dict[str, Any]:
    """What the edition chose, that changes figures: responses left out, margins."""
    return {
        "exclusions": [code for code, (field, _) in REASONS.items() if getattr(edition, field)],
        "margins": edition.margins,
    }


def decided(revisions: Sequence["Publication"]) -> dict[str, Any]:
    """The rules of every revision: those of the first, whatever the edition says since."""
    return revisions[0].content.get("applied", UNRULED)


def population(rows: Sequence[Row]) -> list[Row]:
    """Those of the population surveyed."""
    return [row for row in rows if not screened_out(row[0])]


def left_out(edition: "Edition", rows: Sequence[Row], rules: dict[str, Any]) -> list[str]:
    """Why each response is left out, the first reason alone; "" for those that are kept."""
    asked = asked_questions(edition)
    found = (quality.flags(answers, too_fast, asked) for answers, too_fast in rows)
    return [next((one for one in rules["exclusions"] if one in flags), "") for flags in found]


def kept(edition: "Edition", rows: Sequence[Row], rules: dict[str, Any]) -> np.ndarray:
    return np.array([not reason for reason in left_out(edition, rows, rules)], dtype=bool)


def tables_of(
    edition: "Edition", rows: Sequence[Row], rules: dict[str, Any], minimum: int | None = None
) -> Tables:
    """The guarded tables of the responses kept, with what was left out and the weights."""
    rows = population(rows)
    reasons = left_out(edition, rows, rules)
    tabulation = tabulation_of(edition, rows, reasons)
    tables = Guarded(tabulation, minimum or settings.SURVEY_MINIMUM).tables
    return replace(
        tables,
        exclusions=exclusions(reasons, rules["exclusions"], tables.minimum),
        weighted=weighting.weighted(tabulation, tables, rules["margins"]),
    )


def tabulation_of(edition: "Edition", rows: Sequence[Row], reasons: Sequence[str]) -> Tabulation:
    return tabulate(
        [answers for (answers, _), reason in zip(rows, reasons, strict=True) if not reason],
        asked_questions(edition),
    )


def exclusions(reasons: Sequence[str], rules: Sequence[str], minimum: int) -> Exclusions | None:
    """How many were left out by each rule, guarded like any other count; None without a rule."""
    if not rules:
        return None
    sizes = np.array([reasons.count(rule) for rule in rules], dtype=np.int64)
    shown = hide_more(sizes, sizes >= minimum, minimum)
    total = int(sizes.sum())
    return Exclusions(
        tuple(
            CountRow(
                rule,
                REASONS[rule][1],
                round_count(int(size), minimum) if visible and total >= minimum else HIDDEN,
            )
            for rule, size, visible in zip(rules, sizes, shown, strict=True)
        ),
        round_count(total, minimum) if total >= minimum else HIDDEN,
    )


def asked_questions(edition: "Edition") -> list[AskedQuestion]:
    """The questions as they were asked, in order, with their choices."""
    asked = edition.edition_questions.select_related("question").prefetch_related(
        "question__choices"
    )
    return [
        AskedQuestion(
            code=one.question.code,
            label=one.question.label,
            short_label=one.question.short_label,
            kind=str(one.question.kind),
            choices=tuple((choice.code, choice.label) for choice in one.question.choices.all()),
            can_decline=one.question.can_decline,
            version=one.question.version,
            comparable=one.question.comparable,
            scale=one.question.scale,
            unit=one.question.unit,
            breaks_down=one.breaks_down,
            crossed=one.crossed,
            branch=one.branch,
        )
        for one in asked
    ]


def frozen(edition: "Edition", tables: Tables, rules: dict[str, Any]) -> dict[str, Any]:
    """All that a results page needs, as plain data: it never looks at a question again."""
    return {
        "schema": publishable.SCHEMA,
        "rules": publishable.RULES,
        "edition": {
            "year": edition.year,
            "title": edition.title,
            "fictitious": edition.fictitious,
            "method": edition.method,
            "mode": edition.mode,
            "opens_at": _instant(edition.opens_at),
            "closes_at": _instant(edition.closes_at),
            "results_at": _instant(edition.results_at),
        },
        "method": {
            "minimum": tables.minimum,
            "count_rounding": publishable.ROUNDING,
            "quantile": "linear interpolation, inclusive (Hyndman-Fan type 7)",
            "median_interval": "95 %, order statistics of binomial ranks",
            "shares": "of those who gave one of the answers shown, step worth 5 people or more",
            "weights": "raking to declared margins, trimmed to 0.2 and 5 times the mean",
            "gap_at_equal_job": "median gaps by job title and experience, averaged by women",
            "prices": prices.SOURCE,
        },
        "applied": rules,
        "questions": [_question(one) for one in asked_questions(edition)],
        "tables": tables.to_json(),
    }


def _question(question: AskedQuestion) -> dict[str, Any]:
    return {**asdict(question), "choices": [list(choice) for choice in question.choices]}


def canonical(content: dict[str, Any]) -> bytes:
    """The one way to write this content: JSON, sorted keys, no space, UTF-8."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
