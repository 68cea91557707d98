"""Published editions for the tests that read them: tabulated once a run, never sealed.

They ask the standard questions, and three that are crossed: where one works, how content one is,
which networks one runs.
"""

import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

from surveys.disclosure import guard
from surveys.models import Edition, Publication
from surveys.publishable import Tables
from surveys.publishing import _question, applied, checksum, frozen
from surveys.question_bank import BRANCHES, BREAKDOWNS
from surveys.tabulation import AskedQuestion, tabulate
from tests.factories import EditionFactory
from tests.survey_rows import asked_questions, invented_rows

SCALES = {"salaire": "yearly", "tjm": "daily"}


def question(code: str, kind: str, title: str, *labels: str) -> AskedQuestion:
    choices = tuple((f"{code}-{rank}", label) for rank, label in enumerate(labels))
    return AskedQuestion(code, f"{title} ?", title, kind, choices, crossed=True)


CROSSED = (
    question("teletravail", "choice", "Télétravail", "Tout le temps", "Parfois", "Jamais"),
    question("satisfaction-paie", "scale", "Satisfaction", "Pas du tout", "Plutôt", "Tout à fait"),
    question("reseaux", "multi", "Réseaux gérés", "Instagram", "LinkedIn", "TikTok", "Mastodon"),
)


def questions() -> list[AskedQuestion]:
    standard = [
        replace(
            one,
            breaks_down=one.code in BREAKDOWNS,
            branch=BRANCHES.get(one.code, ""),
            scale=SCALES.get(one.code, ""),
        )
        for one in asked_questions()
    ]
    return [*standard, *CROSSED]


def rows(count: int, seed: int = 1) -> list[dict]:
    draw = random.Random(seed)
    made = invented_rows(count, seed)
    for row in made:
        for one in CROSSED:
            codes = [code for code, _ in one.choices]
            if one.kind == "multi":
                row[one.code] = [code for code in codes[:-1] if draw.random() < 0.6] or None
            else:
                weights = [3, 2, 1] if row["genre"] == "femme" else [1, 2, 3]
                row[one.code] = draw.choices(codes, weights)[0]
    return made


@lru_cache(maxsize=16)
def tables(count: int = 1200, seed: int = 1) -> Tables:
    return guard(tabulate(rows(count, seed), questions()))


def publish(edition: Edition, said: Tables, revision: int = 1, reason: str = "") -> Publication:
    content: dict[str, Any] = frozen(edition, said, applied(edition))
    content["questions"] = [_question(one) for one in questions()]
    return Publication.objects.create(
        edition=edition,
        revision=revision,
        reason=reason,
        content=content,
        checksum=checksum(content),
    )


def published(count: int = 1200, seed: int = 1, **fields: Any) -> Edition:
    """An edition whose results are there."""
    edition = EditionFactory(**{"published": True, "fictitious": True, **fields})
    publish(edition, tables(count, seed))
    return edition
