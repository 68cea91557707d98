"""/carte/profils.geojson and /carte/profils.json: counts by région, département or commune."""

import gzip
import json
import math
from urllib.parse import urlencode

import pytest

from directory import geojson, territory
from directory.models import Profile
from map.models import Commune
from tests.factories import ProfileFactory, UserFactory, commune

pytestmark = pytest.mark.django_db
POINTS, PEOPLE = "/carte/profils.geojson", "/carte/profils.json"
LYON, QUIMPER, RENNES = "69123", "29232", "35238"


@pytest.fixture(autouse=True)
def only_the_places_of_this_test():
    territory.read.cache_clear()
    yield
    territory.read.cache_clear()


@pytest.fixture
def people():
    ProfileFactory(name="Inès", status="freelance")
    ProfileFactory(name="Théo", status="agence")
    ProfileFactory(name="Gwenaël", commune=commune(QUIMPER), status="freelance")
    ProfileFactory(name="Maëlle", commune=commune(RENNES), precision="departement")
    ProfileFactory(name="Loïc", commune=commune(RENNES), precision="liste")
    ProfileFactory(name="Caché", commune=commune("33063"), live=False)


def get(client, url=POINTS, **query):
    response = client.get(f"{url}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.content
    return response.json()


def counts(collection) -> dict[str, int]:
    return {
        feature["properties"]["name"]: feature["properties"]["count"]
        for feature in collection["features"]
    }


# --- The three levels -------------------------------------------------------------------------
@pytest.mark.parametrize("zoom", [None, 0, 5])
def test_regions_first(client, people, zoom):
    found = get(client, **({} if zoom is None else {"zoom": zoom}))
    assert counts(found) == {"Auvergne-Rhône-Alpes": 2, "Bretagne": 2}


@pytest.mark.parametrize("zoom", [6, 8])
def test_then_departements(client, people, zoom):
    found = get(client, zoom=zoom)
    assert counts(found) == {"Rhône": 2, "Finistère": 1, "Ille-et-Vilaine": 1}


@pytest.mark.parametrize("zoom", [9, 14])
def test_then_communes(client, people, zoom):
    found = get(client, zoom=zoom)
    assert counts(found) == {"Lyon (69)": 2, "Quimper (29)": 1, "Ille-et-Vilaine": 1}


def test_each_feature_says_what_it_is_and_leads_to_the_same_filters(client, people):
    def only(zoom, code):
        found = get(client, zoom=zoom, statut="freelance", tri="nom")
        (one,) = (f["properties"] for f in found["features"] if f["properties"]["code"] == code)
        return one

    base = "/carte/?statut=freelance&tri=nom"
    assert only(5, "53") == {
        "level": "region",
        "code": "53",
        "name": "Bretagne",
        "count": 3,
        "words": "Bretagne, 3 profils",
        "url": f"{base}&region=53",
    } | {"count": 2, "words": "Bretagne, 2 profils"}
    assert only(7, "29")["url"] == f"{base}&departement=29"
    assert only(9, QUIMPER) == {
        "level": "commune",
        "code": QUIMPER,
        "name": "Quimper (29)",
        "count": 1,
        "words": "Quimper (29), 1 profil",
        "url": f"{base}&commune={QUIMPER}",
    }


def test_a_feature_leads_to_as_many_people_as_it_counts(client, people):
    for zoom in (5, 7, 9):
        for feature in get(client, zoom=zoom, statut="freelance")["features"]:
            page = client.get(feature["properties"]["url"]).context["page_obj"]
            off_map = sum(profile.precision == "liste" for profile in page)
            assert page.paginator.count - off_map == feature["properties"]["count"]


def test_people_who_tell_their_departement_only_stand_in_its_middle(client, people):
    commune("29232")
    Commune.objects.create(
        code="35001",
        name="Acigné",
        folded_name="acigne",
        department_id="35",
        latitude=48.5147,
        longitude=-1.2794,
    )
    hidden = [
        f for f in get(client, zoom=12)["features"] if f["properties"]["level"] == "department"
    ]
    assert [f["properties"] for f in hidden] == [
        {
            "level": "department",
            "code": "35",
            "name": "Ille-et-Vilaine",
            "count": 1,
            "words": "Ille-et-Vilaine, commune non précisée, 1 profil",
            "url": "/carte/?departement=35&precision=departement",
        }
    ]
    # Halfway between the two communes of the département: nobody’s own.
    assert hidden[0]["geometry"]["coordinates"] == [-1.4794, 48.3147]


def test_people_off_the_map_are_only_counted_beside_it(client, people):
    for zoom in (5, 7, 9):
        found = get(client, zoom=zoom)
        assert (found["total"], found["off_map"]) == (5, 1)
        assert sum(counts(found).values()) == 4


def test_homonymous_communes_stay_apart(client):
    ProfileFactory(commune=commune("93066"))
    ProfileFactory(commune=commune("97411"))
    assert counts(get(client, zoom=9)) == {"Saint-Denis (93)": 1, "Saint-Denis (974)": 1}


def test_tells_nothing_of_anyone(client, people):
    for zoom in (5, 7, 9):
        text = client.get(POINTS, {"zoom": zoom}).content.decode()
        for name in Profile.objects.values_list("name", flat=True):
            assert name not in text


# --- RFC 7946 ---------------------------------------------------------------------------------
def check(collection: dict) -> None:
    """What the standard asks of a FeatureCollection of points, and of its bboxes."""
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection and "geometry" not in collection
    assert isinstance(collection["features"], list)
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        assert math.isfinite(longitude) and math.isfinite(latitude)
        if "bbox" in feature:
            west, south, east, north = feature["bbox"]
            assert -180 <= west <= longitude <= east <= 180
            assert -90 <= south <= latitude <= north <= 90
        assert (
            feature["properties"]["level"] == "commune"
            or "bbox" in feature
            or ("non précisée" in feature["properties"]["words"])
        )


@pytest.mark.parametrize("zoom", [3, 7, 12])
def test_answers_geojson_to_the_letter(client, people, zoom):
    ProfileFactory(commune=commune("97411"))
    response = client.get(POINTS, {"zoom": zoom})
    assert response["Content-Type"] == "application/geo+json"
    # JSON has no NaN: a strict reader must accept every number.
    collection = json.loads(response.content, parse_constant=pytest.fail)
    assert collection["features"]
    check(collection)


# --- The window -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("-6,47,-3,49", {"Quimper (29)"}),
        ("-5,45,10,49", {"Quimper (29)", "Lyon (69)", "Ille-et-Vilaine"}),
        ("-180,-90,180,90", {"Quimper (29)", "Lyon (69)", "Ille-et-Vilaine"}),
        ("50,-25,60,-15", set()),
        ("-4.0979,47.9975,-4.0979,47.9975", {"Quimper (29)"}),
    ],
)
def test_only_what_is_in_view(client, people, bbox, expected):
    assert counts(get(client, zoom=9, bbox=bbox)).keys() == expected


