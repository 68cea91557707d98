"""What the public side of the directory never tells: addresses, drafts, hidden files."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from directory.models import Profile
from directory.visibility import MEMBERS, NOBODY, PUBLIC, Part
from tests.factories import ProfileFactory, SkillFactory, UserFactory, commune
from tests.rich_profiles import MARKS, rich_profile

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@pytest.fixture
def published():
    profile = ProfileFactory(
        name="Inès Cherfaoui",
        owner=UserFactory(email="ines@prive.example", first_name="Prénom", last_name="Officiel"),
        skills=[SkillFactory()],
    )
    profile.cv.save("cv.pdf", ContentFile(b"%PDF-1.7"))
    return profile


@pytest.fixture
def draft():
    return ProfileFactory(
        name="Brouillon Caché",
        slug="brouillon-cache",
        headline="Titre invisible",
        live=False,
        commune=commune("33063"),
        skills=[SkillFactory(name="Veille", slug="veille")],
    )


# Output: (address, whether it shows signed-in people more, parts that it may hold).
OUTPUTS = {
    "list": ("/annuaire/", True, {Part.PORTRAIT, Part.AVAILABILITY}),
    "map": ("/carte/", True, {Part.PORTRAIT, Part.AVAILABILITY}),
    "region": (
        *("/community-managers/auvergne-rhone-alpes/", True),
        {Part.PORTRAIT, Part.AVAILABILITY},
    ),
    "departement": (
        *("/community-managers/auvergne-rhone-alpes/rhone/", True),
        {Part.PORTRAIT, Part.AVAILABILITY},
    ),
    "search": ("/recherche/?q=cherfaoui", False, set()),
    "people of a place": ("/carte/profils.json?departement=69", True, set()),
    "points": ("/carte/profils.geojson?zoom=12", True, set()),
    "document": ("/carte/document/", True, set()),
    "areas": ("/community-managers/", True, set()),
    "csv": ("/annuaire/export.csv", False, {Part.EMPLOYER, Part.AVAILABILITY, Part.LINKS}),
    "xlsx": ("/annuaire/export.xlsx", False, {Part.EMPLOYER, Part.AVAILABILITY, Part.LINKS}),
    "vcard": ("/annuaire/export.vcf", False, {Part.PORTRAIT, Part.EMPLOYER, Part.LINKS}),
    "feed": ("/annuaire/flux.xml", False, set()),
    "newest": ("/annuaire/nouveaux.xml", False, set()),
    "api": ("/api/profils/", False, set(Part)),
    "api, places": ("/api/profils.geojson", False, set()),
}
WITHOUT_NAMES = {"points", "document", "areas", "api, places"}


def read(client: Client, address: str) -> str:
    """An answer as text, cell by cell when it is a workbook."""
    response = client.get(address)
    assert response.status_code in (200, 400), address
    content = response.getvalue()
    if "json" in response["Content-Type"]:
        return json.dumps(json.loads(content), ensure_ascii=False, separators=(",", ":"))
    if address.partition("?")[0].endswith(".xlsx"):
        book = load_workbook(BytesIO(content))
        return "\n".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
        )
    # The words that a search found are marked inside names.
    return re.sub("</?mark>", "", content.decode())


def people_in(text: str) -> str:
    """What an answer says of people: in a page their cards, not what one may choose."""
    cards = re.findall(r'<article class="(?:fiche|trouve)">.*?</article>', text, re.S)
    return "\n".join(cards) if text.lstrip().lower().startswith("<!doctype") else text


def pages(profile: Profile) -> list[str]:
    return [
        *(address for address, *_ in OUTPUTS.values()),
        "/annuaire/?q=cherfaoui",
        "/annuaire/?q=prive.example",
        "/annuaire/?competence=veille",
        profile.get_absolute_url(),
    ]


def test_no_public_answer_holds_an_owner_s_address_or_name(client, published, draft):
    for page in pages(published):
        text = read(client, page)
        assert "ines@" not in text and "Officiel" not in text
        assert not ADDRESS.search(text), page


def test_an_address_finds_nobody(client, published):
    for query in ("ines@prive.example", "prive", "Officiel"):
        response = client.get("/annuaire/", {"q": query})
        assert response.context["page_obj"].paginator.count == 0


def test_a_draft_is_absent_everywhere(client, published, draft):
    for page in [*pages(published), "/annuaire/?q=invisible", "/annuaire/?departement=33"]:
        text = read(client, page)
        for trace in ("Brouillon", "brouillon-cache", "Titre invisible"):
            assert trace not in text, page
    assert "33" not in client.get("/carte/").context["counts"]


def test_a_withdrawn_profile_leaves_the_list_the_map_and_its_address(client, published):
    published.unpublish()
    assert client.get("/annuaire/").context["page_obj"].paginator.count == 0
    assert client.get("/carte/profils.geojson").json()["features"] == []
    for address in ("", "cv/"):
        assert client.get(f"{published.get_absolute_url()}{address}").status_code == 404


def test_the_place_of_the_cv_is_never_told(client, published):
    for page in pages(published):
        assert published.cv.name not in read(client, page)


def test_changes_not_yet_reviewed_stay_invisible(client, published):
    published.headline = "Version non relue"
    published.save_revision()
    assert "Version non relue" not in client.get(published.get_absolute_url()).content.decode()


@pytest.mark.parametrize("whole", ["Zorglub", "Zorgl"])
def test_a_search_answers_as_if_the_others_were_not_there(client, whole):
    """A whole word of somebody hidden must not stop a word from being taken for a beginning."""
    ProfileFactory(name="Inès Zorglubine")
    ProfileFactory(name=f"Léa {whole}", visibility="inscrits")
    answer = client.get("/annuaire/", {"q": whole}).text
    assert "Inès Zorglubine" in answer and f"Léa {whole}" not in answer
    client.force_login(UserFactory())
    assert f"Léa {whole}" in client.get("/annuaire/", {"q": whole}).text


@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS, NOBODY])
@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "member"])
def test_each_output_holds_the_parts_that_its_reader_may_read(client, signed_in, audience):
    rich_profile(audiences=dict.fromkeys(Part, audience), availability_audience=audience)
    if signed_in:
        client.force_login(UserFactory(email="lea@ailleurs.example"))
    for name, (address, more, parts) in OUTPUTS.items():
        text = people_in(read(client, address))
        assert ("Inès Cherfaoui" in text) == (name not in WITHOUT_NAMES), name
        # What leaves the site holds what any visitor may read, whoever takes it.
        allowed = audience == PUBLIC or (audience == MEMBERS and signed_in and more)
        for part, mark in MARKS.items():
            found = (mark in text) or (part is Part.PORTRAIT and "PHOTO" in text)
            assert found == (allowed and part in parts), (name, part)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ({"visibility": "inscrits"}, {True}),
        ({"visibility": "masque"}, set()),
        ({"live": False}, set()),
        ({"asleep_since": timezone.now()}, set()),
        ({}, {False, True}),
    ],
    ids=["members only", "hidden", "draft", "asleep", "public"],
)
@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "member"])
def test_each_output_holds_the_people_that_its_reader_finds(client, signed_in, state, found):
    rich_profile(files=False, **state)
    if signed_in:
        client.force_login(UserFactory())
    for name, (address, more, _parts) in OUTPUTS.items():
        text = read(client, address)
        shown = (signed_in and more) in found
        if name not in WITHOUT_NAMES:
            assert ("Inès Cherfaoui" in text) == shown, name
        elif name in ("points", "api, places"):
            assert ('"count":1' in text) == shown, name
        else:
            assert "Cherfaoui" not in text, name
