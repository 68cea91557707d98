"""The list of the places of France: complete, coherent, loaded as it is written."""

import json
import math
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from map.folding import fold
from map.gazetteer import DATA, gazetteer, table
from map.models import Commune, Department, Postcode, Region

PLACES = list(gazetteer().by_code.values())
COMMUNES = [place for place in PLACES if not place.parent]
COLLECTIVITIES = {"975", "977", "978", "986", "987", "988"}


def test_every_commune_and_arrondissement_is_there():
    assert len(COMMUNES) == 34_963
    districts = Counter(place.parent for place in PLACES if place.parent)
    assert districts == {"75056": 20, "69123": 9, "13055": 16}
    assert len(table("departments")) == 107
    assert len(table("regions")) == 24


@pytest.mark.parametrize(
    ("department", "number"),
    [("75", 1), ("2A", 124), ("93", 39), ("971", 32), ("972", 34), ("973", 22), ("974", 24)]
    + [("976", 17), ("975", 2), ("977", 1), ("978", 1), ("986", 3), ("987", 48), ("988", 33)],
)
def test_a_departement_has_all_its_communes(department, number):
    assert sum(place.department == department for place in COMMUNES) == number


def test_every_departement_has_communes_a_region_and_a_chief_town_of_its_own():
    regions = {row["code"] for row in table("regions")}
    departments = table("departments")
    assert {place.department for place in COMMUNES} == {row["code"] for row in departments}
    assert {row["region"] for row in departments} == regions
    for row in departments:
        assert gazetteer().by_code[row["chefLieu"]].department == row["code"]


def test_every_place_has_a_postcode_a_point_and_a_code_of_its_departement():
    for place in PLACES:
        assert place.postcodes, place
        assert place.code.startswith(place.department[:2]), place
        assert all(len(code) == 5 and code.isdigit() for code in place.postcodes), place
        if len(place.department) == 2:
            assert 41 < place.latitude < 51.2, place
            assert -5.3 < place.longitude < 9.7, place
        else:
            assert -24 < place.latitude < 48, place


def test_no_point_is_far_from_the_rest_of_its_departement():
    """A town hall taken from a homonym elsewhere would stand out."""
    members = {}
    for place in PLACES:
        if place.department not in COLLECTIVITIES:
            members.setdefault(place.department, []).append(place)
    for places in members.values():
        latitude = sorted(place.latitude for place in places)[len(places) // 2]
        longitude = sorted(place.longitude for place in places)[len(places) // 2]
        for place in places:
            east = (place.longitude - longitude) * math.cos(math.radians(latitude))
            assert math.hypot(place.latitude - latitude, east) * 111 < 330, place


def test_an_overseas_collectivity_is_one_point_an_archipelago():
    points = {}
    for place in COMMUNES:
        if place.department in COLLECTIVITIES:
            points.setdefault(place.department, set()).add((place.latitude, place.longitude))
    sizes = {code: len(places) for code, places in points.items()}
    assert sizes == dict.fromkeys(COLLECTIVITIES, 1) | {"987": 3}


def test_the_population_is_that_of_the_country_mayotte_included():
    assert sum(place.population or 0 for place in COMMUNES) == 68_952_941
    mayotte = [place for place in COMMUNES if place.department == "976"]
    assert sum(place.population for place in mayotte) == 256_518
    for city in ("75056", "69123", "13055"):
        parts = sum(place.population for place in PLACES if place.parent == city)
        assert parts == gazetteer().by_code[city].population


def test_only_the_villages_destroyed_in_1916_have_nobody():
    empty = {place.code for place in COMMUNES if not place.population}
    assert empty == {"55039", "55050", "55139", "55189", "55239", "55307"}


@pytest.mark.parametrize("name", ["former_communes", "other_names"])
def test_former_names_lead_to_a_commune_of_today_called_otherwise(name):
    rows = table(name)
    assert len(rows) == {"former_communes": 3988, "other_names": 9}[name]
    for row in rows:
        assert fold(row["name"]) != gazetteer().by_code[row["commune"]].folded_name, row


def test_names_of_areas_lead_to_departements():
    known = {row["code"] for row in table("departments")} | {"*"}
    assert all(set(row["departments"].split()) <= known for row in table("area_names"))


def test_every_departement_but_the_collectivities_has_an_outline():
    features = json.loads((DATA / "departments.geojson").read_text())["features"]
    codes = {row["code"] for row in table("departments")}
    assert {feature["id"] for feature in features} == codes - COLLECTIVITIES


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 3_000_000


def test_deriving_without_its_sources_writes_nothing(tmp_path):
    with pytest.raises(CommandError, match=r"Il manque|il manque"):
        call_command("derive_france", tmp_path, output=tmp_path)
    assert not list(tmp_path.iterdir())


# --- Loading ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_loading_fills_the_tables_then_repairs_only_what_differs(django_assert_max_num_queries):
    def load() -> str:
        out = StringIO()
        call_command("load_france", stdout=out)
        return out.getvalue()

    assert "35008 communes" in load()
    counts = (24, 107, 35_008, sum(len(place.postcodes) for place in PLACES))
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
    # In French, « É » is filed with « E ».
    order = list(Commune.objects.filter(pk__in=["91228", "67130", "80829"]))
    assert [commune.pk for commune in order] == ["67130", "91228", "80829"]
