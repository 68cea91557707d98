"""The one command of the clock: every job, one line each, whatever happens to another."""

import fcntl
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from wagtail.models import Revision

from cmsite.accounts.models import Session, Takeout, User
from cmsite.editorial.models import Comment
from cmsite.management.commands import run_scheduled
from cmsite.toolbox.models import Suggestion
from directory.models import Conversation, ImportRun
from surveys.models import Import, Publication
from tests.factories import EditionFactory, ProfileFactory, UserFactory
from tests.stories import article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_lock(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def run() -> dict[str, str]:
    """{label: what is said of it}"""
    output = StringIO()
    call_command("run_scheduled", stdout=output)
    return dict(line.split("\u00a0: ") for line in output.getvalue().splitlines())


def test_nothing_to_do_is_said_job_by_job():
    assert run() == dict.fromkeys(run_scheduled.JOBS, "0")


def test_each_job_is_done_once(django_capture_on_commit_callbacks, mailoutbox):
    long_ago = timezone.now() - timedelta(days=400)
    EditionFactory(closed=True)
    due, asked, silent = ProfileFactory.create_batch(3, last_published_at=long_ago)
    for profile, first, second in ((asked, 46, None), (silent, 61, 16)):
        profile.reminded_at = timezone.now() - timedelta(days=first)
        profile.reminded_again_at = second and timezone.now() - timedelta(days=second)
        profile.save()
    Conversation.objects.create(
        profile=due, sender=UserFactory(), sender_name="Autre", last_at=long_ago
    )
    Takeout.objects.create(user=due.owner, asked_at=long_ago)
    UserFactory(verified=False, date_joined=long_ago)
    Session.objects.create(session_key="x", session_data="", expire_date=long_ago)
    DBTaskResult.objects.create(
        task_path="x",
        args_kwargs={"args": [], "kwargs": {}},
        status="SUCCESSFUL",
        backend_name="default",
        run_after=get_date_max(),
        finished_at=long_ago,
    )
    story = article(live=False)
    story.go_live_at = timezone.now() + timedelta(days=1)
    story.save_revision().publish()
    Revision.objects.update(approved_go_live_at=long_ago)
    Suggestion.objects.create(name="Un", state="refusee", decided_at=long_ago)
    ImportRun.objects.create(filename="p.csv", stored="imports/p.csv", started_at=long_ago)
    draft = EditionFactory(opens_at=None, closes_at=None, results_at=None)
    Import.objects.create(edition=draft, kind="reponses", digest="x", sent_on=long_ago)
    Comment.objects.create(article=article(), name="X", text="Y", created_at=long_ago)
    accounts = User.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        said = run()
    assert said == {
        **dict.fromkeys(run_scheduled.JOBS, "1"),
        "Avis de résultats envoyés": "0",
        "Demandes d’avis jamais confirmées effacées": "0",
        "Fichiers en attente effacés": "0",
        "Brouillons de l’enquête effacés": "0",
    }
    assert Publication.objects.count() == 1 and User.objects.count() == accounts - 1
    assert len(mailoutbox) == 3
    assert run() == dict.fromkeys(run_scheduled.JOBS, "0")


def test_files_that_waited_too_long_go(time_machine):
    storages["private"].save("attente/1.x", ContentFile(b"x"))
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    assert run()["Fichiers en attente effacés"] == "1"


def test_a_failure_is_told_stops_no_other_job_and_is_the_result(monkeypatch, caplog):
    def fails() -> int:
        raise RuntimeError("base injoignable")

    first = next(iter(run_scheduled.JOBS))
    monkeypatch.setitem(run_scheduled.JOBS, first, fails)
    output = StringIO()
    with pytest.raises(CommandError, match=first) as raised:
        call_command("run_scheduled", stdout=output)
    assert raised.value.returncode == 1
    lines = output.getvalue().splitlines()
    assert len(lines) == len(run_scheduled.JOBS)
    assert "échec" in lines[0] and all(line.endswith(": 0") for line in lines[1:])
    assert "base injoignable" in caplog.text


def test_two_runs_do_not_overlap(settings, monkeypatch):
    monkeypatch.setattr(run_scheduled, "JOBS", {"Jamais": lambda: pytest.fail("deux à la fois")})
    with (settings.DATA_DIR / "run_scheduled.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        output = StringIO()
        call_command("run_scheduled", stdout=output)
    assert "n’est pas fini" in output.getvalue()


def test_no_line_names_anybody(django_capture_on_commit_callbacks, caplog, capsys):
    profile = ProfileFactory(last_published_at=timezone.now() - timedelta(days=400))
    with django_capture_on_commit_callbacks(execute=True):
        said = run()
    told = f"{said}{caplog.text}{capsys.readouterr()}"
    assert profile.owner.email not in told and profile.name not in told
