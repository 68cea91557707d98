"""A search taken away: what any visitor reads, in the order of the list, and harmless."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from directory import exports, throttle
from directory.models import Campaign, Client, Experience, HiddenFrom, Profile
from directory.visibility import Part
from tests.factories import ProfileFactory, SectorFactory, UserFactory, commune
from tests.many import many

pytestmark = pytest.mark.django_db
CSV, XLSX, VCF = (f"/annuaire/export.{kind}" for kind in ("csv", "xlsx", "vcf"))
FEED, API, PLACES = "/annuaire/flux.xml", "/api/profils/", "/api/profils.geojson"
OUTPUTS = (CSV, XLSX, VCF, FEED, API, PLACES)


def body(client, address: str, **query) -> str:
    """All that an answer says, as text."""
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    if address == XLSX:
        book = load_workbook(BytesIO(response.content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    content = b"".join(response) if response.streaming else response.content
    text = content.decode("utf-8-sig")
    return text.replace("\r\n ", "") if address == VCF else text


def table(client, **query) -> list[dict]:
    return list(csv.DictReader(StringIO(body(client, CSV, **query))))


def names(client, **query) -> list[str]:
    return [row["nom"] for row in table(client, **query)]


# --- What is in it ----------------------------------------------------------------------------


def test_the_same_people_in_the_order_of_the_list(client):
    ProfileFactory(name="Zoé Bretonne", slug="zoe", commune=commune("35238"))
    ProfileFactory(name="Anne Bretonne", slug="anne", commune=commune("35238"))
    ProfileFactory(name="Lucie Lyonnaise")
    assert names(client, region="53") == ["Anne Bretonne", "Zoé Bretonne"]
    for order in ("nom", "recent"):
        listed = client.get("/annuaire/", {"tri": order}).context["page_obj"]
        assert names(client, tri=order) == [person.name for person in listed]
    for address in (XLSX, VCF, FEED):
        text = body(client, address, region="53")
        assert "Anne Bretonne" in text and "Lucie" not in text


def test_a_row_says_what_the_page_says(client):
    profile = ProfileFactory(
        name="Inès Cherfaoui",
        employer="Agence Lune",
        remote="hybride",
        mobility=50,
        website="https://ines.example/",
        working_since=2015,
    )
    profile.sectors.set([SectorFactory()])
    profile.save()
    (row,) = table(client)
    assert row["nom"] == "Inès Cherfaoui"
    assert row["métiers"] == "Community manager"
    assert (row["commune"], row["département"]) == ("Lyon", "Rhône")
    assert row["employeur"] == "Agence Lune"
    assert row["secteurs"] == "Culture et patrimoine"
    assert row["mobilité"] == "50\u00a0km" or row["mobilité"] == "50 km"
    assert row["liens"] == "https://ines.example/"
    assert row["page"].endswith(profile.get_absolute_url())
    card = body(client, VCF)
    assert card.startswith("BEGIN:VCARD") and "FN:Inès Cherfaoui" in card


@pytest.mark.parametrize("precision", [Profile.Precision.DEPARTMENT, Profile.Precision.OFF_MAP])
def test_a_commune_kept_to_oneself_stays_there(client, precision):
    ProfileFactory(precision=precision)
    for address in OUTPUTS:
        text = body(client, address)
        assert "Lyon" not in text and "69123" not in text, address


@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(client, start):
    ProfileFactory(name=start, headline=start, employer=start)
    (row,) = table(client)
    assert row["nom"] == row["titre"] == row["employeur"] == f"'{start.strip()}"
    sheets = load_workbook(BytesIO(client.get(XLSX).content))
    cells = [cell for sheet in sheets for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)


def test_hostile_words_do_not_break_a_format(client):
    ProfileFactory(name="A\u202eB\r\nEND:VCARD <i>&amp;", headline="C;D,E\\F\x0b")
    for address in OUTPUTS:
        assert body(client, address, q="")
    assert body(client, VCF).count("\nEND:VCARD") == 1
    assert body(client, FEED, q="\x0b\ufffe<b>")


# --- Cut --------------------------------------------------------------------------------------


def test_a_cut_export_says_so(client, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 3)
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    many(4)
    said = "Liste coupée\u00a0: les 3 premiers profils sur 4."
    rows = names(client)
    assert rows[-1] == said and len(rows) == 4
    assert said in body(client, XLSX)
    response = client.get(VCF)
    assert b"".join(response).count(b"BEGIN:VCARD") == 3
    assert "-3-premiers.vcf" in response["Content-Disposition"]


def test_a_whole_export_does_not(client):
    many(3)
    assert len(names(client)) == 3
    assert "coupée" not in body(client, XLSX)
    assert "premiers" not in client.get(VCF)["Content-Disposition"]


def test_nobody_is_an_empty_table(client):
    assert names(client) == []
    assert body(client, VCF) == ""
    assert "<entry>" not in body(client, FEED)


# --- Feed -------------------------------------------------------------------------------------


def test_the_feed_is_of_the_search(client):
    ProfileFactory(name="Anne", commune=commune("35238"))
    text = body(client, FEED, region="53", tri="nom")
    assert "La Carte des CM\u00a0: Bretagne" in text
    assert "/annuaire/?region=53" in text and "tri=nom" not in text


def test_the_feed_has_the_latest_fifty(client):
    many(51)
    assert body(client, FEED).count("<entry>") == 50


# --- Refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", OUTPUTS)
@pytest.mark.parametrize(
    "query",
    [
        *("metier=inconnu", "region=99", "autour=Nulle-Part-Sur-Rien", "autour=Lyon&rayon=1e9"),
        *(f"q={'a' * 201}", f"q={'a' * 3000}", "q=%00", "statut=%F0%9F%98%80", "tri=hasard"),
    ],
)
def test_a_bad_parameter_is_400_with_a_sentence(client, address, query):
    commune("69123")
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert response.content.decode().rstrip().rstrip('}]"').endswith(".")


@pytest.mark.parametrize("address", OUTPUTS)
@pytest.mark.parametrize("query", ["", "page=zzz", "inconnu[]=%27--", "q=%27%22*%20OR", "q=%FF"])
def test_what_means_nothing_is_ignored(client, address, query):
    assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("address", OUTPUTS)
def test_nothing_is_written_there(client, address):
    assert client.post(address).status_code == 405


# --- Who is in it -----------------------------------------------------------------------------

SECRETS = {
    Part.EMPLOYER: "Employeur-secret",
    Part.PATH: "Poste-secret",
    Part.DEGREES: "Diplôme-secret",
    Part.CAMPAIGNS: "Campagne-secrète",
    Part.CLIENTS: "Client-secret",
    Part.LINKS: "lien-secret.example",
    Part.NETWORKS: "Mastodon",
    Part.AVAILABILITY: "Non disponible",
    Part.PORTRAIT: "portrait-secret",
    Part.CV: "/cv/",
}


def somebody(part: Part, audience: str) -> Profile:
    """With a secret in every part, one of them kept for `audience`."""
    audiences = {} if part is Part.AVAILABILITY else {part: audience}
    profile = ProfileFactory(
        name="Inès Cherfaoui",
        owner=UserFactory(email="ines@prive.example"),
        employer=SECRETS[Part.EMPLOYER],
        website=f"https://{SECRETS[Part.LINKS]}/",
        networks=[{"network": "mastodon"}],
        availability="indisponible",
        availability_audience=audience if part is Part.AVAILABILITY else "public",
        audiences=audiences,
    )
    Experience.objects.create(profile=profile, title=SECRETS[Part.PATH], start_year=2020)
    Experience.objects.create(
        profile=profile, kind="diplome", title=SECRETS[Part.DEGREES], start_year=2010
    )
    Campaign.objects.create(profile=profile, title=SECRETS[Part.CAMPAIGNS], year=2020)
    Client.objects.create(profile=profile, name=SECRETS[Part.CLIENTS], start_year=2020)
    Profile.objects.filter(pk=profile.pk).update(
        portrait="portrait-secret.webp", portrait_width=8, portrait_height=8, cv="x.pdf"
    )
    return profile


def everywhere(client) -> dict[str, str]:
    return {address: body(client, address) for address in OUTPUTS}


@pytest.mark.parametrize("audience", ["inscrits", "personne"])
@pytest.mark.parametrize("part", Part)
def test_what_is_not_for_all_is_in_no_output_whoever_asks(client, part, audience):
    profile = somebody(part, audience)
    for user in (None, UserFactory(), profile.owner):
        if user:
            client.force_login(user)
        for address, text in everywhere(client).items():
            assert SECRETS[part] not in text, address
            assert "prive.example" not in text, address


def test_what_is_for_all_is_told_where_there_is_room(client):
    """The table above would also pass if nothing were ever told."""
    somebody(Part.CV, "public")
    texts = everywhere(client)
    for part, secret in SECRETS.items():
        assert secret in texts[API], part
    for part in (Part.EMPLOYER, Part.LINKS, Part.AVAILABILITY):
        assert SECRETS[part] in texts[CSV] and SECRETS[part] in texts[XLSX]
    assert SECRETS[Part.EMPLOYER] in texts[VCF]


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "inscrits"},
        {"visibility": "masque"},
        {"live": False},
        {"asleep_since": timezone.now()},
    ],
)
def test_whoever_is_not_public_is_in_no_output_whoever_asks(client, hidden):
    profile = ProfileFactory(name="Secrète Personne", slug="cachee-ici", **hidden)
    for user in (None, UserFactory(), profile.owner):
        if user:
            client.force_login(user)
        for address, text in everywhere(client).items():
            assert "Secrète" not in text and "cachee-ici" not in text, address
        assert client.get(PLACES).json()["features"] == []


def test_an_availability_told_to_all_but_one_is_told_to_nobody_here(client):
    profile = somebody(Part.AVAILABILITY, "inscrits")
    HiddenFrom.objects.create(profile=profile, organisation="Agence Lune")
    assert names(client, disponibilite="indisponible") == []
    client.force_login(UserFactory())
    assert names(client, disponibilite="indisponible") == []


# --- Cost, headers, limits --------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("address", OUTPUTS)
def test_queries_do_not_follow_the_number_of_people(
    client, address, count, django_assert_max_num_queries
):
    many(count)
    with django_assert_max_num_queries(15):
        body(client, address)


@pytest.mark.parametrize("address", OUTPUTS)
def test_none_of_it_is_for_search_engines(client, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex"


def test_files_are_named_and_fresh(client):
    for address in (CSV, XLSX, VCF):
        response = client.get(address)
        assert response["Content-Disposition"].startswith("attachment; ")
        assert "no-cache" in response["Cache-Control"]


def test_the_sixty_first_in_a_minute_waits(client, time_machine):
    time_machine.move_to("2026-06-15T10:00:20+02:00", tick=False)
    for _ in range(throttle.PER_MINUTE):
        assert client.get(FEED).status_code == 200
    response = client.get(FEED)
    assert (response.status_code, response["Retry-After"]) == (429, "40")
    assert "Réessayez dans 40" in response.content.decode()
    assert client.get(FEED, REMOTE_ADDR="192.0.2.7").status_code == 200
    time_machine.move_to("2026-06-15T10:01:00+02:00", tick=False)
    assert client.get(FEED).status_code == 200


def test_who_clicks_too_often_is_told_on_a_page(client, monkeypatch):
    """In French, with how long to wait and the way back to the same results."""
    monkeypatch.setattr(throttle, "PER_MINUTE", 0)
    for address in (CSV, XLSX, VCF, FEED):
        told = client.get(
            f"{address}?q=veille&region=53", headers={"Accept": "text/html,*/*;q=0.8"}
        )
        assert told.status_code == 429 and "no-store" in told["Cache-Control"]
        assert "Réessayez dans" in told.text and "</html>" in told.text
        assert 'href="/annuaire/?q=veille&amp;region=53"' in told.text
        line = client.get(address, headers={"Accept": "*/*"})
        assert line["Content-Type"] == "text/plain; charset=utf-8"


def test_a_link_to_a_file_may_answer_with_a_page(client):
    """With `download`, browsers keep a refusal from whoever clicked."""
    ProfileFactory()
    html = client.get("/annuaire/").text
    assert f'href="{CSV}?"' in html and " download" not in html


def test_no_address_is_kept(rf, monkeypatch):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    first, second = throttle.key_of(request, 1), throttle.key_of(request, 2)
    assert "192" not in first and first != second


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_a_subscriber_is_one_place(address, place):
    assert throttle.place_of(address) == place
