"""How fast searching people is: `python -m tests.benchmarks.bench_search 1000,10000,100000`.

On the scratch database of the environment (`DATABASE_URL`, `DATA_DIR`), which it fills; see
`measures`, whose rows these are.  Every page is asked after a change of one profile (« à froid »)
and again (« à chaud »); none is kept anywhere.
"""

import sys
import time
from itertools import cycle
from urllib.parse import quote_plus

import django

REPEATS = 20
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
    "mots rares": [f"q={quote_plus(words)}" for words in ("estrade 777", "camille 4242")],
    "mots fréquents": [
        f"q={quote_plus(words)}" for words in ("musées", "tourisme vidéo", "veille")
    ],
    "mot de tout le monde": ["q=community"],
    "début de mot": [f"q={quote_plus(words)}" for words in ("touris", "indus", "estra")],
    "30 km": ["autour=Rennes", "autour=Lyon", "autour=Paris", "autour=Quimper"],
    "200 km": ["autour=Rennes&rayon=200", "autour=Lyon&rayon=200"],
    "20 plus proches": ["autour=Rennes&proches=20", "autour=Ajaccio&proches=20"],
    "tout à la fois": [EVERYTHING],
    "personne": ["q=astrolabe&statut=freelance&autour=Quimper&rayon=10"],
}


def main(sizes: list[int]) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from directory.models import Profile
    from tests.benchmarks.crowd import grow
    from tests.benchmarks.measures import Bench

    call_command("migrate", verbosity=0)
    call_command("load_france", verbosity=0)
    call_command("load_occupations", verbosity=0)
    for size in sizes:
        start = time.perf_counter()
        grow(size)
        seconds = time.perf_counter() - start
        sys.stderr.write(f"{connection.display_name} : {size} profils en {seconds:.0f} s\n")
        bench = Bench()
        bench.changed = cycle(list(Profile.objects.values_list("pk", flat=True)[:: size // 97]))
        for label, queries in SEARCHES.items():
            for page in ("annuaire", "carte"):
                if page == "annuaire" or label in ("sans filtre", "tout à la fois"):
                    urls = [f"/{page}/?{query}" for query in queries]
                    bench.measure(size, f"/{page}/, {label}", urls, REPEATS)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")])
