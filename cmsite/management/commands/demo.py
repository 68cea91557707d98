import time
from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cmsite.demo import (
    accounts,
    ageing,
    conversations,
    editions,
    magazine,
    profiles,
    reading,
    standing,
    toolbox,
)

PLACES = {
    "L’accueil": "/",
    "L’annuaire": "/annuaire/",
    "La carte": "/carte/",
    "L’enquête ouverte": "/enquete/",
    "Les articles": "/articles/",
    "Les entretiens": "/interviews/",
    "La revue de web": "/revue-de-web/",
    "Les outils": "/outils/",
    "L’administration": "/admin/",
    "Les courriels envoyés, codes de connexion compris": "/demo/courriels/",
}


class Command(BaseCommand):
    help = (
        "Remplit le site de gens, de textes et de réponses inventés. Relancée, la commande "
        "n’ajoute que ce qui manque."
    )

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "La démonstration remplit le site de gens inventés : elle refuse de tourner en "
                "production."
            )
        for label, load in self.rooms().items():
            self.step(label, load)
        self.tell()

    def rooms(self) -> dict[str, Callable[[], object]]:
        """What is loaded, in order: each thing after what it points at."""
        return {
            "Régions, départements et communes": lambda: self.call("load_france"),
            "Métiers et compétences": lambda: self.call("load_occupations"),
            "Questions de l’enquête": lambda: self.call("load_questions"),
            "Dates de la démonstration": ageing.renew,
            "Comptes de démonstration": accounts.load,
            "Mentions légales": standing.load,
            "Profils": profiles.load,
            "Conversations": conversations.load,
            "Boîte à outils": toolbox.load,
            "Indicateurs": lambda: self.call("load_indicators"),
            "Articles et entretiens": magazine.load,
            "Revue de web et commentaires": reading.load,
            "Enquêtes archivées": editions.load_archive,
            "Enquête de l’an dernier, réponses et résultats": editions.load_last,
            "Pages de l’enquête scellée": lambda: self.call("seal_editions"),
            "Enquête ouverte": editions.load_present,
        }

    def call(self, command: str) -> None:
        call_command(command, stdout=StringIO())

    def step(self, label: str, load: Callable[[], object]) -> None:
        """Say what is being done before doing it: the longest lasts several seconds."""
        self.stdout.write(f"  {label}…", ending="")
        self.stdout.flush()
        start = time.monotonic()
        load()
        self.stdout.write(f" {time.monotonic() - start:.1f} s".replace(".", ","))

    def tell(self) -> None:
        width = max(map(len, PLACES))
        self.stdout.write("\nÀ visiter")
        for label, path in PLACES.items():
            self.stdout.write(f"  {label:<{width}}  {settings.SITE_URL}{path}")
        self.stdout.write("\nComptes (le code de connexion arrive dans les courriels envoyés)")
        width = max(map(len, accounts.ACCOUNTS))
        for email, (_, _, role) in accounts.ACCOUNTS.items():
            self.stdout.write(f"  {email:<{width}}  {role}")
