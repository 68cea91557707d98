"""A free request read as filters, and the words that remain."""

import pytest

from directory.understanding import Lexicon, Meaning, understand
from map.gazetteer import gazetteer

LEXICON = Lexicon.of(
    [
        ("social media", Meaning("metier", "social-media-manager")),
        ("social media", Meaning("metier", "responsable-social-media")),
        ("Social media manager", Meaning("metier", "social-media-manager")),
        ("Community manager", Meaning("metier", "community-manager")),
        ("CM", Meaning("metier", "community-manager")),
        ("Modérateur·rice", Meaning("metier", "moderateur")),
        ("Chargé·e de communication digitale", Meaning("metier", "charge-communication-digitale")),
        ("Freelance", Meaning("statut", "freelance")),
        ("Indépendant·e", Meaning("statut", "freelance")),
        ("bilingue", Meaning("bilingue", "1")),
        ("Anglais", Meaning("langue", "en")),
        ("Montage vidéo", Meaning("competence", "montage-video")),
        ("Tourisme et territoires", Meaning("secteur", "tourisme")),
        ("disponible", Meaning("disponibilite", "disponible")),
        ("Bretagne", Meaning("region", "53")),
        ("Rhône", Meaning("departement", "69")),
        ("Paris", Meaning("departement", "75")),
        ("La Réunion", Meaning("region", "04")),
        ("La Réunion", Meaning("departement", "974")),
        ("télétravail", Meaning("teletravail", "distance")),
    ]
)
SMM = ["social-media-manager", "responsable-social-media"]

REQUESTS = [
    (
        "social media freelance Nantes 30 km bilingue",
        {
            "metier": SMM,
            "statut": ["freelance"],
            "autour": ["Nantes"],
            "rayon": ["30"],
            "bilingue": ["1"],
        },
        "",
    ),
    ("community manager à Rennes", {"metier": ["community-manager"], "autour": ["Rennes"]}, ""),
    ("CM Lyon", {"metier": ["community-manager"], "autour": ["Lyon"]}, ""),
    ("social media manager", {"metier": ["social-media-manager"]}, ""),
    ("modératrice", {"metier": ["moderateur"]}, ""),
    ("modérateurs indépendants", {"metier": ["moderateur"], "statut": ["freelance"]}, ""),
    ("chargée de communication digitale", {"metier": ["charge-communication-digitale"]}, ""),
    ("Quelqu’un pour un musée", {}, "musée"),
    ("montage vidéo en Bretagne", {"competence": ["montage-video"], "region": ["53"]}, ""),
    ("Paris", {"autour": ["Paris"]}, ""),
    ("dans le Rhône", {"departement": ["69"]}, ""),
    ("La Réunion", {"region": ["04"]}, ""),
    ("tourisme et territoires", {"secteur": ["tourisme"]}, ""),
    ("50km autour de Quimper", {"rayon": ["50"], "autour": ["Quimper"]}, ""),
    ("69003", {"autour": ["69003"]}, ""),
    ("saint-denis", {"autour": ["Saint-Denis (974)"]}, ""),
    ("freelance disponible anglais", None, ""),
    ("« social media » Nantes", {"autour": ["Nantes"]}, "social media"),
    ("30 km", {}, "30 km"),
    ("", {}, ""),
    ("fromage de chèvre", {}, "fromage chèvre"),
    # Villages that are called as things are.
    ("bio", {}, "bio"),
    ("contes et légendes", {}, "contes légendes"),
    # A misspelt town stays a word.
    ("nantess", {}, "nantess"),
]


@pytest.mark.parametrize("text, filters, words", REQUESTS, ids=[text for text, *_ in REQUESTS])
def test_what_is_understood(text, filters, words):
    request = understand(text, LEXICON, gazetteer())
    if filters is not None:
        assert request.filters == filters
    assert request.text == words


@pytest.mark.parametrize("text", ["\x00", "a" * 5000, "km " * 900, '"""', "30 km " * 50, "🙂 ’ «"])
def test_nothing_typed_breaks_it(text):
    understand(text, LEXICON, gazetteer())


def test_a_phrase_belongs_to_one_filter():
    assert LEXICON.phrases["la reunion"] == (Meaning("region", "04"),)
