"""Small invented editions for proofs: few questions, of every kind, and the truth counted apart."""

import random
from collections import Counter

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


def truth(rows: list[dict]) -> dict[tuple[str, ...], int]:
    """Every count that an attacker might ask for, by his own keys."""
    from tests.attacker import SILENT, UNASKED

    found: Counter = Counter()

    def answer(row: dict, code: str) -> str:
        if code not in row:
            return UNASKED
        return row[code] if row[code] in CHOICES[code] else SILENT

    single = [code for code in CHOICES if code != "reseaux"]
    for one in rows:
        found["total",] += 1
        for code in single:
            found["x", code, answer(one, code)] += 1
        networks = one["reseaux"] or []
        found["answered", "reseaux"] += bool(networks)
        for choice in networks:
            found["m", "reseaux", choice] += 1
        contract = one["contrat"]
        pay = {
            "salaire": one.get("salaire") if contract in ("cdi", "cdd") else None,
            "stage": one.get("salaire") if contract == "stage" else None,
            "tjm": one.get("tjm"),
        }
        for measure, amount in pay.items():
            found["base", measure] += amount is not None
        for first in BREAKS_DOWN:
            a = answer(one, first)
            for second in single:
                if second != first:
                    found["z", first, second, a, answer(one, second)] += 1
            found["answered", first, "reseaux", a] += bool(networks)
            for choice in networks:
                found["m", first, "reseaux", a, choice] += 1
            for measure, amount in pay.items():
                found["y", measure, first, a] += amount is not None
    return found
