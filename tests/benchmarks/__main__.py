"""`python -m tests.benchmarks`: every measure on each database, then one table."""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = os.environ.get("SIZES", "1000,10000,100000")
# One of them alone: `PARTS=recherche make bench`.
MODULES = {
    "lieux": "bench_geocoder",
    "import": "bench_import",
    "envois": "bench_answers",
    "tableaux": "bench_results",
    "resultats": "bench_results_page",
    "pages": "bench_pages",
}
PARTS = os.environ.get("PARTS", ",".join(["carte", "recherche", *MODULES])).split(",")
COLUMNS = ("profils", "base", "mesure", "p50 ms", "p95 ms", "requêtes", "octets", "compressés")


@contextmanager
def scratch_postgresql(server: str):
    """The address of a new database of that server, dropped afterwards."""
    name = f"carte_bench_{os.getpid()}"
    door = server.replace("postgres://", "postgresql://", 1)
    with psycopg.connect(door, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(door, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measure(database: str, *parts: str, **variables: str) -> list[dict]:
    """Rows measured by a process of its own on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {
            "DATA_DIR": folder,
            "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "cmsite.settings",
            **variables,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.measures", SIZES, *parts],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        rows = [json.loads(line) for line in process.stdout if line.startswith("{")]
        if process.wait():
            sys.exit(f"Mesures interrompues sur {database}.")
    return [{"database": database, **row} for row in rows]


def cells(row: dict) -> tuple[str, ...]:
    def number(name: str, decimals: int = 0) -> str:
        return f"{row[name]:,.{decimals}f}".replace(",", " ") if name in row else ""

    return (
        f"{row['size']:,}".replace(",", " "),
        row["database"],
        row["name"],
        row.get("note") or number("p50", 1),
        number("p95", 1),
        number("queries"),
        number("raw"),
        number("compressed"),
    )


def table(rows: list[dict]) -> str:
    lines = [COLUMNS, *map(cells, rows)]
    # A note may run over the columns that it leaves empty.
    widths = [
        max(len(line[i]) for line in lines if i != 3 or not line[i].startswith("non"))
        for i in range(len(COLUMNS))
    ]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in (1, 2) or cell.startswith("non") else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def in_order(rows: list[dict]) -> list[dict]:
    """A measure on each database, with more and more people."""
    names = list(dict.fromkeys(row["name"] for row in rows))
    return sorted(rows, key=lambda row: (names.index(row["name"]), row["database"], row["size"]))


def measure_pages(parts: list[str]) -> None:
    start = time.monotonic()
    rows = measure("SQLite", *parts, *(["folium"] if "carte" in parts else []))
    found = subprocess.run(
        [sys.executable, "-m", "tests.postgresql"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode == 0:
        with scratch_postgresql(found.stdout.strip()) as url:
            rows += measure("PostgreSQL", *parts, DATABASE_URL=url)
    else:
        sys.stderr.write(f"PostgreSQL non mesuré : {found.stderr.strip()}\n")
    seconds = time.monotonic() - start
    sys.stdout.write(
        f"{table(in_order(rows))}\n\nMesuré en {seconds:.0f} s, {os.cpu_count()} cœurs.\n\n"
    )
    sys.stdout.flush()


def main() -> None:
    if pages := [part for part in PARTS if part in ("carte", "recherche")]:
        measure_pages(pages)
    for part, module in MODULES.items():
        if part in PARTS:
            subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}"], cwd=ROOT)


if __name__ == "__main__":
    main()
