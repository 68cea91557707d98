"""When a page appears and leaves, said plainly.  Pure, but for the hour of Paris."""

from datetime import datetime

from django.utils import timezone

from surveys.clock import day_in_words

HOUR = "\u00a0h"


def moment(at: datetime) -> str:
    """« 3 décembre 2026 à 8 h », « … à 8 h 05 », in Paris."""
    local = timezone.localtime(at)
    minutes = f"\u00a0{local.minute:02}" if local.minute else ""
    return f"{day_in_words(local)} à {local.hour}{HOUR}{minutes}"


def short(appears_at: datetime, live: bool) -> str:
    """For a list."""
    words = "nouvelle version le" if live else "sera publié le"
    return f"{words} {moment(appears_at)}"


def in_words(
    *,
    appears_at: datetime | None,
    wished_at: datetime | None,
    leaves_at: datetime | None,
    live: bool,
    now: datetime,
) -> str:
    """What will happen by itself; empty when nothing will.

    `wished_at` is a date that somebody typed, `appears_at` one that somebody with the right to
    publish has confirmed.
    """
    sentences = []
    if appears_at and live:
        sentences.append(f"Une nouvelle version sera publiée le {moment(appears_at)}.")
    elif appears_at:
        sentences.append(f"Sera publié le {moment(appears_at)}.")
    elif wished_at and wished_at > now:
        sentences.append(
            f"Une parution est souhaitée le {moment(wished_at)}\u202f; elle n’aura lieu qu’une "
            "fois la publication confirmée."
        )
    if leaves_at and leaves_at > now:
        sentences.append(f"Sera retiré le {moment(leaves_at)}.")
    return " ".join(sentences)
