"""The legal notice of the demonstration: an association that does not exist, and says so."""

from cmsite.editorial.models import StandardPage
from cmsite.typography import french_spaces

# In the order of what the page leaves to complete.
INVENTED = (
    "l’association Les Panneaux du Métier, inventée pour cette démonstration, association loi de "
    "1901 déclarée nulle part, 1 bis rond-point des Exemples, 00000 Modèle-sur-Loire",
    "Solène Marchadier, personne inventée",
    "Les Serveurs du Coin, hébergeur inventé lui aussi, 12 quai des Essais, 00000 "
    "Modèle-sur-Loire, sans téléphone. En vrai, ce site tourne sur l’ordinateur où vous l’avez "
    "lancé.",
)


def load() -> int:
    """Complete what is still to be, in order: how many names were given."""
    page = StandardPage.objects.filter(slug="mentions-legales").first()
    left = page.to_complete if page else []
    if len(left) != len(INVENTED):  # somebody has been here
        return 0
    for blank, name in zip(left, INVENTED, strict=True):
        page.body = page.body.replace(blank, french_spaces(name), 1)
    page.save_revision().publish()
    return len(left)
