"""Advice to the owner: ordered, with a reason and a place, and none when all is there."""

from types import SimpleNamespace

import pytest

from directory.completeness import advice_for
from directory.forms import SECTIONS


class Rows(list):
    def all(self) -> list:
        return self


def version(**changes) -> SimpleNamespace:
    whole = {
        "headline": "Community manager",
        "biography": "mot " * 40,
        "portrait": "profils/x.webp",
        "website": "https://exemple.example",
        "links": [],
        "networks": [],
        "cv": "",
        "occupations": Rows(["cm"]),
        "skills": Rows("abc"),
        "experiences": Rows([SimpleNamespace(kind="poste")]),
        "campaigns": Rows(["c"]),
        "languages": Rows(["fr"]),
    }
    return SimpleNamespace(**whole | changes)


def test_a_whole_profile_is_left_in_peace():
    assert advice_for(version()) == []


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"headline": ""}, "id_headline"),
        ({"occupations": Rows()}, "id_name"),
        ({"biography": "Trois mots seulement"}, "id_biography"),
        ({"skills": Rows("ab")}, "competences"),
        ({"experiences": Rows([SimpleNamespace(kind="diplome")])}, "parcours"),
        ({"portrait": ""}, "id_portrait"),
        ({"campaigns": Rows()}, "campagnes"),
        ({"languages": Rows()}, "langues"),
        ({"website": ""}, "id_website"),
    ],
)
def test_what_is_missing_is_said_with_its_reason_and_its_place(changes, target):
    [advice] = advice_for(version(**changes))
    assert advice.target == target
    assert advice.section in {section.anchor for section in SECTIONS}
    assert advice.text and advice.reason


def test_one_link_of_any_kind_is_enough():
    assert advice_for(version(website="", networks=[{"network": "forum"}])) == []


def test_the_most_useful_comes_first():
    empty = version(headline="", biography="", portrait="", languages=Rows())
    assert [one.section for one in advice_for(empty)] == [
        "identite",
        "identite",
        "identite",
        "langues",
    ]
