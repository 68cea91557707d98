"""`python -m tests.benchmarks.bench_results`: an edition tabulated and guarded, beside polars.

100,000 responses to 20 questions (SIZE for another number): from the answers as they are stored
to guarded tables.  Then the same tables without any guard, by polars, from a frame already built;
building it is given apart.  Each in a process of its own, which tells its peak memory.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time

SIZE = int(os.environ.get("SIZE", "100000"))
CHOICES = {
    "exercice": 2,
    "intitule": 10,
    "structure": 7,
    "age": 7,
    "genre": 3,
    "region": 15,
    "anciennete": 5,
    "contrat": 7,
    "metier-precedent": 8,
    "taille": 6,
    "secteur": 12,
    "rattachement": 7,
    "diplome": 5,
    "ia": 5,
    "teletravail": 4,
    "satisfaction": 5,
}
BREAKS_DOWN = ("intitule", "region", "genre", "anciennete", "structure", "age", "taille")
CROSSED = ("contrat", "ia", "teletravail", "satisfaction", "diplome", "reseaux", "secteur")
NETWORKS = 13
CONTRACTS = ("cdi", "cdd", "fonctionnaire", "alternance", "stage", "freelance", "sans-emploi")
PAID = CONTRACTS[:5]


def choices(code: str) -> list[str]:
    if code == "contrat":
        return list(CONTRACTS)
    if code == "genre":
        return ["femme", "homme", "non-binaire"]
    return [f"{code}-{i}" for i in range(CHOICES[code])]


def questions() -> list:
    from surveys.tabulation import AskedQuestion

    def asked(code: str, kind: str, **more) -> AskedQuestion:
        return AskedQuestion(
            code, f"{code} ?", code, kind, breaks_down=code in BREAKS_DOWN,
            crossed=code in CROSSED, **more,
        )  # fmt: skip

    scales = {"satisfaction": "scale", "ia": "scale", "age": "age", "region": "region"}
    single = [
        asked(code, scales.get(code, "choice"), choices=tuple((c, c) for c in choices(code)))
        for code in CHOICES
    ]
    networks = tuple((f"reseau-{i}", f"reseau-{i}") for i in range(NETWORKS))
    return [
        *single,
        asked("reseaux", "multi", choices=networks),
        asked("comptes", "number"),
        asked("salaire", "money", scale="yearly", branch="salarie"),
        asked("tjm", "money", scale="daily", branch="a-mon-compte"),
    ]


def rows(count: int) -> list[dict]:
    """Skewed answers, 3 % of silence, the same each time."""
    draw = random.Random(1)
    columns = {
        code: draw.choices(
            [*choices(code), None], [*(1 / (i + 1) for i in range(CHOICES[code])), 0.08], k=count
        )
        for code in CHOICES
    }
    made = []
    for index in range(count):
        row = {code: columns[code][index] for code in CHOICES}
        row["reseaux"] = [f"reseau-{i}" for i in range(NETWORKS) if draw.random() < 1 / (i + 1.5)]
        row["comptes"] = draw.randint(1, 20)
        if row["contrat"] in PAID:
            row["salaire"] = 500 * round(draw.lognormvariate(4.05, 0.25))
        elif row["contrat"] == "freelance":
            row["tjm"] = 10 * round(draw.gauss(32, 8))
        made.append(row)
    return made


def ours(answers: list[dict]) -> dict:
    from surveys.disclosure import guard
    from surveys.tabulation import tabulate

    start = time.perf_counter()
    tabulation = tabulate(answers, questions())
    middle = time.perf_counter()
    tables = guard(tabulation)
    end = time.perf_counter()
    return {
        "coder": middle - start,
        "garder": end - middle,
        "tableaux": sum(
            map(len, (tables.counts, tables.multis, tables.bands, tables.stats, tables.crosses))
        ),
    }


def polars_alone(answers: list[dict]) -> dict:
    import polars

    start = time.perf_counter()
    plain = [*CHOICES, "comptes", "salaire", "tjm"]
    frame = polars.DataFrame({code: [row.get(code) for row in answers] for code in plain})
    networks = [set(row["reseaux"]) for row in answers]
    names = [f"reseau-{i}" for i in range(NETWORKS)]
    frame = frame.with_columns(
        polars.Series(name, [name in one for one in networks]) for name in names
    )
    middle = time.perf_counter()
    tables = 0
    for code in CHOICES:
        frame.group_by(code).len()
        tables += 1
    for name in names:
        frame[name].sum()
    tables += 1
    for first in BREAKS_DOWN:
        for second in CROSSED:
            if second == "reseaux":
                frame.group_by(first).agg(polars.col(names).sum())
            else:
                frame.group_by(first, second).len()
            tables += 1
    measures = {
        "salaire": (PAID[:3], "salaire"),
        "alternance": (PAID[3:4], "salaire"),
        "stage": (PAID[4:5], "salaire"),
        "tjm": (("freelance",), "tjm"),
        "comptes": (None, "comptes"),
    }
    for contracts, code in measures.values():
        given = frame.filter(polars.col(code).is_not_null())
        if contracts:
            given = given.filter(polars.col("contrat").is_in(list(contracts)))
        quantiles = [
            polars.col(code).quantile(share, "linear").alias(str(share))
            for share in (0.1, 0.25, 0.5, 0.75, 0.9)
        ]
        given.select(*quantiles, polars.col(code).mean().alias("mean"))
        tables += 1
        if contracts:
            for first in BREAKS_DOWN:
                given.group_by(first).agg(*quantiles, polars.len())
                tables += 1
    return {
        "coder": middle - start,
        "garder": time.perf_counter() - middle,
        "tableaux": tables,
    }


def measured(name: str) -> dict:
    answers = rows(SIZE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"ours": ours, "polars": polars_alone}[name](answers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"reponses": before // 1024, "memoire": peak // 1024}


def main() -> None:
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(measured(sys.argv[1])))
        return
    sys.stdout.write(
        f"Résultats d’une édition : {SIZE:,} réponses, 20 questions\n".replace(",", " ")
    )
    for name, words in (
        ("ours", ("réponses codées", "tableaux croisés et gardés")),
        ("polars", ("polars : table construite", "polars : les mêmes tableaux, sans garde")),
    ):
        command = [sys.executable, "-m", "tests.benchmarks.bench_results", name]
        found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for word, key in zip(words, ("coder", "garder"), strict=True):
            sys.stdout.write(f"  {word:<42}{1000 * found[key]:>8.0f} ms\n")
        sys.stdout.write(
            f"  {found['tableaux']} tableaux, mémoire {found['memoire']} Mo au plus, dont "
            f"{found['reponses']} avant (programme et réponses)\n"
        )


if __name__ == "__main__":
    main()
