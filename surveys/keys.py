"""The key of each edition: what its digests are made with, and what sealing destroys.

32 random bytes in a private file, mixed with SURVEY_KEY.  The file is written at the first need,
by whichever process comes first, never changed, and overwritten at sealing: whoever then holds
SURVEY_KEY and an old copy of the database still computes nothing.
"""

import hashlib
import hmac
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from surveys.models import Edition

SIZE = 32
# In place of a check, for an edition whose key was destroyed: none is ever made again.
DESTROYED = "détruite"
log = logging.getLogger(__name__)


class KeyLost(Exception):
    """The key of this edition is missing, or is not the one that its digests were made with."""


def path_of(edition_id: int) -> Path:
    return Path(settings.SURVEY_KEYS_DIR) / f"edition-{edition_id}.cle"


def of(edition: "Edition") -> bytes:
    """32 bytes; made at the first call for an edition.  Raises KeyLost.

    The file is read each time: thirty microseconds, and a key destroyed by one process is held
    by no other.
    """
    drawn = _read(edition.pk)
    if drawn is None and not edition.key_check:
        drawn = _create(edition.pk)
    if drawn is None:
        log.error("Enquête %s : sa clé manque, aucune réponse n’est prise.", edition.year)
        raise KeyLost
    key = hmac.new(settings.SURVEY_KEY.encode(), drawn, hashlib.sha256).digest()
    check = hmac.new(key, b"check", hashlib.sha256).hexdigest()
    if not edition.key_check:
        # The first to tell; another’s word stands, and must be the same.
        editions = type(edition)._default_manager.filter(pk=edition.pk)
        editions.filter(key_check="").update(key_check=check)
        edition.key_check = editions.values_list("key_check", flat=True).get()
    if edition.key_check == DESTROYED:
        destroy(edition.pk)  # sealed since this process read the edition
        raise KeyLost
    if not hmac.compare_digest(edition.key_check.encode(), check.encode()):
        log.error(
            "Enquête %s : sa clé n’est pas la bonne, aucune réponse n’est prise.", edition.year
        )
        raise KeyLost
    return key


def destroy(edition_id: int) -> None:
    """Overwrite, then unlink; without effect when it is done already.

    On a copy-on-write disc or an SSD the old block may outlive this: SURVEY_KEY, which is
    elsewhere, is then all that it lacks.
    """
    path = path_of(edition_id)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _settle(path.parent)


def _read(edition_id: int) -> bytes | None:
    try:
        drawn = path_of(edition_id).read_bytes()
    except FileNotFoundError:
        return None
    return drawn if len(drawn) == SIZE else None


def _create(edition_id: int) -> bytes | None:
    """Written whole under a name of its own, then named: no process ever reads half a key."""
    path = path_of(edition_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(fresh, path)
    finally:
        fresh.unlink()
    _settle(path.parent)
    return _read(edition_id)


def _settle(folder: Path) -> None:
    """What happened to the names of the folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
