"""`python -m tests.benchmarks.bench_results_page`: the page of results of a large edition.

« sans cache » draws the page anew for each reader, as a process that has read the publication
once does; « à froid » reads the publication again too; « en cache » is what every other reader of
any worker gets; « 304 » is who has the page already.
"""

import gzip
import os
import sys
import tempfile

import django

RESPONSES = int(os.environ.get("RESPONSES", "2000"))
REPEATS = int(os.environ.get("REPEATS", "40"))
HEADERS = ("mesure", "p50 ms", "p95 ms", "requêtes", "octets", "compressés")


def line(cells) -> str:
    return "  ".join(
        str(cell).ljust(44) if at == 0 else str(cell).rjust(10) for at, cell in enumerate(cells)
    )


def main() -> None:
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from surveys.results import shelf
    from tests.benchmarks.measures import timed
    from tests.published import published

    call_command("migrate", verbosity=0)
    for seed, year in enumerate((2024, 2025, 2026), start=1):
        edition = published(RESPONSES, seed, year=year)
    client = Client(SERVER_NAME="127.0.0.1")
    url = edition.get_results_url()

    def get(**headers):
        return client.get(url, headers=headers)

    def cold() -> None:
        cache.clear()
        shelf.READINGS.clear()

    first = get()
    etag = first["ETag"]
    figures = first.content.count(b'class="figure"')
    sys.stdout.write(f"\nPage de résultats : {RESPONSES} réponses, {figures} figures\n")
    sys.stdout.write(line(HEADERS) + "\n")
    for name, before, headers in (
        ("à froid, publication relue", cold, {}),
        ("sans cache", cache.clear, {}),
        ("en cache", lambda: None, {}),
        ("304, déjà chez le lecteur", lambda: None, {"if_none_match": etag}),
    ):
        before()
        with CaptureQueriesContext(connection) as queries:
            body = get(**headers).content
        p50, p95 = timed(lambda headers=headers: get(**headers), REPEATS, before=before)
        weights = (len(body), len(gzip.compress(body, 6)) if body else 0)
        sys.stdout.write(line((name, f"{p50:.1f}", f"{p95:.1f}", len(queries), *weights)) + "\n")
    for name in ("salaire-region", "salaire-anciennete"):
        client.get(f"{url}{name}/")
        p50, p95 = timed(lambda name=name: client.get(f"{url}{name}/"), REPEATS)
        body = client.get(f"{url}{name}/").content
        cells = (f"figure {name}, en cache", f"{p50:.1f}", f"{p95:.1f}", "")
        sys.stdout.write(line((*cells, len(body), len(gzip.compress(body, 6)))) + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DEMO": "0",
            "PAGE_CACHE": "0",  # visitors get whole pages from it: nothing of these would be seen
            "DJANGO_SETTINGS_MODULE": "cmsite.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        }
        django.setup()
        main()
