"""`python -m tests.postgresql`: the address of a PostgreSQL server where tests may run.

Written on standard output; on standard error, in French, why there is none.
"""

import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

SOCKET_FOLDERS = ("/var/run/postgresql", "/tmp")  # Debian’s, and PostgreSQL’s own default


def candidates() -> Iterator[str]:
    """TEST_DATABASE_URL alone when it is set, else the usual doors of a local server."""
    if chosen := os.environ.get("TEST_DATABASE_URL"):
        yield chosen
        return
    users = dict.fromkeys([os.environ.get("PGUSER") or getpass.getuser(), "postgres"])
    for user in users:
        for folder in SOCKET_FOLDERS:
            if Path(folder, ".s.PGSQL.5432").exists():
                yield f"postgres://{user}@/postgres?host={folder}"
        yield f"postgres://{user}@127.0.0.1:5432/postgres"


def refusal(url: str) -> str:
    """Why this server will not do; "" when it lets us create a database."""
    try:
        with psycopg.connect(
            url.replace("postgres://", "postgresql://", 1), connect_timeout=3
        ) as c:
            able = c.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return "" if able and able[0] else "ce rôle ne peut pas créer de base (CREATEDB)."


def main() -> int:
    reason = ""
    for url in candidates():
        reason = refusal(url)
        if not reason:
            sys.stdout.write(url)
            return 0
    sys.stderr.write(
        f"Aucun serveur utilisable ({reason}). Lancez-en un, ou donnez TEST_DATABASE_URL."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
