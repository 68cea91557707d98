"""The words that a free request may use for the directory’s filters."""

from collections.abc import Iterator

from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage, Synonym
from directory.understanding import Lexicon, Meaning
from map.models import Department, Region

FREELANCE, AGENCY = Profile.Status.FREELANCE, Profile.Status.AGENCY
PUBLIC, NONPROFIT = Profile.Status.PUBLIC, Profile.Status.NONPROFIT
NOW, LISTENING = Profile.Availability.NOW, Profile.Availability.LISTENING
# As people of the trade say it.
SPOKEN = [
    ("CM", Meaning("metier", "community-manager")),
    ("community management", Meaning("metier", "community-manager")),
    ("gestionnaire de communauté", Meaning("metier", "community-manager")),
    ("SMM", Meaning("metier", "social-media-manager")),
    ("social media", Meaning("metier", "social-media-manager")),
    ("social media", Meaning("metier", "responsable-social-media")),
    ("chargé·e de communication", Meaning("metier", "charge-communication-digitale")),
    ("chargé·e de com", Meaning("metier", "charge-communication-digitale")),
    ("gestionnaire de contenu", Meaning("metier", "content-manager")),
    ("web marketing", Meaning("metier", "webmarketeur")),
    ("web marketeur·euse", Meaning("metier", "webmarketeur")),
    ("traffic manager", Meaning("metier", "webmarketeur")),
    ("animateur·rice de communauté", Meaning("metier", "animateur-communautes")),
    ("consultant·e", Meaning("metier", "consultant")),
    ("consultant·e social media", Meaning("metier", "consultant")),
    ("free-lance", Meaning("statut", FREELANCE)),
    ("indépendant·e", Meaning("statut", FREELANCE)),
    ("à son compte", Meaning("statut", FREELANCE)),
    ("auto-entrepreneur·euse", Meaning("statut", FREELANCE)),
    ("micro-entrepreneur·euse", Meaning("statut", FREELANCE)),
    ("agence", Meaning("statut", AGENCY)),
    ("en agence", Meaning("statut", AGENCY)),
    ("secteur public", Meaning("statut", PUBLIC)),
    ("fonction publique", Meaning("statut", PUBLIC)),
    ("collectivité", Meaning("statut", PUBLIC)),
    ("association", Meaning("statut", NONPROFIT)),
    ("ONG", Meaning("statut", NONPROFIT)),
    ("disponible", Meaning("disponibilite", NOW)),
    ("disponible maintenant", Meaning("disponibilite", NOW)),
    ("disponible tout de suite", Meaning("disponibilite", NOW)),
    ("à l’écoute", Meaning("disponibilite", LISTENING)),
    ("télétravail", Meaning("teletravail", Profile.Remote.FULL)),
    ("à distance", Meaning("teletravail", Profile.Remote.FULL)),
    ("remote", Meaning("teletravail", Profile.Remote.FULL)),
    ("full remote", Meaning("teletravail", Profile.Remote.FULL)),
    ("hybride", Meaning("teletravail", Profile.Remote.HYBRID)),
    ("bilingue", Meaning("bilingue", "1")),
    ("anglophone", Meaning("langue", "en")),
    ("hispanophone", Meaning("langue", "es")),
    ("germanophone", Meaning("langue", "de")),
    ("italophone", Meaning("langue", "it")),
    ("lusophone", Meaning("langue", "pt")),
    ("arabophone", Meaning("langue", "ar")),
    ("LSF", Meaning("langue", "fsl")),
    ("débutant·e", Meaning("experience", "moins-2")),
    ("junior", Meaning("experience", "moins-2")),
    ("confirmé·e", Meaning("experience", "5-10")),
    ("senior", Meaning("experience", "plus-10")),
    ("expérimenté·e", Meaning("experience", "5-10")),
    ("expérimenté·e", Meaning("experience", "plus-10")),
]


def choices() -> Iterator[tuple[str, Meaning]]:
    """The labels of the filters’ own choices."""
    yield "freelance", Meaning("statut", FREELANCE)
    for value, label in Profile.Status.choices:
        yield label, Meaning("statut", value)
    for value, label in SpokenLanguage.Language.choices:
        if value != SpokenLanguage.Language.FRENCH:
            yield label, Meaning("langue", value)


def rows() -> Iterator[tuple[str, Meaning]]:
    """The words editors keep: métiers first, for several are made of what are skills alone."""
    for code, name in Occupation.objects.values_list("code", "name"):
        yield name, Meaning("metier", code)
    for slug, name in Skill.objects.values_list("slug", "name"):
        yield name, Meaning("competence", slug)
    for code, name in Sector.objects.values_list("code", "name"):
        yield name, Meaning("secteur", code)
    for text, occupation, skill, sector in Synonym.objects.values_list(
        "text", "occupation__code", "skill__slug", "sector__code"
    ):
        if occupation:
            yield text, Meaning("metier", occupation)
        elif skill:
            yield text, Meaning("competence", skill)
        else:
            yield text, Meaning("secteur", sector)
    for code, name in Region.objects.values_list("pk", "name"):
        yield name, Meaning("region", code)
    for code, name in Department.objects.values_list("pk", "name"):
        yield name, Meaning("departement", code)


def lexicon() -> Lexicon:
    """Six queries, for the one request that is typed."""
    return Lexicon.of(SPOKEN, rows(), choices())
