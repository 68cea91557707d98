"""An owner writes a profile: what is kept, what is refused, and that nothing typed is lost."""

import re
from datetime import date

import pytest

from directory.models import Profile
from directory.review import Stage
from tests.factories import ProfileFactory, SectorFactory, SkillFactory, UserFactory, commune
from tests.profile_forms import PREFERENCES, URL, errors, latest, posted

pytestmark = pytest.mark.django_db
STEP = {"title": "Animatrice", "start_year": "2015", "end_year": "2018"}


def test_one_must_sign_in_and_then_comes_back_to_the_form(client):
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].endswith("/connexion/?next=/compte/profil/")


def test_the_form_suggests_the_name_of_the_account(client, owner):
    page = client.get(URL)
    assert page.status_code == 200
    assert 'value="Inès Cherfaoui"' in page.text
    assert "<script>" not in page.text and "style=" not in page.text


def test_a_first_submission_creates_an_invisible_profile_under_review(client, owner):
    response = client.post(URL, posted(since="2021-03", website="ines.example"))
    assert response.status_code == 302
    profile = Profile.objects.get(owner=owner)
    assert not profile.live
    assert profile.stage is Stage.REVIEW
    assert profile.slug == "ines-cherfaoui"
    assert latest(owner).website == "https://ines.example"
    assert latest(owner).since == date(2021, 3, 1)
    assert [o.code for o in latest(owner).occupations.all()] == ["community-manager"]
    assert "en relecture" in client.get(URL).text


def test_a_draft_asks_only_for_the_name_and_the_commune(client, owner):
    data = posted("brouillon", headline="", occupations=None, status=None)
    assert client.post(URL, data).status_code == 302
    assert latest(owner).stage is Stage.DRAFT
    assert latest(owner).commune.name == "Lyon"


def test_a_draft_without_a_commune_is_refused_at_the_field(client, owner):
    response = client.post(URL, posted("brouillon", commune=""))
    assert response.status_code == 400
    assert list(errors(response)) == ["commune"]
    assert not Profile.objects.exists()


def test_an_incomplete_submission_lists_each_error_with_a_link_to_its_field(client, owner):
    response = client.post(URL, posted(headline="", occupations=None, status=None))
    assert response.status_code == 400
    assert set(errors(response)) == {"headline", "occupations", "status"}
    assert "3 points sont à corriger" in response.text
    for target in re.findall(r'<li><a href="#([\w-]+)"', response.text):
        assert f'id="{target}"' in response.text
    assert "Choisissez au moins un métier." in response.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("commune", "Atlantis", "Nous ne connaissons pas cette commune"),
        ("website", "javascript:alert(1)", "https://"),
        ("website", "ftp://exemple.example/", "https://"),
        ("since", "mars", "par exemple 03/2021"),
        ("since", "2199-01", "pas encore arrivé"),
        ("status", "roi", "Sélectionnez un choix valide"),
        ("name", "x" * 300, "80"),
        ("working_since", "1832", "entre 1950"),
        ("biography", "x" * 4001, "4000"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field_and_nothing_is_lost(
    client, owner, field, value, message
):
    response = client.post(URL, posted(**{"biography": "Une vie.", field: value}))
    assert response.status_code == 400
    assert message in " ".join(errors(response)[field])
    assert value in response.text
    assert "Social media manager, industrie" in response.text
    assert not Profile.objects.exists()


def test_two_communes_of_the_same_name_are_offered(client, owner):
    commune("93066"), commune("97411")
    response = client.post(URL, posted(commune="Saint-Denis"))
    assert response.status_code == 400
    assert "Saint-Denis (93)" in errors(response)["commune"][0]


def test_a_month_may_be_written_the_french_way_too(client, owner):
    client.post(URL, posted(since="03/2021"))
    assert latest(owner).since == date(2021, 3, 1)
    assert 'value="2021-03"' in client.get(URL).text


def test_one_edits_only_one_s_own_profile(client, owner):
    other = ProfileFactory(name="Autre Personne")
    client.post(URL, posted(name="Moi"))
    other.refresh_from_db()
    assert other.name == "Autre Personne"
    assert "Autre Personne" not in client.get(URL).text


def test_the_preview_shows_the_latest_version_to_its_author_alone(client, owner):
    client.post(URL, posted("brouillon", headline="Titre tout neuf"))
    page = client.get("/compte/profil/apercu/")
    assert page.status_code == 200
    assert "Titre tout neuf" in page.text and "aperçu" in page.text
    client.force_login(UserFactory())
    assert client.get("/compte/profil/apercu/").status_code == 404


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ليلى بن علي", "profil"),
        ("Юлия Соколова", "profil"),
        ("王小明", "profil"),
        ("می‌خواهم", "profil"),
        ("Žofia O’Brien-Núñez", "zofia-obrien-nunez"),
    ],
    ids=["arabic", "cyrillic", "chinese", "joined", "latin"],
)
def test_a_name_in_any_script_is_taken_as_it_is(client, owner, name, slug):
    assert client.post(URL, posted(name=name)).status_code == 302
    assert latest(owner).name == name
    assert latest(owner).slug == slug


