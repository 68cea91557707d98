"""The library of indicators: reference data, loaded at will."""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from cmsite.toolbox.models import Indicator

LIBRARY = Path(__file__).resolve().parents[2] / "indicators.toml"


def read() -> list[dict]:
    """The columns of each indicator of the file, its place within its family included."""
    rows = tomllib.loads(LIBRARY.read_text(encoding="utf-8"))["indicators"]
    return [{**row, "position": 10 * number} for number, row in enumerate(rows, start=1)]


class Command(BaseCommand):
    help = (
        "Charge la bibliothèque d’indicateurs. Relancée, elle n’ajoute que ce qui manque : ce que "
        "la rédaction a modifié, ou retiré du site, reste comme elle l’a laissé."
    )

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        known = set(Indicator.objects.values_list("slug", flat=True))
        missing = [row for row in read() if row["slug"] not in known]
        for row in missing:
            Indicator.objects.create(live=True, **row)
        self.stdout.write(f"Indicateurs ajoutés\u00a0: {len(missing)}")
