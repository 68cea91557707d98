"""The standard questions.  Their codes, and those of their choices, make editions comparable.

Bands of age and of seniority follow those that earlier French surveys of the trade published.
"""

from typing import NamedTuple


class Standard(NamedTuple):
    """A question of the bank; `choices` in order as (code, label) or (code, label, help)."""

    code: str
    kind: str
    label: str
    short_label: str
    help: str
    why: str
    choices: tuple[tuple[str, ...], ...] = ()
    can_decline: bool = True
    scale: str = ""
    lowest: int | None = None
    highest: int | None = None
    unit: str = ""


# The core; what is asked after it is in second_part.py.
QUESTIONS = (
    Standard(
        "exercice",
        "choice",
        "Exercez-vous, ou avez-vous exercé, en France, un métier d’animation de communautés ?",
        "Exercice du métier",
        "Si vous n’exercez plus, répondez pour votre dernier poste.",
        "Pour n’entendre que des personnes qui connaissent le métier de l’intérieur.",
        (
            ("aujourdhui", "Oui, aujourd’hui"),
            ("par-le-passe", "Oui, par le passé"),
            ("non", "Non, jamais"),
        ),
        can_decline=False,
    ),
    Standard(
        "intitule",
        "choice",
        "Quel est l’intitulé de votre poste ?",
        "Intitulé de poste",
        "Le plus proche de ce qui figure sur votre contrat ou sur vos factures.",
        "Le même travail porte dix noms : nous comparons ce que chacun recouvre.",
        (
            ("community-manager", "Community manager"),
            ("social-media-manager", "Social media manager"),
            ("responsable-social-media", "Responsable social media", "Ou head of social media"),
            ("charge-communication-digitale", "Chargé·e de communication digitale"),
            ("content-manager", "Content manager"),
            ("webmarketeur", "Webmarketeur, webmarketeuse"),
            ("moderateur", "Modérateur, modératrice"),
            ("animateur-communautes", "Animateur, animatrice de communautés", "Ou gestionnaire"),
            ("consultant", "Consultant·e"),
            ("autre", "Autre intitulé"),
        ),
    ),
    Standard(
        "structure",
        "choice",
        "Dans quel type de structure travaillez-vous ?",
        "Type de structure",
        "",
        "La paie et les missions changent beaucoup d’une structure à l’autre.",
        (
            ("annonceur-prive", "Entreprise privée", "Qui communique pour elle-même"),
            ("agence", "Agence", "Qui communique pour ses clients"),
            ("secteur-public", "Secteur public", "État, collectivité, hôpital, université"),
            ("association", "Association ou ONG"),
            ("media", "Média"),
            ("a-mon-compte", "À mon compte"),
            ("sans-poste", "Sans poste en ce moment"),
        ),
    ),
    Standard(
        "age",
        "age",
        "Quel âge avez-vous ?",
        "Âge",
        "En années. Seule la tranche d’âge est gardée.",
        "Pour suivre, d’une année à l’autre, comment le métier vieillit ou se renouvelle.",
        (
            ("moins-21", "Moins de 21 ans"),
            ("21-25", "De 21 à 25 ans"),
            ("26-30", "De 26 à 30 ans"),
            ("31-35", "De 31 à 35 ans"),
            ("36-40", "De 36 à 40 ans"),
            ("41-50", "De 41 à 50 ans"),
            ("51-plus", "51 ans et plus"),
        ),
    ),
    Standard(
        "genre",
        "choice",
        "Quel est votre genre ?",
        "Genre",
        "",
        "Pour mesurer les écarts de rémunération à poste et ancienneté comparables.",
        (("femme", "Femme"), ("homme", "Homme"), ("non-binaire", "Non binaire ou autre")),
    ),
    Standard(
        "region",
        "region",
        "Dans quelle région exercez-vous ?",
        "Région d’exercice",
        "Celle de votre lieu de travail habituel, ou de votre domicile en télétravail complet.",
        "Les résultats par région ne descendent jamais au département.",
        (
            ("84", "Auvergne-Rhône-Alpes"),
            ("27", "Bourgogne-Franche-Comté"),
            ("53", "Bretagne"),
            ("24", "Centre-Val de Loire"),
            ("94", "Corse"),
            ("44", "Grand Est"),
            ("32", "Hauts-de-France"),
            ("11", "Île-de-France"),
            ("28", "Normandie"),
            ("75", "Nouvelle-Aquitaine"),
            ("76", "Occitanie"),
            ("52", "Pays de la Loire"),
            ("93", "Provence-Alpes-Côte d’Azur"),
            ("outre-mer", "Outre-mer"),
            ("etranger", "Étranger"),
        ),
    ),
    Standard(
        "anciennete",
        "choice",
        "Depuis combien de temps exercez-vous ce métier ?",
        "Ancienneté dans le métier",
        "Tous employeurs confondus ; si vous n’exercez plus, le temps passé dans le métier.",
        "L’ancienneté pèse sur la paie plus que l’âge.",
        (
            ("moins-1-an", "Moins d’un an"),
            ("1-2-ans", "1 ou 2 ans"),
            ("3-4-ans", "3 ou 4 ans"),
            ("5-9-ans", "De 5 à 9 ans"),
            ("10-ans-plus", "10 ans et plus"),
        ),
    ),
    Standard(
        "metier-precedent",
        "choice",
        "Quel métier exerciez-vous juste avant ?",
        "Métier exercé juste avant",
        "",
        "On vient au community management par bien des routes : nous les comptons.",
        (
            ("premier-emploi", "Aucun, c’est mon premier emploi"),
            ("communication", "Communication"),
            ("autre-metier-web", "Autre métier du web"),
            ("marketing", "Marketing"),
            ("journalisme", "Journalisme, rédaction"),
            ("relation-client", "Relation client, modération"),
            ("commerce", "Commerce"),
            ("autre", "Autre"),
        ),
    ),
    Standard(
        "contrat",
        "choice",
        "Quel est votre contrat ?",
        "Contrat",
        "S’il y en a plusieurs, celui qui vous rapporte le plus.",
        "Un salaire ne se compare qu’à contrat comparable.",
        (
            ("cdi", "CDI"),
            ("cdd", "CDD"),
            ("fonctionnaire", "Fonctionnaire ou contractuel", "Dans la fonction publique"),
            ("alternance", "Alternance"),
            ("stage", "Stage"),
            ("freelance", "Freelance", "Micro-entreprise, société, portage"),
            ("sans-emploi", "Sans emploi"),
        ),
    ),
    Standard(
        "temps",
        "choice",
        "Travaillez-vous à temps plein ?",
        "Temps de travail",
        "",
        "Pour comparer les salaires à durée de travail égale.",
        (("plein", "Temps plein"), ("partiel", "Temps partiel")),
    ),
    Standard(
        "salaire",
        "money",
        "Quel est votre salaire brut ?",
        "Salaire brut annuel",
        "Avant impôt, primes et variable compris. À temps partiel, ramenez-le à un temps plein. "
        "Gardé à 500 € près.",
        "C’est le chiffre que tout le monde cherche : des fourchettes par poste, par région et "
        "par ancienneté, jamais un salaire seul.",
        scale="yearly",
    ),
    Standard(
        "tjm",
        "money",
        "Quel est votre tarif journalier moyen, hors taxes ?",
        "Tarif journalier moyen",
        "Ce que vous facturez en moyenne pour une journée. Gardé à 10 € près.",
        "Les tarifs affichés ne sont pas ceux qui sont payés : le vôtre aide les autres à fixer "
        "le leur.",
        scale="daily",
    ),
)

# One short subject a screen: (heading, codes).
SCREENS = (
    ("Votre métier", ("exercice",)),
    ("Votre poste", ("intitule", "structure")),
    ("Vous", ("age", "genre", "region")),
    ("Votre parcours", ("anciennete", "metier-precedent")),
    ("Votre contrat", ("contrat",)),
    ("Votre rémunération", ("temps", "salaire", "tjm")),
)

# Who is asked, where not everybody is (branches.py).
BRANCHES = {"temps": "salarie", "salaire": "salarie", "tjm": "a-mon-compte"}
# Along which answers amounts are shown.
BREAKDOWNS = ("intitule", "region", "genre", "anciennete", "structure", "age")
