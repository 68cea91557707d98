"""Optional questions on the work itself: networks, tasks, tools, measures."""

from surveys.question_bank import Standard

SHARE = (
    ("1", "Jamais"),
    ("2", "Un peu"),
    ("3", "Une demi-journée ou plus"),
    ("4", "Une journée ou plus"),
    ("5", "L’essentiel de la semaine"),
)
OTHER = ("autre", "Un autre")
NO_TOOL = ("aucun", "Aucun outil")
WHY_TASKS = "La part de chaque tâche dit mieux le métier que l’intitulé."
WHY_TOOLS = "Nous suivons ce que le métier utilise vraiment."


def task(code: str, what: str, short: str) -> Standard:
    """A question on the part that a task takes of the week."""
    label = f"Dans une semaine ordinaire, quelle part prend {what} ?"
    return Standard(f"tache-{code}", "scale", label, short, "", WHY_TASKS, SHARE)


def tools(code: str, what: str, *names: tuple[str, str]) -> Standard:
    """A question on the tools used for something."""
    return Standard(
        f"outils-{code}",
        "multi",
        f"Quels outils utilisez-vous pour {what} ?",
        f"Outils pour {what}",
        "Plusieurs réponses possibles.",
        WHY_TOOLS,
        (*names, OTHER, NO_TOOL),
    )


QUESTIONS = (
    Standard(
        "reseaux",
        "multi",
        "Quels réseaux animez-vous ?",
        "Réseaux animés",
        "Ceux où vous publiez ou répondez au moins une fois par mois.",
        "Pour suivre les réseaux qui montent, et ceux que l’on quitte.",
        (
            ("instagram", "Instagram"),
            ("linkedin", "LinkedIn"),
            ("facebook", "Facebook"),
            ("tiktok", "TikTok"),
            ("youtube", "YouTube"),
            ("x", "X"),
            ("threads", "Threads"),
            ("pinterest", "Pinterest"),
            ("twitch", "Twitch"),
            ("snapchat", "Snapchat"),
            ("bluesky", "Bluesky"),
            ("discord", "Discord"),
            ("whatsapp", "WhatsApp"),
            OTHER,
            ("aucun", "Aucun réseau"),
        ),
    ),
    Standard(
        "comptes",
        "number",
        "Combien de comptes gérez-vous en tout ?",
        "Nombre de comptes gérés",
        "Tous réseaux et tous clients confondus.",
        "Dix comptes ne font pas le même métier qu’un seul.",
        lowest=0,
        highest=500,
        unit="comptes",
    ),
    task("creation", "la création de contenus", "Création"),
    task("moderation", "la modération", "Modération"),
    task("veille", "la veille", "Veille"),
    task("reporting", "le reporting", "Reporting"),
    task("publicite", "la publicité", "Publicité"),
    task("strategie", "la stratégie", "Stratégie"),
    task("evenement", "l’événementiel", "Événementiel"),
    tools(
        "veille",
        "la veille",
        ("feedly", "Feedly"),
        ("google-alertes", "Google Alertes"),
        ("google-trends", "Google Trends"),
        ("inoreader", "Inoreader"),
        ("netvibes", "Netvibes"),
        ("visibrain", "Visibrain"),
    ),
    tools(
        "production",
        "la production",
        ("canva", "Canva"),
        ("capcut", "CapCut"),
        ("davinci-resolve", "DaVinci Resolve"),
        ("figma", "Figma"),
        ("notion", "Notion"),
        ("photoshop", "Photoshop"),
    ),
    tools(
        "diffusion",
        "la diffusion",
        ("agorapulse", "Agorapulse"),
        ("brevo", "Brevo"),
        ("buffer", "Buffer"),
        ("hootsuite", "Hootsuite"),
        ("meta-business-suite", "Meta Business Suite"),
        ("swello", "Swello"),
    ),
    tools(
        "mesure",
        "la mesure",
        ("statistiques-reseaux", "Les statistiques des réseaux"),
        ("google-analytics", "Google Analytics"),
        ("matomo", "Matomo"),
        ("looker-studio", "Looker Studio"),
        ("metricool", "Metricool"),
        ("tableur", "Un tableur"),
    ),
    Standard(
        "indicateurs",
        "multi",
        "Quels indicateurs suivez-vous ?",
        "Indicateurs suivis",
        "Les quatre familles d’indicateurs ; plusieurs réponses possibles.",
        "Ce que l’on vous demande de mesurer dit ce que l’on attend de vous.",
        (
            ("referencement", "Référencement", "Liens entrants, visibilité, volume de recherche"),
            ("engagement", "Engagement", "Abonnés, partages, temps de visite"),
            ("interactions", "Interactions", "Messages, commentaires, discussions"),
            ("activite", "Activité", "Ventes, prospects, coût d’acquisition"),
            ("aucun", "Aucun indicateur"),
        ),
    ),
    Standard(
        "budget-publicite",
        "money",
        "Quel budget de publicité gérez-vous par mois ?",
        "Budget de publicité",
        "En moyenne sur l’année ; 0 s’il n’y en a pas. Gardé à 50 € près.",
        "Pour rapporter la paie à ce que l’on vous confie.",
        scale="monthly",
    ),
)
