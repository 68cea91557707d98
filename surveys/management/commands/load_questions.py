from django.core.management.base import BaseCommand

from surveys.models import Question


class Command(BaseCommand):
    help = "Crée les questions du socle qui manquent ; ne touche pas à celles qui existent."

    def handle(self, *args, **options) -> None:
        created = Question.objects.load_bank()
        self.stdout.write(f"Questions créées : {created}")
