"""The pages of régions and départements: who is there, what is beside, and one address each."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from directory import area_figures
from directory.area_figures import Figure
from directory.models import AreaText, Profile
from map.gazetteer import table
from map.loading import slug
from map.models import Department, Region
from surveys.publishable import Tables
from surveys.sealing import seal
from tests.factories import EditorFactory, OccupationFactory, ProfileFactory, UserFactory, commune
from tests.many import many
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
INDEX = "/community-managers/"
BRITTANY, RENNES = f"{INDEX}bretagne/", f"{INDEX}bretagne/ille-et-vilaine/"
RHONE = f"{INDEX}auvergne-rhone-alpes/rhone/"


def every_area() -> None:
    """The régions and départements of France, without their 35,000 communes."""
    Region.objects.bulk_create(
        Region(row["code"], row["name"], slug(row["name"])) for row in table("regions")
    )
    Department.objects.bulk_create(
        Department(row["code"], row["name"], slug(row["name"]), row["region"])
        for row in table("departments")
    )


def schema(text: str) -> dict:
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', text)[1])


def test_a_region_says_who_is_there(client):
    one = ProfileFactory(name="Anne Le Goff", commune=commune("35238"))
    ProfileFactory(name="Yann Kervella", commune=commune("29232"))
    ProfileFactory(name="Lucie Lyonnaise")
    response = client.get(BRITTANY)
    text = response.content.decode()
    assert "<h1>Community managers en Bretagne</h1>" in text
    assert "<title>Community managers en Bretagne – " in text
    assert [line.count for line in response.context["parts"]] == [1, 1]
    assert response.context["count"] == 2
    assert one.get_absolute_url() in text and "Lucie" not in text
    assert (
        '<link rel="canonical" href="http://127.0.0.1:8000/community-managers/bretagne/">' in text
    )
    assert f'href="{RENNES}"' in text and 'href="/annuaire/?region=53' in text


@pytest.mark.parametrize(
    ("code", "address", "title"),
    [
        ("69123", RHONE, "Community managers dans le Rhône"),
        ("75056", f"{INDEX}ile-de-france/paris/", "Community managers à Paris"),
        ("97411", f"{INDEX}la-reunion/", "Community managers à La Réunion"),
    ],
)
def test_titles_take_the_right_preposition(client, code, address, title):
    commune(code)
    assert f"<h1>{title}</h1>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        (f"{INDEX}bretagne/rhone/", RHONE),
        (f"{INDEX}rhone/", RHONE),
        (f"{INDEX}la-reunion/la-reunion/", f"{INDEX}la-reunion/"),
    ],
)
def test_one_address_each(client, asked, there):
    for code in ("69123", "35238", "97411"):
        commune(code)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, there)


@pytest.mark.parametrize("asked", ["atlantide/", "bretagne/atlantide/", "atlantide/rhone/"])
def test_unknown_places(client, asked):
    commune("35238"), commune("69123")
    assert client.get(f"{INDEX}{asked}").status_code == 404


def test_the_count_is_that_of_the_list_it_leads_to(client):
    ProfileFactory(commune=commune("35238"))
    ProfileFactory(commune=commune("35238"), precision=Profile.Precision.OFF_MAP)
    response = client.get(RENNES)
    listed = client.get(response.context["area"].list_url)
    assert response.context["count"] == 2
    assert listed.context["page_obj"].paginator.count == 2
    # Neither the map nor its label tells of whoever stays off the map.
    assert response.context["counts"]["35"] == 1
    assert "dont 1 hors de la carte" in response.content.decode()


def test_metiers_lead_to_the_list(client):
    ProfileFactory(commune=commune("35238"))
    (line,) = client.get(RENNES).context["occupations"]
    assert (line.label, line.count) == ("Community manager", 1)
    assert client.get(line.url).context["page_obj"].paginator.count == 1


def test_a_share_needs_eleven_people(client):
    many(10, "35238")
    assert client.get(RENNES).context["share"] is None
    ProfileFactory(commune=commune("35238"), status=Profile.Status.AGENCY)
    assert client.get(RENNES).context["share"] == 91


def test_newest_is_who_came_last_not_who_changed_last(client, now):
    here = commune("35238")
    ProfileFactory(name="Première", commune=here, first_published_at="2025-01-01T10:00Z")
    ProfileFactory(
        name="Nouvelle",
        commune=here,
        first_published_at="2026-03-01T10:00Z",
        last_published_at="2026-03-01T10:00Z",
    )
    assert client.get(RENNES).context["newest"].name == "Nouvelle"


def test_neighbours_have_their_counts(client):
    every_area()
    ProfileFactory(commune=commune("69123"))
    response = client.get(f"{INDEX}auvergne-rhone-alpes/isere/")
    around = {line.code: line.count for line in response.context["around"]}
    assert around.keys() == {"01", "05", "07", "26", "42", "69", "73"}
    assert around["69"] == 1
    # Those of the same région first.
    assert response.context["around"][-1].code == "05"


def test_an_empty_area_says_so_and_leads_next_door(client):
    every_area()
    ProfileFactory(commune=commune("69123"))
    text = client.get(f"{INDEX}auvergne-rhone-alpes/isere/").content.decode()
    assert "Personne ne s’est encore signalé en Isère." in text
    assert "Regardez à côté" in text and "Rhône (1)" in text
    assert 'content="noindex, follow"' in text


def test_an_empty_france_still_answers(client):
    commune("69123")
    for address in (INDEX, RHONE):
        assert client.get(address).status_code == 200


def test_whoever_is_hidden_is_absent_and_members_see_more(client):
    here = commune("35238")
    ProfileFactory(name="Cachée Inscrite", commune=here, visibility="inscrits")
    ProfileFactory(name="Masquée Seule", commune=here, visibility="masque")
    for address in (RENNES, BRITTANY, INDEX):
        text = client.get(address).content.decode()
        assert "Cachée" not in text and "Masquée" not in text
    client.force_login(UserFactory())
    text = client.get(RENNES).content.decode()
    assert "Cachée" in text and "Masquée" not in text


def test_breadcrumbs_for_people_and_for_search_engines(client):
    ProfileFactory(name="<b>x</b>", commune=commune("35238"))
    text = client.get(RENNES).content.decode()
    items = schema(text)["itemListElement"]
    assert [item["name"] for item in items] == [
        "Accueil",
        "Community managers en France",
        "Bretagne",
        "Ille-et-Vilaine",
    ]
    assert items[-1]["item"] == f"http://127.0.0.1:8000{RENNES}"
    assert f'<a href="{BRITTANY}">Bretagne</a>' in text


def test_the_index_lists_every_region(client):
    every_area()
    ProfileFactory(commune=commune("35238"))
    text = client.get(INDEX).content.decode()
    assert Region.objects.count() == 24
    for region in Region.objects.all():
        assert f'href="{INDEX}{region.slug}/"' in text
    assert f'href="{RENNES}"' in text
    assert f"{INDEX}guadeloupe/guadeloupe/" not in text


@pytest.mark.parametrize("count", [1, 50])
def test_queries_do_not_follow_the_number_of_people(client, count, django_assert_max_num_queries):
    many(count, "35238")
    AreaText.objects.create(region_id="53", text="<p>Texte</p>")
    seal(answered(300, published=True, closed=False))
    for address in (BRITTANY, RENNES, INDEX):
        with django_assert_max_num_queries(15):
            client.get(address)


def test_first_twenty_four_then_the_list(client):
    many(25, "35238")
    response = client.get(RENNES)
    assert len(response.context["people"]) == 24
    assert "Voir tous les profils en Ille-et-Vilaine" in response.content.decode()


# --- What editors write -----------------------------------------------------------------------


def test_an_editor_s_text_is_shown_on_its_page_only(client):
    commune("35238")
    AreaText.objects.create(region_id="53", text="<p>La <b>Bretagne</b></p>")
    text = client.get(BRITTANY).content.decode()
    assert "La <b>Bretagne</b>" in text
    assert 'content="index, follow"' in text
    assert "La <b>Bretagne</b>" not in client.get(RENNES).content.decode()


def test_a_text_is_of_one_area(client):
    commune("35238")
    for both in ({}, {"region_id": "53", "department_id": "35"}):
        with pytest.raises(ValidationError, match="pas les deux"):
            AreaText(text="<p>x</p>", **both).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            AreaText.objects.create(text="<p>x</p>", **both)


def test_editors_find_the_texts_in_the_menu(client):
    commune("35238")
    client.force_login(EditorFactory())
    AreaText.objects.create(department=Department.objects.get(pk="35"), text="<p>x</p>")
    response = client.get(reverse("wagtailsnippets_directory_areatext:list"))
    assert "Ille-et-Vilaine (35)" in response.content.decode()
    response = client.post(
        reverse("wagtailsnippets_directory_areatext:add"), {"region": "53", "department": "35"}
    )
    assert "pas les deux" in response.content.decode()


# --- A figure of the survey -------------------------------------------------------------------


def test_a_published_figure_of_the_region(client):
    commune("35238")
    edition = answered(1200, published=True, closed=False)
    publication = seal(edition)
    rows = {row.code: row for row in publication.tables.stat("salaire", "region").rows}
    (figure,) = client.get(RENNES).context["figures"]
    assert figure.value.replace("\u202f", "") == f"{rows['53'].median}€"
    assert figure.url == edition.get_results_url()
    assert str(rows["53"].base) in figure.base


def test_a_publication_is_read_once_and_not_at_each_page(client, monkeypatch):
    commune("35238")
    seal(answered(1200, published=True, closed=False))
    client.get(BRITTANY)

    def again(data):
        raise AssertionError("read again")

    monkeypatch.setattr(Tables, "from_json", again)
    assert client.get(BRITTANY).context["figures"]


def test_no_figure_before_the_results_nor_for_a_region_too_small(client):
    commune("35238"), commune("97411"), commune("2A004")
    answered(300)
    assert client.get(BRITTANY).context["figures"] == []
    edition = answered(300, published=True, closed=False)
    table = seal(edition).tables.stat("salaire", "region")
    published = {row.code for row in table.rows if row.median} if table else set()
    assert "94" not in published
    assert client.get(f"{INDEX}corse/").context["figures"] == []


def test_the_directory_takes_a_figure_from_whoever_has_one(client, monkeypatch):
    commune("35238")
    given = Figure("Un <b>chiffre</b>", "12", "30 réponses", "", "Tout lire", "/ailleurs/")
    monkeypatch.setattr(area_figures, "providers", [lambda region: given, lambda region: None])
    text = client.get(BRITTANY).content.decode()
    assert "Un &lt;b&gt;chiffre&lt;/b&gt;" in text and 'href="/ailleurs/"' in text


# --- Where they are linked from ---------------------------------------------------------------


def test_the_sitemap_has_the_areas_where_somebody_is(client):
    ProfileFactory(commune=commune("35238"))
    commune("69123")
    ProfileFactory(commune=commune("29232"), visibility="inscrits")
    text = client.get("/sitemap.xml").content.decode()
    for address in (INDEX, BRITTANY, RENNES):
        assert f"http://127.0.0.1:8000{address}<" in text
    assert RHONE not in text and "finistere" not in text


def test_the_footer_and_profiles_lead_there(client):
    profile = ProfileFactory(commune=commune("35238"), occupations=[OccupationFactory()])
    text = client.get(profile.get_absolute_url()).content.decode()
    for address in (INDEX, BRITTANY, RENNES):
        assert f'href="{address}"' in text
