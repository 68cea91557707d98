"""From a text to a commune of the tables, through geopy’s interface."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from map.geocoding import GazetteerGeocoder, candidates, find_commune
from tests.factories import commune

geocoder = GazetteerGeocoder()


def test_it_is_a_geopy_geocoder():
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Rennes", timeout=1)
    assert found.address == "Rennes (35)"
    assert (found.latitude, found.longitude) == pytest.approx((48.11, -1.68), abs=0.02)
    assert found.raw["citycode"] == "35238"
    assert found.raw["postcodes"] == ["35000", "35200", "35700"]


def test_several_answers_are_a_list_no_longer_than_asked():
    found = geocoder.geocode("Saint-Denis", exactly_one=False, limit=2)
    assert [location.raw["citycode"] for location in found] == ["97411", "93066"]


@pytest.mark.parametrize("exactly_one", [True, False])
def test_no_place_is_none(exactly_one):
    assert geocoder.geocode("zzzz", exactly_one=exactly_one) is None
    assert geocoder.reverse((0, -30), exactly_one=exactly_one) is None


@pytest.mark.parametrize("query", ["", "  ", None, 12])
def test_an_empty_query_is_geopys_own_error(query):
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


@pytest.mark.parametrize(
    "query", [(48.11, -1.68), "48.11, -1.68", Point(48.11, -1.68), "48°6'36\"N 1°40'48\"W"]
)
def test_a_point_leads_to_the_nearest_commune(query):
    assert geocoder.reverse(query).raw["citycode"] == "35238"


def test_a_point_in_paris_leads_to_an_arrondissement():
    assert geocoder.reverse((48.8585, 2.3795)).address == "Paris 11e (75)"


def test_what_is_not_a_point_is_refused():
    with pytest.raises(ValueError):
        geocoder.reverse("ici")


@pytest.mark.django_db
def test_a_text_finds_the_commune_of_the_tables():
    rennes = commune("35238")
    assert find_commune("35000 rennes") == rennes
    assert find_commune("Trifouilly") is None


@pytest.mark.django_db
def test_of_homonyms_the_most_populated_is_found_and_all_are_candidates():
    reunion, seine = commune("97411"), commune("93066")
    assert find_commune("Saint-Denis") == reunion
    assert candidates("Saint-Denis") == [reunion, seine]
    assert candidates("Saint-Denis", limit=1) == [reunion]
    assert find_commune("Saint-Denis (93)") == seine


@pytest.mark.django_db
def test_a_place_missing_from_the_tables_is_not_found():
    assert find_commune("Dijon") is None


@pytest.mark.django_db
def test_finding_costs_one_query_however_many_homonyms(django_assert_num_queries):
    commune("97411"), commune("93066")
    with django_assert_num_queries(1):
        names = [str(place.department) for place in candidates("Saint-Denis")]
    assert names == ["La Réunion (974)", "Seine-Saint-Denis (93)"]
    with django_assert_num_queries(0):
        candidates("zzzz")
