"""What a few invented respondents had to say of the questions themselves."""

# Deterministic draws are wanted here, not secrets.
# ruff: noqa: S311
import random

from surveys.branches import Answer, remark_on

REMARKS = {
    "intitule": (
        "Mon contrat dit « chargée de communication », mon équipe dit CM. Lequel ?",
        "Il manque « responsable éditorial ».",
    ),
    "structure": (
        "Une agence intégrée à un groupe, c’est une agence ou une entreprise ?",
        "Pas clair pour qui travaille en portage salarial.",
    ),
    "anciennete": ("Faut-il compter les stages ?", "En additionnant mes deux périodes, alors."),
    "metier-precedent": ("J’en faisais deux à la fois.",),
    "temps": ("80 % sur le papier, le reste le soir.",),
    "salaire": (
        "Avec ou sans les tickets restaurant ?",
        "Prime de fin d’année comprise, je l’ai ajoutée.",
    ),
    "tjm": ("Mon tarif va du simple au double selon le client : j’ai mis le plus courant.",),
}


def remark(responses: list[dict[str, Answer]], seed: int) -> None:
    """Add each remark to the answers of somebody who was asked the question; same seed, same ones.

    Their own draws: the answers stay what they are without them.
    """
    draw = random.Random(f"remarques {seed}")
    for code, texts in REMARKS.items():
        asked = [one for one in responses if code in one]
        authors = draw.sample(asked, min(len(asked), len(texts)))
        for answers, text in zip(authors, texts, strict=False):
            answers[remark_on(code)] = text
