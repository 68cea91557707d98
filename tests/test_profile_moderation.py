"""From an owner’s draft to the public page: only a moderator’s approval changes what is seen."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowContentType

from directory.models import Profile
from directory.review import Stage
from tests.factories import ProfileFactory, UserFactory
from tests.profile_forms import URL, jpeg, pdf, posted

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_directory_profile:edit"


@pytest.fixture
def owner(client):
    user = UserFactory(email="ines@exemple.example")
    client.force_login(user)
    return user


@pytest.fixture
def moderator():
    user = UserFactory(email="moderation@exemple.example", is_staff=True)
    user.groups.add(Group.objects.get(name="Modération"))
    return user


@pytest.fixture
def decide(client, moderator, django_capture_on_commit_callbacks):
    """What the moderator does in the admin about the profile waiting: through its own urls."""

    def decide(profile: Profile, action: str, comment: str = ""):
        task_state = profile.workflow_states.active().get().current_task_state
        client.force_login(moderator)
        url = reverse(
            "wagtailsnippets_directory_profile:workflow_action",
            args=[profile.pk, action, task_state.pk],
        )
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, {"comment": comment})
        client.force_login(profile.owner)
        return response

    return decide


def profile_of(owner) -> Profile:
    return Profile.objects.get(owner=owner)


def published(client, owner, decide, **changes) -> Profile:
    client.post(URL, posted(**changes))
    decide(profile_of(owner), "approve")
    return profile_of(owner)


def test_approving_puts_online_and_tells_the_author(client, owner, decide, mailoutbox):
    client.post(URL, posted(steps=[{"title": "Animatrice", "start_year": "2015"}]))
    profile = profile_of(owner)
    assert client.get(profile.get_absolute_url()).status_code != 200
    mailoutbox.clear()
    decide(profile, "approve")
    profile = profile_of(owner)
    assert profile.live and profile.stage is Stage.ONLINE
    assert [step.title for step in profile.experiences.all()] == ["Animatrice"]
    assert client.get(profile.get_absolute_url()).status_code == 200
    (mail,) = [mail for mail in mailoutbox if mail.to == ["ines@exemple.example"]]
    assert mail.subject == "Votre profil est en ligne"
    assert profile.get_absolute_url() in mail.body
    assert "admin" not in mail.body


def test_moderators_are_told_of_a_submission(client, moderator, owner, mailoutbox):
    client.post(URL, posted())
    (mail,) = mailoutbox
    assert mail.to == ["moderation@exemple.example"]
    assert mail.subject == f"Un profil à relire\u00a0: {profile_of(owner).name}"
    assert f"/admin/annuaire/a-relire/{profile_of(owner).pk}/" in mail.body
    assert "workflow" not in mail.body and mail.body.startswith("Bonjour")


def test_sending_back_shows_the_reason_to_the_author_and_mails_it(
    client, owner, decide, mailoutbox
):
    client.post(URL, posted())
    mailoutbox.clear()
    decide(profile_of(owner), "reject", "Retirez le nom <b>du client</b>.")
    profile = profile_of(owner)
    assert not profile.live and profile.stage is Stage.SENT_BACK
    page = client.get(URL).text
    assert "Retirez le nom &lt;b&gt;du client&lt;/b&gt;." in page
    (mail,) = [mail for mail in mailoutbox if mail.to == ["ines@exemple.example"]]
    assert "Retirez le nom <b>du client</b>." in mail.body


def test_correcting_and_submitting_again_resumes_the_review_on_the_new_version(
    client, owner, decide
):
    client.post(URL, posted())
    decide(profile_of(owner), "reject", "Trop long.")
    client.post(URL, posted("brouillon", headline="Plus court"))
    assert profile_of(owner).stage is Stage.SENT_BACK
    assert "Trop long." in client.get(URL).text
    client.post(URL, posted(headline="Plus court"))
    assert profile_of(owner).stage is Stage.REVIEW
    decide(profile_of(owner), "approve")
    assert profile_of(owner).headline == "Plus court"


def test_editing_leaves_the_version_online_until_the_approval(client, owner, decide):
    profile = published(client, owner, decide, headline="Première version")
    client.post(URL, posted(headline="Deuxième version", occupations=None, steps=[]))
    client.post(URL, posted(headline="Deuxième version"))
    assert "Première version" in client.get(profile.get_absolute_url()).text
    live = profile_of(owner)
    assert (live.headline, live.stage) == ("Première version", Stage.REVIEW)
    assert "La version en ligne reste en place" in client.get(URL).text
    decide(live, "approve")
    assert "Deuxième version" in client.get(profile.get_absolute_url()).text


def test_a_draft_does_not_change_the_version_online(client, owner, decide):
    published(client, owner, decide, headline="Première version")
    client.post(URL, posted("brouillon", headline="Essai"))
    profile = profile_of(owner)
    assert (profile.headline, profile.stage, profile.live) == (
        "Première version",
        Stage.DRAFT,
        True,
    )
    assert profile.get_latest_revision_as_object().headline == "Essai"


def test_nobody_approves_a_version_they_have_not_read(client, owner, moderator):
    client.post(URL, posted(headline="Lue"))
    profile = profile_of(owner)
    read = profile.workflow_states.active().get().current_task_state
    client.post(URL, posted(headline="Changée entre-temps"))
    client.force_login(moderator)
    client.post(
        reverse(
            "wagtailsnippets_directory_profile:workflow_action",
            args=[profile.pk, "approve", read.pk],
        )
    )
    profile = profile_of(owner)
    assert not profile.live and profile.stage is Stage.REVIEW


def test_keeping_as_a_draft_cancels_the_review_in_progress(client, owner):
    client.post(URL, posted())
    client.post(URL, posted("brouillon"))
    assert profile_of(owner).stage is Stage.DRAFT


def test_withdrawing_one_s_profile_asks_for_confirmation_and_acts_at_once(client, owner, decide):
    profile = published(client, owner, decide)
    assert client.get("/compte/profil/retirer/").status_code == 200
    assert profile_of(owner).live
    response = client.post("/compte/profil/retirer/", follow=True)
    assert "n’est plus en ligne" in response.text
    assert not profile_of(owner).live
    client.logout()
    assert client.get(profile.get_absolute_url()).status_code == 404


def test_a_withdrawn_profile_comes_back_through_the_review(client, owner, decide):
    profile = published(client, owner, decide)
    client.post("/compte/profil/retirer/")
    client.post(URL, posted(headline="Me revoilà"))
    assert not profile_of(owner).live
    decide(profile_of(owner), "approve")
    assert profile_of(owner).live
    assert profile_of(owner).slug == profile.slug


def test_one_withdraws_only_one_s_own_profile(client, owner):
    other = ProfileFactory()
    assert client.post("/compte/profil/retirer/").status_code == 404
    other.refresh_from_db()
    assert other.live


def test_a_profile_withdrawn_during_the_review_is_no_longer_in_it(client, owner, decide):
    published(client, owner, decide)
    client.post(URL, posted(headline="Suite"))
    client.post("/compte/profil/retirer/")
    assert profile_of(owner).stage is Stage.DRAFT
    assert not profile_of(owner).workflow_states.active().exists()


def test_the_author_has_no_access_to_the_admin(client, owner):
    client.post(URL, posted())
    response = client.get(reverse(EDIT, args=[profile_of(owner).pk]))
    assert response.status_code == 302


def test_moderators_see_the_page_as_it_will_appear(client, owner, moderator):
    client.post(URL, posted("brouillon"))
    client.post(URL, posted(headline="À relire") | {"cv": pdf(), "portrait": jpeg()})
    profile = profile_of(owner)
    client.force_login(moderator)
    page = client.get(reverse(EDIT, args=[profile.pk]))
    assert page.status_code == 200
    assert "À relire" in page.text
    assert "ines@exemple.example" not in page.text
    task = profile.workflow_states.active().get().current_task_state.task
    preview = client.get(
        reverse("wagtailsnippets_directory_profile:workflow_preview", args=[profile.pk, task.pk])
    )
    assert preview.status_code == 200 and "Ceci est un aperçu" in preview.text
    cv = client.get(reverse("wagtailsnippets_directory_profile:cv", args=[profile.pk]))
    assert b"".join(cv.streaming_content).startswith(b"%PDF-")


def test_the_cv_under_review_is_closed_to_others(client, owner):
    client.post(URL, posted() | {"cv": pdf()})
    url = reverse("wagtailsnippets_directory_profile:cv", args=[profile_of(owner).pk])
    assert client.get(url).status_code == 302
    client.logout()
    assert client.get(url).status_code == 302


def test_deleting_a_profile_takes_its_old_and_new_files_with_it(
    client, owner, django_capture_on_commit_callbacks
):
    client.post(URL, posted() | {"portrait": jpeg(), "cv": pdf()})
    first = profile_of(owner).get_latest_revision_as_object()
    client.post(URL, posted() | {"portrait": jpeg()})
    second = profile_of(owner).get_latest_revision_as_object()
    assert first.portrait.name != second.portrait.name
    with django_capture_on_commit_callbacks(execute=True):
        profile_of(owner).delete()
    for file in (first.portrait, second.portrait, first.cv):
        assert not file.storage.exists(file.name)


def test_installing_the_workflow_twice_changes_nothing():
    def counts():
        return (
            Workflow.objects.count(),
            Task.objects.count(),
            WorkflowContentType.objects.count(),
            Group.objects.get(name="Modération").permissions.count(),
        )

    before = counts()
    import_module("directory.migrations.0002_moderation").install(apps, None)
    assert counts() == before
    permissions = Group.objects.get(name="Modération").permissions
    rights = set(permissions.values_list("codename", flat=True))
    assert rights >= {"access_admin", "change_profile", "publish_profile", "view_profile"}
    assert not rights & {"add_profile", "delete_profile"}
