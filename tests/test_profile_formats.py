"""The other forms of a profile: card, data, schema, shared picture, print, feed, sitemap."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import vobject
from PIL import Image

from directory import record, share_picture, vcard
from directory.models import Profile
from directory.visibility import ANYONE
from tests.factories import ProfileFactory, UserFactory
from tests.rich_profiles import rich_profile

pytestmark = pytest.mark.django_db
SITE = "https://carte.example"
FORMS = ("", "carte.vcf", "profil.json", "imprimer/", "partage.png")
HOSTILE = 'Zoé "</script><b>" ; N:Faux,\r\nORG:Pirate \u202egnp.exe\u2066 & \\ fin'
ATOM = "{http://www.w3.org/2005/Atom}"


def shown(**columns):
    return rich_profile(files=False, **columns).shown_to(ANYONE)


# --- vCard ------------------------------------------------------------------------------------
def test_an_independent_library_reads_the_card(client):
    rich_profile(2)
    response = client.get("/annuaire/ines-cherfaoui/carte.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="ines-cherfaoui.vcf"'
    card = vobject.readOne(response.text)
    assert card.version.value == "4.0"
    assert card.fn.value == "Inès Cherfaoui"
    assert (card.n.value.given, card.n.value.family) == ("Inès", "Cherfaoui")
    assert card.title.value == "Je fais parler les ingénieurs"
    assert card.org.value == ["Atelier Zinfandel"]
    assert (card.adr.value.city, card.adr.value.country) == ("Lyon", "France")
    assert card.adr.value.region == "Auvergne-Rhône-Alpes"
    assert "Savoir 1" in card.categories.value
    assert [line.value for line in card.contents["lang"]] == ["fr", "en"]
    assert [line.value for line in card.contents["url"]][1:] == [
        "https://www.zircon.example/",
        "https://zircon.example/notes",
    ]
    assert "/media/profils/" in response.text.replace("\r\n ", "").partition("PHOTO")[2]
    assert "email" not in card.contents and "tel" not in card.contents


def test_lines_are_ended_and_folded_as_the_standard_says():
    text = vcard.of(shown(headline="é" * 140), SITE)
    assert text.endswith("END:VCARD\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    assert f"TITLE:{'é' * 140}\r\n" in text.replace("\r\n ", "")


def test_nothing_typed_adds_a_line_to_the_card():
    text = vcard.of(shown(name=HOSTILE, employer=HOSTILE), SITE)
    card = vobject.readOne(text)
    assert len(card.contents["fn"]) == len(card.contents["org"]) == len(card.contents["n"]) == 1
    assert card.fn.value.startswith('Zoé "</script><b>" ; N:Faux, ORG:Pirate ')
    assert card.org.value == [card.fn.value]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Inès Cherfaoui", ("Cherfaoui", "Inès")),
        ("Inès de la Tour", ("de la Tour", "Inès")),
        ("Madonna", ("", "Madonna")),
        ("山田太郎", ("", "山田太郎")),
    ],
)
def test_a_displayed_name_in_two_parts(name, parts):
    assert vcard.name_parts(name) == parts


# --- Data -------------------------------------------------------------------------------------
KEYS = [
    *("format", "url", "name", "headline", "occupations", "status", "place", "availability"),
    *("employer", "employed_since", "working_since", "biography", "portrait", "posts", "degrees"),
    *("campaigns", "clients", "skills", "tools", "sectors", "languages", "networks"),
    *("engagements", "remote", "mobility", "links", "cv", "published_at", "updated_at"),
]


def test_the_data_have_a_stable_shape_for_a_rich_profile_and_a_bare_one(client):
    rich_profile()
    bare = ProfileFactory()
    rich = client.get("/annuaire/ines-cherfaoui/profil.json")
    assert rich["Content-Type"] == "application/json"
    assert list(rich.json()) == KEYS
    assert list(client.get(f"/annuaire/{bare.slug}/profil.json").json()) == KEYS
    assert rich.json()["posts"][0] == {
        "title": "Poste 0",
        "organisation": "Agence Zanzibar",
        "place": "Londres",
        "from": 2010,
        "to": None,
        "description": None,
    }
    assert rich.json()["place"]["commune"] == {"code": "69123", "name": "Lyon"}
    assert rich["Access-Control-Allow-Origin"] == "*"


def test_data_read_by_a_member_are_for_nobody_else(client):
    profile = ProfileFactory()
    client.force_login(UserFactory())
    response = client.get(f"{profile.get_absolute_url()}profil.json")
    assert "Access-Control-Allow-Origin" not in response
    assert "private" in response["Cache-Control"] and "Cookie" in response["Vary"]


# --- schema.org and Open Graph ----------------------------------------------------------------
def test_search_engines_read_a_profile_page(client):
    rich_profile()
    text = client.get("/annuaire/ines-cherfaoui/").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1]
    found = json.loads(block)
    assert (found["@type"], found["mainEntity"]["@type"]) == ("ProfilePage", "Person")
    person = found["mainEntity"]
    assert person["worksFor"] == {"@type": "Organization", "name": "Atelier Zinfandel"}
    assert person["alumniOf"][0]["name"] == "École de Zwickau"
    assert person["address"]["addressLocality"] == "Lyon"
    assert person["sameAs"] == ["https://www.zircon.example/", "https://zircon.example/notes"]
    assert "availability" not in block and "Disponible" not in block


def test_no_name_ends_the_script_nor_the_attributes(client):
    profile = rich_profile(files=False, name="</script><script>alert(1)</script>\u2028\"'")
    text = client.get(profile.get_absolute_url()).text
    assert text.count("<script") == 1 == text.count("</script>")
    block = re.search(r"<script[^>]*>(.*?)</script>", text, re.S)[1]
    assert json.loads(block)["mainEntity"]["name"] == profile.name
    assert record.for_a_script({"a": "<&>"}) == '{"a": "\\u003c\\u0026\\u003e"}'


def test_a_link_to_a_profile_shows_our_picture(client):
    profile = rich_profile(files=False)
    text = client.get(profile.get_absolute_url()).text
    assert '<meta property="og:title" content="Inès Cherfaoui">' in text
    address = re.search(r'og:image" content="https?://[^/]+(/[^"]+)"', text)[1]
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_picture_is_another_when_what_it_shows_changes(client):
    person = shown()
    tags = {share_picture.face_of(person).tag}
    for name, value in (("headline", "Autre"), ("precision", "departement"), ("name", "Zoé")):
        setattr(person._profile, name, value)
        tags.add(share_picture.face_of(person).tag)
    assert len(tags) == 4


def test_letters_that_our_fonts_lack_are_left_out():
    assert share_picture.drawable("Inès 山田 Œuf", share_picture.BOLD) == "Inès Œuf"
    assert share_picture.drawable("山田", share_picture.BOLD) == ""


def test_long_words_never_leave_the_picture():
    font = share_picture.font(share_picture.BOLD, 60)
    rows = share_picture.wrapped("Anticonstitutionnellement " * 9, font, 900, 2)
    assert len(rows) == 2 and rows[-1].endswith("…")
    assert all(font.getlength(row) <= 900 for row in rows)


# --- Print ------------------------------------------------------------------------------------
def test_the_printed_cv_says_what_the_page_says(client):
    rich_profile(2)
    text = client.get("/annuaire/ines-cherfaoui/imprimer/").text
    for expected in ("Poste 1, Agence Zanzibar", "Licence 1", "Zeppelin", "Zloty 1", "Savoir 0"):
        assert expected in text
    assert "<script" not in text and "cv.css" in text


# --- Feed, sitemap, robots --------------------------------------------------------------------
def test_the_feed_holds_the_newest_public_profiles_once_each(client):
    for fields in ({"visibility": "inscrits"}, {"visibility": "masque"}, {"live": False}):
        ProfileFactory(name="Cachée", **fields)
    ProfileFactory(name="Sans robots", robots_welcome=False)
    newest = ProfileFactory(name="Zoé <b> & \x0b\u202e fin")
    ProfileFactory(name="Ancienne", first_published_at="2020-01-01T00:00:00Z")
    response = client.get("/annuaire/nouveaux.xml")
    assert response["Content-Type"] == "application/atom+xml"
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Zoé <b> & fin", "Ancienne"]
    assert entries[0].find(f"{ATOM}link").get("href").endswith(newest.get_absolute_url())


def test_the_feed_costs_the_same_for_50_profiles(client, django_assert_num_queries):
    for _ in range(3):
        ProfileFactory()
    with django_assert_num_queries(2):
        client.get("/annuaire/nouveaux.xml")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_robots_no_when_asked(client, form):
    profile = ProfileFactory()
    address = profile.get_absolute_url()
    assert ("X-Robots-Tag" in client.get(f"{address}{form}")) == (form not in ("", "partage.png"))
    Profile.objects.update(robots_welcome=False)
    response = client.get(f"{address}{form}")
    assert "noindex" in response["X-Robots-Tag"]
    if form == "":
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in response.text
        assert address not in client.get("/sitemap.xml").text


@pytest.mark.parametrize("form", [*FORMS, "cv/"])
@pytest.mark.parametrize("visibility", ["inscrits", "masque"])
def test_what_visitors_may_not_see_exists_in_no_form(client, form, visibility):
    profile = ProfileFactory(visibility=visibility)
    address = f"{profile.get_absolute_url()}{form}"
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    if form != "cv/":
        assert client.get(address).status_code == (200 if visibility == "inscrits" else 404)


def test_forms_cost_few_queries(client, django_assert_max_num_queries):
    rich_profile(5, files=False)
    for form in FORMS[1:]:
        with django_assert_max_num_queries(6):
            client.get(f"/annuaire/ines-cherfaoui/{form}")
