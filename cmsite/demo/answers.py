"""Invented answers to the standard questions, after distributions that were published.

Weights come from the French surveys of the trade of 2018 to 2023 (those of the archived
editions); what those did not publish is a plausible guess.
"""

# Deterministic draws are wanted here, not secrets.
# ruff: noqa: S311
import random

from cmsite.demo import second_part
from cmsite.demo.second_part import Answers

TENURES = {"moins-1-an": 10, "1-2-ans": 27, "3-4-ans": 24, "5-9-ans": 26, "10-ans-plus": 13}
YEARS = {
    "moins-1-an": (0, 0),
    "1-2-ans": (1, 2),
    "3-4-ans": (3, 4),
    "5-9-ans": (5, 9),
    "10-ans-plus": (10, 16),
}
GENDERS = {"femme": 67.5, "homme": 29.5, "non-binaire": 1.5, None: 1.5}
REGIONS = {
    "11": 25,
    "84": 12,
    "75": 9,
    "76": 9,
    "52": 8,
    "53": 7,
    "93": 7,
    "32": 7,
    "44": 6,
    "28": 3.5,
    "24": 2.5,
    "27": 2.5,
    "94": 0.5,
    "outre-mer": 1.5,
    "etranger": 0.5,
}
# Contracts, for beginners then for the others: 45 / 7 / 17.5 / 14 all together in 2023.
BEGINNERS = {
    "cdi": 22,
    "cdd": 11,
    "fonctionnaire": 3,
    "alternance": 26,
    "stage": 13,
    "freelance": 8,
    "sans-emploi": 17,
}
OTHERS = {
    "cdi": 58,
    "cdd": 5,
    "fonctionnaire": 7,
    "alternance": 2,
    "freelance": 17,
    "sans-emploi": 11,
}
TITLES = {
    "junior": {
        "community-manager": 47,
        "social-media-manager": 14,
        "charge-communication-digitale": 16,
        "content-manager": 8,
        "webmarketeur": 4,
        "moderateur": 4,
        "animateur-communautes": 4,
        "autre": 3,
    },
    "senior": {
        "community-manager": 32,
        "social-media-manager": 25,
        "responsable-social-media": 12,
        "charge-communication-digitale": 11,
        "content-manager": 7,
        "webmarketeur": 3,
        "moderateur": 1,
        "animateur-communautes": 3,
        "consultant": 4,
        "autre": 2,
    },
}
EMPLOYERS = {
    "annonceur-prive": 55,
    "agence": 23,
    "association": 12,
    "media": 7,
    "secteur-public": 3,
}
IMPLIED_EMPLOYERS = {
    "fonctionnaire": "secteur-public",
    "freelance": "a-mon-compte",
    "sans-emploi": "sans-poste",
}
BEFORE = {
    "premier-emploi": 35,
    "communication": 21,
    "autre-metier-web": 13,
    "marketing": 11,
    "journalisme": 7,
    "relation-client": 5,
    "commerce": 5,
    "autre": 3,
}
TITLE_EFFECT = {
    "social-media-manager": 3500,
    "responsable-social-media": 9000,
    "content-manager": 1500,
    "consultant": 5000,
    "moderateur": -3000,
    "animateur-communautes": -1000,
}
# Salaries of permanent contracts in k€: (from, to, weight); quartiles as published for 2023.
SALARIES = (
    (19.5, 22, 11),
    (22, 24, 14),
    (24, 26, 11),
    (26, 29, 14),
    (29, 32, 13),
    (32, 35, 12),
    (35, 40, 13),
    (40, 50, 9),
    (50, 62, 3),
)


def pick(draw: random.Random, weights: dict) -> str | None:
    return draw.choices(list(weights), list(weights.values()))[0]


def age_band(age: int) -> str:
    if age < 21:
        return "moins-21"
    for last in (25, 30, 35, 40):
        if age <= last:
            return f"{last - 4}-{last}"
    return "41-50" if age <= 50 else "51-plus"


