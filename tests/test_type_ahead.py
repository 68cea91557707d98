"""Choosing a commune: the suggestions while typing, and the field that works without them."""

import pytest
from django import forms

from map.forms import CommuneField
from map.gazetteer import gazetteer
from map.models import Commune, Postcode
from tests.factories import PLACES, commune

URL = "/lieux/communes/"


@pytest.fixture
def places():
    """Every place of the factories, and the eleventh arrondissement of Paris."""
    known = {code: commune(code) for code in PLACES}
    paris = known["75056"]
    known["75111"] = Commune.objects.create(
        code="75111",
        name="Paris 11e",
        folded_name="paris 11e",
        department=paris.department,
        parent=paris,
        latitude=48.8585,
        longitude=2.3795,
        population=146643,
    )
    Postcode.objects.create(code="75011", commune=known["75111"])
    return known


def suggestions(client, text: str) -> list[str]:
    return [result["label"] for result in client.get(URL, {"q": text}).json()["results"]]


# --- Suggestions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ren", "Rennes (35)"),
        ("RÉNN", "Rennes (35)"),
        ("st-d", "Saint-Denis (974)"),
        ("saint denis 93", "Saint-Denis (93)"),
        ("Saint-Denis (974)", "Saint-Denis (974)"),
        ("ajaccio 2a", "Ajaccio (2A)"),
        ("350", "Rennes (35)"),
        ("29", "Brest (29)"),
        ("75011", "Paris 11e (75)"),
        ("paris 11", "Paris 11e (75)"),
        ("papee", "Papeete (987)"),
        ("grenobel", "Grenoble (38)"),
    ],
)
def test_the_largest_places_that_begin_like_the_text_are_suggested(client, text, first):
    assert suggestions(client, text)[0] == first


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'; --", "zz", "zzzz", "<>", "\u200b"])
def test_nothing_is_suggested_for_what_begins_no_name(client, text):
    assert suggestions(client, text) == []


def test_a_suggestion_says_all_the_page_needs(client):
    assert client.get(URL, {"q": "annecy-le-v"}).json() == {
        "results": [
            {
                "code": "74010",
                "name": "Annecy",
                "label": "Annecy (74)",
                "former": "Annecy-le-Vieux",
                "postcodes": ["74000", "74370", "74600", "74940", "74960"],
            }
        ]
    }


def test_homonyms_tell_their_departement(client):
    found = suggestions(client, "saint-denis")
    assert found[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]
    assert len(set(found)) == len(found) == 8


@pytest.mark.parametrize("text", ["s", "sa", "saint", "1", "75", "Annecy", "grenobel", "zzzzzzzz"])
def test_suggestions_are_eight_at_most_and_need_no_database(client, text):
    assert len(suggestions(client, text)) <= 8


def test_every_suggestion_is_understood_by_the_field():
    """What the combobox writes into the input leads to that very place."""
    search = gazetteer().search
    for place in list(gazetteer().by_code.values())[::11]:
        for text in (place.name[:3], place.name, place.postcodes[0]):
            for found, _ in gazetteer().suggest(text):
                assert search(found.label) == [found]


def test_suggestions_may_be_kept_by_browsers_and_carry_no_cookie(client):
    response = client.get(URL, {"q": "ren"})
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("text", ["\x00", "ren\x00", "x" * 101])
def test_a_text_that_cannot_be_a_commune_is_refused_in_french(client, text):
    response = client.get(URL, {"q": text})
    assert response.status_code == 400
    assert response.json()["error"].startswith("Écrivez un nom de commune")
    assert "results" not in response.json()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_suggestions_are_only_read(client, method):
    assert getattr(client, method)(URL).status_code == 405


# --- The field --------------------------------------------------------------------------------
class PlaceForm(forms.Form):
    place = CommuneField(label="Commune")


class LooseForm(forms.Form):
    place = CommuneField(label="Commune", required=False)


def errors(text: str) -> list[str]:
    return PlaceForm({"place": text}).errors.get("place", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rennes", "35238"),
        ("rennes 35700", "35238"),
        ("Saint-Denis (93)", "93066"),
        ("97400", "97411"),
        ("Paris 11e", "75111"),
        ("75011", "75111"),
        ("  Lyon (69) ", "69123"),
    ],
)
@pytest.mark.django_db
def test_a_free_text_becomes_a_commune(places, text, code):
    form = PlaceForm({"place": text})
    assert form.is_valid()
    assert form.cleaned_data["place"].pk == code


@pytest.mark.django_db
def test_homonyms_are_offered_as_a_choice_and_the_text_stays(places):
    form = PlaceForm({"place": "Saint-Denis"})
    assert form.errors["place"] == [
        "Plusieurs communes s’appellent Saint-Denis\u00a0: Saint-Denis (974), Saint-Denis (93). "
        "Écrivez la vôtre comme dans cette liste."
    ]
    assert 'value="Saint-Denis"' in str(form["place"])


@pytest.mark.parametrize("text", ["Trifouilly", "Rennes 75011", "Dijon", "<b>x</b>", "69", "zzzz"])
@pytest.mark.django_db
def test_an_unknown_commune_is_an_error_and_the_text_stays(places, text):
    form = PlaceForm({"place": text})
    assert form.errors["place"][0].startswith("Nous ne connaissons pas cette commune.")
    assert form["place"].value() == text
    assert "<b>" not in str(form["place"])


@pytest.mark.django_db
def test_other_bad_texts_are_errors_too(places):
    assert errors("") == ["Indiquez une commune."]
    assert errors("x" * 101)
    assert errors("Ren\x00nes")
    assert LooseForm({"place": ""}).is_valid()


@pytest.mark.django_db
def test_a_misspelling_of_several_communes_offers_them(places):
    (error,) = errors("Saint-Barthelemi")
    assert error.startswith("Nous ne connaissons pas cette commune. Vouliez-vous dire ")
    assert error.endswith("\u202f?")
    assert " ou " in error


@pytest.mark.django_db
def test_the_filter_offers_them_too(client):
    page = client.get("/annuaire/", {"autour": "Toulose"})
    assert page.status_code == 400
    assert "Vouliez-vous dire Toulouse (31)\u202f?" in page.content.decode()
    assert 'value="Toulose"' in page.content.decode()


@pytest.mark.django_db
def test_a_stored_commune_is_shown_by_its_label_and_has_not_changed(places):
    for initial in ("35238", places["35238"]):
        form = PlaceForm(initial={"place": initial})
        assert form["place"].value() == "Rennes (35)"
        same = PlaceForm({"place": "Rennes (35)"}, initial={"place": initial})
        assert not same.has_changed()
        assert PlaceForm({"place": "Lyon (69)"}, initial={"place": initial}).has_changed()


@pytest.mark.django_db
def test_a_typed_postcode_is_never_shown_as_the_commune_with_that_code(places):
    """01300 is both the code of a commune and the postcode of another."""
    Commune.objects.create(
        code="01300",
        name="Peyzieux",
        folded_name="peyzieux",
        department=places["35238"].department,
        latitude=46,
        longitude=5,
    )
    assert PlaceForm(initial={"place": "01300"})["place"].value() == "Peyzieux (35)"
    form = PlaceForm({"place": "01300"})
    assert form["place"].value() == "01300"


@pytest.mark.django_db
def test_the_input_says_where_suggestions_are_and_works_without_them(places):
    html = str(PlaceForm()["place"])
    assert f'data-communes="{URL}"' in html
    assert 'type="text"' in html
    assert "combobox" not in html
    assert "commune.js" in str(PlaceForm().media)
