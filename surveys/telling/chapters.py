"""The chapters of a results page, and which one a question belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.telling.figure import Figure


@dataclass(frozen=True)
class Chapter:
    code: str
    title: str
    introduction: str = ""
    figures: tuple[Figure, ...] = ()


CHAPTERS = (
    Chapter(
        "remuneration",
        "La rémunération",
        "Salaires bruts annuels, variable compris, ramenés à un temps plein. Salariés, alternants "
        "et stagiaires sont comptés à part.",
    ),
    Chapter(
        "ecarts",
        "Les écarts entre femmes et hommes",
        "L’écart brut compare toutes les femmes à tous les hommes qui ont répondu ; à poste et "
        "ancienneté comparables, il ne reste que ce que ni l’un ni l’autre n’expliquent.",
    ),
    Chapter(
        "metier", "Le métier et le parcours", "Qui a répondu, d’où l’on vient, où l’on exerce."
    ),
    Chapter("conditions", "Les conditions de travail"),
    Chapter("outils", "Les réseaux et les outils"),
    Chapter(
        "independants",
        "Les indépendants",
        "Tarifs hors taxes d’une journée. Un tarif n’est pas un salaire : ils ne se mélangent pas.",
    ),
    Chapter(
        "evolution",
        "D’une édition à l’autre",
        "Les médianes se suivent d’une année à l’autre quand la question n’a pas changé. Une "
        "moyenne ne se compare pas à une médiane : elle n’est jamais sur le même axe.",
    ),
)
# By the first word of a question’s code; whatever is not here tells of the trade.
PLACES = {
    "remuneration": ("contrat", "temps", "salaire", "augmentation", "alternance", "stage"),
    "conditions": (
        *("teletravail", "astreinte", "satisfaction", "charge", "depart", "projet", "seul"),
        *("equipe", "interne", "rattachement"),
    ),
    "outils": (
        *("reseaux", "comptes", "nombre", "taches", "outils", "indicateurs", "budget", "ia"),
        *("intelligence", "veille", "mesure"),
    ),
    "independants": ("tjm", "jours", "clients", "freelance", "factures"),
}
CHAPTER_OF = {word: chapter for chapter, words in PLACES.items() for word in words}


def chapter_of(code: str) -> str:
    """The chapter of a question or of an amount, by its code."""
    return CHAPTER_OF.get(code.split("-")[0], "metier")


def chapters(figures: Iterable[Figure]) -> list[Chapter]:
    """The chapters that have something to show, in order, with their figures."""
    figures = [figure for figure in figures if figure.featured]
    made = []
    for one in CHAPTERS:
        own = tuple(figure for figure in figures if figure.chapter == one.code)
        if own:
            made.append(Chapter(one.code, one.title, one.introduction, own))
    return made
