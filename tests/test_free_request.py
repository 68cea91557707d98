"""The one box: what is typed becomes filters that one sees and removes, and words to look for."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from directory.filters import ProfileFilter
from directory.lexicon import lexicon
from directory.models import Profile
from directory.understanding import understand
from map.gazetteer import gazetteer
from tests.factories import (
    OccupationFactory,
    ProfileFactory,
    SectorFactory,
    SkillFactory,
    commune,
)

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"


@pytest.fixture
def vocabulary():
    commune("35238")
    OccupationFactory(name="Community manager")
    OccupationFactory(code="social-media-manager", name="Social media manager")
    SkillFactory(name="Montage vidéo", slug="montage-video")
    SectorFactory(name="Charpente", code="charpente")


def led_to(response) -> dict[str, list[str]]:
    assert response.status_code == 302
    address = urlsplit(response["Location"])
    assert address.path == response.wsgi_request.path
    found = parse_qs(address.query)
    found.pop("demande", None)
    return found


@pytest.mark.parametrize("address", [LIST, "/carte/"])
def test_a_request_leads_to_the_address_of_its_filters(client, vocabulary, address):
    typed = "social media manager freelance Rennes 50 km bilingue anglais médiéval"
    assert led_to(client.get(address, {"recherche": typed})) == {
        "metier": ["social-media-manager"],
        "statut": ["freelance"],
        "autour": ["Rennes"],
        "rayon": ["50"],
        "bilingue": ["1"],
        "langue": ["en"],
        "q": ["médiéval"],
    }


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        (
            "montage vidéo",
            {"statut": "agence"},
            {"statut": ["agence"], "competence": ["montage-video"]},
        ),
        ("freelance", {"statut": "agence"}, {"statut": ["agence", "freelance"]}),
        # A new place takes the place of the old one.
        ("Rennes", {"region": "84", "rayon": "10"}, {"autour": ["Rennes"]}),
        ("en Bretagne", {"autour": "Lyon", "rayon": "10"}, {"region": ["53"]}),
        # Words that are already looked for stay words, as the reader wanted.
        ("freelance", {"q": "freelance"}, {"q": ["freelance"]}),
        ("", {"q": "freelance", "statut": "agence"}, {"statut": ["agence"]}),
        ("opéra", {"q": "musée", "page": "3"}, {"q": ["opéra"]}),
        ("charpente", {"region": "", "metier": ""}, {"secteur": ["charpente"]}),
    ],
)
def test_the_other_filters_stay(client, vocabulary, typed, before, after):
    assert led_to(client.get(LIST, {**before, "recherche": typed})) == after


def test_what_was_understood_can_be_taken_as_words(client, vocabulary):
    page = client.get(LIST, {"recherche": "freelance à Rennes"}, follow=True)
    text = page.content.decode()
    assert "?q=freelance%20%C3%A0%20Rennes" in text and "tels quels" in text
    assert {label for label, _ in page.context["active"]} == {"Freelance", "À 30\u00a0km de Rennes"}


def test_too_long_a_request_is_told_and_kept(client, vocabulary):
    page = client.get(LIST, {"recherche": "a" * 201}, follow=True)
    assert page.status_code == 400
    text = page.content.decode()
    assert "Deux cents caractères au plus" in text and f'value="{"a" * 201}"' in text


def test_the_home_page_asks_the_same_box(client, vocabulary):
    assert 'name="recherche"' in client.get("/").content.decode()


ODD = [
    *('"', "'", "%", "\\", "\0", "\0Rennes", "30 km", "km", "0 km", "999 km Rennes", "1 km Rennes"),
    *("🙂", "«", "« »", "e\u0301", "ﬁn", "\u202e", "²", "٣ km", "a" * 200, "et de la", "en", "à"),
    *("(((", "a&b|c", "!x", "x:*", "<->", "NEAR(a b)", "title:x", "Paris (75) Lyon", "75 69 13"),
    *("00000", "97400", "2A", "null", "None", "{{ x }}", "<script>", "; drop table", "a OR b"),
]


@pytest.mark.parametrize("typed", ODD, ids=repr)
def test_nothing_typed_breaks_it(client, vocabulary, typed):
    response = client.get(LIST, {"recherche": typed})
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code in (200, 400)


def test_every_phrase_of_the_lexicon_is_a_filter_of_the_list(client, vocabulary):
    words = lexicon()
    known = {"metier": {"community-manager", "social-media-manager"}}
    for phrase, meanings in words.phrases.items():
        for name, value in meanings:
            if value not in known.get(name, {value}):
                continue  # a métier that this database does not have
            query = QueryDict(f"{name}={value}")
            filters = ProfileFilter(query, Profile.objects.published())
            assert filters.is_valid(), (phrase, filters.errors)


def test_the_example_of_the_page_is_understood(vocabulary):
    asked = understand("social media freelance Nantes 30 km bilingue", lexicon(), gazetteer())
    assert set(asked.filters) == {"metier", "statut", "autour", "rayon", "bilingue"}
    assert asked.text == ""


def test_a_list_without_a_request_is_not_led_anywhere(client):
    ProfileFactory()
    assert client.get(LIST, {"q": "charpente"}).status_code == 200
