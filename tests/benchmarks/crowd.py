"""Invented profiles, any number of them, always the same for a given rank.

They are written row by row below the models, which would take ten times as long, and indexed by the
search’s own code from what it would read of each.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from directory.changes import Change
from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage
from map.models import Commune

SEED = 2010
BATCH = 2000
LEVELS = SpokenLanguage.Level.values
TRADES = ("l’édition", "l’industrie", "le tourisme", "la santé", "les musées", "le sport")
WORDS = ("modération", "veille", "vidéo", "crise", "rédaction", "photographie", "podcast")
WRITTEN = (
    *("name", "slug", "headline", "biography", "status", "availability", "remote"),
    *("working_since", "precision"),
)


def grow(size: int) -> None:
    """Add published profiles until there are `size`, then let the database take stock."""
    present = Profile.objects.count()
    if not present:
        ContentType.objects.clear_cache()
    communes = list(Commune.objects.order_by("code").select_related("department"))
    weights = [commune.population or 0 for commune in communes]
    for city in {commune.parent_id for commune in communes if commune.parent_id}:
        # People of Paris, Lyon and Marseille live in an arrondissement.
        weights[next(i for i, commune in enumerate(communes) if commune.pk == city)] = 0
    words = {model: list(model.objects.order_by("pk")) for model in (Occupation, Skill, Sector)}
    first = (Profile.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1 - present
    for start in range(present, size, BATCH):
        ranks = range(start, min(start + BATCH, size))
        draw = random.Random(SEED + start)
        places = draw.choices(communes, weights, k=len(ranks))
        with transaction.atomic():
            write(
                [
                    Invented(draw, rank, first + rank, place, words)
                    for rank, place in zip(ranks, places, strict=True)
                ]
            )
    with connection.cursor() as cursor:
        # PostgreSQL’s own daemon does it by and by; on SQLite an import ends so.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


class Named:
    """Some words of a table, as the search reads one of them."""

    _meta = Skill._meta

    def __init__(self, words: Iterable) -> None:
        self.name = " ".join(word.name for word in words)


class Invented:
    """Somebody, with what the search reads of a profile."""

    _meta = Profile._meta
    get_search_fields = Profile.get_search_fields
    public_words = ""

    def __init__(
        self, draw: random.Random, rank: int, pk: int, place: Commune, words: dict
    ) -> None:
        self.pk, self.commune = pk, place
        self.name, self.slug = f"Camille Estrade {rank}", f"camille-estrade-{rank}"
        self.headline = f"Community manager pour {draw.choice(TRADES)}"
        self.biography = " ".join(draw.choices(WORDS, k=12))
        self.status = draw.choice(Profile.Status.values)
        self.availability = draw.choice(Profile.Availability.values)
        self.remote = draw.choice(Profile.Remote.values)
        self.working_since = timezone.now().year - draw.randrange(16)
        self.precision = draw.choices(Profile.Precision.values, (87, 10, 3))[0]
        self.published = timezone.now() - timedelta(minutes=rank)
        self.chosen = {
            model: draw.sample(words[model], draw.randint(1, most))
            for model, most in ((Occupation, 2), (Skill, 4), (Sector, 2))
        }
        self.languages = {
            language: draw.choice(LEVELS)
            for language in ("fr", draw.choice(("en", "es", "de", "it")))
        }
        trades = " ".join(one.name for one in self.chosen[Occupation])
        self.title = f"{self.name} {self.headline} {trades}"
        self.skills, self.sectors = Named(self.chosen[Skill]), Named(self.chosen[Sector])
        shown = self.precision == Profile.Precision.COMMUNE
        self.shown_place = str(place if shown else place.department)


def write(people: list[Invented]) -> None:
    now = timezone.now()
    insert(
        Profile,
        (
            {name: getattr(one, name) for name in WRITTEN}
            | {"id": one.pk, "commune": one.commune.pk, "live": True}
            | {"created_at": now, "updated_at": now}
            | {"first_published_at": one.published, "last_published_at": one.published}
            for one in people
        ),
    )
    for model, name in ((Occupation, "occupation"), (Skill, "skill"), (Sector, "sector")):
        pairs = ({"profile": one.pk, name: word.pk} for one in people for word in one.chosen[model])
        insert(getattr(Profile, f"{name}s").through, pairs)
    insert(
        SpokenLanguage,
        (
            {"profile": one.pk, "language": language, "level": level}
            for one in people
            for language, level in one.languages.items()
        ),
    )
    get_search_backend().add_bulk(Profile, people)
    Change.objects.tell_everything()


def insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Rows of a table, what they leave out by default; all of them say the same fields."""
    rows = list(rows)
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and (not field.primary_key or field.name in rows[0])
    ]
    default = [field.get_db_prep_save(field.get_default(), connection) for field in fields]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))

    def prepared(row: dict[str, Any]) -> list[Any]:
        found = []
        for field, otherwise in zip(fields, default, strict=True):
            value = row.get(field.name, otherwise)
            if isinstance(value, datetime):
                value = field.get_db_prep_save(value, connection)
            found.append(value)
        return found

    with connection.cursor() as cursor:
        # Names of ours only; the values are parameters.
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({values})",
            [prepared(row) for row in rows],
        )
