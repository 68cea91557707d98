from django.core.management.base import BaseCommand

from surveys.models import Draft


class Command(BaseCommand):
    help = (
        "Efface les brouillons de réponse délaissés et ceux d’éditions qui ne sont plus ouvertes."
    )

    def handle(self, *args, **options) -> None:
        deleted, _ = Draft.objects.stale().delete()
        self.stdout.write(f"Brouillons effacés : {deleted}")
