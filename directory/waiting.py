"""Files that wait in private storage between two screens of the same person.

Browsers forget a chosen file as soon as a form comes back with an error, and an import is
confirmed on a second screen: the file waits here, and the form carries a signed ticket for it.
"""

import secrets
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

FOLDER = "attente"
LIFETIME = timedelta(hours=12)


def salt(user) -> str:
    """Tickets are good for one account only."""
    return f"directory.waiting.{user.pk}"


def keep(content: bytes, user) -> str:
    """The ticket with which the same person finds these bytes again for twelve hours."""
    storage = storages["private"]
    forget_the_old(storage)
    name = storage.save(f"{FOLDER}/{user.pk}.{secrets.token_urlsafe(16)}", ContentFile(content))
    return signing.dumps(name, salt=salt(user))


def name_of(ticket: str, user) -> str | None:
    try:
        name = signing.loads(ticket, salt=salt(user), max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return name if storages["private"].exists(name) else None


def fetch(ticket: str, user) -> bytes | None:
    """The bytes kept; None when the ticket is someone else’s, altered, or too old."""
    name = name_of(ticket, user)
    if name is None:
        return None
    with storages["private"].open(name) as file:
        return file.read()


def discard(ticket: str, user) -> None:
    name = name_of(ticket, user)
    if name is not None:
        storages["private"].delete(name)


def forget_the_old(storage: Storage) -> int:
    """Delete what nobody came back for, which may hold people’s names; how many files."""
    if not storage.exists(FOLDER):
        return 0
    count = 0
    for name in storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if storage.get_modified_time(path) < timezone.now() - LIFETIME:
            storage.delete(path)
            count += 1
    return count


def forget_all_of(account: int) -> None:
    """Delete all that waits for this account."""
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        if name.startswith(f"{account}."):
            storage.delete(f"{FOLDER}/{name}")
