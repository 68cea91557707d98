"""After sealing: what was deleted is overwritten in the files of the database.

A deleted row stays in its page until something takes its place: SQLite keeps it in free pages
and in the journal, PostgreSQL as a dead version that `pageinspect` reads.  Both know one remedy,
VACUUM, which wants to be outside any transaction.
"""

import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import Error, OperationalError, ProgrammingError, connection
from django.utils import timezone

from surveys import keys

if TYPE_CHECKING:
    from surveys.models import Edition

# What holds, or held, somebody: in the order in which it is rewritten.
TABLES = ("participation", "draft", "invitation", "import", "notice", "response", "remark")
# Milliseconds to wait for a table that somebody reads: the next run of the clock tries again.
PATIENCE = 5_000
NOT_YET = re.compile(r"\d+")
log = logging.getLogger(__name__)


class Unfinished(Exception):
    """Somebody still reads what was there before: to be done again, later."""


FAILURES = (Unfinished, OperationalError)


def scrub(edition: "Edition") -> bool:
    """Overwrite the traces of a sealed edition, destroy its key; whether it is done for good.

    May be interrupted at any point, and run again: `scrubbed_at` is written last.  Inside a
    transaction nothing can be done but the key.
    """
    keys.destroy(edition.pk)
    if connection.in_atomic_block:
        return False
    try:
        overwrite(TABLES)
    except FAILURES as error:
        log.warning("Enquête %s : effacement à reprendre (%s).", edition.year, type(error).__name__)
        return False
    editions = type(edition)._default_manager.filter(pk=edition.pk)
    editions.update(scrubbed_at=timezone.now())
    log.info("Enquête %s : traces effacées.", edition.year)
    return True


def overwrite(tables: Iterable[str]) -> None:
    """Leave in the database’s files nothing of the rows deleted from these tables of ours.

    Raises Unfinished, or OperationalError when a table is held for too long.
    """
    if connection.vendor == "sqlite":
        _rebuild_file()
    else:
        _rewrite_tables([f"surveys_{table}" for table in tables])


def _rebuild_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        # Else the rebuilt pages stay in the journal, beside the older ones in the file.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
        cursor.execute("PRAGMA freelist_count")
        (free,) = cursor.fetchone()
    if busy or free:
        raise Unfinished


def _rewrite_tables(tables: list[str]) -> None:
    connection.ensure_connection()
    details: list[str] = []

    def note(diagnostic) -> None:
        details.append(diagnostic.message_detail or "")

    connection.connection.add_notice_handler(note)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(PATIENCE)])
            try:
                for table in tables:
                    # VERBOSE: the only word on versions that an older reader keeps alive, hence
                    # copied.
                    cursor.execute(f"VACUUM (FULL, VERBOSE, ANALYZE) {table}")
            finally:
                # The connection serves other jobs, that may wait longer.
                with suppress(Error):  # a connection that is gone
                    cursor.execute("RESET lock_timeout")
    finally:
        connection.connection.remove_notice_handler(note)
    # « 0 dead row versions cannot be removed yet », whatever the server’s language.
    kept = [NOT_YET.match(detail) for detail in details]
    if any(found and int(found.group()) for found in kept):
        raise Unfinished
    try:
        with connection.cursor() as cursor:
            # The older entries of the write-ahead log are then recycled.
            cursor.execute("CHECKPOINT")
    except ProgrammingError:
        log.info("CHECKPOINT est réservé à un autre rôle : le journal sera recyclé à son heure.")
