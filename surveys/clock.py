"""The edition clock: what an edition is at an instant, from three datetimes alone."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

# Whoever had started before closing may still send for so long.
GRACE = timedelta(minutes=15)


class State(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    ARCHIVED = "archived"


def state(
    opens_at: datetime | None,
    closes_at: datetime | None,
    results_at: datetime | None,
    now: datetime,
) -> State:
    """The state at `now` (all aware datetimes); a missing date makes a draft.

    Each instant belongs to the state that it begins: an edition is open at `opens_at` to the
    second, closed at `closes_at`, published at `results_at`.
    """
    if opens_at is None or closes_at is None or results_at is None:
        return State.DRAFT
    if now < opens_at:
        return State.ANNOUNCED
    if now < closes_at:
        return State.OPEN
    if now < results_at:
        return State.CLOSED
    return State.PUBLISHED


def sealable_from(closes_at: datetime, results_at: datetime) -> datetime:
    """When the last answer that may still come has come: never later than the results.

    In UTC: what is added to a time of Paris is added to what the clock shows, an hour wrong on
    the nights when it changes.
    """
    return min(closes_at.astimezone(UTC) + GRACE, results_at.astimezone(UTC))


MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def day_in_words(moment: date) -> str:
    """« 1er mars 2027 », no break between day and month."""
    number = "1er" if moment.day == 1 else str(moment.day)
    return f"{number}\u00a0{MONTHS[moment.month - 1]} {moment.year}"


def in_words(moment: datetime) -> str:
    """« 1er mars 2027 à 18 h 05 », the wall-clock time of `moment` as it stands."""
    return f"{day_in_words(moment)} à\u00a0{time_in_words(moment)}"


def time_in_words(moment: datetime) -> str:
    """« 18 h 05 », « 18 h »."""
    minutes = f"\u00a0{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"


def state_in_words(
    state: State,
    opens_at: datetime | None,
    closes_at: datetime | None,
    results_at: datetime | None,
) -> str:
    """The state with the date that matters to it; the datetimes in the reader’s zone."""
    match state:
        case State.ANNOUNCED if opens_at:
            return f"ouvrira le {in_words(opens_at)}"
        case State.OPEN if closes_at:
            return f"ouverte jusqu’au {in_words(closes_at)}"
        case State.CLOSED if results_at:
            return f"close, résultats le {in_words(results_at)}"
        case State.PUBLISHED if results_at:
            return f"résultats publiés le {in_words(results_at)}"
        case State.ARCHIVED:
            return "archive"
    return "brouillon, dates à fixer"
