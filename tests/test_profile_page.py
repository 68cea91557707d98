"""/annuaire/<slug>/: a profile’s own page and its CV."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from directory import prose
from directory.models import Experience, HiddenFrom
from tests.factories import (
    OccupationFactory,
    ProfileFactory,
    SkillFactory,
    UserFactory,
    commune,
)
from tests.rich_profiles import rich_profile
from tests.stories import interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    profile = ProfileFactory(
        name="Inès Cherfaoui",
        slug="ines-cherfaoui",
        headline="Je fais parler les ingénieurs",
        biography="Premier paragraphe.\n\nSecond <script>alert(1)</script> paragraphe.",
        employer="Atelier Confluent",
        since=datetime.date(2021, 4, 1),
        website="https://ines.example/",
        availability="disponible",
        skills=[SkillFactory(name="LinkedIn B2B", slug="linkedin-b2b")],
    )
    profile.experiences = [
        Experience(title="Indépendante", start_year=2021),
        Experience(
            title="Cheffe de projet", organisation="Confluent", start_year=2018, end_year=2021
        ),
        Experience(title="Licence", start_year=2014, end_year=2014),
    ]
    profile.save()
    return profile


def page(client, profile) -> str:
    response = client.get(profile.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_shows_all_that_the_person_published(client, ines):
    text = page(client, ines)
    for expected in (
        "Inès Cherfaoui",
        "Je fais parler les ingénieurs",
        "Disponible",
        "D 69",
        "Lyon",
        "Auvergne-Rhône-Alpes",
        "<p>Premier paragraphe.</p>",
        "Depuis 2021",
        "2018 à 2021",
        "Cheffe de projet, Confluent",
        "Atelier Confluent",
        "avril 2021",
        'href="https://ines.example/"',
    ):
        assert expected in text


def test_what_people_write_is_escaped(client, ines):
    text = page(client, ines)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_leads_back_to_the_map_by_region_and_departement(client, ines):
    text = page(client, ines)
    assert [label for label, _ in ines.breadcrumbs[1:]] == ["Auvergne-Rhône-Alpes", "Rhône"]
    for _, address in ines.breadcrumbs:
        assert f'href="{address}"' in text


def test_a_skill_leads_to_those_who_share_it(client, ines):
    assert 'href="/annuaire/?competence=linkedin-b2b"' in page(client, ines)
    other = ProfileFactory()
    found = client.get("/annuaire/?competence=linkedin-b2b").context["page_obj"]
    assert [shown.pk for shown in found] == [ines.pk] != [other.pk]


def test_a_bare_profile_shows_no_empty_section(client):
    text = page(client, ProfileFactory())
    for absent in ("Biographie", "Parcours", "Compétences", "Télécharger", "None"):
        assert absent not in text


def test_offers_to_write_unless_the_person_declined(client, ines):
    link = 'href="/annuaire/ines-cherfaoui/contact/"'
    assert link in page(client, ines)
    ines.accepts_messages = False
    ines.save()
    text = page(client, ines)
    assert link not in text
    assert "ne reçoit pas de messages" in text


def test_the_owner_is_offered_to_edit_rather_than_to_write(client, ines):
    client.force_login(ines.owner)
    text = page(client, ines)
    assert "C’est votre profil" in text
    assert f"{ines.get_absolute_url()}contact/" not in text


def test_a_draft_does_not_exist_for_others(client):
    draft = ProfileFactory(live=False)
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        for address in ("", "cv/", "contact/"):
            response = client.get(f"{draft.get_absolute_url()}{address}", follow=not user)
            if address == "contact/" and not user:
                continue  # the sign-in page answers before the profile is looked for
            assert response.status_code == 404


def test_a_draft_sends_its_owner_to_the_preview(client):
    draft = ProfileFactory(live=False)
    client.force_login(draft.owner)
    response = client.get(draft.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == "/compte/profil/apercu/"


def test_an_unknown_address_is_not_found(client):
    assert client.get("/annuaire/personne/").status_code == 404


def test_the_cv_is_a_download_under_the_person_s_own_name(client, ines):
    ines.cv.save("secret.pdf", ContentFile(b"%PDF-1.7 essai"))
    assert 'href="/annuaire/ines-cherfaoui/cv/"' in page(client, ines)
    response = client.get("/annuaire/ines-cherfaoui/cv/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="cv-ines-cherfaoui.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 essai"


def test_the_cv_file_has_no_public_address(client, ines, settings):
    ines.cv.save("secret.pdf", ContentFile(b"%PDF-1.7 essai"))
    assert client.get(f"/media/{ines.cv.name}").status_code == 404


def test_no_cv_no_download(client, ines):
    assert client.get("/annuaire/ines-cherfaoui/cv/").status_code == 404


def test_a_cv_lost_from_the_disk_is_not_found(client, ines):
    ines.cv.save("secret.pdf", ContentFile(b"%PDF-1.7 essai"))
    ines.cv.storage.delete(ines.cv.name)
    assert client.get("/annuaire/ines-cherfaoui/cv/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "member"])
def test_costs_the_same_queries_however_rich_the_profile(
    client, django_assert_max_num_queries, count, signed_in
):
    """The dearest case: an availability kept from somebody, a badge, neighbours, a reading."""
    profile = rich_profile(count, files=False)
    HiddenFrom.objects.create(profile=profile, organisation="Zut", domain="zut.example")
    for _ in range(min(count, 5)):
        ProfileFactory()
        interview(profile=profile)
    if signed_in:
        client.force_login(UserFactory())
    answer(client, profile)
    cache.clear()
    with django_assert_max_num_queries(12) as queries:
        text = answer(client, profile)
    assert len(queries) == (12 if signed_in else 8), [row["sql"][:90] for row in queries]
    assert "Interviewé·e" in text and "Les plus proches" in text
    assert profile.views_last_days(1) == 2


def answer(client, profile) -> str:
    return client.get(profile.get_absolute_url(), headers={"User-Agent": "Mozilla/5.0"}).text


def test_shows_what_somebody_has_done_and_looks_for(client):
    text = page(client, rich_profile(2, files=False))
    for expected in (
        "<strong>paragraphe</strong>",
        "Poste 1, Agence Zanzibar",
        "Depuis 2011, Londres",
        "Licence 1, École de Zwickau",
        "2005 à 2008",
        "2024, pour <bdi>Zeppelin</bdi>",
        "Onze candidatures",
        'href="https://campagne.example/" rel="nofollow ugc noopener"',
        "De 10\u202f000 à 50\u202f000\u00a0€ par an",
        "Depuis 2015",
        "Secteur 0, Secteur 1",
        "Français",
        "(courant)",
        "CDI, Mission freelance",
        "En partie à distance",
        "100\u00a0km",
        "De 1\u202f000 à 10\u202f000 abonnés",
        "<bdi>Mes notes</bdi>",
        "/annuaire/?competence=savoir-1",
        "/annuaire/?competence=outil-0",
    ):
        assert expected in text, expected


def test_a_rate_or_a_salary_is_never_on_the_page(client):
    profile = rich_profile(files=False, day_rate="300-400", salary_floor=47_123)
    client.force_login(profile.owner)
    for form in ("", "imprimer/", "profil.json", "carte.vcf"):
        text = client.get(f"{profile.get_absolute_url()}{form}").text
        assert not re.search("47.?123|300.{0,9}400", text), form


def test_the_closest_are_of_the_same_trade_first_and_not_too_far(client):
    home = ProfileFactory()
    far = ProfileFactory(name="Trop loin", commune=commune("35238"))
    hidden = ProfileFactory(name="Discrète", precision="departement")
    other = ProfileFactory(name="Autre métier", occupations=[OccupationFactory(code="moderateur")])
    same = ProfileFactory(name="Même métier")
    found = client.get(home.get_absolute_url()).context["neighbours"]
    assert [row.profile.pk for row in found] == [same.pk, other.pk]
    assert not {far.pk, hidden.pk} & {row.profile.pk for row in found}


def test_who_hides_their_commune_has_no_neighbours(client):
    home = ProfileFactory(precision="departement")
    ProfileFactory()
    assert client.get(home.get_absolute_url()).context["neighbours"] == []


def test_those_for_members_only_are_not_shown_as_neighbours_to_visitors(client):
    home = ProfileFactory()
    ProfileFactory(visibility="inscrits")
    assert client.get(home.get_absolute_url()).context["neighbours"] == []
    client.force_login(UserFactory())
    assert len(client.get(home.get_absolute_url()).context["neighbours"]) == 1


def test_the_owner_of_a_hidden_profile_alone_opens_its_page_and_is_told(client):
    profile = ProfileFactory(visibility="masque")
    assert client.get(profile.get_absolute_url()).status_code == 404
    client.force_login(profile.owner)
    assert "Vous seul·e voyez cette page" in page(client, profile)


def test_the_cv_runs_nothing_and_answers_head(client, ines):
    ines.cv.save("x.pdf", ContentFile(b"%PDF-1.7 /JavaScript (app.alert(1)) %%EOF"))
    response = client.head("/annuaire/ines-cherfaoui/cv/")
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"].startswith("attachment;")
    for close in response._resource_closers:  # the server does, once the answer is gone
        close()


@pytest.mark.parametrize(
    ("audience", "statuses"), [("inscrits", [404, 200, 200]), ("personne", [404, 404, 200])]
)
def test_the_cv_is_for_whom_its_owner_chose(client, ines, audience, statuses):
    ines.audiences = {"cv": audience}
    ines.cv.save("x.pdf", ContentFile(b"%PDF-1.7 essai"))
    found = []
    for user in (None, UserFactory(), ines.owner):
        if user:
            client.force_login(user)
        response = client.get("/annuaire/ines-cherfaoui/cv/")
        found.append(response.status_code)
        if response.streaming:
            assert b"".join(response.streaming_content) == b"%PDF-1.7 essai"
    assert found == statuses


def test_links_of_a_biography_lead_to_the_web_only():
    text = prose.to_html(
        '[a](https://a.example "t") [b](javascript:alert(1)) [c](data:text/html,x) '
        "![d](https://d.example/p.png) <b onclick=x>e</b> [f](mailto:f@f.example)"
    )
    assert 'href="https://a.example" rel="nofollow ugc noopener"' in text
    assert 'href="mailto:f@f.example"' in text
    assert "<img" not in text and "<b" not in text and "title=" not in text
    assert not re.search("href=.(javascript|data)", text)


def test_profiles_overseas_have_their_page_too(client):
    text = page(client, ProfileFactory(commune=commune("97411")))
    assert "D 974" in text
    assert 'role="img" aria-label="La Réunion."' in text


def test_a_map_shows_the_commune_and_says_so(client, ines):
    text = page(client, ines)
    assert 'role="img" aria-label="Lyon, Rhône, sur la carte de France."' in text
    assert 'class="departement ici" d="M' in text
