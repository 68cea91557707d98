"""How fast searching people is: pages, feed, export, API, by what is asked for.

Each answer is asked for right after a change of one profile, so that nothing of it is kept
anywhere.  On PostgreSQL the pages are also read through HTTP, from a server of two processes, by
two readers at once.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from statistics import median, quantiles
from urllib.parse import quote_plus

from tests.benchmarks.measures import FEW, Bench, emit

REPEATS = int(os.environ.get("SEARCH_REPEATS", "24"))
READERS = WORKERS = 2


def about(*words: str) -> list[str]:
    return [f"q={quote_plus(some)}" for some in words]


EVERYTHING = (
    "q=mus%C3%A9es&metier=community-manager&metier=social-media-manager&statut=freelance"
    "&disponibilite=disponible&disponibilite=ecoute&experience=5-10&experience=plus-10"
    "&langue=en&teletravail=distance&teletravail=hybride&autour=Lyon&rayon=100"
)
SEARCHES = {
    "sans filtre": [""],
    "page 40": ["page=40"],
    "par nom": ["tri=nom"],
    "métier, statut, expérience": [
        "metier=community-manager&statut=freelance&experience=5-10",
        "metier=social-media-manager&statut=agence&experience=2-5",
    ],
    "région et langue": ["region=53&langue=en", "region=84&langue=es&bilingue=1"],
    "mots rares": about("estrade 777", "camille 242"),
    "mots fréquents": about("musées", "tourisme vidéo", "veille"),
    "mot de tout le monde": about("community"),
    "début de mot": about("touris", "indus", "estra"),
    "50 km": ["autour=Rennes&rayon=50", "autour=Lyon&rayon=50", "autour=Paris&rayon=50"],
    "200 km": ["autour=Rennes&rayon=200", "autour=Lyon&rayon=200"],
    "20 plus proches": ["autour=Rennes&proches=20", "autour=Ajaccio&proches=20"],
    "tout à la fois": [EVERYTHING],
    "personne": ["q=astrolabe&statut=freelance&autour=Quimper&rayon=10"],
}
ON_MAP = ("sans filtre", "mots fréquents", "200 km", "tout à la fois")
ELSEWHERE = ("sans filtre", "métier, statut, expérience", "mots fréquents", "200 km")
MACHINES = {
    "points de la carte": "/carte/profils.geojson?zoom=9&",
    "API, profils": "/api/profils/?",
    "API, GeoJSON": "/api/profils.geojson?",
    "flux": "/annuaire/flux.xml?",
}
THROUGH_HTTP = (
    *("sans filtre", "mots fréquents", "mot de tout le monde", "début de mot"),
    *("50 km", "200 km", "tout à la fois"),
)


def measure(bench: Bench, size: int, name: str, urls: list[str], repeats: int = REPEATS) -> None:
    """The first answer after a change, from each of these addresses in turn."""
    queue = cycle(urls)
    times = []
    for url in islice(queue, repeats):
        bench.change()
        start = time.perf_counter()
        bench.get(url)
        times.append((time.perf_counter() - start) * 1000)
    p95 = quantiles(times, n=20, method="inclusive")[-1]
    bench.change()
    emit(size, name, p50=median(times), p95=p95, **bench.weigh(urls))


def run(bench: Bench, size: int) -> None:
    from django.db import connection

    from directory import throttle

    throttle.PER_MINUTE = 10**9  # its count is still kept, as for anybody
    for label, queries in SEARCHES.items():
        measure(bench, size, f"annuaire, {label}", [f"/annuaire/?{query}" for query in queries])
        if label in ON_MAP:
            measure(bench, size, f"carte, {label}", [f"/carte/?{query}" for query in queries])
        if label in ELSEWHERE:
            for name, address in MACHINES.items():
                measure(bench, size, f"{name}, {label}", [address + query for query in queries])
    measure(bench, size, "page d’une région", ["/community-managers/bretagne/"])
    every = ["/annuaire/export.csv", "/annuaire/export.csv?q=veille"]
    measure(bench, size, "export CSV, mille profils au plus", every, FEW)
    if connection.vendor == "postgresql":
        through_http(bench, size)


# --- Through a server -------------------------------------------------------------------------


@contextmanager
def server() -> Iterator[int]:
    """The port of one on this machine, stopped afterwards."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    options = f"--workers {WORKERS} --worker-class gthread --threads 4 --no-control-socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cmsite.wsgi", *options.split()]
        + ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    )
    try:
        for _ in range(300):
            with socket.socket() as visitor:
                if not visitor.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def fetch(port: int, url: str) -> float:
    """Milliseconds from the request to the last byte."""
    start = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", url, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 200, (url, response.status)
    return (time.perf_counter() - start) * 1000


def read(bench: Bench, port: int, urls: list[str]) -> list[float]:
    """What one reader waits, a profile having changed before each answer."""
    from django.db import connection

    times = []
    for url in islice(cycle(urls), REPEATS):
        bench.change()
        times.append(fetch(port, url))
    connection.close()
    return times


def through_http(bench: Bench, size: int) -> None:
    with server() as port, ThreadPoolExecutor(READERS) as readers:
        # Both processes read everybody before they are measured.
        list(readers.map(lambda _: fetch(port, "/annuaire/"), range(10 * WORKERS)))
        for label in THROUGH_HTTP:
            urls = [f"/annuaire/?{query}" for query in SEARCHES[label]]
            found = readers.map(read, *zip(*[(bench, port, urls)] * READERS, strict=True))
            times = [took for some in found for took in some]
            p95 = quantiles(times, n=20, method="inclusive")[-1]
            emit(size, f"par HTTP, annuaire, {label}", p50=median(times), p95=p95)
