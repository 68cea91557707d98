"""The trade’s métiers, the skills and tools one may claim: reference data, loaded at will."""

from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils.text import slugify

from directory.models import Occupation, Skill

# Codes shared with the survey’s question « intitulé de poste », in the order of its list.
OCCUPATIONS = {
    "community-manager": "Community manager",
    "social-media-manager": "Social media manager",
    "responsable-social-media": "Responsable social media",
    "charge-communication-digitale": "Chargé·e de communication digitale",
    "content-manager": "Content manager",
    "webmarketeur": "Webmarketeur·euse",
    "moderateur": "Modérateur·rice",
    "animateur-communautes": "Animateur·rice de communautés",
    "consultant": "Consultant·e en réseaux sociaux",
}
SKILLS = (
    "Accessibilité des contenus",
    "Analyse d’audience",
    "Animation de communautés",
    "Communication de crise",
    "Communication interne",
    "Communication publique",
    "Création de contenu",
    "Discord",
    "Droit de l’image et RGPD",
    "E-réputation",
    "Facebook",
    "Formation",
    "Forums et communautés d’entraide",
    "Gestion de projet",
    "Infolettre",
    "Instagram",
    "Jeux-concours",
    "LinkedIn B2B",
    "Live et événementiel",
    "Marque employeur",
    "Mastodon et réseaux libres",
    "Modération",
    "Montage vidéo",
    "Photographie",
    "Planification éditoriale",
    "Podcast",
    "Prises de parole de dirigeants",
    "Publicité sur les réseaux sociaux",
    "Rédaction web",
    "Référencement naturel",
    "Relation client",
    "Relations avec les créateurs de contenu",
    "Stratégie éditoriale",
    "Stratégie social media",
    "TikTok",
    "Twitch",
    "Veille",
    "Vidéo courte",
    "YouTube",
)
TOOLS = (
    "Agorapulse",
    "Audacity",
    "Brevo",
    "Canva",
    "CapCut",
    "DaVinci Resolve",
    "Discourse",
    "Feedly",
    "Figma",
    "Hootsuite",
    "Looker Studio",
    "Matomo",
    "Metricool",
    "Notion",
    "OBS Studio",
    "Penpot",
    "Photoshop",
    "Swello",
    "Trello",
    "WordPress",
)


def bring_up_to_date(model: type[models.Model], key: str, rows: dict[str, dict]) -> int:
    """Create or correct the rows; writes (and search indexing) only where something differs.

    `rows`: value of `key` → the other fields.  Returns how many rows were written.
    """
    written = 0
    existing = {getattr(row, key): row for row in model.objects.filter(**{f"{key}__in": rows})}
    for value, fields in rows.items():
        row = existing.get(value) or model(**{key: value})
        if row.pk and all(getattr(row, name) == wanted for name, wanted in fields.items()):
            continue
        for name, wanted in fields.items():
            setattr(row, name, wanted)
        row.save()
        written += 1
    return written


class Command(BaseCommand):
    help = "Charge les métiers, les compétences et les outils de l’annuaire."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        occupations = bring_up_to_date(
            Occupation,
            "code",
            {
                code: {"name": name, "position": position}
                for position, (code, name) in enumerate(OCCUPATIONS.items(), start=1)
            },
        )
        skills = bring_up_to_date(
            Skill,
            "slug",
            {
                slugify(name): {"name": name, "kind": kind}
                for kind, names in ((Skill.Kind.SKILL, SKILLS), (Skill.Kind.TOOL, TOOLS))
                for name in names
            },
        )
        self.stdout.write(
            f"Métiers écrits : {occupations}. Compétences et outils écrits : {skills}."
        )
