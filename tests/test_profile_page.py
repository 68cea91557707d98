"""/annuaire/<slug>/: a profile’s own page and its CV."""

import datetime

import pytest
from django.core.files.base import ContentFile

from directory.models import Experience
from tests.factories import ProfileFactory, SkillFactory, UserFactory, commune

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
    assert 'href="/carte/?region=84"' in text
    assert 'href="/carte/?departement=69"' in text


def test_a_skill_leads_to_those_who_share_it(client, ines):
    assert 'href="/annuaire/?competence=linkedin-b2b"' in page(client, ines)
    other = ProfileFactory()
    found = client.get("/annuaire/?competence=linkedin-b2b").context["page_obj"]
    assert ines in found and other not in found


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
    assert "/contact/" not in text


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


@pytest.mark.parametrize("steps", [1, 10])
def test_costs_the_same_queries_however_long_the_path(
    client, django_assert_max_num_queries, ines, steps
):
    ines.experiences = [Experience(title=f"Poste {n}", start_year=2010 + n) for n in range(steps)]
    ines.skills.set([SkillFactory(name=f"C{n}", slug=f"c{n}") for n in range(steps)])
    ines.save()
    client.force_login(UserFactory())
    page(client, ines)
    with django_assert_max_num_queries(12) as queries:
        page(client, ines)
    assert len(queries) == 6


def test_profiles_overseas_have_their_page_too(client):
    text = page(client, ProfileFactory(commune=commune("97411")))
    assert "D 974" in text
    assert 'role="img" aria-label="La Réunion."' in text


def test_a_map_shows_the_commune_and_says_so(client, ines):
    text = page(client, ines)
    assert 'role="img" aria-label="Lyon, Rhône, sur la carte de France."' in text
    assert 'class="departement ici" d="M' in text
