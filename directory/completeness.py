"""What would make a profile more useful to whoever reads it: advice, never a mark.  Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

ENOUGH_WORDS = 40
ENOUGH_SKILLS = 3


class Relation(Protocol):
    def all(self) -> Iterable[Any]: ...


class Version(Protocol):
    """What the advice reads of a profile, online or not."""

    headline: str
    biography: str
    portrait: Any
    website: str
    links: list
    networks: list
    cv: Any
    occupations: Relation
    skills: Relation
    experiences: Relation
    campaigns: Relation
    languages: Relation


@dataclass(frozen=True)
class Advice:
    """`target`: the id, in the owner’s form, of where to follow it; `section`: what to unfold."""

    text: str
    reason: str
    section: str
    target: str


def advice_for(version: Version) -> list[Advice]:
    """What is worth adding, the most useful first; empty when nothing is."""
    return [advice for is_due, advice in _considered(version) if is_due]


def _considered(version: Version) -> Iterable[tuple[bool, Advice]]:
    words = len(version.biography.split())
    yield (
        not version.headline or not list(version.occupations.all()),
        Advice(
            "Donnez un titre et un métier",
            "C’est ce qu’on lit dans la liste, et il les faut pour paraître.",
            "identite",
            "id_name" if version.headline else "id_headline",
        ),
    )
    yield (
        words < ENOUGH_WORDS,
        Advice(
            "Allongez votre biographie" if words else "Écrivez quelques lignes de biographie",
            "La recherche lit ces mots\u00a0: nommez ce que vous faites et pour qui.",
            "identite",
            "id_biography",
        ),
    )
    yield (
        len(list(version.skills.all())) < ENOUGH_SKILLS,
        Advice(
            "Choisissez au moins trois compétences ou outils",
            "On filtre l’annuaire par compétence\u00a0: sans elle, vous n’y êtes pas.",
            "competences",
            "competences",
        ),
    )
    yield (
        not any(step.kind == "poste" for step in version.experiences.all()),
        Advice(
            "Racontez au moins un poste ou une mission",
            "C’est ce qu’on cherche d’abord dans un CV.",
            "parcours",
            "parcours",
        ),
    )
    yield (
        not version.portrait,
        Advice(
            "Ajoutez un portrait",
            "On vous reconnaît d’une page à l’autre\u202f; sinon, vos initiales.",
            "identite",
            "id_portrait",
        ),
    )
    yield (
        not list(version.campaigns.all()),
        Advice(
            "Montrez une campagne",
            "Un travail daté, avec votre rôle, dit plus qu’une liste de savoir-faire.",
            "campagnes",
            "campagnes",
        ),
    )
    yield (
        not list(version.languages.all()),
        Advice(
            "Dites vos langues",
            "Une équipe qui publie en plusieurs langues le regarde tout de suite.",
            "langues",
            "langues",
        ),
    )
    yield (
        not (version.website or version.links or version.networks or version.cv),
        Advice(
            "Donnez un lien, un réseau ou un CV",
            "Qui vous lit voudra en voir davantage.",
            "liens",
            "id_website",
        ),
    )
