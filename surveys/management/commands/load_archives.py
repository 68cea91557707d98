from django.core.management.base import BaseCommand
from django.db import transaction

from surveys.archives import ARCHIVES, Archive
from surveys.models import ArchivedFigure, Edition


class Command(BaseCommand):
    help = (
        "Crée les éditions archivées qui manquent, avec les chiffres publiés alors. "
        "Une année qui existe déjà est laissée comme la rédaction l’a faite."
    )

    def handle(self, **options):
        known = set(Edition.objects.values_list("year", flat=True))
        missing = [archive for archive in ARCHIVES if archive.year not in known]
        with transaction.atomic():
            for archive in missing:
                create(archive)
        self.stdout.write(f"{len(missing)} éditions archivées créées.")


def create(archive: Archive) -> Edition:
    """The archived edition with its figures, in order."""
    opens_at, closes_at, results_at = archive.dates or (None, None, None)
    edition = Edition.objects.create(
        year=archive.year,
        title=archive.title,
        introduction=archive.introduction,
        archived=True,
        opens_at=opens_at,
        closes_at=closes_at,
        results_at=results_at,
    )
    ArchivedFigure.objects.bulk_create(
        ArchivedFigure(
            edition=edition, sort_order=order, source_url=archive.url, **figure._asdict()
        )
        for order, figure in enumerate(archive.figures)
    )
    return edition
