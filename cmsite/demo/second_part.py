"""Invented answers to the optional questions, after distributions that were published.

Networks, diplomas, sizes, teams, recruitment: the French surveys of the trade of 2014 to 2025.
Contentment, tools, tasks: plausible guesses.
"""

# Deterministic draws are wanted here, not secrets.
# ruff: noqa: S311
import random

from surveys import branches, question_bank, second_part
from surveys.branches import Answer

Answers = dict[str, Answer]

# Of those who answer the core, how many go on; at each screen, how many stop.
GOES_ON, STOPS, SKIPS = 0.58, 0.025, 0.05
ONE_OF: dict[str, dict[str, float]] = {
    "taille": {"2-9": 19, "10-49": 27, "50-249": 23, "250-4999": 21, "5000-plus": 10},
    "secteur": {
        "banque-assurance": 5,
        "commerce": 16,
        "culture-medias": 15,
        "education-recherche": 7,
        "industrie-energie": 8,
        "numerique": 17,
        "sante-social": 6,
        "administration": 6,
        "tourisme-sport": 9,
        "services": 8,
        "autre": 3,
    },
    "rattachement": {
        "communication": 54.5,
        "marketing": 23,
        "direction": 8,
        "digital": 7,
        "relation-client": 3,
        "produit": 1.5,
        "rh": 1.5,
        "autre": 1.5,
    },
    "equipe": {"seul": 67, "2-3": 22, "4-plus": 11},
    "internalisation": {"interne": 66, "mixte": 28, "externe": 6},
    "diplome": {"bac-ou-moins": 4, "bac-2": 7, "bac-3-4": 36, "bac-5": 50, "plus-bac-5": 3},
    "filiere": {
        "communication": 46,
        "marketing": 24,
        "lettres": 10,
        "journalisme": 6,
        "commerce": 6,
        "informatique": 5,
        "autre": 3,
    },
    "ia": {
        "tous-les-jours": 38,
        "chaque-semaine": 31,
        "de-temps-en-temps": 19,
        "essaye": 7,
        "jamais": 5,
    },
    "teletravail": {
        "tout-le-temps": 14,
        "regulierement": 55,
        "de-temps-en-temps": 19,
        "jamais": 12,
    },
    "astreinte": {"compensee": 17, "non-compensee": 33, "rarement": 32, "jamais": 18},
    "recrutement": {
        "annonce": 30,
        "cooptation": 20,
        "candidature-spontanee": 13,
        "reseaux-sociaux": 12,
        "ecole": 15,
        "mobilite": 7,
        "autre": 3,
    },
    "augmentation": {"generale": 21, "individuelle": 24, "non": 42, "arrivee": 13},
    "depart": {"cherche": 19, "ecoute": 34, "autre-metier": 11, "non": 36},
    "formation-suivie": {"effet-paie": 6, "effet-pratique": 29, "sans-effet": 10, "non": 55},
}
# Per cent of those who tick each, independently.
SEVERAL_OF: dict[str, dict[str, float]] = {
    "reseaux": {
        "instagram": 74,
        "linkedin": 68,
        "facebook": 57,
        "tiktok": 26,
        "youtube": 24.5,
        "x": 15,
        "threads": 5,
        "pinterest": 10,
        "twitch": 4,
        "snapchat": 4,
        "bluesky": 4,
        "discord": 7,
        "whatsapp": 6,
    },
    "outils-veille": {
        "feedly": 34,
        "google-alertes": 52,
        "google-trends": 27,
        "inoreader": 8,
        "netvibes": 6,
        "visibrain": 9,
        "autre": 14,
    },
    "outils-production": {
        "canva": 81,
        "capcut": 56,
        "davinci-resolve": 8,
        "figma": 22,
        "notion": 33,
        "photoshop": 47,
        "autre": 12,
    },
    "outils-diffusion": {
        "agorapulse": 16,
        "brevo": 24,
        "buffer": 11,
        "hootsuite": 18,
        "meta-business-suite": 69,
        "swello": 14,
        "autre": 13,
    },
    "outils-mesure": {
        "statistiques-reseaux": 86,
        "google-analytics": 48,
        "matomo": 11,
        "looker-studio": 21,
        "metricool": 17,
        "tableur": 58,
        "autre": 8,
    },
    "indicateurs": {"referencement": 31, "engagement": 93, "interactions": 71, "activite": 44},
}
# Weights of the five steps.
SCALES = {
    "tache-creation": (1, 6, 21, 43, 29),
    "tache-moderation": (8, 41, 33, 14, 4),
    "tache-veille": (7, 55, 29, 8, 1),
    "tache-reporting": (9, 52, 30, 8, 1),
    "tache-publicite": (34, 35, 19, 9, 3),
    "tache-strategie": (12, 42, 28, 14, 4),
    "tache-evenement": (38, 37, 16, 7, 2),
    "satisfaction-salaire": (14, 31, 19, 30, 6),
    "satisfaction-missions": (2, 4, 6, 52, 36),
    "satisfaction-charge": (9, 25, 22, 36, 8),
}
MISSING = (
    "Du temps pour la stratégie, et un budget qui ne dépende pas du dernier post.",
    "Une vraie reconnaissance : on me demande encore si je suis stagiaire.",
    "Des collègues du même métier avec qui parler.",
    "Une formation à la vidéo, et le matériel qui va avec.",
    "Que la modération du week-end soit payée.",
    "Un outil de planification que l’équipe utiliserait vraiment.",
)


def pick(draw: random.Random, weights: dict[str, float]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def several(draw: random.Random, shares: dict[str, float], none: str = "aucun") -> list[str]:
    return [code for code, share in shares.items() if draw.random() * 100 < share] or [none]


def go_on(responses: list[Answers], seed: int) -> None:
    """Add to some of the responses the answers of the second part, the same for the same seed.

    Their own draws: the core stays what it is without them.
    """
    draw = random.Random(f"seconde partie {seed}")
    codes = {
        code: (question_bank.BRANCHES | second_part.BRANCHES).get(code, "")
        for _, screen in question_bank.SCREENS + second_part.SCREENS
        for code in screen
    }
    for answers in responses:
        if draw.random() >= GOES_ON:
            continue
        for _, screen in second_part.SCREENS:
            if draw.random() < STOPS:
                break
            for code in branches.asked(codes, answers):
                if code in screen:
                    answers[code] = None if draw.random() < SKIPS else one(draw, code, answers)


def one(draw: random.Random, code: str, answers: Answers) -> Answer:
    """An answer to one optional question, from somebody whose core answers these are."""
    freelance = answers.get("contrat") == "freelance"
    if code == "taille" and freelance:
        return "independant"
    if code == "equipe" and freelance:
        return "seul"
    if code in ONE_OF:
        return pick(draw, ONE_OF[code])
    if code in SEVERAL_OF:
        return several(draw, SEVERAL_OF[code])
    if code in SCALES:
        return str(draw.choices(range(1, 6), SCALES[code])[0])
    if code == "budget-publicite":
        bands = {(0, 0): 38, (50, 450): 25, (500, 1950): 20, (2000, 9950): 12, (10000, 40000): 5}
        low, high = draw.choices(list(bands), list(bands.values()))[0]
        return 50 * (draw.randint(low, high) // 50)
    if code == "manque":
        return draw.choice(MISSING) if draw.random() < 0.35 else None
    if code == "jours-factures":
        return min(max(round(draw.gauss(12, 4)), 1), 22)
    # Accounts, clients: many have a few, few have many.
    return 1 + min(int(draw.expovariate(1 / (7 if freelance else 4))), 40)
