"""What an editor should look at again before publishing.

Pure.  What a text cannot do without is refused by its blocks (alternative text, credit); what is
only better otherwise is told here, and stops nobody.
"""

from typing import Any

LONGEST_TITLE = 70  # characters that search engines show of a title, at most
LONGEST_DESCRIPTION = 160  # and of a description
SHORTEST_DESCRIPTION = 50
# What draws a heading of the third level.
BELOW_A_HEADING = {
    "subheading": "Un sous-intertitre",
    "steps": "Une suite d’étapes",
    "points": "Une liste de points",
}


def warnings(*, title: str, description: str, body: list[tuple[str, Any]]) -> list[str]:
    """Sentences for who writes; `body` is (type, value) of each block."""
    found = []
    if len(title) > LONGEST_TITLE:
        found.append(
            f"Le titre fait {len(title)} caractères\u202f: les moteurs de recherche en montrent "
            f"{LONGEST_TITLE} au plus. Donnez-leur un titre plus court, sous l’onglet "
            "«\u202fPromotion\u202f»."
        )
    if description and len(description) > LONGEST_DESCRIPTION:
        found.append(
            f"La description pour les moteurs de recherche fait {len(description)} "
            f"caractères\u202f: au-delà de {LONGEST_DESCRIPTION}, ils la coupent."
        )
    elif description and len(description) < SHORTEST_DESCRIPTION:
        found.append(
            "La description pour les moteurs de recherche est très courte\u202f: "
            f"{len(description)} caractères. Entre {SHORTEST_DESCRIPTION} et "
            f"{LONGEST_DESCRIPTION}, elle dit de quoi il s’agit."
        )
    return found + headings(body)


def headings(body: list[tuple[str, Any]]) -> list[str]:
    """What is wrong with the order of headings."""
    found, under_heading = [], False
    names: set[str] = set()
    for kind, value in body:
        if kind == "heading":
            under_heading = True
            folded = " ".join(value.split()).casefold()
            if folded in names:
                found.append(f"L’intertitre «\u202f{value}\u202f» est là deux fois.")
            names.add(folded)
        elif kind in BELOW_A_HEADING and not under_heading:
            found.append(
                f"{BELOW_A_HEADING[kind]} vient avant le premier intertitre\u202f: qui écoute la "
                "page de titre en titre s’y perd. Mettez un intertitre au-dessus."
            )
            under_heading = True  # once is enough
    return found
