"""`python -m tests.benchmarks.bench_answers`: respondents by the second, to the last screen.

Two workers of gunicorn on loopback, as the README runs them, and one client process: CLIENTS
respondents at once, over kept connections, without JavaScript, each from a network of its own;
counters in files beside SQLite, in Redis beside PostgreSQL where one answers, as in production.
Two measures on each database:

* a whole submission: the introduction to the thanks, every screen and the review, with cookies
  and CSRF, 8 posts and 9 pages; its time is that of all of it;
* the last post alone, « Envoyer mes réponses », prepared beforehand.

Then the database is asked what it holds: nothing acknowledged may be missing, nothing twice.
"""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from statistics import median, quantiles
from urllib.parse import urlencode

import redis

from tests.benchmarks.__main__ import ROOT, scratch_postgresql
from tests.benchmarks.bench_results_page import REDIS

CLIENTS = int(os.environ.get("CLIENTS", "50"))
SECONDS = float(os.environ.get("SECONDS", "20"))
YEAR = 2031
BASE = f"/enquete/{YEAR}"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
WORDS = re.compile(rb'id="mots-du-recu"[^>]*>([a-z-]+)<')
SCREENS: list[dict[str, str]] = []  # what each screen is answered, as tests do

PREPARE = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.respondents import SALARIED, core_edition
core_edition(year={YEAR})
import json; print(json.dumps(SALARIED))
"""
COUNT = f"""
import django, json; django.setup()
from surveys.models import Draft, Edition
edition = Edition.objects.get(year={YEAR})
print(json.dumps({{
    "digests": list(edition.responses.values_list("receipt_digest", flat=True)),
    "participations": edition.participations.count(),
    "drafts": edition.drafts.count(),
    "expected": [edition.secrets.receipt_digest(words) for words in json.loads(input())],
}}))
"""


class Browser:
    """One respondent: a kept connection, a cookie jar, an address that its proxy vouches for."""

    def __init__(self, port: int, number: int) -> None:
        self.port = port
        self.place = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.reader: asyncio.StreamReader | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, str, bytes]:
        """(status, Location, body)"""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {self.place}\r\n"
            f"Cookie: {jar}\r\n"
        )
        if method == "POST":
            head += (
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n"
            )
        self.writer.write(head.encode() + b"\r\n" + body)
        raw = await self.reader.readuntil(b"\r\n\r\n")
        lines = raw.decode("latin-1").split("\r\n")
        location, length, closes = "", 0, False
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            name = name.lower()
            if name == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
            elif name == "location":
                location = value
            elif name == "content-length":
                length = int(value)
            elif name == "connection":
                closes = value == "close"
        content = await self.reader.readexactly(length) if length else b""
        if closes:
            self.writer.close()
            self.reader = None
        return int(lines[0].split()[1]), location, content

    async def page(self, path: str) -> bytes:
        status, location, content = await self.ask("GET", path)
        while status == 302:
            path = location
            status, location, content = await self.ask("GET", path)
        assert status == 200, (path, status)
        self.path = path
        token = TOKEN.search(content)
        if token:
            self.csrf = token[1].decode()
        return content

    async def post(self, data: dict[str, str]) -> str:
        """Where it leads; anything but a redirection is a failure."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **data}).encode()
        status, location, content = await self.ask("POST", self.path, body)
        assert status == 302, (self.path, status, content[-2000:])
        return location

    async def fill(self) -> None:
        """To the review, every screen."""
        await self.page(f"{BASE}/repondre/")
        for screen in SCREENS:
            await self.page(await self.post(screen))

    async def send(self) -> None:
        self.thanks = await self.post({"answer": ""})

    async def read_receipt(self) -> str:
        return WORDS.search(await self.page(self.thanks))[1].decode()

    def close(self) -> None:
        if self.reader is not None:
            self.writer.close()


async def whole(port: int, seconds: float, first: int = 0) -> tuple[list[float], list[str], float]:
    """Times of whole submissions in ms, the receipts, and how long it took."""
    times, receipts, begin = [], [], time.perf_counter()
    number = iter(range(first, first + 10_000_000))

    async def respondent() -> None:
        while time.perf_counter() - begin < seconds:
            start = time.perf_counter()
            browser = Browser(port, next(number))
            await browser.fill()
            await browser.send()
            receipts.append(await browser.read_receipt())
            times.append((time.perf_counter() - start) * 1000)
            browser.close()

    await asyncio.gather(*(respondent() for _ in range(CLIENTS)))
    return times, receipts, time.perf_counter() - begin