def test_what_is_invisible_is_taken_out_and_said(client, owner):
    hidden = posted(name="\u202eInès\u200b Cherfaoui\x00", headline="Veille\net  rédaction")
    page = client.post(URL, hidden, follow=True)
    assert latest(owner).name == "Inès Cherfaoui"
    assert latest(owner).headline == "Veille et rédaction"
    assert "caractères invisibles ont été retirés\u00a0: nom affiché." in page.text


def test_a_name_of_invisible_characters_only_is_no_name(client, owner):
    response = client.post(URL, posted(name="\u200b\u2066\u3164"))
    assert response.status_code == 400
    assert "sous quel nom" in errors(response)["name"][0]


def test_skills_and_tools_are_asked_apart_and_kept_together(client, owner):
    skill = SkillFactory(name="Modération", slug="moderation")
    tool = SkillFactory(name="Canva", slug="canva", kind="outil")
    sector = SectorFactory()
    client.post(URL, posted(skills=[skill.pk], tools=[tool.pk], sectors=[sector.pk]))
    assert {one.name for one in latest(owner).skills.all()} == {"Modération", "Canva"}
    assert list(latest(owner).sectors.all()) == [sector]
    form = client.get(URL).context["form"]
    assert (form["skills"].value(), form["tools"].value()) == ([skill.pk], [tool.pk])
    assert client.post(URL, posted(skills=[tool.pk])).status_code == 400


def test_preferences_are_not_asked_here(client, owner):
    form = client.get(URL).context["form"]
    assert not {"availability", "accepts_messages", "visibility"} & set(form.fields)
    client.post(URL, posted(availability="disponible"))
    assert latest(owner).availability == "ecoute"
    assert PREFERENCES in client.get(URL).text


def test_each_section_says_how_far_it_is_written(client, owner):
    states = {one.section.anchor: one for one in client.get(URL).context["sections"]}
    assert states["identite"].state == "completer" and states["identite"].is_open
    assert states["langues"].state == "vide" and not states["langues"].is_open
    client.post(URL, posted("brouillon", langues=[{"language": "br", "level": "courant"}] * 1))
    states = {one.section.anchor: one for one in client.get(URL).context["sections"]}
    assert states["langues"].words == "1\u00a0langue"
    assert states["identite"].state == "rempli"
    response = client.post(URL, posted(langues=[{"language": "br"}]))
    states = {one.section.anchor: one for one in response.context["sections"]}
    assert states["langues"].state == "corriger" and states["langues"].is_open


@pytest.mark.parametrize(
    ("action", "place"),
    [
        ("continuer-identite", "?volet=situation#situation"),
        ("continuer-liens", "?volet=publier#publier"),
        ("continuer-nulle-part", ""),
    ],
)
def test_a_section_is_kept_and_the_next_one_opens(client, owner, action, place):
    response = client.post(URL, posted(action, headline=""))
    assert response["Location"] == URL + place
    assert latest(owner).stage is Stage.DRAFT


def test_what_another_window_wrote_is_not_overwritten_unawares(client, owner):
    client.post(URL, posted("brouillon"))
    mark = client.get(URL).context["version_mark"]
    client.post(URL, posted("brouillon", headline="De l’autre fenêtre"))
    response = client.post(URL, posted("brouillon", headline="De celle-ci", version=mark))
    assert response.status_code == 409
    assert "dans une autre fenêtre" in response.text and "De celle-ci" in response.text
    assert latest(owner).headline == "De l’autre fenêtre"
    mark = response.context["version_mark"]
    response = client.post(URL, posted("brouillon", headline="De celle-ci", version=mark))
    assert response.status_code == 302
    assert latest(owner).headline == "De celle-ci"


@pytest.mark.parametrize(
    ("seen_by", "shows_employer", "shows_path"),
    [("tous", False, False), ("inscrits", True, False), ("moi", True, True), ("roi", True, True)],
)
def test_the_preview_is_what_each_visitor_would_read(
    client, owner, seen_by, shows_employer, shows_path
):
    step = {"title": "Animatrice de forum", "start_year": "2015"}
    client.post(URL, posted("brouillon", employer="Maison Ploumanac’h", steps=[step]))
    Profile.objects.update(audiences={"employeur": "inscrits", "parcours": "personne"})
    page = client.get("/compte/profil/apercu/", {"vu-par": seen_by}).text
    assert ("Ploumanac" in page) is shows_employer
    assert ("Animatrice de forum" in page) is shows_path


def test_the_preview_says_when_a_visitor_cannot_open_the_page(client, owner):
    client.post(URL, posted("brouillon"))
    Profile.objects.update(visibility="inscrits")
    assert "demande un compte" in client.get("/compte/profil/apercu/?vu-par=tous").text
    assert "demande un compte" not in client.get("/compte/profil/apercu/?vu-par=inscrits").text
    Profile.objects.update(visibility="masque")
    assert "profil est masqué" in client.get("/compte/profil/apercu/?vu-par=inscrits").text


def test_the_form_costs_a_fixed_number_of_queries(client, owner, django_assert_max_num_queries):
    for n in range(40):
        SkillFactory(name=f"Compétence {n}", slug=f"competence-{n}")
    client.post(URL, posted(steps=[STEP] * 5))
    with django_assert_max_num_queries(25):
        assert client.get(URL).status_code == 200
