"""Invented profiles, any number of them, always the same for a given rank."""

import random
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage
from map.models import Commune

SEED = 2010
BATCH = 2000
LEVELS = SpokenLanguage.Level.values
TRADES = ("l’édition", "l’industrie", "le tourisme", "la santé", "les musées", "le sport")
WORDS = ("modération", "veille", "vidéo", "crise", "rédaction", "photographie", "podcast")


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
    for start in range(present, size, BATCH):
        ranks = range(start, min(start + BATCH, size))
        draw = random.Random(SEED + start)
        with transaction.atomic():
            write(draw, ranks, draw.choices(communes, weights, k=len(ranks)))
    with connection.cursor() as cursor:
        # PostgreSQL’s own daemon does it by and by; on SQLite an import ends so.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def write(draw: random.Random, ranks: range, communes: list[Commune]) -> None:
    now = timezone.now()
    precision = list(Profile.Precision)
    profiles = Profile.objects.bulk_create(
        Profile(
            name=f"Camille Estrade {rank}",
            slug=f"camille-estrade-{rank}",
            headline=f"Community manager pour {draw.choice(TRADES)}",
            biography=" ".join(draw.choices(WORDS, k=12)),
            status=draw.choice(Profile.Status.values),
            availability=draw.choice(Profile.Availability.values),
            remote=draw.choice(Profile.Remote.values),
            working_since=now.year - draw.randrange(16),
            commune=commune,
            precision=draw.choices(precision, (87, 10, 3))[0],
            live=True,
            first_published_at=now - timedelta(minutes=rank),
            last_published_at=now - timedelta(minutes=rank),
        )
        for rank, commune in zip(ranks, communes, strict=True)
    )
    for name, model, most in (
        *(("occupations", Occupation, 2), ("skills", Skill, 4)),
        ("sectors", Sector, 2),
    ):
        every = list(model.objects.order_by("pk"))
        through = getattr(Profile, name).through
        column = f"{model._meta.model_name}_id"
        rows = []
        for profile in profiles:
            chosen = draw.sample(every, draw.randint(1, most))
            rows += [through(**{"profile_id": profile.pk, column: one.pk}) for one in chosen]
        through.objects.bulk_create(rows)
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(profile=profile, language=language, level=draw.choice(LEVELS))
        for profile in profiles
        for language in ("fr", draw.choice(("en", "es", "de", "it")))
    )
    written = Profile.get_indexed_objects().prefetch_related("skills", "sectors")
    pks = [profile.pk for profile in profiles]
    get_search_backend().add_bulk(Profile, written.filter(pk__in=pks).order_by("pk"))
