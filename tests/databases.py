"""The migrated database, kept aside and given back."""

import hashlib
import os
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def template_path() -> Path:
    """Where the migrated SQLite database for exactly this code is kept."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for file in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in file.parts:
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return ROOT / ".cache" / f"tests-{digest.hexdigest()[:16]}.sqlite3"


class Pristine:
    """A copy of the test database as migrations left it.

    SQLite: a file, kept from one run to the next.  PostgreSQL: a database beside the test
    database, made at the first need (until then tests have only rolled back) and dropped at the
    end of the session.
    """

    def __init__(self) -> None:
        from django.db import connection

        self.connection = connection
        self.name = connection.settings_dict["NAME"]
        self.copy = f"{self.name}_modele"
        self.copied = False
        if connection.vendor == "sqlite":
            self.keep_file()

    def keep(self) -> None:
        """To call before the first test that commits."""
        if self.connection.vendor != "sqlite" and not self.copied:
            self.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.name}"')
            self.copied = True

    def keep_file(self) -> None:
        """Write the template unless it exists; several processes may do so at the same time."""
        template = template_path()
        if template.exists():
            return
        template.parent.mkdir(exist_ok=True)
        fresh = template.with_suffix(f".{os.getpid()}")
        self.connection.ensure_connection()
        copy = sqlite3.connect(fresh)
        self.connection.connection.backup(copy)
        copy.close()
        for old in template.parent.glob("tests-*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh.replace(template)

    def restore(self) -> None:
        from django.contrib.contenttypes.models import ContentType

        if self.connection.vendor == "sqlite":
            self.connection.ensure_connection()
            template = sqlite3.connect(f"{template_path().as_uri()}?immutable=1", uri=True)
            template.backup(self.connection.connection)
            template.close()
        else:
            self.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
            self.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.copy}"')
        ContentType.objects.clear_cache()

    def discard(self) -> None:
        if self.copied:
            self.execute(f'DROP DATABASE "{self.copy}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run from outside the test database, with nobody connected to it."""
        self.connection.close()
        with self.connection._nodb_cursor() as cursor:
            # Threads of earlier tests may have left a connection behind them.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [self.name],
            )
            cursor.execute(statement)
