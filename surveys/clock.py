"""The edition clock: what an edition is at an instant, from three datetimes alone."""

from datetime import datetime
from enum import StrEnum


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