def test_a_view_with_too_many_communes_keeps_the_largest_and_says_so(client, people, monkeypatch):
    monkeypatch.setattr(geojson, "MOST_COMMUNES", 1)
    found = get(client, zoom=9)
    assert counts(found) == {"Lyon (69)": 2, "Ille-et-Vilaine": 1}
    assert found["more"] == 1
    assert get(client, zoom=7)["more"] == 0


# --- Around a place ---------------------------------------------------------------------------
def test_a_circle_is_given_with_the_people_within_it(client, people):
    ProfileFactory(name="Nour", commune=commune(RENNES))
    found = get(client, zoom=9, autour="Rennes", rayon=50)
    assert counts(found) == {"Rennes (35)": 1}
    assert found["circle"] == {
        "center": [-1.6794, 48.1147],
        "radius_km": 50,
        "name": "Rennes",
    }
    assert "circle" not in get(client, zoom=9)


# --- Refused ----------------------------------------------------------------------------------
ODD = [
    ("bbox=1,2,3", "bbox", "quatre nombres"),
    ("bbox=1,2,3,4,5", "bbox", "quatre nombres"),
    ("bbox=a,b,c,d", "bbox", "quatre nombres"),
    ("bbox=nan,1,2,3", "bbox", "sort du globe"),
    ("bbox=-inf,1,2,3", "bbox", "sort du globe"),
    ("bbox=-181,1,2,3", "bbox", "sort du globe"),
    ("bbox=1,1,2,91", "bbox", "sort du globe"),
    ("bbox=9.6,41,-5.2,51", "bbox", "inversés"),
    ("bbox=-5,51,9,41", "bbox", "inversés"),
    ("zoom=99", "zoom", "de 0 à 14"),
    ("zoom=-1", "zoom", "de 0 à 14"),
    ("zoom=abc", "zoom", "de 0 à 14"),
    ("zoom=5.5", "zoom", "de 0 à 14"),
    ("x=" + "a" * 5000, "requete", "trop longue"),
    ("q=" + "a" * 5000, "requete", "trop longue"),
    ("q=a%00b", "requete", "nul"),
    ("zoom=%00", "requete", "nul"),
    ("region=99", "region", "ne connaissons pas cette région"),
    ("departement=00", "departement", "ne connaissons pas ce département"),
    ("commune=00000", "commune", "ne connaissons pas cette commune"),
    ("precision=maison", "precision", "n’existe pas"),
    ("autour=Atlantide", "autour", "ne connaissons pas cette commune"),
    ("autour=Rennes&rayon=4", "rayon", "de 5 à 200"),
    ("autour=Rennes&rayon=201", "rayon", "de 5 à 200"),
    ("autour=Rennes&rayon=loin", "rayon", "de 5 à 200"),
]


