"""Invented answers for the tests of tables: random, but the same for the same seed."""

import random
from datetime import date, timedelta

from surveys.models import Draft, Edition, Participation, Response
from surveys.question_bank import BRANCHES, BREAKDOWNS, QUESTIONS
from surveys.tabulation import AskedQuestion
from tests.factories import EditionFactory

EMPLOYED = {"cdi", "cdd", "fonctionnaire", "alternance", "stage"}
WEIGHTS = {
    "exercice": [80, 20],
    "intitule": [48, 17, 6, 9, 5, 4, 3, 2, 3, 3],
    "age": [4, 27, 34, 15, 9, 8, 3],
    "genre": [68, 30, 2],
    "region": [13, 3, 5, 3, 1, 5, 8, 28, 3, 8, 8, 6, 6, 2, 1],
    "structure": [48, 21, 12, 7, 4, 5, 3],
    "anciennete": [11, 24, 27, 26, 12],
    "contrat": [52, 9, 6, 9, 5, 14, 5],
    "temps": [92, 8],
}


def asked_questions() -> list[AskedQuestion]:
    """The standard questions, as an edition would ask them."""
    return [
        AskedQuestion(
            question.code,
            question.label,
            question.short_label,
            str(question.kind),
            tuple((choice[0], choice[1]) for choice in question.choices),
            question.can_decline,
            scale=question.scale,
            branch=BRANCHES.get(question.code, ""),
            breaks_down=question.code in BREAKDOWNS,
        )
        for question in QUESTIONS
    ]


def invented_rows(count: int, seed: int = 1, silence: float = 0.04) -> list[dict]:
    """`count` answers; `silence` is how often a question is declined."""
    draw = random.Random(seed)
    return [_row(draw, silence) for _ in range(count)]


def _row(draw: random.Random, silence: float) -> dict:
    row: dict = {}
    for question in QUESTIONS:
        codes = [choice[0] for choice in question.choices if choice[0] != "non"]
        if question.code == "temps" and row.get("contrat") not in EMPLOYED:
            continue
        if question.code == "salaire":
            if row.get("contrat") in EMPLOYED:
                row["salaire"] = _pay(draw, row)
        elif question.code == "tjm":
            if row.get("contrat") == "freelance":
                row["tjm"] = 10 * round(draw.gauss(320, 80) / 10)
        else:
            weights = WEIGHTS.get(question.code, [1] * len(codes))
            row[question.code] = draw.choices(codes, weights)[0]
        if question.can_decline and question.code in row and draw.random() < silence:
            row[question.code] = None
    return row


def _pay(draw: random.Random, row: dict) -> int:
    base = {"alternance": 15_000, "stage": 8_500}.get(row.get("contrat"), 27_000)
    years = ["moins-1-an", "1-2-ans", "3-4-ans", "5-9-ans", "10-ans-plus"]
    if row.get("anciennete") in years:
        base *= 0.88 + 0.09 * years.index(row["anciennete"])
    if row.get("region") == "11":
        base *= 1.15
    return 500 * round(base * draw.lognormvariate(0, 0.2) / 500)


def answered(count: int = 60, seed: int = 1, **edition) -> Edition:
    """An edition with its questions and `count` responses, each with a receipt."""
    made = EditionFactory(**{"closed": True, **edition})
    made.ask_core_questions()
    Response.objects.bulk_create(
        Response(
            edition=made,
            answers=row,
            answered_on=date(2026, 1, 1) + timedelta(days=i % 40),
            receipt_digest=f"{i:064x}",
        )
        for i, row in enumerate(invented_rows(count, seed))
    )
    Participation.objects.bulk_create(
        Participation(edition=made, digest=f"{i:064x}") for i in range(count)
    )
    Draft.objects.create(
        digest=f"{made.year:064x}", edition=made, answers={}, touched_on=date(2026, 1, 2)
    )
    return made