def invent(count: int, seed: int) -> list[Answers]:
    """`count` responses, the same for the same seed, in no particular order."""
    draw = random.Random(seed)
    responses = [person(draw) for _ in range(count)]
    pay(draw, responses)
    second_part.go_on(responses, seed)
    return responses


def person(draw: random.Random) -> Answers:
    """Everything but money."""
    tenure = pick(draw, TENURES)
    years = draw.randint(*YEARS[tenure])
    began = draw.randint(20, 26) if draw.random() < 0.72 else draw.randint(27, 44)
    beginner = years <= 2
    contract = pick(draw, BEGINNERS if beginner else OTHERS)
    if contract in ("alternance", "stage"):
        began = draw.randint(19, 24)
    answers: Answers = {
        "exercice": "aujourdhui" if draw.random() < 0.94 else "par-le-passe",
        "intitule": pick(draw, TITLES["junior" if beginner else "senior"]),
        "structure": pick(draw, EMPLOYERS),
        "age": age_band(began + years) if draw.random() < 0.985 else None,
        "genre": pick(draw, GENDERS),
        "region": pick(draw, REGIONS),
        "anciennete": tenure,
        "metier-precedent": pick(draw, BEFORE) if began >= 23 else "premier-emploi",
        "contrat": contract,
    }
    apart = {
        "fonctionnaire": "secteur-public",
        "freelance": "a-mon-compte",
        "sans-emploi": "sans-poste",
    }
    answers["structure"] = apart.get(contract, answers["structure"])
    if contract not in ("freelance", "sans-emploi"):
        answers["temps"] = "plein" if draw.random() < 0.91 else "partiel"
    return answers


def worth(draw: random.Random, answers: Answers) -> float:
    """An order of pay: it rises with seniority and title, in Île-de-France, less for women."""
    years = sum(YEARS[answers["anciennete"]]) / 2
    return (
        1300 * min(years, 12)
        + TITLE_EFFECT.get(answers["intitule"], 0)
        + 5000 * (answers["region"] == "11")
        - 2000 * (answers["genre"] == "femme")
        + draw.gauss(0, 4000)
    )


def permanent_salaries(draw: random.Random, count: int) -> list[float]:
    """Ascending euros, spread over the published bands."""
    bands = draw.choices(SALARIES, [weight for *_, weight in SALARIES], k=count)
    return sorted(1000 * draw.uniform(low, high) for low, high, _ in bands)


def pay(draw: random.Random, responses: list[Answers]) -> None:
    """Add `salaire` or `tjm` where the contract calls for it; some decline.

    Permanent, fixed-term and public contracts are ranked together by what they are worth, and
    the sorted salaries are dealt in that order: the distribution stays the published one.
    """
    ranked = [a for a in responses if a["contrat"] in ("cdi", "cdd", "fonctionnaire")]
    ranked.sort(key=lambda a: worth(draw, a))
    factors = {"cdi": 1, "cdd": 0.93, "fonctionnaire": 0.95}
    for answers, euros in zip(ranked, permanent_salaries(draw, len(ranked)), strict=True):
        answers["salaire"] = 500 * round(max(euros * factors[answers["contrat"]], 19000) / 500)
    for answers in responses:
        contract = answers["contrat"]
        if contract == "alternance":
            answers["salaire"] = 500 * draw.randint(22, 38)
        elif contract == "stage":
            answers["salaire"] = 500 * draw.randint(16, 19)
        elif contract == "freelance":
            years = sum(YEARS[answers["anciennete"]]) / 2
            answers["tjm"] = 10 * round((210 + 17 * min(years, 12) + draw.gauss(0, 45)) / 10)
            answers["tjm"] = max(answers["tjm"], 120)
        for money in ("salaire", "tjm"):
            if money in answers and draw.random() < 0.09:
                answers[money] = None
