"""The columns of somebody else’s table, recognised as ours.  Pure."""

from map.folding import fold

REQUIRED = ("nom", "titre", "métiers", "statut", "commune")
# What people call them; the first that a table has is taken.
SYNONYMS = {
    "adresse": ("slug", "identifiant", "adresse du profil"),
    "nom": ("nom complet", "nom et prenom", "prenom et nom", "prenom nom", "nom affiche", "name"),
    "titre": ("titre affiche", "headline", "accroche", "intitule", "presentation courte"),
    "métiers": ("metier", "poste", "fonction", "intitule de poste", "profession", "job"),
    "statut": ("situation", "type de structure", "status"),
    "employeur": ("entreprise", "societe", "organisation", "structure", "company", "enseigne"),
    "depuis": ("en poste depuis", "date d arrivee", "since"),
    "dans le métier depuis": ("annee de debut", "debut dans le metier", "experience depuis"),
    "commune": ("ville", "localite", "lieu", "code postal", "city", "commune de travail"),
    "lieu affiché": ("precision", "precision du lieu"),
    "biographie": ("bio", "presentation", "description", "a propos", "resume"),
    "compétences": ("competence", "savoir faire", "skills"),
    "outils": ("outil", "logiciels", "logiciel", "tools"),
    "secteurs": ("secteur", "secteur d activite", "domaine", "domaines"),
    "langues": ("langue", "langues parlees", "languages"),
    "disponibilité": ("disponible", "dispo", "availability"),
    "site": ("site web", "site internet", "url", "lien", "site ou reseau", "linkedin", "website"),
}


def guess(headers: list[str]) -> dict[str, int]:
    """{our column: rank of theirs}, by our own names, then by what people call them."""
    ranks = {fold(header): rank for rank, header in reversed(list(enumerate(headers)))}
    found: dict[str, int] = {}
    for names in (lambda ours: (ours,), SYNONYMS.get):
        for ours in SYNONYMS:
            for name in names(ours):
                rank = ranks.get(fold(name))
                if ours not in found and rank is not None and rank not in found.values():
                    found[ours] = rank
    return found


def are_ours(headers: list[str]) -> bool:
    """Whether the required columns bear our own names, so that nobody need be asked."""
    names = {fold(header) for header in headers}
    return all(fold(ours) in names for ours in REQUIRED)


def missing(mapping: dict[str, int]) -> list[str]:
    return [ours for ours in REQUIRED if ours not in mapping]
