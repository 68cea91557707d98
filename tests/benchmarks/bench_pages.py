"""How many pages a second: `python -m tests.benchmarks.bench_pages`.

The demonstration, served by gunicorn with two workers, asked by eight clients over the loopback:
the front page and an article, rendered each time from the parts that a process keeps for a minute
(cmsite/parts.py), then kept whole (cmsite/page_cache.py).  Beside them, in the same run and by the
same clients, the page that BAKERYDEMO_URL names: a blog page of Wagtail’s bakerydemo, served
likewise.  Without that variable the ratios are left out, and it says so.  Queries and time of the
processor are also told for a page of which nothing is kept.
"""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from multiprocessing import Pool
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENTS, WORKERS = 8, 2
SECONDS = float(os.environ.get("SECONDS", "8"))
MOST_QUERIES, HEAVIEST = 15, 100_000
GOALS = {"rendue": 3, "gardée": 30}
OTHER = os.environ.get("BAKERYDEMO_URL", "")


def get(url: str) -> bytes:
    """One answer, connection closed: sync workers keep none open.  Raises RuntimeError."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=30) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
        )
        pieces = []
        while piece := line.recv(65536):
            pieces.append(piece)
    answer = b"".join(pieces)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{url} : {answer[:60]!r}")
    return answer.partition(b"\r\n\r\n")[2]


def ask(task: tuple[str, float]) -> list[float]:
    """The seconds that each answer took, one after the other, for a while."""
    url, seconds = task
    end, times = time.monotonic() + seconds, []
    while (start := time.monotonic()) < end:
        get(url)
        times.append(time.monotonic() - start)
    return times


def pace(url: str) -> tuple[float, float, float]:
    """(answers a second, p50 ms, p95 ms) for CLIENTS at once, once warm."""
    with Pool(CLIENTS) as pool:
        pool.map(ask, [(url, 1.0)] * CLIENTS)
        start = time.monotonic()
        times = [one for row in pool.map(ask, [(url, SECONDS)] * CLIENTS, 1) for one in row]
        rate = len(times) / (time.monotonic() - start)
    cuts = quantiles(times, n=20, method="inclusive")
    return rate, cuts[9] * 1000, cuts[18] * 1000


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def served(environment: dict[str, str], *, kept: bool):
    """The address of the site, served; `kept`: whether whole pages are."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "cmsite.wsgi"),
            *("--workers", str(WORKERS), "--worker-class", "sync", "--preload"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket"),
        ],
        cwd=ROOT,
        env=environment | {"PAGE_CACHE": "1" if kept else "0"},
    )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            sys.exit("Le serveur ne démarre pas.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("Le serveur ne répond pas.")


def afresh(environment: dict[str, str], paths: dict[str, str]) -> dict[str, tuple[int, float]]:
    """(queries, median ms of the processor) of each page when no part of it is kept, in a process
    that has seen others."""
    code = (
        "import django; django.setup()\n"
        "from statistics import median\n"
        "from time import process_time\n"
        "from django.core.cache import caches\n"
        "from django.db import connection\n"
        "from django.test import Client\n"
        "from django.test.utils import CaptureQueriesContext\n"
        "client = Client(SERVER_NAME='127.0.0.1')\n"
        "def timed(path):\n"
        "    caches['parts'].clear()\n"
        "    start = process_time()\n"
        "    assert client.get(path).status_code == 200\n"
        "    return process_time() - start\n"
        f"for path in {list(paths.values())!r}:\n"
        "    times = [timed(path) for _ in range(20)][1:]\n"
        "    with CaptureQueriesContext(connection) as seen:\n"
        "        timed(path)\n"
        "    print(len(seen), median(times) * 1000)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | {"PAGE_CACHE": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split() for line in told.stdout.splitlines()]
    return {name: (int(a), float(b)) for name, (a, b) in zip(paths, rows, strict=True)}


def weight(site: str, page: bytes) -> int:
    """Bytes of a page and of all that it loads, but pictures, as a browser receives them.

    What is static is compressed in production, once for all; fonts are already.
    """
    text = page.decode()
    loaded = re.findall(r'<link rel="(?:stylesheet|preload)"[^>]*href="([^"]+)"', text)
    loaded += re.findall(r'<script[^>]*src="([^"]+)"', text)
    sheet = next((get(site + one).decode() for one in loaded if one.endswith(".css")), "")
    loaded += [f"/static/{one}" for one in re.findall(r'url\("(fonts/[^"]+)"', sheet)]
    loaded += re.findall(r'href="(/static/icons[^"#]+)#', text)[:1]
    files = {one: get(site + one) for one in loaded}
    return len(page) + sum(
        len(body if one.endswith(".woff2") else gzip.compress(body)) for one, body in files.items()
    )


def main() -> None:
    # Outside of a demonstration there would be nothing to read.
    with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cmsite.settings"}
        for command in ("migrate", "demo"):
            subprocess.run(
                [sys.executable, "manage.py", command],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        report(environment)


def say(label: str, words: str) -> None:
    sys.stdout.write(f"  {label:<44}{words}\n")
    sys.stdout.flush()


def timing(found: tuple[float, float, float]) -> str:
    rate, p50, p95 = found
    return f"{rate:8.0f}/s  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms"


def report(environment: dict[str, str]) -> None:
    sys.stdout.write(
        f"\nPages par seconde, {WORKERS} workers gunicorn, {CLIENTS} clients, SQLite\n"
    )
    other = 0.0
    if OTHER:
        found = pace(OTHER)
        other = found[0]
        say(f"bakerydemo, {urlsplit(OTHER).path}", timing(found))
    else:
        say("bakerydemo", "non mesuré : BAKERYDEMO_URL n’est pas donné, pas de rapport à dire.")
    for kept, label in ((False, "rendue"), (True, "gardée")):
        with served(environment, kept=kept) as site:
            article = re.search(r'href="(/articles/[\w-]+/)"', get(f"{site}/articles/").decode())
            paths = {"accueil": "/", "article": article[1]}
            for name, path in paths.items():
                found = pace(site + path)
                say(f"{name}, page {label}", timing(found) + ratio(found[0], other, label))
            heavy = weight(site, get(site + paths["article"]))
    for name, (count, spent) in afresh(environment, paths).items():
        good = verdict(count <= MOST_QUERIES)
        say(f"{name}, à neuf, requêtes SQL", f"{count:8}  ({MOST_QUERIES} au plus){good}")
        say(f"{name}, à neuf, ms de processeur", f"{spent:8.1f}")
    good = verdict(heavy < HEAVIEST)
    say("article, octets en tout, sans images", f"{heavy:8}  (moins de {HEAVIEST}){good}")


def verdict(good: bool) -> str:
    return "" if good else " [but manqué]"


def ratio(rate: float, other: float, label: str) -> str:
    if not other:
        return ""
    times = rate / other
    return f"  {times:.0f} fois bakerydemo (but : {GOALS[label]}){verdict(times >= GOALS[label])}"


if __name__ == "__main__":
    main()
