"""How many texts a second the gazetteer understands, and how fast it suggests.

`python -m tests.benchmarks.bench_geocoder` prints a table; `run()` gives its rows.
One core, no database, the whole of France.  Texts and their order are always the same.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

ROUNDS = 20_000
TYPED = 2_000
SEED = 2026


class Row(NamedTuple):
    """One line of the table: a measure, its figure and the goal (both as text)."""

    what: str
    figure: str
    goal: str = ""


def rate(call: Callable[[str], object], texts: list[str]) -> float:
    """Calls a second; the best of three runs, as another program may have disturbed one."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            call(text)
        best = min(best, time.perf_counter() - start)
    return len(texts) / best


def percentiles(call: Callable[[str], object], texts: Iterable[str]) -> tuple[float, float]:
    """Milliseconds that 50 and 95 calls in 100 stay under."""
    took = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        took.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(took, n=100)
    return cuts[49], cuts[94]


def misspelt(name: str, dice: random.Random) -> str:
    """The name with two neighbouring letters swapped or one letter left out."""
    place = dice.randrange(1, max(len(name) - 1, 2))
    if dice.random() < 0.5:
        return name[:place] + name[place + 1 :]
    return name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :]


def prefixes(places: list, dice: random.Random) -> list[str]:
    """Beginnings of names (2 to 8 letters) and of postcodes (2 to 5 digits), one in five."""
    texts = []
    for place in dice.sample(places, TYPED):
        if dice.random() < 0.2:
            texts.append(place.postcodes[0][: dice.randint(2, 5)])
        else:
            texts.append(place.name[: dice.randint(2, 8)])
    return texts


def french(figure: str) -> str:
    """« 44,850.5 » → « 44 850,5 »."""
    return figure.replace(",", "\u202f").replace(".", ",")


def run() -> list[Row]:
    """Measure everything; some ten seconds."""
    from django.test import Client

    from map.gazetteer import Gazetteer, gazetteer
    from map.geocoding import GazetteerGeocoder

    start = time.perf_counter()
    known: Gazetteer = gazetteer()
    built = time.perf_counter() - start
    start = time.perf_counter()
    known.suggest("ren")
    known.search("Grenobel")
    built_later = time.perf_counter() - start
    geocode = GazetteerGeocoder(known).geocode
    reverse = GazetteerGeocoder(known).reverse
    dice = random.Random(SEED)
    places = list(known.by_code.values())
    sample = dice.choices(places, k=ROUNDS)
    rows = [
        Row("Index construit une fois par processus", f"{built:.2f} s"),
        Row("Index des fautes et des débuts, à la première demande", f"{built_later:.2f} s"),
    ]
    for what, texts in (
        ("« Rennes »", [place.name for place in sample]),
        ("« RENNES » sans accents", [place.folded_name.upper() for place in sample]),
        ("« Rennes 35000 »", [f"{place.name} {place.postcodes[0]}" for place in sample]),
        ("« Rennes (35) »", [place.label for place in sample]),
    ):
        rows.append(Row(f"Géocodage, {what}", f"{rate(geocode, texts):,.0f} /s", "20 000 /s"))
    wrong = [misspelt(place.name, dice) for place in sample[:500]]
    rows.append(Row("Géocodage, avec une faute", f"{rate(geocode, wrong):,.0f} /s"))
    nonsense = ["community manager", "télétravail", "nulle part", "rue de la République"] * 100
    rows.append(Row("Géocodage, ce qui n’est pas un lieu", f"{rate(geocode, nonsense):,.0f} /s"))
    points = [(place.latitude, place.longitude) for place in sample[:2000]]
    rows.append(Row("Lieu le plus proche d’un point", f"{rate(reverse, points):,.0f} /s"))

    client = Client()
    half, most = percentiles(
        lambda text: client.get("/lieux/communes/", {"q": text}), prefixes(places, dice)
    )
    rows.append(Row("Suggestions, requête entière, p50", f"{half:.1f} ms"))
    rows.append(Row("Suggestions, requête entière, p95", f"{most:.1f} ms", "30 ms"))
    half, most = percentiles(
        lambda text: client.get("/lieux/communes/", {"q": text}),
        [misspelt(place.name, dice)[:100] for place in dice.sample(places, 300)],
    )
    rows.append(Row("Suggestions, nom entier fautif, p95", f"{most:.1f} ms", "30 ms"))
    return [row._replace(figure=french(row.figure)) for row in rows]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmsite.settings")
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    rows = run()
    width = max(len(row.what) for row in rows)
    for row in rows:
        sys.stdout.write(f"{row.what:<{width}}  {row.figure:>14}  {row.goal}\n")


if __name__ == "__main__":
    main()
