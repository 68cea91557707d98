"""Load régions, départements, communes and postcodes from `map/data`."""

from django.core.management.base import BaseCommand

from map import loading


class Command(BaseCommand):
    help = "Charge la géographie de la France (sans effet si elle est à jour)."

    def handle(self, *args, **options):
        changes = loading.load()
        if changes.total:
            self.stdout.write(
                f"France : {changes.regions} régions, {changes.departments} départements, "
                f"{changes.communes} communes et {changes.postcodes} codes postaux mis à jour."
            )
        else:
            self.stdout.write("France : déjà à jour.")
