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


def test_il_faut_etre_connecte_et_l_on_revient_au_formulaire(client):
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].endswith("/connexion/?next=/compte/profil/")


def test_le_formulaire_propose_le_nom_du_compte(client, owner):
    page = client.get(URL)
    assert page.status_code == 200
    assert 'value="Inès Cherfaoui"' in page.text
    assert "<script>" not in page.text and "style=" not in page.text


def test_un_premier_envoi_cree_un_profil_invisible_en_relecture(client, owner):
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


def test_un_brouillon_ne_demande_que_le_nom_et_la_commune(client, owner):
    data = posted("brouillon", headline="", occupations=None, status=None)
    assert client.post(URL, data).status_code == 302
    assert latest(owner).stage is Stage.DRAFT
    assert latest(owner).commune.name == "Lyon"


def test_un_brouillon_sans_commune_est_refuse_au_champ(client, owner):
    response = client.post(URL, posted("brouillon", commune=""))
    assert response.status_code == 400
    assert list(errors(response)) == ["commune"]
    assert not Profile.objects.exists()


def test_un_envoi_incomplet_liste_chaque_erreur_avec_un_lien_vers_le_champ(client, owner):
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
def test_une_saisie_fausse_est_refusee_a_son_champ_et_rien_n_est_perdu(
    client, owner, field, value, message
):
    response = client.post(URL, posted(**{"biography": "Une vie.", field: value}))
    assert response.status_code == 400
    assert message in " ".join(errors(response)[field])
    assert value in response.text
    assert "Social media manager, industrie" in response.text
    assert not Profile.objects.exists()


def test_deux_communes_du_meme_nom_sont_proposees(client, owner):
    commune("93066"), commune("97411")
    response = client.post(URL, posted(commune="Saint-Denis"))
    assert response.status_code == 400
    assert "Saint-Denis (93)" in errors(response)["commune"][0]


def test_le_mois_s_ecrit_aussi_a_la_francaise(client, owner):
    client.post(URL, posted(since="03/2021"))
    assert latest(owner).since == date(2021, 3, 1)
    assert 'value="2021-03"' in client.get(URL).text


def test_les_etapes_se_rangent_de_la_plus_recente_a_la_plus_ancienne(client, owner):
    steps = [STEP, {"title": "Responsable", "start_year": "2019"}, {"title": ""}]
    assert client.post(URL, posted(steps=steps)).status_code == 302
    assert [s.title for s in latest(owner).experiences.all()] == ["Responsable", "Animatrice"]


def test_une_etape_se_retire(client, owner):
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
def test_une_etape_impossible_est_refusee_a_sa_place(client, owner, changes, message):
    response = client.post(URL, posted(steps=[STEP | changes]))
    assert response.status_code == 400
    assert message in str([form.errors for form in response.context["steps"]])
    assert "Animatrice" in response.text


def test_ajouter_une_etape_ne_perd_rien_et_ne_gronde_pas(client, owner):
    data = posted("ajouter", steps=[STEP], headline="", biography="À moitié écrite")
    response = client.post(URL, data | {"portrait": jpeg()})
    assert response.status_code == 200
    assert "Animatrice" in response.text and "À moitié écrite" in response.text
    assert 'name="parcours-1-title"' in response.text
    assert "à corriger" not in response.text
    assert "Fichier reçu" in response.text
    assert not Profile.objects.exists()


def test_on_ne_peut_pas_ajouter_plus_de_dix_etapes(client, owner):
    response = client.post(URL, posted("ajouter", steps=[STEP] * 10))
    assert 'name="parcours-10-title"' not in response.text
    assert "c’est le maximum" in response.text
    response = client.post(URL, posted(steps=[STEP] * 11))
    assert response.status_code == 400


def test_un_compte_de_lignes_altere_est_refuse_sans_erreur_du_site(client, owner):
    assert client.post(URL, posted(**{"parcours-TOTAL_FORMS": "mille"})).status_code == 400
    assert client.post(URL, {"action": "ajouter"}).status_code == 200


def test_un_portrait_et_un_cv_sont_ranges_sous_des_noms_qui_ne_disent_rien(client, owner):
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
def test_un_faux_fichier_est_refuse_a_son_champ(client, owner, field, file, message):
    file.seek(0)
    response = client.post(URL, posted() | {field: file})
    assert response.status_code == 400
    assert message in errors(response)[field][0]
    assert "Social media manager, industrie" in response.text
    assert not Profile.objects.exists()


def test_une_image_de_20_mo_recoit_un_message_clair(client, owner):
    from django.core.files.uploadedfile import SimpleUploadedFile

    heavy = SimpleUploadedFile("photo.jpg", b"\xff\xd8" + b"0" * 20 * 1024 * 1024, "image/jpeg")
    response = client.post(URL, posted() | {"portrait": heavy})
    assert response.status_code == 400
    assert "20\u00a0Mo" in errors(response)["portrait"][0]


def test_un_fichier_valable_attend_pendant_que_l_on_corrige_le_reste(client, owner):
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


def test_le_fichier_en_attente_d_une_autre_personne_ne_se_prend_pas(client, owner):
    response = client.post(URL, posted(headline="") | {"cv": pdf()})
    ticket = re.search(r'name="cv_ticket" value="([^"]+)"', response.text)[1]
    client.force_login(UserFactory())
    response = client.post(URL, posted(cv_ticket=ticket))
    assert response.status_code == 400
    assert "choisissez-le de nouveau" in errors(response)["cv"][0]


def test_un_portrait_se_retire_et_un_cv_reste(client, owner):
    client.post(URL, posted() | {"portrait": jpeg(), "cv": pdf()})
    client.post(URL, posted(remove_portrait="on"))
    assert not latest(owner).portrait
    assert latest(owner).cv


def test_on_ne_modifie_que_son_propre_profil(client, owner):
    other = ProfileFactory(name="Autre Personne")
    client.post(URL, posted(name="Moi"))
    other.refresh_from_db()
    assert other.name == "Autre Personne"
    assert "Autre Personne" not in client.get(URL).text


def test_l_apercu_montre_la_derniere_version_a_son_auteur_seul(client, owner):
    client.post(URL, posted("brouillon", headline="Titre tout neuf"))
    page = client.get("/compte/profil/apercu/")
    assert page.status_code == 200
    assert "Titre tout neuf" in page.text and "aperçu" in page.text
    client.force_login(UserFactory())
    assert client.get("/compte/profil/apercu/").status_code == 404


def test_le_formulaire_coute_un_nombre_fixe_de_requetes(
    client, owner, django_assert_max_num_queries
):
    for n in range(40):
        SkillFactory(name=f"Compétence {n}", slug=f"competence-{n}")
    client.post(URL, posted(steps=[STEP] * 5))
    with django_assert_max_num_queries(25):
        assert client.get(URL).status_code == 200
