"""The pictures and CVs of a profile, in all its versions: what to delete, and when."""

from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from directory.models import Profile
from directory.models.portrait import files_of

# Field: the storage that its files are in.
STORES = {"portrait": "default", "cv": "private"}


def delete_later(field: str, names: Iterable[str]) -> None:
    """Once the change is in the database: a file cannot be rolled back."""
    store = storages[STORES[field]]
    for name in names:
        for one in files_of(name):
            transaction.on_commit(partial(store.delete, one))


def forget_all(profile: Profile) -> None:
    """Whoever leaves takes their picture and CV along, those of earlier versions too."""
    versions = list(profile.revisions.values_list("content", flat=True))
    for field in STORES:
        names = {content.get(field) for content in versions} | {getattr(profile, field).name}
        delete_later(field, filter(None, names))


def move_portrait(profile: Profile) -> None:
    """Give the picture an address that nobody has seen; the former one is dead.

    In every version that shows it too; one whose file is gone loses its mention.
    """
    former = profile.portrait.name
    if not former:
        return
    if profile.portrait.storage.exists(former):
        with profile.portrait.storage.open(former) as file:
            content = ContentFile(file.read())
        profile.portrait.save("portrait.webp", content, save=False)
    else:
        profile.portrait = ""
    profile.save(update_fields=["portrait", "portrait_width", "portrait_height"])
    moved = [one for one in profile.revisions.all() if one.content.get("portrait") == former]
    for version in moved:
        version.content["portrait"] = profile.portrait.name
    profile.revisions.bulk_update(moved, ["content"])
    delete_later("portrait", [former])


def forget_former(profile: Profile) -> None:
    """What neither the page nor the latest version shows any more, and its mention in others.

    A version restored after that has no picture, rather than one that is not there.
    """
    latest = profile.revisions.order_by("created_at", "pk").last()
    changed = {}
    for field in STORES:
        kept = {getattr(profile, field).name, latest and latest.content.get(field)}
        gone = set()
        for version in profile.revisions.all():
            name = version.content.get(field)
            if name and name not in kept:
                version = changed.setdefault(version.pk, version)
                version.content[field] = ""
                gone.add(name)
        delete_later(field, gone)
    profile.revisions.bulk_update(changed.values(), ["content"])
