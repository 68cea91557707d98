from django.core.management.base import BaseCommand
from django.utils import timezone

from surveys.models import Edition
from surveys.scrubbing import scrub
from surveys.sealing import seal


class Command(BaseCommand):
    help = (
        "Scelle chaque édition close qui ne l’est pas encore : tableaux figés, liens détruits, "
        "pages de la base réécrites. Reprend ce qu’un arrêt aurait interrompu. Sans effet quand "
        "il n’y a rien à faire ; peut tourner toutes les minutes."
    )

    def handle(self, **options):
        now = timezone.now()
        for edition in Edition.objects.to_seal(now):
            publication = seal(edition, now)
            self.stdout.write(f"Enquête {edition.year} scellée : {publication.checksum}")
        for edition in Edition.objects.to_scrub():
            if scrub(edition):
                self.stdout.write(f"Enquête {edition.year} : traces effacées")
