"""Words made one: every use of a métier, a skill or a sector moves to another."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.search.backends import get_search_backend

from directory.changes import Change
from directory.models import Occupation, Profile, Sector, Skill, Synonym
from map.folding import fold

# Model: (the relation of a profile, the column of a synonym, its code).
WORDS = {
    Occupation: ("occupations", "occupation", "code"),
    Skill: ("skills", "skill", "slug"),
    Sector: ("sectors", "sector", "code"),
}
BATCH = 500


def known(model: type[models.Model]) -> dict[str, models.Model]:
    """{folded name, code or synonym: row}; names win over synonyms.  Two queries."""
    _, column, code = WORDS[model]
    rows = {row.pk: row for row in model.objects.all()}
    words = {
        folded: rows[pk]
        for folded, pk in Synonym.objects.filter(**{f"{column}__isnull": False}).values_list(
            "folded", column
        )
    }
    names = {fold(key): row for row in rows.values() for key in (row.name, getattr(row, code))}
    return words | names


def uses(model: type[models.Model]) -> models.QuerySet:
    """Each with `uses`, the number of profiles that have it, whatever their state."""
    through = getattr(Profile, WORDS[model][0]).through
    column = model._meta.model_name
    counted = (
        through.objects.filter(**{column: models.OuterRef("pk")})
        .order_by()
        .values(column)
        .annotate(number=models.Count("pk"))
        .values("number")
    )
    return model.objects.annotate(
        uses=models.functions.Coalesce(models.Subquery(counted), 0)
    ).prefetch_related("synonyms")


def versions_with(field: str, pk: int) -> Iterator[Revision]:
    """Every version of a profile that has this row in this list."""
    return (
        Revision.objects.filter(content_type=ContentType.objects.get_for_model(Profile))
        .alias(text=Cast("content", models.TextField()))
        .filter(text__regex=rf'"{field}": \[([0-9, ]* )?{pk}[],]')
        .order_by("pk")
        .iterator(BATCH)
    )


@transaction.atomic
def merge(lost: models.Model, kept: models.Model, user) -> int:
    """Give the uses of one word to another of its kind, and remember it as a synonym.

    Returns the number of profiles that had it.  Raises ValueError for a word and itself, or two
    kinds of words.  Versions not yet online change too, or publishing one would lose the word.
    """
    if type(lost) is not type(kept) or lost.pk == kept.pk:
        raise ValueError("Choisissez un autre mot, de la même sorte.")
    field, column, _ = WORDS[type(lost)]
    through = getattr(Profile, field).through
    links = through.objects.filter(**{column: lost.pk})
    users = list(links.values_list("profile_id", flat=True))
    links.filter(
        profile_id__in=through.objects.filter(**{column: kept.pk}).values("profile_id")
    ).delete()
    links.update(**{column: kept.pk})
    batch: list[Revision] = []
    for version in versions_with(field, lost.pk):
        moved = [kept.pk if pk == lost.pk else pk for pk in version.content[field]]
        version.content[field] = list(dict.fromkeys(moved))
        batch.append(version)
    Revision.objects.bulk_update(batch, ["content"], batch_size=BATCH)
    lost.synonyms.update(**{column: kept})
    if fold(lost.name) != fold(kept.name):
        Synonym.objects.update_or_create(
            folded=fold(lost.name),
            **{f"{column}__isnull": False},
            defaults={"text": lost.name, column: kept},
            create_defaults={"text": lost.name, column: kept},
        )
    log(instance=lost, action="wagtail.delete", user=user, deleted=True)
    lost.delete()
    for start in range(0, len(users), BATCH):
        found = Profile.get_indexed_objects().filter(pk__in=users[start : start + BATCH])
        get_search_backend().add_bulk(Profile, list(found))
    Change.objects.tell_everything()
    return len(users)
