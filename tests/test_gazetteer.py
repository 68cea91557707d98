"""The list of the places of France: complete, coherent, found by what people write."""

import math
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from map.gazetteer import CITIES, fold, gazetteer, table
from map.models import Commune, Department, Postcode, Region

PLACES = list(gazetteer().by_code.values())
COMMUNES = [place for place in PLACES if not place.parent]


def labels(text: str) -> list[str]:
    return [place.label for place in gazetteer().search(text)]


# --- The data ---------------------------------------------------------------------------------
def test_every_commune_and_arrondissement_is_there():
    assert len(COMMUNES) == 34_875
    districts = Counter(place.parent for place in PLACES if place.parent)
    assert districts == {"75056": 20, "69123": 9, "13055": 16}
    assert len(table("departments")) == 101
    assert len(table("regions")) == 18


@pytest.mark.parametrize(
    ("department", "number"),
    [("75", 1), ("2A", 124), ("93", 39), ("971", 32), ("972", 34), ("973", 22), ("974", 24)]
    + [("976", 17)],
)
def test_a_departement_has_all_its_communes(department, number):
    assert sum(place.department == department for place in COMMUNES) == number


def test_every_departement_has_communes_and_a_region():
    regions = {row["code"] for row in table("regions")}
    departments = {row["code"]: row["region"] for row in table("departments")}
    assert {place.department for place in COMMUNES} == set(departments)
    assert set(departments.values()) == regions


def test_every_place_has_a_postcode_a_point_and_a_code_of_its_departement():
    for place in PLACES:
        assert place.postcodes, place
        assert place.code.startswith(place.department[:2]), place
        assert all(len(code) == 5 and code.isdigit() for code in place.postcodes), place
        if len(place.department) == 2:
            assert 41 < place.latitude < 51.2, place
            assert -5.3 < place.longitude < 9.7, place
        else:
            assert -22 < place.latitude < 18.2, place


def test_no_point_is_far_from_the_rest_of_its_departement():
    """A town hall taken from a homonym elsewhere would stand out."""
    members = {}
    for place in PLACES:
        members.setdefault(place.department, []).append(place)
    for places in members.values():
        latitude = sorted(place.latitude for place in places)[len(places) // 2]
        longitude = sorted(place.longitude for place in places)[len(places) // 2]
        for place in places:
            east = (place.longitude - longitude) * math.cos(math.radians(latitude))
            assert math.hypot(place.latitude - latitude, east) * 111 < 330, place


def test_the_population_is_that_of_the_country():
    assert 66_000_000 < sum(place.population or 0 for place in COMMUNES) < 68_000_000


def test_former_communes_lead_to_a_commune_of_today():
    rows = table("former_communes")
    assert len(rows) > 2000
    assert all(row["commune"] in gazetteer().by_code for row in rows)


# --- Finding ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("ŒUILLY", "oeuilly"),
        ("St-Étienne", "saint etienne"),
        ("Stes-Maries", "saintes maries"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Eve\u0301", "eve"),
        ("  Le\u00a0Mans\t", "le mans"),
        ("\x00日本", ""),
    ],
)
def test_folding_keeps_what_is_compared(text, folded):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    for place in PLACES[::7]:
        assert fold(place.folded_name) == place.folded_name == fold(place.name)


def test_every_place_is_found_by_its_own_label():
    lost = [place.label for place in PLACES if gazetteer().search(place.label) != [place]]
    assert not lost


def test_every_place_is_found_by_its_name_and_each_of_its_postcodes():
    search = gazetteer().search
    lost = [
        (place.label, postcode)
        for place in PLACES
        if place.code not in CITIES  # their postcodes say which arrondissement
        for postcode in place.postcodes
        if [place] != search(f"{place.name} {postcode}")
        or [place] != search(f"{postcode} {place.name.upper()}")
    ]
    assert not lost


def test_the_postcode_of_a_large_city_says_which_arrondissement():
    assert labels("Lyon 69003") == labels("69003 LYON") == ["Lyon 3e (69)"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Paris 11e", "Paris 11e (75)"),
        ("paris 11", "Paris 11e (75)"),
        ("Paris 1er", "Paris 1er (75)"),
        ("75011", "Paris 11e (75)"),
        ("75116", "Paris 16e (75)"),
        ("75011 PARIS CEDEX 11", "Paris 11e (75)"),
        ("Lyon 3ème", "Lyon 3e (69)"),
        ("3e arrondissement de Lyon", "Lyon 3e (69)"),
        ("Marseille 13e", "Marseille 13e (13)"),
        ("Marseille 13", "Marseille (13)"),
        ("Lyon (69)", "Lyon (69)"),
        ("69 Lyon", "Lyon (69)"),
        ("lyon, france", "Lyon (69)"),
        ("st etienne", "Saint-Étienne (42)"),
        ("L'Hay les Roses", "L’Haÿ-les-Roses (94)"),
        ("haÿ-les-roses", "L’Haÿ-les-Roses (94)"),
        ("Havre", "Le Havre (76)"),
        ("oeuilly 02160", "Œuilly (02)"),
        ("Y", "Y (80)"),
        ("Neuilly s/Seine", "Neuilly-sur-Seine (92)"),
        ("Saint-Denis 93200", "Saint-Denis (93)"),
        ("97400 Saint-Denis", "Saint-Denis (974)"),
        ("Saint-Denis (974)", "Saint-Denis (974)"),
        ("Saint Denis, La Réunion", "Saint-Denis (974)"),
        ("Saint-Denis, Île-de-France", "Saint-Denis (93)"),
        ("Vienne Isère", "Vienne (38)"),
        ("Roissy-en-France", "Roissy-en-France (95)"),
        ("35042 Rennes Cedex", "Rennes (35)"),
        ("12 rue des Lilas, 33000 Bordeaux", "Bordeaux (33)"),
        ("12 rue des Lilas, Bordeaux", "Bordeaux (33)"),
        ("2A004", "Ajaccio (2A)"),
        ("Pierrefitte-sur-Seine", "Saint-Denis (93)"),
    ],
)
def test_a_place_is_found_as_people_write_it(text, label):
    assert labels(text) == [label]