async def last_posts(port: int, count: int, first: int) -> tuple[list[float], list[str], float]:
    """The same for the last post alone of `count` respondents, all ready at their review."""
    ready = [Browser(port, first + number) for number in range(count)]
    queue = iter(ready)

    async def prepare() -> None:
        for browser in queue:
            await browser.fill()

    await asyncio.gather(*(prepare() for _ in range(CLIENTS)))
    times, begin, waiting = [], time.perf_counter(), iter(ready)

    async def sender() -> None:
        for browser in waiting:
            start = time.perf_counter()
            await browser.send()
            times.append((time.perf_counter() - start) * 1000)

    await asyncio.gather(*(sender() for _ in range(CLIENTS)))
    elapsed = time.perf_counter() - begin
    receipts = [await browser.read_receipt() for browser in ready]
    for browser in ready:
        browser.close()
    return times, receipts, elapsed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(label: str, **variables: str) -> list[str]:
    """Lines of the report for one database."""
    with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {
            "DATA_DIR": folder,
            "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "cmsite.settings",
            "TRUSTED_PROXY_COUNT": "1",
            **variables,
        }

        def run(code: str, text: str = "") -> str:
            return subprocess.run(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env=environment,
                input=text,
                capture_output=True,
                text=True,
                check=True,
            ).stdout

        SCREENS[:] = json.loads(run(PREPARE))
        port = free_port()
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "cmsite.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
                *(
                    "--no-control-socket",
                    "--keep-alive",
                    "300",
                    "--timeout",
                    "120",
                    "--graceful-timeout",
                    "5",
                ),
            ],
            cwd=ROOT,
            env=environment,
        )
        try:
            wait_for(port)
            # Workers read their templates and their code once.
            asyncio.run(whole(port, 2, first=9_000_000))
            warm = json.loads(run(COUNT, "[]"))["digests"]
            times, receipts, elapsed = asyncio.run(whole(port, SECONDS))
            posts, more, spent = asyncio.run(
                last_posts(port, int(40 * SECONDS * CLIENTS / 50), first=5_000_000)
            )
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
        held = json.loads(run(COUNT, json.dumps(receipts + more)))
    stored, expected = Counter(held["digests"]), held["expected"]
    lost = sum(digest not in stored for digest in expected)
    doubled = sum(count > 1 for count in stored.values())
    unasked = len(held["digests"]) - len(expected) - len(warm)
    return [
        f"{label} : {len(times) / elapsed:.0f} envois complets/s "
        f"({len(SCREENS) + 1} formulaires et {len(SCREENS) + 3} pages chacun, "
        f"soit {len(times) / elapsed * (2 * len(SCREENS) + 4):.0f} requêtes/s), " + spread(times),
        f"{label} : {len(posts) / spent:.0f} derniers envois/s (un POST chacun), " + spread(posts),
        f"{label} : {len(expected)} reçus, {lost} perdus, {doubled} en double, "
        f"{unasked} de trop, {held['participations'] - len(held['digests'])} participations "
        f"sans réponse, {held['drafts']} brouillons restés",
    ]


def spread(times: list[float]) -> str:
    return f"p50 {median(times):.0f} ms, p95 {quantiles(times, n=20)[-1]:.0f} ms"


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("Le serveur n’a pas démarré.")


def redis_answers() -> bool:
    try:
        return redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        return False


def main() -> None:
    say = sys.stdout.write
    say(f"Enquête : {CLIENTS} personnes à la fois pendant {SECONDS:.0f} s, sans JavaScript,\n")
    say("2 processus gunicorn (gthread, 4 fils), client et serveur sur les mêmes cœurs.\n")
    lines = measure("SQLite")
    found = subprocess.run(
        [sys.executable, "-m", "tests.postgresql"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode == 0:
        with scratch_postgresql(found.stdout.strip()) as url:
            if redis_answers():
                lines += measure("PostgreSQL et Redis", DATABASE_URL=url, REDIS_URL=REDIS)
            else:
                lines += measure("PostgreSQL, cache dans des fichiers", DATABASE_URL=url)
    else:
        sys.stderr.write(f"PostgreSQL non mesuré : {found.stderr.strip()}\n")
    say("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
