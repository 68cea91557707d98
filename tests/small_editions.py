"""Small invented editions for proofs: few questions, of every kind, and the truth counted apart."""

import random
from collections import Counter

from surveys import measures
from surveys.tabulation import AskedQuestion

CHOICES = {
    "genre": ["femme", "homme", "non-binaire"],
    "region": ["11", "84", "53", "94"],
    "contrat": ["cdi", "cdd", "stage", "freelance", "sans-emploi"],
    "ia": ["jamais", "parfois", "souvent", "toujours"],
    "reseaux": ["instagram", "linkedin", "x", "twitch"],
}
KINDS = {"region": "region", "ia": "scale", "reseaux": "multi"}
BREAKS_DOWN = {"genre", "region"}
CROSSED = {"contrat", "ia", "reseaux"}
PAID = {"cdi", "cdd", "stage"}
WEIGHTS = {
    "genre": [66, 31, 3],
    "region": [45, 30, 22, 3],
    "contrat": [55, 15, 8, 15, 7],
    "ia": [20, 40, 30, 10],
}


def questions() -> list[AskedQuestion]:
    asked = [
        AskedQuestion(
            code,
            f"{code} ?",
            code.capitalize(),
            KINDS.get(code, "choice"),
            tuple((choice, choice) for choice in choices),
            breaks_down=code in BREAKS_DOWN,
            crossed=code in CROSSED,
        )
        for code, choices in CHOICES.items()
    ]
    return [
        *asked,
        AskedQuestion("salaire", "Salaire ?", "Salaire", "money", scale="yearly", branch="salarie"),
        AskedQuestion("tjm", "Tarif ?", "Tarif", "money", scale="daily", branch="a-mon-compte"),
    ]


def rows(count: int, seed: int, silence: float = 0.05) -> list[dict]:
    draw = random.Random(seed)
    return [row(draw, silence) for _ in range(count)]


def row(draw: random.Random, silence: float) -> dict:
    made: dict = {
        code: draw.choices(choices, WEIGHTS[code])[0]
        for code, choices in CHOICES.items()
        if code != "reseaux"
    }
    made["reseaux"] = [
        choice
        for choice, share in zip(CHOICES["reseaux"], (0.75, 0.6, 0.2, 0.05), strict=True)
        if draw.random() < share
    ]
    for code in CHOICES:
        if draw.random() < silence:
            made[code] = None
    if made["contrat"] in PAID:
        made["salaire"] = 500 * draw.randint(36, 100)
    elif made["contrat"] == "freelance":
        made["tjm"] = 10 * draw.randint(15, 60)
    for code in ("salaire", "tjm"):
        if code in made and draw.random() < 2 * silence:
            made[code] = None
    return made


def truth(rows: list[dict], asked: list[AskedQuestion]) -> dict[tuple[str, ...], int]:
    """Every count that an attacker might ask for, by his own keys."""
    from tests.attacker import SILENT, UNASKED

    found: Counter = Counter()
    choices = {one.code: [code for code, _ in one.choices] for one in asked}
    several = [one.code for one in asked if one.kind == "multi"]
    single = [one.code for one in asked if one.choices and one.kind != "multi"]
    breaks = [one.code for one in asked if one.breaks_down]
    paid = measures.of(asked)

    def answer(row: dict, code: str) -> str:
        if code not in row:
            return UNASKED
        return row[code] if row[code] in choices[code] else SILENT

    for one in rows:
        found["total",] += 1
        answers = {code: answer(one, code) for code in single}
        given = [
            measure.code
            for measure in paid
            if one["contrat"] in measure.contracts and one.get(measure.question) is not None
        ]
        chosen = {code: one[code] or [] for code in several}
        for code in single:
            found["x", code, answers[code]] += 1
        for code in several:
            found["answered", code] += bool(chosen[code])
            for choice in chosen[code]:
                found["m", code, choice] += 1
        for measure in given:
            found["base", measure] += 1
        for first in breaks:
            a = answers[first]
            for second in single:
                if second != first:
                    found["z", first, second, a, answers[second]] += 1
            for second in several:
                found["answered", first, second, a] += bool(chosen[second])
                for choice in chosen[second]:
                    found["m", first, second, a, choice] += 1
            for measure in given:
                found["y", measure, first, a] += 1
    return found
