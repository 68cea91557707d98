"""`python -m tests.benchmarks.bench_results_page`: the page of results of a large edition.

On SQLite with a cache in files, then on PostgreSQL with Redis where both answer (`BENCH_REDIS_URL`
names a database of Redis that may be emptied; number 9 of this machine otherwise).  « à froid »
reads the publication again and draws it; « sans cache » draws it as a process that has read it once
does; « page non gardée » finds what was drawn, asks the database whether it still holds and keeps
the page; « en cache » is what every other reader of any worker gets, with an account or without;
« 304 » is who has the page already.
"""

import gzip
import os
import subprocess
import sys
import tempfile

import django
import redis

from tests.benchmarks.__main__ import ROOT, scratch_postgresql

RESPONSES = int(os.environ.get("RESPONSES", "2000"))
REPEATS = int(os.environ.get("REPEATS", "40"))
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/9")
HEADERS = ("mesure", "p50 ms", "p95 ms", "requêtes", "octets", "compressés")


def line(cells) -> str:
    return "  ".join(
        str(cell).ljust(44) if at == 0 else str(cell).rjust(10) for at, cell in enumerate(cells)
    )


def main(services: str) -> None:
    from django.conf import settings
    from django.core.cache import caches
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cmsite import page_cache
    from cmsite.accounts.models import User
    from surveys.results import shelf
    from tests.benchmarks.measures import timed
    from tests.published import published

    call_command("migrate", verbosity=0)
    for seed, year in enumerate((2024, 2025, 2026), start=1):
        edition = published(RESPONSES, seed, year=year)
    visitor, member = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    member.force_login(User.objects.create(email="membre@carte.example"))
    url = edition.get_results_url()

    def uncached() -> None:
        for name in settings.CACHES:
            caches[name].clear()

    def cold() -> None:
        uncached()
        shelf.READINGS.clear()

    def kept() -> None:
        pass

    first = visitor.get(url)
    figures = first.content.count(b'class="figure"')
    sys.stdout.write(f"\nPage de résultats, {services} : {RESPONSES} réponses, {figures} figures\n")
    sys.stdout.write(line(HEADERS) + "\n")
    has_it = {"if_none_match": first["ETag"]}
    figure = f"{url}salaire-region/"
    for name, before, reader, address, headers in (
        ("à froid, publication relue", cold, visitor, url, {}),
        ("sans cache", uncached, visitor, url, {}),
        ("page non gardée, dessin gardé", page_cache.forget, visitor, url, {}),
        ("en cache", kept, visitor, url, {}),
        ("en cache, avec un compte", kept, member, url, {}),
        ("304, déjà chez le lecteur", kept, visitor, url, has_it),
        ("une figure, en cache", kept, visitor, figure, {}),
    ):

        def get(reader=reader, address=address, headers=headers):
            return reader.get(address, headers=headers)

        get()
        before()
        with CaptureQueriesContext(connection) as asked:
            body = get().content
        queries = len(asked)  # now: the next request forgets them
        p50, p95 = timed(get, REPEATS, before=before)
        weights = (len(body), len(gzip.compress(body, 6)) if body else 0)
        sys.stdout.write(line((name, f"{p50:.1f}", f"{p95:.1f}", queries, *weights)) + "\n")


def measure(services: str, **variables: str) -> None:
    """By a process of its own, on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
        variables = {
            "DATA_DIR": folder,
            "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "cmsite.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "REDIS_URL": "",
            **variables,
        }
        command = [sys.executable, "-m", "tests.benchmarks.bench_results_page", services]
        subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=True)


def both() -> None:
    measure("SQLite et fichiers")
    found = subprocess.run(
        [sys.executable, "-m", "tests.postgresql"], cwd=ROOT, capture_output=True, text=True
    )
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError as error:
        sys.stderr.write(f"Redis non mesuré : {error}\n")
        return
    if found.returncode == 0:
        with scratch_postgresql(found.stdout.strip()) as url:
            measure("PostgreSQL et Redis", DATABASE_URL=url, REDIS_URL=REDIS)
    else:
        sys.stderr.write(f"PostgreSQL non mesuré : {found.stderr.strip()}\n")


if __name__ == "__main__":
    if sys.argv[1:]:
        django.setup()
        main(sys.argv[1])
    else:
        both()
