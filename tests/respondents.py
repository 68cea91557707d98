"""A respondent’s gestures, for tests of the survey: post the screens, send, read the receipt."""

import re

from surveys.models import Edition, EditionQuestion
from tests.factories import EditionFactory

SALARIED = [
    {"exercice": "aujourdhui"},
    {"intitule": "community-manager", "structure": "agence"},
    {"age": "28", "genre": "femme", "region": "53"},
    {"anciennete": "3-4-ans", "metier-precedent": "communication"},
    {"contrat": "cdi"},
    {"temps": "plein", "salaire": "2 400,00 €", "salaire.periode": "mois"},
]
SALARIED_ANSWERS = {
    "exercice": "aujourdhui",
    "intitule": "community-manager",
    "structure": "agence",
    "age": "26-30",
    "genre": "femme",
    "region": "53",
    "anciennete": "3-4-ans",
    "metier-precedent": "communication",
    "contrat": "cdi",
    "temps": "plein",
    "salaire": 29000,
}


def core_edition(**kwargs):
    """An open edition (by default) that asks the standard questions."""
    edition = EditionFactory(**kwargs)
    edition.ask_core_questions()
    return edition


def short_edition(**kwargs) -> Edition:
    """Its first three screens alone: a form shows them in a tenth of the time."""
    edition = core_edition(**kwargs)
    EditionQuestion.objects.filter(edition=edition, step__gt=3).delete()
    return Edition.objects.get(pk=edition.pk)


def fill(client, edition, screens=SALARIED):
    """Post each screen where the last one led; returns the last response."""
    response = client.get(f"/enquete/{edition.year}/repondre/")
    for data in screens:
        response = client.post(response.url, data)
        assert response.status_code == 302, response.content.decode()
    return response


def send(client, edition, screens=SALARIED) -> str:
    """Answer to the end; returns the words of the receipt."""
    response = fill(client, edition, screens)
    assert response.url == f"/enquete/{edition.year}/relecture/"
    response = client.post(response.url)
    assert response.url == f"/enquete/{edition.year}/merci/"
    return words(client.get(response.url))


def words(response) -> str:
    return re.search(r'id="mots-du-recu">([a-z-]+)<', response.content.decode())[1]
