"""What the survey published about a région, for its page in the directory."""

from directory.area_figures import Figure
from surveys.figures import base_text, euros, tables_of
from surveys.models import Edition, Publication
from surveys.publishable import HIDDEN

# The survey counts these together: none alone would be large enough.
OVERSEAS = "outre-mer"
MAINLAND = frozenset(["11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94"])


def median_pay(region: str) -> Figure | None:
    """The median pay of the latest published edition; None while none is published for it.

    Read from the publication, where what is too small to be told is already absent.
    """
    edition = Edition.objects.published().order_by("-year").first()
    publication = edition and Publication.objects.defer("content").current(edition)
    table = publication and tables_of(publication).stat("salaire", "region")
    code = region if region in MAINLAND else OVERSEAS
    for row in table.rows if table else ():
        if row.code == code and row.median is not HIDDEN:
            return Figure(
                label=f"Salaire brut annuel médian, {row.label}, enquête {edition.year}",
                value=euros(row.median),
                base=base_text(row),
                note="Édition de démonstration, données fictives." if edition.fictitious else "",
                link=f"Les résultats de l’enquête {edition.year}",
                url=edition.get_results_url(),
            )
    return None
