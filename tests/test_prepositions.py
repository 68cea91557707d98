"""In which place: every région and département takes the preposition that French gives it."""

import re

import pytest

from directory.prepositions import LEVELS, WORDS, located
from map.gazetteer import table

FILES = {"region": "regions", "department": "departments"}
# What usage leaves no doubt about, at least one of each kind.
KNOWN = [
    ("region", "53", "en Bretagne"),
    ("region", "32", "dans les Hauts-de-France"),
    ("region", "44", "dans le Grand Est"),
    ("region", "52", "dans les Pays de la Loire"),
    ("region", "75", "en Nouvelle-Aquitaine"),
    ("region", "04", "à La Réunion"),
    ("region", "06", "à Mayotte"),
    ("region", "94", "en Corse"),
    ("department", "01", "dans l’Ain"),
    ("department", "06", "dans les Alpes-Maritimes"),
    ("department", "2A", "en Corse-du-Sud"),
    ("department", "34", "dans l’Hérault"),
    ("department", "35", "en Ille-et-Vilaine"),
    ("department", "69", "dans le Rhône"),
    ("department", "75", "à Paris"),
    ("department", "80", "dans la Somme"),
    ("department", "90", "dans le Territoire de Belfort"),
    ("department", "92", "dans les Hauts-de-Seine"),
    ("department", "971", "en Guadeloupe"),
    ("department", "974", "à La Réunion"),
    ("department", "988", "en Nouvelle-Calédonie"),
]


def names(level: str) -> dict[str, str]:
    return {row["code"]: row["name"] for row in table(FILES[level])}


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_has_one_preposition_and_no_other_has(level):
    codes = [code for group in LEVELS[level].values() for code in group.split()]
    assert sorted(codes) == sorted(names(level))


@pytest.mark.parametrize(("level", "code", "said"), KNOWN)
def test_known_places(level, code, said):
    assert located(level, code, names(level)[code]) == said


@pytest.mark.parametrize("level", LEVELS)
def test_the_preposition_agrees_with_the_name(level):
    for code, name in names(level).items():
        word = WORDS[level][code]
        plural = re.match(
            r"(Alpes|Hautes|Hauts|Bouches|Côtes|Deux|Landes|Ardennes|Vosges|Yvelines|"
            r"Pyrénées|Pays)\b",
            name,
        )
        assert (word == "dans les") == bool(plural), name
        if word == "dans l’":
            assert name[0] in "AEÉHIOUY", name
        if word in ("dans le", "dans la"):
            assert name[0] not in "AEÉIOU", name
        if "-et-" in name and not name.startswith("Saint"):
            assert word == "en", name


def test_a_place_that_is_not_ours_is_said_all_the_same():
    assert located("region", "99", "Atlantide") == "en Atlantide"
    with pytest.raises(KeyError):
        located("commune", "69123", "Lyon")
