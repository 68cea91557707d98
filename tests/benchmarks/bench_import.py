"""`python -m tests.benchmarks.bench_import`: 50,000 profiles from CSV, against the default path.

The default path of django-import-export saves row by row, each with its signals.  It is measured on
a sample of the same rows, in the same process, right after ours and beside its rows, in the one
transaction that suits it best.  It is given INSEE codes, so that only ours has towns to recognise,
and only writes drafts: no version, no line in the log.
"""

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

import django

SIZE = int(os.environ.get("IMPORT_SIZE", "50000"))
SAMPLE = int(os.environ.get("IMPORT_SAMPLE", "1000"))
FIRST = "Camille Anne Paul Inès Léa Hugo Louis Emma Jade Rose Marc Jean Lucie Ève Nina Thomas"
HEADERS = ("nom", "titre", "métiers", "statut", "commune", "compétences", "biographie", "site")


def megabytes() -> float:
    """The most memory that this process has had, in Mo."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def table(size: int) -> bytes:
    """Invented people in real towns, always the same."""
    from directory.models import Occupation, Profile, Skill
    from map.models import Commune

    draw = random.Random(2010)
    towns = list(
        Commune.objects.exclude(population=None).order_by("code").select_related("department")
    )
    weights = [town.population for town in towns]
    firsts = FIRST.split()
    lasts = [
        "".join(draw.choice("bcdfglmnprstv") + draw.choice("aeiou") for _ in range(3)).title()
        for _ in range(8000)
    ]
    jobs = list(Occupation.objects.order_by("pk"))
    skills = list(Skill.objects.order_by("pk"))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for rank, town in enumerate(draw.choices(towns, weights, k=size)):
        writer.writerow(
            (
                f"{draw.choice(firsts)} {draw.choice(lasts)}",
                f"Community manager de la ligne {rank}",
                "|".join(job.name for job in draw.sample(jobs, min(len(jobs), 2))),
                draw.choice(Profile.Status.values),
                str(town),
                "|".join(skill.name for skill in draw.sample(skills, min(len(skills), 3))),
                "Veille, modération et rédaction pour plusieurs marques. " * 3,
                f"https://exemple.example/{rank}",
            )
        )
    return text.getvalue().encode()


class Clock:
    """Seconds since it was made, of the wall and of this process."""

    def __init__(self) -> None:
        self.wall, self.own = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self.wall, time.process_time() - self.own


def by_default(sample: int, content: bytes) -> list[list[float]]:
    """[[seconds of the wall, of the processor] that each row takes to verify, then to write], by
    a resource as the documentation writes it; its verification is its dry run."""
    from import_export import fields, resources
    from import_export.widgets import ForeignKeyWidget, ManyToManyWidget
    from tablib import Dataset

    from directory.models import Occupation, Profile, Skill
    from map.models import Commune

    class Default(resources.ModelResource):
        commune = fields.Field("commune", "commune", ForeignKeyWidget(Commune, "code"))
        occupations = fields.Field(
            "occupations", "métiers", ManyToManyWidget(Occupation, "|", "name")
        )
        skills = fields.Field("skills", "compétences", ManyToManyWidget(Skill, "|", "name"))
        name = fields.Field("name", "nom")
        headline = fields.Field("headline", "titre")
        status = fields.Field("status", "statut")
        biography = fields.Field("biography", "biographie")
        website = fields.Field("website", "site")
        slug = fields.Field("slug", "adresse")

        class Meta:
            model = Profile
            import_id_fields = ["slug"]
            fields = (
                *("commune", "occupations", "skills", "name", "headline", "status"),
                *("biography", "website", "slug"),
            )

        def before_save_instance(self, instance, row, **kwargs):
            instance.live = False

    codes = {str(town): town.pk for town in Commune.objects.select_related("department")}
    rows = list(csv.reader(StringIO(content.decode())))[1 : sample + 1]
    data = Dataset(headers=[*HEADERS, "adresse"])
    for rank, row in enumerate(rows):
        row[4] = codes[row[4]]
        data.append([*row, f"par-defaut-{rank}"])
    steps = []
    for dry_run in (True, False):
        clock = Clock()
        result = Default().import_data(
            data, dry_run=dry_run, raise_errors=True, use_transactions=True
        )
        steps.append([seconds / len(rows) for seconds in clock.read()])
        assert result.totals["new"] == len(rows), result.totals
    return steps


def prepare(path: Path) -> None:
    """The places, the words and the file: in a process of its own, whose memory does not count."""
    from django.core.management import call_command

    for command in ("migrate", "load_france", "load_occupations"):
        call_command(command, verbosity=0, stdout=StringIO())
    path.write_bytes(table(SIZE))


def main(file: Path) -> None:
    from django.db import connection

    from directory import importing
    from directory.models import ImportRun, Profile

    if connection.vendor == "sqlite":
        # The pages of the database that SQLite maps are the system’s cache, not our memory.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
    before = megabytes()
    clock = Clock()
    run = importing.receive(
        file.read_bytes(), "profils.csv", publish=True, known=ImportRun.Known.CREATE
    )
    importing.begin(run, ImportRun.State.CHECKING)
    checking = clock.read()
    run.refresh_from_db()
    clock = Clock()
    importing.begin(run, ImportRun.State.WRITING)
    writing = clock.read()
    peak = megabytes()
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE, (run.state, run.done, run.counts)
    assert run.counts == {"new": SIZE}, run.counts
    assert Profile.objects.published().count() == SIZE
    last = Profile.objects.published().matching(f"ligne {SIZE - 1}").get()
    content = file.read_bytes()
    *_, row = csv.reader(StringIO(content.decode()))
    assert (last.name, str(last.commune)) == (row[0], row[4])
    default = by_default(SAMPLE, content)

    def line(what: str, seconds: float, unit: str) -> str:
        return f"  {what} : {seconds:.1f} s {unit}, soit {SIZE / seconds:.0f} profils par seconde\n"

    def ratios(rank: int) -> str:
        alone = default[1][rank] * SIZE / writing[rank]
        whole = sum(step[rank] for step in default) * SIZE / (writing[rank] + checking[rank])
        return f"{alone:.1f} fois plus vite, avec les deux vérifications {whole:.1f}"

    sys.stdout.write(
        f"Import sur {connection.vendor} : {SIZE} profils en ligne, situés et cherchables.\n"
        + line("vérification", checking[0], "à la montre")
        + line("vérification", checking[1], "de processeur")
        + line("écriture", writing[0], "à la montre")
        + line("écriture", writing[1], "de processeur")
        + f"Par défaut, ligne à ligne, {SAMPLE} de plus dans cette table : "
        f"{1 / default[1][0]:.0f} par seconde à la montre, {1 / default[1][1]:.0f} de processeur.\n"
        f"À la montre, {ratios(0)}.\nDe processeur, {ratios(1)}.\n"
        f"Mémoire au plus : {peak:.0f} Mo, dont {before:.0f} avant l’import. "
        f"Charge de la machine : {os.getloadavg()[0]:.1f}.\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        prepare(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="carte-bench-") as folder:
            os.environ |= {"DATA_DIR": folder, "DEMO": "0"}
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmsite.settings")
            file = Path(folder, "profils.csv")
            subprocess.run([sys.executable, "-m", __spec__.name, str(file)], check=True)
            django.setup()
            main(file)
