"""Erasing everything at once: no row of any table, and no file, keeps a trace of who left."""

from io import BytesIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from PIL import Image
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.users.models import UserProfile

from cmsite.accounts import invitations
from cmsite.accounts.models import Invitation, Session, User
from directory import uploads, waiting
from directory.models import (
    Block,
    Campaign,
    Claim,
    Conversation,
    DailyViews,
    Experience,
    FormerAddress,
    HiddenFrom,
    ImportBatch,
    ImportRun,
    Profile,
    Report,
    SpokenLanguage,
)
from directory.models import (
    Client as Customer,
)
from tests.factories import EditorFactory, ProfileFactory, UserFactory
from tests.proven import enter_proven
from tests.stories import interview
from tests.test_sign_in import ask_code

pytestmark = pytest.mark.django_db
MARK = "Zirkelbach"  # in every word that the person, or somebody about them, wrote
KEYS = ("706050403020101", "811223344556677")  # of the account, of the profile
ERASE = "/compte/supprimer/"


def every_row() -> list[tuple[str, str]]:
    """(table, row as text) of the whole database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [(table, str(row)) for row in cursor.fetchall()]
    return found


def traces(*words: str) -> list[tuple[str, str]]:
    wanted = [word.lower() for word in words]
    return [(table, row) for table, row in every_row() if any(w in row.lower() for w in wanted)]


def every_file(tmp_path: Path) -> set[str]:
    folders = [tmp_path / name for name in ("media", "private", "import_export")]
    return {str(path) for folder in folders for path in folder.rglob("*") if path.is_file()}


def picture(colour: str) -> ContentFile:
    output = BytesIO()
    Image.new("RGB", (400, 400), colour).save(output, "JPEG")
    return ContentFile(uploads.portrait(BytesIO(output.getvalue()), output.tell()), "p.webp")


def write_profile(owner: User) -> Profile:
    profile = ProfileFactory(
        pk=int(KEYS[1]), owner=owner, name=f"Inès {MARK}", slug=f"ines-{MARK.lower()}"
    )
    profile.portrait.save("p.webp", picture("red"), save=False)
    profile.cv.save("c.pdf", ContentFile(b"%PDF"), save=False)
    profile.experiences = [Experience(title=MARK, start_year=2015)]
    profile.campaigns = [Campaign(title=MARK, year=2008)]
    profile.clients = [Customer(name=MARK)]
    profile.languages = [SpokenLanguage(language="en")]
    profile.save()
    FormerAddress.objects.create(profile=profile, slug=f"ancienne-{MARK.lower()}")
    HiddenFrom.objects.create(profile=profile, organisation=MARK)
    DailyViews.objects.create(profile=profile, day="2026-06-01", count=3)
    # A draft with other files, under review, then sent back.
    draft = profile.get_latest_revision_as_object()
    draft.headline = f"Un brouillon, {MARK}"
    draft.portrait.save("p.webp", picture("blue"), save=False)
    draft.cv.save("c.pdf", ContentFile(b"%PDF-2"), save=False)
    draft.submit(owner)
    state = profile.current_workflow_task_state
    state.reject(user=EditorFactory(), comment=f"Trop court, {MARK}.")
    return profile


def talk_and_complain(owner: User, profile: Profile) -> None:
    other = ProfileFactory()
    received = Conversation.objects.create(profile=profile, sender=other.owner, sender_name="Autre")
    received.say("expediteur", f"Bonjour {MARK}")
    sent = Conversation.objects.create(profile=other, sender=owner, sender_name=MARK)
    sent.say("expediteur", f"De la part de {MARK}")
    Block.objects.create(profile=other, account=owner, name=MARK)
    Report.objects.create(reporter=owner, profile=other, reason="autre", text=MARK)
    Report.objects.create(reporter=other.owner, profile=profile, reason="autre", text=MARK)
    stub = ProfileFactory(owner=None)
    Claim.objects.create(profile=stub, claimant=owner, proof=MARK)


def leave_elsewhere(owner: User, profile: Profile) -> None:
    story = interview(profile=profile)
    story.save_revision()
    run = ImportRun.objects.create(user=EditorFactory(), filename="x.csv", stored="x")
    row = {"line": 2, "name": profile.name, "slug": profile.slug}
    other = {"line": 3, "name": "Autre", "slug": "autre"}
    ImportBatch.objects.create(run=run, written=True, start=0, rows=[row, other])
    kind = ContentType.objects.get_for_model(Profile)
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id="1",
        to_content_type=kind,
        to_object_id=KEYS[1],
        model_path="x",
        content_path="x",
        content_path_hash="0" * 32,
    )
    for action in ("wagtail.edit", "wagtail.create"):
        ModelLogEntry.objects.log_action(owner, action, user=EditorFactory())
        ModelLogEntry.objects.log_action(ProfileFactory(), action, user=owner)
    tasks = [
        ("directory.signals.tell_owner", [int(KEYS[1]), "Objet", "x.txt", MARK], "SUCCESSFUL"),
        ("directory.upkeep.write", [int(KEYS[1]), "reminded_at"], "READY"),
        ("modelsearch.tasks.insert_or_update_object_task", ["a", "b", KEYS[0]], "FAILED"),
    ]
    for path, arguments, status in tasks:
        DBTaskResult.objects.create(
            task_path=path,
            args_kwargs={"args": arguments, "kwargs": {}},
            status=status,
            backend_name="default",
            run_after=get_date_max(),
            finished_at=timezone.now() if status != "READY" else None,
        )


@pytest.fixture
def someone(client, django_capture_on_commit_callbacks):
    """An account that has used everything, on three devices."""
    owner = UserFactory(pk=int(KEYS[0]), email=f"{MARK.lower()}@exemple.example", last_name=MARK)
    with django_capture_on_commit_callbacks(execute=True):
        profile = write_profile(owner)
    talk_and_complain(owner, profile)
    leave_elsewhere(owner, profile)
    Authenticator.objects.create(user=owner, type="webauthn", data={"name": MARK})
    UserProfile.objects.create(user=owner, avatar=ContentFile(b"image", "avatar.png"))
    waiting.keep(b"un CV qui attend", owner)
    Invitation.objects.create(inviter=owner, digest=invitations.digest_of("x@exemple.example"))
    Invitation.objects.create(digest=invitations.digest_of(owner.email))
    Client().force_login(owner)
    ask_code(Client(), owner.email)
    enter_proven(client, owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/donnees/")
    return owner


def test_erasing_leaves_no_row_and_no_file(
    client, someone, tmp_path, django_capture_on_commit_callbacks
):
    digest = invitations.digest_of(someone.email)
    tables = {table for table, _ in traces(MARK, *KEYS, digest)}
    # The account is really everywhere, or the rest proves nothing.
    assert {
        *("accounts_user", "accounts_session", "accounts_takeout", "accounts_invitation"),
        *("account_emailaddress", "mfa_authenticator", "django_tasks_database_dbtaskresult"),
        *("directory_profile", "directory_experience", "directory_campaign", "directory_client"),
        *("directory_spokenlanguage", "directory_hiddenfrom", "directory_dailyviews"),
        *("directory_formeraddress", "directory_conversation", "directory_message"),
        *("directory_block", "directory_report", "directory_claim", "directory_importbatch"),
        *("wagtailcore_revision", "wagtailcore_workflowstate", "wagtailcore_taskstate"),
        *("wagtailcore_modellogentry", "wagtailcore_referenceindex", "wagtailsearch_indexentry"),
        *("directory_change", "editorial_interview", "wagtailusers_userprofile"),
    } <= tables
    assert Session.objects.filter(account=someone.pk).count() == 3
    # Pictures and their renditions, two CVs, a file that waits, an archive, an avatar.
    assert len(every_file(tmp_path)) > 7

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ERASE, {"confirmation": " « Supprimer » "})

    assert response["Location"] == "/"
    assert traces(MARK, *KEYS, digest) == []
    assert every_file(tmp_path) == set()
    assert client.get("/compte/").status_code == 302
    # What is other people’s stays.
    assert Profile.objects.count() > 1
    assert ImportBatch.objects.get().rows == [{"line": 3, "name": "Autre", "slug": "autre"}]
    assert DBTaskResult.objects.count() == 0
    assert ModelLogEntry.objects.filter(user=None).exists()


def test_an_account_without_a_profile_is_erased_too(client):
    user = UserFactory(pk=int(KEYS[0]))
    enter_proven(client, user)
    assert client.post(ERASE, {"confirmation": "supprimer"})["Location"] == "/"
    assert traces(KEYS[0], user.email) == []


def test_what_others_wait_for_is_not_dropped(client):
    """Numbers of rows repeat from table to table."""
    user = UserFactory()
    enter_proven(client, user)
    DBTaskResult.objects.create(
        task_path="directory.contact.deliver",
        args_kwargs={"args": [user.pk], "kwargs": {}},
        status="READY",
        backend_name="default",
        run_after=get_date_max(),
    )
    client.post(ERASE, {"confirmation": "supprimer"})
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "oui", "supprimer tout"])
def test_nothing_is_erased_without_the_word(client, typed):
    user = UserFactory()
    enter_proven(client, user)
    response = client.post(ERASE, {"confirmation": typed})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'id="id_confirmation_error"' in page and f'value="{typed}"' in page or not typed
    assert User.objects.filter(pk=user.pk).exists()


def test_looking_at_the_page_erases_nothing(client):
    user = UserFactory()
    enter_proven(client, user)
    assert client.get(ERASE).status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_staff_cannot_erase_themselves_by_mistake(client):
    editor = EditorFactory()
    enter_proven(client, editor)
    assert "Supprimer mon compte" not in client.get("/compte/").content.decode()
    assert client.get(ERASE).status_code == 403
    assert client.post(ERASE, {"confirmation": "supprimer"}).status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_the_journal_names_nobody(client, caplog):
    user = UserFactory()
    enter_proven(client, user)
    caplog.set_level("INFO", "cmsite.accounts")
    client.post(ERASE, {"confirmation": "supprimer"})
    assert [one.message for one in caplog.records if one.name.startswith("cmsite")] == [
        "Compte effacé à la demande de la personne."
    ]
