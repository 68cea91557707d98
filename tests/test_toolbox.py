"""The toolbox: what anybody reads of it, what narrows it, and the ways that lead to it."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from cmsite.demo import toolbox as demonstration
from cmsite.toolbox.models import Tool
from directory import tool_pages
from tests.factories import EditorFactory, ProfileFactory, SkillFactory, UserFactory

pytestmark = pytest.mark.django_db


def make(name: str = "Fil d’eau", **fields) -> Tool:
    slug = fields.pop("slug", slugify(name.replace("’", "-")))
    defaults = {"stage": "veille", "what_for": "Lit des flux RSS.", "live": True}
    return Tool.objects.create(name=name, slug=slug, **{**defaults, **fields})


def skill_of(number: int = 1):
    return SkillFactory(name=f"Outil {number}", slug=f"outil-{number}", kind="outil")


def names(response) -> list[str]:
    return [tool.name for _, _, tools in response.context["shelves"] for tool in tools]


# --- The shelves ------------------------------------------------------------------------------
def test_an_empty_box_says_so(client):
    response = client.get("/outils/")
    assert response.status_code == 200
    assert "La boîte est encore vide" in response.text


def test_tools_stand_by_stage_the_most_used_first_those_gone_last(client):
    make("Alpha", status="disparu", skill=skill_of(1))
    make("Bravo")
    make("Charlie", skill=skill_of(2))
    make("Delta", stage="mesure")
    ProfileFactory(skills=[skill_of(1), skill_of(2)])
    ProfileFactory(skills=[skill_of(2)], live=False)
    response = client.get("/outils/")
    assert names(response) == ["Charlie", "Bravo", "Alpha", "Delta"]
    assert response.text.count("Utilisé par 1 praticien de l’annuaire") == 2


@pytest.fixture
def box():
    make("Libre gratuit", price="gratuit", free_software=True)
    make("Libre payant", price="payant", free_software=True, hosted_in_europe=True)
    make("Payant", stage="diffusion", price="payant", status="sursis")
    make("Inconnu", stage="diffusion")
    make("Brouillon", live=False, price="gratuit")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Inconnu", "Libre gratuit", "Libre payant", "Payant"]),
        ("etape=veille", ["Libre gratuit", "Libre payant"]),
        ("prix=gratuit&prix=payant", ["Libre gratuit", "Libre payant", "Payant"]),
        ("libre=1", ["Libre gratuit", "Libre payant"]),
        ("libre=1&europe=1", ["Libre payant"]),
        ("etat=sursis", ["Payant"]),
        ("etape=veille&etat=sursis", []),
        ("etape=&prix=&inconnu=1", ["Inconnu", "Libre gratuit", "Libre payant", "Payant"]),
    ],
)
def test_an_address_narrows_the_box(client, box, query, expected):
    response = client.get(f"/outils/?{query}")
    assert sorted(names(response)) == expected
    assert response.context["total"] == len(expected)


def test_each_choice_says_how_many_it_would_leave(client, box):
    context = client.get("/outils/?libre=1&prix=payant").context
    counts = {
        (facet.name, option.value): option.count
        for facet in (context["stages"], *context["facets"].values())
        for option in facet.options
    }
    assert counts["prix", "payant"] == 1 and counts["prix", "gratuit"] == 1
    assert counts["libre", "1"] == 1 and counts["europe", "1"] == 1
    assert counts["etape", "veille"] == 1 and counts["etape", "diffusion"] == 0
    assert counts["etat", "actif"] == 1 and counts["etat", "sursis"] == 0


def test_a_filter_is_taken_away_by_a_link(client, box):
    response = client.get("/outils/?etape=veille&libre=1")
    assert response.context["active"] == [
        ("Veille", "?libre=1"),
        ("Logiciel libre", "?etape=veille"),
    ]
    assert '<input type="hidden" name="etape" value="veille">' in response.text


@pytest.mark.parametrize("query", ["etape=zut", "prix=gratuit&prix=zut", "libre=oui", "etat=%00x"])
def test_what_is_not_understood_is_said(client, box, query):
    response = client.get(f"/outils/?{query}")
    assert response.status_code == 400
    assert "Cette valeur n’existe pas" in response.text
    assert not names(response)


@pytest.mark.parametrize("count", [1, 50])
def test_the_shelves_cost_the_same_queries(client, reader, count, django_assert_max_num_queries):
    for number in range(count):
        make(f"Outil {number}", skill=skill_of(number))
    ProfileFactory(skills=[skill_of(number) for number in range(count)])
    with django_assert_max_num_queries(12):
        client.get("/outils/")


# --- A tool’s own page ------------------------------------------------------------------------
def test_a_page_says_what_one_wants_to_know(client):
    old = make("Vieux", status="disparu", successor=make("Neuf"), stage="mesure")
    old.alternatives.add(make("Voisin", price="gratuit"), make("Secret", live=False))
    text = client.get(old.get_absolute_url()).text
    assert "Cet outil a disparu" in text
    for shown in ('href="/outils/neuf/"', 'href="/outils/voisin/"', 'href="/outils/?etape=mesure"'):
        assert shown in text
    assert "Secret" not in text
    # Both ways.
    assert 'href="/outils/vieux/"' in client.get("/outils/voisin/").text


def test_a_successor_not_yet_online_stays_unnamed(client):
    make("Vieux", status="sursis", successor=make("Secret", live=False))
    text = client.get("/outils/vieux/").text
    assert "en sursis" in text
    assert "Secret" not in text and "À la place" not in text


def test_a_page_names_who_uses_it_for_any_visitor(client):
    tool = make(skill=skill_of())
    ProfileFactory(name="Ivo Castan", skills=[skill_of()])
    ProfileFactory(name="Discret Absolu", skills=[skill_of()], visibility="inscrits")
    ProfileFactory(name="Brouillon Flou", skills=[skill_of()], live=False)
    client.force_login(UserFactory())
    text = client.get(tool.get_absolute_url()).text
    assert "Ivo Castan" in text and "Utilisé par 1 praticien de l’annuaire" in text
    assert "Discret Absolu" not in text and "Brouillon Flou" not in text
    assert 'href="/annuaire/?competence=outil-1"' in text


def test_a_tool_that_nobody_claims_says_so(client):
    assert "Personne dans l’annuaire" in client.get(make(skill=skill_of()).get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_costs_the_same_queries(client, reader, count, django_assert_max_num_queries):
    tool = make(status="sursis", successor=make("Autre"), skill=skill_of())
    for number in range(count):
        tool.alternatives.add(make(f"Voisin {number}"))
    for _ in range(min(count, 8)):
        ProfileFactory(skills=[skill_of()])
    with django_assert_max_num_queries(12):
        response = client.get(tool.get_absolute_url())
    assert len(response.context["people"]) == min(count, 6)


def test_search_engines_read_what_it_is(client):
    tool = make("</script>", slug="piege", price="gratuit", website="https://outil.example/")
    text = client.get(tool.get_absolute_url()).text
    found = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])
    assert found["@type"] == "SoftwareApplication" and found["name"] == "</script>"
    assert found["offers"]["price"] == "0"
    assert re.search(r'<link rel="canonical" href="[^"]+/outils/piege/">', text)
    assert "/outils/piege/" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("who", ["visitor", "editor"])
def test_a_draft_does_not_exist(client, who):
    if who == "editor":
        client.force_login(EditorFactory())
    make("Brouillon", live=False)
    assert client.get("/outils/brouillon/").status_code == 404
    for url in ("/outils/", "/outils/nouveautes.xml", "/recherche/?q=brouillon", "/sitemap.xml"):
        assert "/outils/brouillon/" not in client.get(url).text


@pytest.mark.parametrize("url", ["/outils/", "/outils/fil-d-eau/", "/outils/nouveautes.xml"])
def test_the_toolbox_only_reads(client, url):
    make()
    assert client.post(url).status_code == 405


# --- Ways to it -------------------------------------------------------------------------------
def test_a_tool_of_a_profile_leads_to_its_page_when_there_is_one(client):
    make("Avec", skill=skill_of(1))
    make("Brouillon", skill=skill_of(2), live=False)
    profile = ProfileFactory(skills=[skill_of(number) for number in (1, 2, 3)])
    text = client.get(profile.get_absolute_url()).text
    assert 'href="/outils/avec/"' in text and "competence=outil-1" not in text
    for number in (2, 3):
        assert f'href="/annuaire/?competence=outil-{number}"' in text


def test_without_a_toolbox_tools_lead_to_the_list(client, monkeypatch):
    monkeypatch.setattr(tool_pages, "registered", [])
    make("Avec", skill=skill_of())
    text = client.get(ProfileFactory(skills=[skill_of()]).get_absolute_url()).text
    assert 'href="/annuaire/?competence=outil-1"' in text


def test_tools_are_a_group_of_the_search(client):
    make("Écholoc", what_for="Alertes sur des mots-clés.")
    text = client.get("/recherche/", {"q": "alerte"}).text
    assert 'href="/outils/echoloc/"' in text and "1 résultat" in text


def test_what_is_new_is_a_feed(client):
    make("Ancien")
    make("Récent <b>")
    response = client.get("/outils/nouveautes.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    titles = ET.fromstring(response.content).findall("{*}entry/{*}title")
    assert [title.text for title in titles] == ["Récent <b>", "Ancien"]


def test_every_page_leads_to_the_toolbox(client):
    assert client.get("/annuaire/").text.count('href="/outils/"') == 2


# --- What cannot be ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"status": "disparu", "website": "https://outil.example/"},
        {"successor": "other"},
        {"status": "disparu", "successor": "self"},
    ],
    ids=["gone with a site", "active with a successor", "its own successor"],
)
def test_the_database_refuses(fields):
    tool = make(status=fields.get("status", "actif"))
    tools = {"other": make("Autre"), "self": tool}
    for name, value in fields.items():
        setattr(tool, name, tools.get(value, value))
    with pytest.raises(IntegrityError), transaction.atomic():
        tool.save()


def test_nothing_is_online_without_a_date():
    tool = make(live=False)
    assert tool.first_published_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Tool.objects.update(live=True)
    tool.live = True
    tool.save(update_fields=["live"])
    tool.refresh_from_db()
    assert tool.first_published_at


def test_an_editor_adds_a_tool(client):
    client.force_login(EditorFactory())
    url = "/admin/snippets/toolbox/tool/add/"
    form = {
        "name": "Carnet",
        "slug": "carnet",
        "stage": "diffusion",
        "what_for": "Tient un calendrier.",
        "description": "null",
        "price": "",
        "website": "ftp://outil.example/",
        "status": "actif",
        "live": "on",
    }
    refused = client.post(url, form)
    assert refused.status_code == 200 and not Tool.objects.exists()
    assert client.post(url, form | {"website": "https://outil.example/"}).status_code == 302
    assert client.get("/outils/carnet/").status_code == 200
    assert "Carnet" in client.get("/admin/snippets/toolbox/tool/").text


def test_what_an_editor_writes_holds_no_script(client):
    client.force_login(EditorFactory())
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": "Bien <script>alert(1)</script>"}
    block |= {"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 4, "key": 0}]}
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    form = {
        "name": "Carnet",
        "slug": "carnet",
        "stage": "diffusion",
        "what_for": "Tient <b>un</b> calendrier.",
        "description": json.dumps({"blocks": [block], "entityMap": {"0": link}}),
        "status": "actif",
        "live": "on",
    }
    assert client.post("/admin/snippets/toolbox/tool/add/", form).status_code == 302
    text = client.get("/outils/carnet/").text
    assert "Bien" in text and "&lt;b&gt;un" in text
    assert "<script>alert" not in text and "javascript:" not in text


def test_an_editor_reads_why_a_tool_is_refused(client):
    client.force_login(EditorFactory())
    tool = make(website="https://outil.example/")
    form = {
        "name": tool.name,
        "slug": tool.slug,
        "stage": tool.stage,
        "what_for": tool.what_for,
        "description": "null",
        "website": tool.website,
        "status": "disparu",
    }
    response = client.post(f"/admin/snippets/toolbox/tool/edit/{tool.pk}/", form)
    assert response.status_code == 200
    assert "n’a plus de site" in response.text


# --- Demonstration ----------------------------------------------------------------------------
def test_the_demonstration_fills_the_box_once(client):
    skill = SkillFactory(name="Canva", slug="canva", kind="outil")
    count = demonstration.load()
    assert count >= 30 and demonstration.load() == 0
    assert Tool.objects.published().count() == count
    assert Tool.objects.get(skill=skill).name == "Canva"
    assert Tool.objects.filter(status="disparu", successor__isnull=False).count() >= 2
    assert set(Tool.objects.values_list("stage", flat=True)) == set(Tool.Stage.values)
    for tool in Tool.objects.all():
        tool.full_clean()
