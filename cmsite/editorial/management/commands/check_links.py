from django.conf import settings
from django.core.management.base import BaseCommand

from cmsite.editorial.links import addresses
from cmsite.editorial.links.checking import check
from cmsite.editorial.links.fetching import Courtesy, Rules
from cmsite.editorial.models import Link

DELAY = 2.0  # seconds between two requests to one host


class Command(BaseCommand):
    help = (
        "Vérifie les liens de la revue de web : pages mortes, déplacées, ou occupées par un "
        "vendeur de noms. Appelle d’autres sites, un par un et sans hâte ; rien n’est changé "
        "pour les lecteurs avant qu’une personne en décide, dans l’administration."
    )

    # For callers from Python: where one may go, and how long one waits.
    stealth_options = ("rules", "courtesy")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--nombre", type=int, default=50, help="combien de liens au plus (50)")
        parser.add_argument("--tous", action="store_true", help="tous les liens")
        parser.add_argument(
            "--delai",
            type=float,
            default=DELAY,
            help="secondes entre deux demandes à un même site (2)",
        )

    def handle(self, *args, **options) -> None:
        rules = options.get("rules") or Rules(
            agent=f"LaCarteDesCM-liens/1.0 (+{settings.SITE_URL}/revue-de-web/)"
        )
        courtesy = options.get("courtesy") or Courtesy(options["delai"])
        links = Link.objects.to_check()
        links = links if options["tous"] else links[: options["nombre"]]
        counts: dict[str, int] = {}
        for link in links:
            courtesy.wait(addresses.host(link.address))
            verdict, failures = check(link.address, link.failures, rules)
            link.note(verdict.finding, verdict.detail, verdict.moved_to, failures)
            counts[verdict.finding] = counts.get(verdict.finding, 0) + 1
            if verdict.detail:
                self.stdout.write(f"{link.address} : {verdict.detail}")
        self.stdout.write(
            f"{sum(counts.values())} liens vérifiés, {counts.get('mort', 0)} morts, "
            f"{counts.get('deplace', 0)} déplacés, {counts.get('parking', 0)} à vendre."
        )
