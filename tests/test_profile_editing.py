"""An owner writes a profile: what is kept, what is refused, and that nothing typed is lost."""

import re
from datetime import date

import pytest

from directory.models import Profile
from directory.review import Stage
from tests.factories import ProfileFactory, SkillFactory, UserFactory, commune
from tests.profile_forms import URL, jpeg, pdf, posted

pytestmark = pytest.mark.django_db
STEP = {"title": "Animatrice", "start_year": "2015", "end_year": "2018"}


@pytest.fixture
def owner(client):
    user = UserFactory(first_name="Inès", last_name="Cherfaoui")
    client.force_login(user)
    return user


def latest(owner) -> Profile:
    return Profile.objects.get(owner=owner).get_latest_revision_as_object()


def errors(response) -> dict:
    return dict(response.context["form"].errors)


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
        ("name", "x" * 81, "80"),
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


def test_steps_are_ordered_from_the_latest_to_the_oldest(client, owner):
    steps = [STEP, {"title": "Responsable", "start_year": "2019"}, {"title": ""}]
    assert client.post(URL, posted(steps=steps)).status_code == 302
    assert [s.title for s in latest(owner).experiences.all()] == ["Responsable", "Animatrice"]


def test_a_step_can_be_removed(client, owner):
    client.post(URL, posted(steps=[STEP, {"title": "Stage", "start_year": "2012"}]))
    client.post(
        URL, posted(steps=[STEP | {"DELETE": "on"}, {"title": "Stage", "start_year": "2012"}])
    )
    assert [s.title for s in latest(owner).experiences.all()] == ["Stage"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end_year": "2010"}, "ne peut pas précéder"),
        ({"start_year": "deux mille"}, "quatre chiffres"),
        ({"start_year": "1832"}, "entre 1950"),
        ({"start_year": ""}, "année de début"),
    ],
)
def test_an_impossible_step_is_refused_in_its_place(client, owner, changes, message):
    response = client.post(URL, posted(steps=[STEP | changes]))
    assert response.status_code == 400
    assert message in str([form.errors for form in response.context["rows"][0]])
    assert "Animatrice" in response.text


def test_adding_a_step_loses_nothing_and_does_not_scold(client, owner):
    data = posted("ajouter-parcours", steps=[STEP], headline="", biography="À moitié écrite")
    response = client.post(URL, data | {"portrait": jpeg()})
    assert response.status_code == 200
    assert "Animatrice" in response.text and "À moitié écrite" in response.text
    assert 'name="parcours-1-title"' in response.text
    assert "à corriger" not in response.text
    assert "Fichier reçu" in response.text
    assert not Profile.objects.exists()


def test_no_more_than_ten_steps_can_be_added(client, owner):
    response = client.post(URL, posted("ajouter-parcours", steps=[STEP] * 10))
    assert 'name="parcours-10-title"' not in response.text
    assert "c’est le maximum" in response.text
    response = client.post(URL, posted(steps=[STEP] * 11))
    assert response.status_code == 400


def test_a_tampered_row_count_is_refused_without_a_server_error(client, owner):
    assert client.post(URL, posted(**{"parcours-TOTAL_FORMS": "mille"})).status_code == 400
    assert client.post(URL, {"action": "ajouter-parcours"}).status_code == 200


def test_a_portrait_and_a_cv_are_stored_under_names_that_tell_nothing(client, owner):
    files = {"portrait": jpeg("ines-vacances.jpg"), "cv": pdf("Ines Cherfaoui.pdf")}
    assert client.post(URL, posted() | files).status_code == 302
    version = latest(owner)
    assert re.fullmatch(r"profils/[\w-]{20,}\.webp", version.portrait.name)
    assert re.fullmatch(r"profils/[\w-]{20,}\.pdf", version.cv.name)
    assert (version.portrait_width, version.portrait_height) == (800, 800)
    assert version.portrait.storage.exists(version.portrait.name)


@pytest.mark.parametrize(
    ("field", "file", "message"),
    [
        ("portrait", pdf("photo.jpg"), "pas une image"),
        ("cv", pdf(content=b"du texte"), "n’est pas un PDF"),
        ("portrait", jpeg(side=50), "trop petite"),
    ],
)
def test_a_false_file_is_refused_at_its_field(client, owner, field, file, message):
    file.seek(0)
    response = client.post(URL, posted() | {field: file})
    assert response.status_code == 400
    assert message in errors(response)[field][0]
    assert "Social media manager, industrie" in response.text
    assert not Profile.objects.exists()


def test_an_image_of_20_mb_gets_a_clear_message(client, owner):
    from django.core.files.uploadedfile import SimpleUploadedFile

    heavy = SimpleUploadedFile("photo.jpg", b"\xff\xd8" + b"0" * 20 * 1024 * 1024, "image/jpeg")
    response = client.post(URL, posted() | {"portrait": heavy})
    assert response.status_code == 400
    assert "20\u00a0Mo" in errors(response)["portrait"][0]


def test_a_valid_file_waits_while_the_rest_is_corrected(client, owner):
    response = client.post(URL, posted(headline="") | {"portrait": jpeg(), "cv": pdf()})
    assert response.status_code == 400
    tickets = {
        name: re.search(rf'name="{name}" value="([^"]+)"', response.text)[1]
        for name in ("portrait_ticket", "cv_ticket")
    }
    assert client.post(URL, posted(**tickets)).status_code == 302
    assert latest(owner).portrait.name.endswith(".webp")
    with latest(owner).cv.open() as cv:
        assert cv.read().startswith(b"%PDF-")


def test_the_waiting_file_of_somebody_else_cannot_be_taken(client, owner):
    response = client.post(URL, posted(headline="") | {"cv": pdf()})
    ticket = re.search(r'name="cv_ticket" value="([^"]+)"', response.text)[1]
    client.force_login(UserFactory())
    response = client.post(URL, posted(cv_ticket=ticket))
    assert response.status_code == 400
    assert "choisissez-le de nouveau" in errors(response)["cv"][0]


def test_a_portrait_is_removed_and_a_cv_stays(client, owner):
    client.post(URL, posted() | {"portrait": jpeg(), "cv": pdf()})
    client.post(URL, posted(remove_portrait="on"))
    assert not latest(owner).portrait
    assert latest(owner).cv


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


def test_the_form_costs_a_fixed_number_of_queries(client, owner, django_assert_max_num_queries):
    for n in range(40):
        SkillFactory(name=f"Compétence {n}", slug=f"competence-{n}")
    client.post(URL, posted(steps=[STEP] * 5))
    with django_assert_max_num_queries(25):
        assert client.get(URL).status_code == 200
