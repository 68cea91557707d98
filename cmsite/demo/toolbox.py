"""The demonstration’s toolbox: real tools, described from what is generally known of them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cmsite.demo import people
from cmsite.toolbox.models import Suggestion, Tool, Vote
from cmsite.toolbox.models.facts import FACTS
from cmsite.toolbox.models.vote import digest
from directory.models import Skill

DAYS_APART = 9
LINKS = ("alternatives", "successor")
# So many people find a tool useful, in the order of the file; then it starts again.
VOICES = (31, 12, 7, 22, 4, 16, 9, 2, 27, 0, 13, 5)


@transaction.atomic
def load() -> int:
    """Add the tools of toolbox.toml that are not there yet; returns how many they are.

    Those that exist are left as they are, so what follows a link is only set on new ones.  Nobody
    voted nor wrote: the voices and the suggestions come with the tools.
    """
    rows = people.words("toolbox.toml")["tools"]
    known = {tool.name: tool for tool in Tool.objects.all()}
    skills = {skill.slug: skill for skill in Skill.objects.filter(kind="outil", tool=None)}
    missing = [row for row in rows if row["name"] not in known]
    for number, row in enumerate(missing):
        columns = {
            key: value for key, value in row.items() if key not in ("alternatives", "successor")
        }
        slug = slugify(row["name"])
        known[row["name"]] = Tool.objects.create(
            slug=slug,
            skill=skills.get(slug),
            live=True,
            first_published_at=timezone.now() - timedelta(days=DAYS_APART * (len(rows) - number)),
            **columns,
        )
    for row in missing:
        tool = known[row["name"]]
        tool.alternatives.add(*(known[name] for name in row.get("alternatives", ())))
        if "successor" in row:
            tool.successor = known[row["successor"]]
            tool.save()
    Vote.objects.bulk_create(
        Vote(tool=known[row["name"]], voter=digest(f"demonstration {voice}", known[row["name"]]))
        for number, row in enumerate(missing)
        for voice in range(VOICES[number % len(VOICES)])
    )
    if missing:
        suggest()
    return len(missing)


def suggest() -> None:
    """What two readers sent: a tool to add, a page to correct."""
    Suggestion(
        name="Sous-titres du quartier",
        stage=Tool.Stage.MAKING,
        what_for="Transcrit une vidéo sur son propre ordinateur, et prépare les sous-titres.",
        price=Tool.Price.FREE,
        free_software=True,
        note="Je m’en sers depuis un an pour les conseils municipaux filmés.",
    ).wait()
    corrected = Tool.objects.published().filter(price="freemium").order_by("slug").first()
    if corrected:
        said = {name: getattr(corrected, name) for name in ("name", *FACTS)}
        Suggestion(
            tool=corrected,
            **(said | {"price": Tool.Price.PAID}),
            changed=["price"],
            note="L’offre gratuite a été retirée, sauf erreur.",
        ).wait()
