"""Measures one database, the one of the environment: rows of the table, as JSON lines."""

import gzip
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from itertools import cycle
from statistics import median, quantiles

import django

REPEATS = int(os.environ.get("REPEATS", "40"))
FEW = 5  # for what takes seconds
TOWNS = ((2.35, 48.86), (4.84, 45.76), (-1.68, 48.11), (8.74, 41.92), (55.45, -20.88))
SCREEN = (1200, 700)  # pixels of the map
FILTER = "metier=community-manager&statut=freelance"
QUERIES = {
    "sans filtre": "",
    "métier et statut": FILTER,
    "mots-clés": "q=mus%C3%A9es",
    "50 km autour de Rennes": "autour=Rennes&rayon=50",
}


def windows(zoom: int) -> list[str]:
    """What a screen shows of some towns at a zoom of Leaflet; everything below 9."""
    if zoom < 9:
        return [f"zoom={zoom}"]
    wide = SCREEN[0] * 360 / (256 * 2**zoom) / 2
    high = wide * SCREEN[1] / SCREEN[0] * 0.7  # degrees of latitude are the longer ones here
    return [
        f"zoom={zoom}&bbox={x - wide:.4f},{y - high:.4f},{x + wide:.4f},{y + high:.4f}"
        for x, y in TOWNS
    ]


def timed(action: Callable[[], object], repeats: int, before: Callable[[], None] | None = None):
    """(p50, p95) in milliseconds of wall time; `before` is not counted."""
    times = []
    for _ in range(repeats):
        if before:
            before()
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


def emit(size: int, name: str, **figures) -> None:
    sys.stdout.write(json.dumps({"size": size, "name": name, **figures}) + "\n")
    sys.stdout.flush()


class Bench:
    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(SERVER_NAME="127.0.0.1")
        self.changed = cycle([])

    def change(self) -> None:
        """One profile is published again: it moves, in what is held in memory as in the lists."""
        from django.utils import timezone

        from directory.models import Profile

        now = timezone.now()
        Profile.objects.filter(pk=next(self.changed)).update(last_published_at=now)

    def get(self, url: str) -> bytes:
        response = self.client.get(url, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, (url, response.status_code)
        return response.getvalue()

    def weigh(self, urls: list[str]) -> dict:
        """The heaviest of these answers, and the most queries one of them takes."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        sizes, most = [], 0
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                content = self.get(url)
            most = max(most, len(queries))
            if content[:2] == b"\x1f\x8b":
                sizes.append((len(gzip.decompress(content)), len(content)))
            else:
                sizes.append((len(content), len(gzip.compress(content, 6))))
        raw, compressed = max(sizes, key=lambda pair: pair[1])
        return {"queries": most, "raw": raw, "compressed": compressed}

    def measure(self, size: int, name: str, urls: list[str], repeats: int = REPEATS) -> None:
        queue = cycle(urls)

        def request():
            self.get(next(queue))

        self.change()
        cold = self.weigh(urls[:1])["queries"]
        p50, p95 = timed(request, max(repeats // 3, FEW), before=self.change)
        weights = self.weigh(urls)
        emit(size, f"{name} (à froid)", p50=p50, p95=p95, **(weights | {"queries": cold}))
        for _ in urls:
            request()
        p50, p95 = timed(request, repeats)
        emit(size, f"{name} (à chaud)", p50=p50, p95=p95, **self.weigh(urls))

    def read_everything(self, size: int) -> None:
        """What a process does before its first answer."""
        from directory import columns

        def read():
            columns.reader.forget()
            columns.reader.current()

        p50, p95 = timed(read, FEW)
        emit(size, "profils lus par un processus qui démarre", p50=p50, p95=p95)

    def grown(self, size: int) -> None:
        """Whom to change, now that there are so many; ready as a server that starts."""
        from cmsite.warming import warm
        from directory.models import Profile

        warm()
        self.changed = cycle(list(Profile.objects.values_list("pk", flat=True)[:: size // 97]))

    def run(self, size: int) -> None:
        self.read_everything(size)
        for label, query in QUERIES.items():
            for zoom in (5, 7, 9, 12):
                urls = [
                    f"/carte/profils.geojson?{query}{'&' if query else ''}{window}"
                    for window in windows(zoom)
                ]
                self.measure(size, f"points, zoom {zoom}, {label}", urls)
        self.measure(size, "points, zoom 9, toute la France", ["/carte/profils.geojson?zoom=9"])
        self.measure(
            size, "personnes de Lyon 3e", ["/carte/profils.json?commune=69383"], REPEATS // 2
        )
        for label, query in list(QUERIES.items())[:2]:
            self.measure(size, f"page /annuaire/, {label}", [f"/annuaire/?{query}"], REPEATS // 3)
            self.measure(size, f"page /carte/, {label}", [f"/carte/?{query}"], REPEATS // 3)


def refusals(bench: Bench, size: int) -> None:
    """What is not understood must be refused at once."""
    wrong = (
        "bbox=nan,1,2,3", "bbox=9,41,-5,51", "bbox=1,2,3", "bbox=-999,1,2,3", "zoom=99",
        f"q={'a' * 5000}", "q=%00", "region=99", "commune=00000", "autour=Atlantide",
    )  # fmt: skip
    queue = cycle(wrong)

    def request():
        response = bench.client.get(f"/carte/profils.geojson?{next(queue)}")
        assert response.status_code == 400

    logging.disable(logging.WARNING)  # Django notes each refusal
    for _ in wrong:
        request()
    p50, p95 = timed(request, REPEATS)
    emit(size, "demandes refusées (400)", p50=p50, p95=p95)


def folium_rows(size: int) -> None:
    from tests.benchmarks.folium_maps import makers

    for name, maker in makers(size).items():
        if isinstance(maker, str):
            emit(size, name, note=maker)
            continue
        page = maker()
        p50, p95 = timed(maker, FEW if size < 10_000 else 2)
        emit(size, name, p50=p50, p95=p95, raw=len(page), compressed=len(gzip.compress(page, 6)))


def main(sizes: list[int], parts: list[str]) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks import bench_search
    from tests.benchmarks.crowd import grow

    call_command("migrate", verbosity=0)
    call_command("load_france", verbosity=0)
    call_command("load_occupations", verbosity=0)
    bench = Bench()
    for size in sizes:
        start = time.perf_counter()
        grow(size)
        seconds = time.perf_counter() - start
        sys.stderr.write(f"{connection.display_name} : {size} profils en {seconds:.0f} s\n")
        bench.grown(size)
        if "carte" in parts:
            bench.run(size)
            refusals(bench, size)
        if "recherche" in parts:
            bench_search.run(bench, size)
        if "folium" in parts:
            folium_rows(size)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")], sys.argv[2:])