def test_homonyms_come_most_populated_first():
    assert labels("Saint-Denis")[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]


def test_a_shared_postcode_gives_all_its_communes():
    assert labels("38360") == ["Sassenage (38)", "Noyarey (38)", "Engins (38)"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "…", "zzzz", "développeur web", "je ne sais pas", "France", "69", "00000", "\x00"]
    + ["Lyon/Paris", "Rennes 75011", "<script>alert(1)</script>", "Trifouilly-les-Oies", "x" * 9999]
    + ["," * 9999],
)
def test_what_is_not_a_place_gives_nothing(text):
    assert labels(text) == []


def test_the_point_of_a_place_leads_back_to_it():
    """Twin points exist (a new commune and its city hall): the name must be among the nearest."""
    for place in PLACES[::23]:
        if place.code not in CITIES:
            nearest = gazetteer().nearest(place.latitude, place.longitude, 2)
            assert place in nearest, place


# --- Loading ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_loading_fills_the_tables_then_repairs_only_what_differs(django_assert_max_num_queries):
    def load() -> str:
        out = StringIO()
        call_command("load_france", stdout=out)
        return out.getvalue()

    assert "34920 communes" in load()
    counts = (18, 101, 34_920, sum(len(place.postcodes) for place in PLACES))
    models = (Region, Department, Commune, Postcode)
    assert tuple(model.objects.count() for model in models) == counts

    with django_assert_max_num_queries(8):
        assert load() == "France : déjà à jour.\n"

    Commune.objects.filter(pk="35238").update(name="Reine", folded_name="reine")
    Postcode.objects.filter(commune="35238").delete()
    Postcode.objects.create(code="99999", commune_id="69123")
    assert "1 communes et 4 codes postaux" in load()
    assert Commune.objects.get(pk="35238").folded_name == "rennes"
    assert tuple(model.objects.count() for model in models) == counts
    assert Commune.objects.get(pk="75111").parent_id == "75056"
    assert str(Region.objects.get(slug="provence-alpes-cote-d-azur")) == (
        "Provence-Alpes-Côte d’Azur"
    )
