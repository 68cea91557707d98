"""Rows of the owner’s form: added without a script, ordered, removed, refused in their place."""

import pytest

from directory.models import Profile
from tests.profile_forms import URL, jpeg, latest, posted

pytestmark = pytest.mark.django_db
STEP = {"title": "Animatrice", "start_year": "2015", "end_year": "2018"}


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


EVERYTHING = {
    "diplomes": [{"title": "Licence de lettres", "organisation": "Rennes 2", "end_year": "2012"}],
    "campagnes": [
        {"title": "Le phare", "client": "Ville de Brest", "year": "2019", "role": "animation"},
        {"title": "La rade", "year": "2021", "url": "exemple.example/rade"},
    ],
    "clients": [{"name": "Ville de Brest", "budget": "10k-50k", "start_year": "2018"}],
    "langues": [{"language": "br", "level": "courant"}],
    "reseaux": [{"network": "mastodon", "audience": "1k-10k"}, {"network": "forum"}],
    "liens": [
        {"label": "Carnet", "url": "https://carnet.example/"},
        {"label": "", "url": "www.autre.example/page"},
    ],
}


def test_everything_written_is_found_again(client, owner):
    response = client.post(URL, posted("brouillon", steps=[STEP], **EVERYTHING))
    assert response.status_code == 302
    version = latest(owner)
    [degree] = [one for one in version.experiences.all() if one.kind == "diplome"]
    assert (degree.title, degree.start_year, degree.end_year) == ("Licence de lettres", 2012, 2012)
    assert [one.title for one in version.campaigns.all()] == ["La rade", "Le phare"]
    assert version.campaigns.all()[0].url == "https://exemple.example/rade"
    assert str(version.languages.all()[0]) == "Breton, courant"
    assert version.clients.all()[0].get_budget_display().startswith("De 10")
    assert version.networks == [
        {"network": "mastodon", "audience": "1k-10k"},
        {"network": "forum", "audience": ""},
    ]
    assert version.links == [
        {"label": "Carnet", "url": "https://carnet.example/"},
        {"label": "autre.example", "url": "https://www.autre.example/page"},
    ]
    page = client.get(URL)
    assert {rows.anchor: rows.count for rows in page.context["rows"]} == {
        "parcours": 1,
        "diplomes": 1,
        "campagnes": 2,
        "clients": 1,
        "langues": 1,
        "reseaux": 2,
        "liens": 2,
    }
    assert "Licence de lettres" in page.text and "Ville de Brest" in page.text


def test_degrees_and_posts_do_not_replace_each_other(client, owner):
    client.post(URL, posted("brouillon", steps=[STEP], diplomes=EVERYTHING["diplomes"]))
    client.post(URL, posted("brouillon", diplomes=EVERYTHING["diplomes"]))
    assert [one.kind for one in latest(owner).experiences.all()] == ["diplome"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"diplomes": [{"title": "Licence"}]}, "au moins une année"),
        ({"campagnes": [{"title": "Le phare"}]}, "année de la campagne"),
        ({"campagnes": [{"title": "x", "year": "2019", "url": "javascript:alert(1)"}]}, "https://"),
        ({"clients": [{"name": "x", "start_year": "2020", "end_year": "2012"}]}, "ne peut pas"),
        ({"clients": [{"budget": "aucun"}]}, "Nommez le client"),
        ({"langues": [{"language": "br"}]}, "votre niveau"),
        ({"langues": [{"language": "br", "level": "courant"}] * 2}, "déjà dans la liste"),
        ({"reseaux": [{"network": "agora"}]}, "choix valide"),
        ({"reseaux": [{"network": "forum"}] * 2}, "déjà dans la liste"),
        ({"liens": [{"url": "javascript:alert(1)"}]}, "https://"),
        ({"liens": [{"url": "data:text/html,x"}]}, "https://"),
        ({"liens": [{"url": "\u202ehttps://exemple.example@piege"}]}, "https://"),
        ({"liens": [{"label": "Carnet"}]}, "Donnez l’adresse"),
        ({"liens": [{"url": f"a{n}.example"} for n in range(7)]}, "le maximum"),
    ],
)
def test_a_wrong_row_is_refused_in_its_place(client, owner, rows, message):
    response = client.post(URL, posted("brouillon", **rows))
    assert response.status_code == 400
    [problem] = response.context["problems"]
    assert problem.section == next(iter(rows))
    assert message in problem.message
    assert f'id="{problem.target}"' in response.text
    assert not Profile.objects.exists()


@pytest.mark.parametrize("anchor", EVERYTHING)
def test_each_kind_of_row_can_be_added_without_a_script(client, owner, anchor):
    page = client.get(URL).text
    assert f'name="{anchor}-0-' in page  # an empty row says what is asked
    response = client.post(URL, posted(f"ajouter-{anchor}", biography="Rien ne se perd"))
    assert response.status_code == 200
    assert f'name="{anchor}-TOTAL_FORMS" value="1"' in response.text
    assert "autofocus" in response.text and "Rien ne se perd" in response.text
    [opened] = [one for one in response.context["sections"] if one.section.anchor == anchor]
    assert opened.is_open
