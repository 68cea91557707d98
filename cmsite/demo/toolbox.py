"""The demonstration’s toolbox: real tools, described from what is generally known of them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cmsite.demo import people
from cmsite.toolbox.models import Tool
from directory.models import Skill

DAYS_APART = 9
LINKS = ("alternatives", "successor")


@transaction.atomic
def load() -> int:
    """Add the tools of toolbox.toml that are not there yet; returns how many they are.

    Those that exist are left as they are, so what follows a link is only set on new ones.
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
    return len(missing)
