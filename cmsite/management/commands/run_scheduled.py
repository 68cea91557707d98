"""All that the clock must do, in one command."""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from cmsite.accounts.models import Session, Takeout, User
from cmsite.editorial.models import Comment
from cmsite.toolbox.models import Suggestion
from directory import contact, importing, upkeep, waiting
from surveys import notices
from surveys.models import Draft, Import

RESULTS_KEPT = timedelta(days=1)
log = logging.getLogger(__name__)


class Busy(Exception):
    """Another run is not over."""


@contextmanager
def alone() -> Iterator[None]:
    """The lock goes with the process, were it killed.  Raises Busy."""
    with (settings.DATA_DIR / "run_scheduled.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def seal_editions() -> int:
    """Editions sealed, and those whose traces were overwritten, now or at last."""
    output = StringIO()
    call_command("seal_editions", stdout=output)
    return len(output.getvalue().splitlines())


def forget_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def forget_results() -> int:
    old = timezone.now() - RESULTS_KEPT
    return DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()[0]


def publish_due() -> int:
    """Pages and profiles whose hour has come go online, or go away; how many revisions waited."""
    waiting = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).count()
    call_command("publish_scheduled", stdout=StringIO())
    return waiting


JOBS: dict[str, Callable[[], int]] = {
    "Textes programmés mis en ligne": publish_due,
    "Éditions de l’enquête scellées": seal_editions,
    "Avis de résultats envoyés": notices.tell,
    "Demandes d’avis jamais confirmées effacées": notices.purge,
    "Rappels « toujours à jour ? » envoyés": upkeep.remind,
    "Seconds rappels envoyés": upkeep.remind_again,
    "Profils masqués faute de réponse": upkeep.put_to_sleep,
    "Conversations effacées": contact.purge,
    "Copies de données effacées": lambda: Takeout.objects.stale().forget(),
    "Fichiers en attente effacés": lambda: waiting.forget_the_old(storages["private"]),
    "Commentaires jamais confirmés effacés": Comment.objects.forget_unconfirmed,
    "Anciens imports effacés": importing.forget_the_old,
    "Brouillons de l’enquête effacés": lambda: Draft.objects.stale().delete()[0],
    "Imports de l’enquête abandonnés effacés": lambda: Import.objects.forgotten().delete()[0],
    "Suggestions traitées effacées": lambda: Suggestion.objects.stale().delete()[0],
    "Comptes jamais confirmés effacés": User.objects.forget_unconfirmed,
    "Sessions expirées effacées": forget_sessions,
    "Résultats de tâches effacés": forget_results,
}


class Command(BaseCommand):
    help = "Fait tout ce qui revient à l’horloge ; à lancer chaque heure, ou au moins chaque jour."

    def handle(self, **options) -> None:
        try:
            with alone():
                failed = [label for label, job in JOBS.items() if not self.done(label, job)]
        except Busy:
            self.stdout.write("Un autre passage n’est pas fini : rien n’a été fait.")
            return
        if failed:
            raise CommandError(f"À reprendre : {', '.join(failed)}.", returncode=1)

    def done(self, label: str, job: Callable[[], int]) -> bool:
        """Run one job; its failure is told and stops no other."""
        try:
            self.stdout.write(f"{label}\u00a0: {job()}")
        except Exception:
            log.exception("Échec de la tâche « %s ».", label)
            self.stdout.write(f"{label}\u00a0: échec, voir le journal")
            return False
        return True