@pytest.mark.parametrize(("query", "field", "sentence"), ODD, ids=[row[0][:24] for row in ODD])
def test_what_makes_no_sense_is_refused_with_a_sentence(client, people, query, field, sentence):
    response = client.get(f"{POINTS}?{query}")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert sentence in response.json()["errors"][field][0]


def test_every_fault_is_told_at_once(client, people):
    response = client.get(f"{POINTS}?zoom=99&bbox=1&region=99")
    assert response.json()["errors"].keys() == {"zoom", "bbox", "region"}


# --- Transport --------------------------------------------------------------------------------
def test_unchanged_points_are_not_sent_twice(client, people):
    first = client.get(POINTS)
    again = client.get(POINTS, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    ProfileFactory()
    assert client.get(POINTS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_compresses_and_still_recognises_what_was_sent(client, people):
    zipped = {"Accept-Encoding": "gzip"}
    first = client.get(POINTS, {"zoom": 9}, headers=zipped)
    assert first["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first["Vary"]
    plain = client.get(POINTS, {"zoom": 9})
    assert gzip.decompress(first.content) == plain.content
    again = client.get(POINTS, {"zoom": 9}, headers=zipped | {"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_may_be_kept_for_a_minute_by_anyone(client, people):
    assert client.get(POINTS)["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in client.get(POINTS)["Vary"]  # signed-in people may find more


def test_what_a_member_finds_is_kept_for_a_minute_by_them_alone(client, people):
    ProfileFactory(visibility="inscrits")
    client.force_login(UserFactory())
    response = client.get(POINTS)
    assert response.json()["total"] == 6
    assert response["Cache-Control"] == "private, max-age=60"


def test_only_reads(client):
    assert client.post(POINTS).status_code == 405
    assert client.post(PEOPLE).status_code == 405


# --- Counted in memory ------------------------------------------------------------------------
@pytest.mark.parametrize("zoom", [5, 7, 9])
@pytest.mark.parametrize("rows", [1, 30])
def test_one_query_whatever_the_number_of_profiles(
    client, django_assert_num_queries, reader, rows, zoom
):
    for rank in range(rows):
        ProfileFactory(precision="departement" if rank % 2 else "commune")
    get(client, zoom=zoom)
    with django_assert_num_queries(1):
        get(client, zoom=zoom, statut="freelance", disponibilite="ecoute")
    Profile.objects.latest("pk").save()
    with django_assert_num_queries(4):  # the row and its links again
        get(client, zoom=zoom)


def test_a_change_is_in_the_next_answer(client, people, reader):
    assert counts(get(client, zoom=9, statut="agence")) == {"Lyon (69)": 1}
    Profile.objects.filter(name="Gwenaël").update(status="agence")
    assert counts(get(client, zoom=9, statut="agence")) == {"Lyon (69)": 1, "Quimper (29)": 1}


# --- People -----------------------------------------------------------------------------------
def test_the_people_of_a_commune(client, people):
    assert get(client, PEOPLE, commune=LYON, statut="freelance") == {
        "name": "Lyon (69)",
        "count": 1,
        "people": [
            {
                "name": "Inès",
                "headline": "Community manager pour l’édition",
                "url": Profile.objects.get(name="Inès").get_absolute_url(),
            }
        ],
        "all_url": "/annuaire/?commune=69123&statut=freelance",
    }


def test_the_people_of_a_departement_who_do_not_tell_their_commune(client, people):
    found = get(client, PEOPLE, departement=35, precision="departement")
    assert (found["name"], found["count"]) == ("Ille-et-Vilaine (35)", 1)
    assert [person["name"] for person in found["people"]] == ["Maëlle"]
    assert found["all_url"] == "/annuaire/?departement=35&precision=departement"


def test_nobody_who_stays_off_the_map_is_in_its_lists(client, people):
    found = get(client, PEOPLE, departement=35)
    assert [person["name"] for person in found["people"]] == ["Maëlle"]


def test_fifty_people_at_most_and_the_way_to_the_others(client, people):
    ProfileFactory.create_batch(52)
    found = get(client, PEOPLE, commune=LYON)
    assert (found["count"], len(found["people"])) == (54, 50)


@pytest.mark.parametrize("rows", [1, 50])
def test_lists_people_in_few_queries(client, reader, django_assert_num_queries, rows):
    ProfileFactory.create_batch(rows)
    get(client, PEOPLE, commune=LYON)
    with django_assert_num_queries(3):  # the commune, what changed, its people
        get(client, PEOPLE, commune=LYON)


@pytest.mark.parametrize(
    "query", ["", "statut=agence", "commune=00000", "commune=%00", "q=" + "a" * 5000]
)
def test_asks_of_which_place(client, people, query):
    response = client.get(f"{PEOPLE}?{query}")
    assert response.status_code == 400
    assert response.json()["errors"]


def test_lists_of_people_are_kept_by_nobody_but_the_reader(client, people):
    assert client.get(PEOPLE, {"commune": LYON})["Cache-Control"] == "private, no-cache"
