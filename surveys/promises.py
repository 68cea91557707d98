"""Which moves of an edition’s three dates keep every promise made to its readers.  Pure.

The policy.  A date that nobody could read promises nothing; from its announcement on:

- *draft*: everything may move, since a draft is seen by nobody;
- *announced*: the edition stays announced, its opening may move but only to an instant still to
  come, its closing never comes earlier than announced, the time left to answer (closing minus
  opening) never shrinks, and neither does the wait for results (results minus closing) grow:
  a survey put off is put off whole;
- *open*: the opening has happened and stands; the closing may only come later, so that nobody who
  meant to answer finds the door shut; results never come later than announced;
- *closed*: opening and closing stand; results may only come earlier, and never in the past;
- *published*: nothing moves any more.

Always: opening < closing, and results at least `clock.GRACE` after closing, so that those who had
started can still send.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import NamedTuple

from surveys.clock import GRACE, PARIS, State, in_words, state, until, when


@dataclass(frozen=True)
class Dates:
    """Three aware datetimes, each None while it is not set."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    results_at: datetime | None = None

    def state(self, now: datetime) -> State:
        return state(self.opens_at, self.closes_at, self.results_at, now)


class Refusal(NamedTuple):
    field: str
    message: str


NAMES = {"opens_at": "ouverture", "closes_at": "clôture", "results_at": "résultats"}
STANDS = {
    "opens_at": "L’enquête a ouvert {} : cette date ne se change plus.",
    "closes_at": "L’enquête s’est close {} : cette date ne se change plus.",
    "results_at": "Les résultats ont été publiés {} : cette date ne se change plus.",
}


def order(new: Dates) -> list[Refusal]:
    """What is wrong in three dates by themselves."""
    found = []
    if new.opens_at and new.closes_at and new.closes_at <= new.opens_at:
        found.append(Refusal("closes_at", "L’ouverture doit précéder la clôture."))
    if new.closes_at and new.results_at and new.results_at < new.closes_at + GRACE:
        found.append(
            Refusal(
                "results_at",
                "La clôture doit précéder la publication des résultats, d’au moins un quart "
                "d’heure : qui a commencé à répondre peut encore envoyer.",
            )
        )
    return found


def refusals(old: Dates, new: Dates, now: datetime) -> list[Refusal]:
    """Why the move from `old` to `new` breaks a promise made at `now` or before; [] when none."""
    found = order(new)
    before = old.state(now)
    if before is State.DRAFT or old == new:
        return found if old != new else []
    for one in fields(Dates):
        name, was, becomes = one.name, getattr(old, one.name), getattr(new, one.name)
        if was <= now and becomes != was:
            said = when(was, now)
            found.append(Refusal(name, STANDS[name].format(said)))
        elif becomes is None:
            found.append(
                Refusal(name, "L’enquête est annoncée : elle ne redevient pas un brouillon.")
            )
    if found:
        return found
    return _announced(old, new, now) if before is State.ANNOUNCED else _opened(old, new, now)


def _announced(old: Dates, new: Dates, now: datetime) -> list[Refusal]:
    found = []
    if new.opens_at != old.opens_at and new.opens_at <= now:
        found.append(Refusal("opens_at", "L’ouverture doit être à venir."))
    if new.closes_at < old.closes_at:
        found.append(
            Refusal("closes_at", f"L’enquête est annoncée {until(old.closes_at, now)}, au moins.")
        )
    elif new.closes_at - new.opens_at < old.closes_at - old.opens_at:
        found.append(
            Refusal(
                "closes_at",
                "Il resterait moins de temps pour répondre que nous n’en avons annoncé : "
                "repoussez la clôture autant que l’ouverture.",
            )
        )
    if new.results_at - new.closes_at > old.results_at - old.closes_at:
        found.append(
            Refusal(
                "results_at",
                "L’attente entre la clôture et les résultats serait plus longue qu’annoncée.",
            )
        )
    return found


def _opened(old: Dates, new: Dates, now: datetime) -> list[Refusal]:
    found = []
    if new.closes_at < old.closes_at:
        found.append(
            Refusal(
                "closes_at",
                f"L’enquête est annoncée ouverte {until(old.closes_at, now)} : la clôture ne peut "
                "que venir plus tard.",
            )
        )
    if new.results_at > old.results_at:
        found.append(
            Refusal(
                "results_at",
                f"Les résultats sont promis {when(old.results_at, now)} : ils ne peuvent que venir "
                "plus tôt.",
            )
        )
    if new.results_at != old.results_at and new.results_at <= now:
        found.append(Refusal("results_at", "La publication doit être à venir."))
    return found


def changes(old: Dates, new: Dates) -> list[tuple[str, str, str]]:
    """What moves, as (« clôture », before, after), an unset date being « à fixer »."""
    return [
        (name, _said(getattr(old, field)), _said(getattr(new, field)))
        for field, name in NAMES.items()
        if getattr(old, field) != getattr(new, field)
    ]


def _said(moment: datetime | None) -> str:
    return in_words(moment.astimezone(PARIS)) if moment else "à fixer"


def warning(old: Dates, new: Dates, now: datetime) -> str:
    """What to confirm before the move, in sentences; "" when nobody could have noticed it.

    A draft that gets its third date is a promise made, and is confirmed too.
    """
    before, after = old.state(now), new.state(now)
    if old == new or after is State.DRAFT:
        return ""
    moved = " ; ".join(f"{name} : {was} → {becomes}" for name, was, becomes in changes(old, new))
    if before is not State.DRAFT:
        return f"Ces dates ont été annoncées. Ce qui change : {moved}."
    told = {
        State.ANNOUNCED: f"l’enquête sera annoncée aussitôt et ouvrira {_when(new.opens_at, now)}",
        State.OPEN: "l’enquête sera ouverte aussitôt",
        State.CLOSED: "l’enquête sera visible aussitôt, close, et scellée à la prochaine heure",
        State.PUBLISHED: "les résultats seront calculés, scellés et publiés aussitôt",
    }[after]
    return f"Avec ces dates, {told}. {moved[:1].upper()}{moved[1:]}."


def _when(moment: datetime | None, now: datetime) -> str:
    return when(moment, now) if moment else ""
