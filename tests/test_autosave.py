"""The draft kept while it is being written: whole and valid, over itself, never by force."""

import re

import pytest

from directory.models import Profile
from directory.review import Stage
from tests.factories import EditorFactory, ProfileFactory, UserFactory
from tests.profile_forms import URL, jpeg, latest, pdf, posted

pytestmark = pytest.mark.django_db
AUTOSAVE = "/compte/profil/brouillon/"


def keep(client, mark: str = "", **changes):
    return client.post(AUTOSAVE, posted(version=mark, **changes))


def test_a_first_draft_is_kept_and_the_hour_is_said(client, owner, now):
    response = keep(client, headline="", occupations=None, status=None)
    assert response.status_code == 200
    assert response.json()["etat"] == "garde"
    assert response.json()["message"] == "Brouillon gardé à 10\u00a0h\u00a000"
    profile = Profile.objects.get(owner=owner)
    assert not profile.live and profile.stage is Stage.DRAFT
    assert response.json()["version"] == profile.version_mark


def test_an_hour_of_typing_leaves_one_version(client, owner):
    mark = keep(client).json()["version"]
    for words in ("Une", "Une vie", "Une vie entière"):
        answer = keep(client, mark, biography=words).json()
        assert answer["version"] != mark
        mark = answer["version"]
    profile = Profile.objects.get(owner=owner)
    assert profile.revisions.count() == 1
    assert latest(owner).biography == "Une vie entière"


def test_rows_are_kept_too(client, owner):
    keep(client, langues=[{"language": "br", "level": "courant"}])
    assert [one.language for one in latest(owner).languages.all()] == ["br"]


def test_the_version_online_and_the_one_reviewed_stay_as_they_were(client, owner):
    client.post(URL, posted())
    profile = Profile.objects.get(owner=owner)
    profile.current_workflow_state.current_task_state.approve(user=EditorFactory())
    profile.refresh_from_db()
    online = profile.live_revision
    mark = keep(client, profile.version_mark, headline="Un autre titre").json()["version"]
    keep(client, mark, headline="Encore un autre")
    profile.refresh_from_db()
    assert profile.live and profile.headline == "Social media manager, industrie"
    assert profile.revisions.count() == 2
    online.refresh_from_db()
    assert online.content["headline"] == "Social media manager, industrie"


def test_a_version_that_was_sent_back_is_not_written_over(client, owner):
    client.post(URL, posted())
    profile = Profile.objects.get(owner=owner)
    profile.current_workflow_state.current_task_state.reject(user=UserFactory(), comment="Court.")
    profile = Profile.objects.get(owner=owner)
    answer = keep(client, profile.version_mark, headline="Plus long").json()
    assert answer["etat"] == "garde"
    profile = Profile.objects.get(owner=owner)
    assert profile.revisions.count() == 2
    assert profile.stage is Stage.SENT_BACK and profile.sent_back_because == "Court."


def test_what_somebody_else_wrote_is_not_written_over(client, owner):
    profile = ProfileFactory(owner=owner, live=False)
    profile.headline = "Corrigé par la rédaction"
    profile.save_revision(user=UserFactory())
    profile.refresh_from_db()
    keep(client, profile.version_mark)
    assert profile.revisions.count() == 2


def test_a_review_is_never_called_off_in_silence(client, owner):
    client.post(URL, posted())
    profile = Profile.objects.get(owner=owner)
    response = keep(client, profile.version_mark, headline="Après coup")
    assert response.status_code == 409
    assert response.json()["etat"] == "relecture"
    assert "reprendre la main" in response.json()["message"]
    assert Profile.objects.get(owner=owner).stage is Stage.REVIEW
    page = client.get(URL).text
    assert "enregistrez pour reprendre la main" in page
    assert re.search(r"<button[^>]*value=\"brouillon\"[^>]*>Reprendre la main", page)


def test_another_window_is_noticed_even_when_it_wrote_over_the_same_version(client, owner):
    first = keep(client).json()["version"]
    second = keep(client, first, headline="D’ailleurs").json()["version"]
    response = keep(client, first, headline="D’ici")
    assert response.status_code == 409
    assert response.json()["etat"] == "conflit"
    assert latest(owner).headline == "D’ailleurs"
    assert keep(client, second, headline="D’ailleurs encore").status_code == 200


def test_a_page_opened_before_the_profile_was_created_is_a_conflict_too(client, owner):
    keep(client)
    assert keep(client, "").json()["etat"] == "conflit"


def test_nothing_is_kept_of_an_invalid_form_and_the_fields_are_named(client, owner):
    mark = keep(client, headline="Avant").json()["version"]
    response = keep(client, mark, headline="Après", commune="Atlantis", langues=[{"level": "x"}])
    assert response.status_code == 422
    answer = response.json()
    assert answer["etat"] == "incomplet"
    assert answer["message"].startswith("Brouillon pas encore gardé, à revoir\u00a0: commune, ")
    assert "id_commune" in answer["champs"]
    assert latest(owner).headline == "Avant"


def test_files_wait_for_a_saving_that_is_asked_for(client, owner):
    client.post(URL, posted("brouillon") | {"portrait": jpeg(), "cv": pdf()})
    profile = Profile.objects.get(owner=owner)
    before = latest(owner)
    response = client.post(
        AUTOSAVE,
        posted(version=profile.version_mark, remove_cv="on", cv_ticket="faux")
        | {"portrait": jpeg(side=300)},
    )
    assert response.json()["etat"] == "garde"
    after = latest(owner)
    assert (after.portrait.name, after.cv.name) == (before.portrait.name, before.cv.name)
    assert after.portrait_width == 800


def test_showing_less_waits_for_a_saving_that_is_asked_for(client, owner):
    profile = ProfileFactory(owner=owner)
    keep(client, profile.version_mark, precision="liste")
    profile.refresh_from_db()
    assert profile.precision == "commune"
    assert latest(owner).precision == "liste"


def test_a_session_that_ended_is_said_and_begins_again(client, owner):
    client.logout()
    response = keep(client)
    assert response.status_code == 401
    assert response.json()["etat"] == "session"
    assert client.get(AUTOSAVE).status_code == 401
    client.force_login(owner)
    assert client.get(AUTOSAVE).json()["jeton"]
    assert not Profile.objects.exists()


@pytest.mark.parametrize("data", [{}, {"version": "1-2"}, {"parcours-TOTAL_FORMS": "mille"}])
def test_an_altered_form_is_refused_without_a_server_error(client, owner, data):
    assert client.post(AUTOSAVE, data).status_code in (409, 422)
