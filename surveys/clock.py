"""The edition clock: what an edition is at an instant, from three datetimes alone."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

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


def day_in_words(moment: date, now: date | None = None) -> str:
    """« 1er mars 2027 », no break between day and month; no year when it is that of `now`."""
    number = "1er" if moment.day == 1 else str(moment.day)
    day = f"{number}\u00a0{MONTHS[moment.month - 1]}"
    return day if now and now.year == moment.year else f"{day} {moment.year}"


def time_in_words(moment: datetime) -> str:
    """« 18 h 05 »."""
    minutes = f"\u00a0{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"


def in_words(moment: datetime, now: date | None = None) -> str:
    """« 1er mars 2027 à 18 h 05 », the wall-clock time of `moment` as it stands."""
    return f"{day_in_words(moment, now)} à\u00a0{time_in_words(moment)}"


NEAR = {-1: "hier", 0: "aujourd’hui", 1: "demain"}


def _days_between(now: datetime, moment: datetime) -> tuple[datetime, datetime, int]:
    """Both in Paris, and how many midnights part them."""
    moment, now = moment.astimezone(PARIS), now.astimezone(PARIS)
    return moment, now, (moment.date() - now.date()).days


def when(moment: datetime, now: datetime) -> str:
    """« le 28 juin à 9 h », « demain à 9 h »: aware datetimes, said in Paris."""
    moment, now, days = _days_between(now, moment)
    if days in NEAR:
        return f"{NEAR[days]} à\u00a0{time_in_words(moment)}"
    return f"le\u00a0{in_words(moment, now)}"


def until(moment: datetime, now: datetime) -> str:
    """« jusqu’au 28 février à 18 h », « jusqu’à 18 h demain »: aware datetimes, said in Paris."""
    moment, now, days = _days_between(now, moment)
    if days == 1 and (moment.hour, moment.minute) == (0, 0):
        return "jusqu’à minuit ce soir"
    if days in NEAR:
        return f"jusqu’à {time_in_words(moment)} {NEAR[days]}"
    return f"jusqu’au {in_words(moment, now)}"


def countdown(moment: datetime, now: datetime) -> str:
    """« dans 3 jours », « demain », « dans 5 heures », by the calendar of Paris; "" once past."""
    seconds = (moment.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    days = _days_between(now, moment)[2]
    if seconds <= 0:
        return ""
    if days > 1:
        return f"dans {days}\u00a0jours"
    if days == 1:
        return "demain"
    for length, name in ((3600, "heure"), (60, "minute")):
        if seconds >= length:
            count = int(seconds // length)
            return f"dans {count}\u00a0{name}{'s' if count > 1 else ''}"
    return "dans un instant"


def words_change_at(moment: datetime, now: datetime) -> datetime:
    """When `when`, `until` and `countdown` next speak otherwise of a moment to come; in UTC.

    At midnight in Paris, at the moment itself, and as the last hours, then minutes, go by.
    """
    _, today, days = _days_between(now, moment)
    tomorrow = (today.replace(tzinfo=None) + timedelta(days=1)).date()
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=PARIS).astimezone(UTC)
    now, moment = now.astimezone(UTC), moment.astimezone(UTC)
    left = (moment - now).total_seconds()
    if days > 0:
        return midnight
    return now + timedelta(seconds=left % (3600 if left >= 3600 else 60) or 1)


class NoSuchTime(ValueError):
    """The clocks skip this wall-clock time, or show it twice; the text says it to an editor."""


def in_paris(wall: datetime) -> datetime:
    """The instant of a naive wall-clock time of Paris.  Raises NoSuchTime at clock changes."""
    first, second = (wall.replace(tzinfo=PARIS, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    day = day_in_words(wall)
    if first.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != wall:
        raise NoSuchTime(
            f"Le {day}, l’heure d’été commence : il n’est jamais {time_in_words(wall)} cette "
            "nuit-là, les horloges passent de 2\u00a0h à 3\u00a0h. Choisissez une autre heure."
        )
    raise NoSuchTime(
        f"Le {day}, l’heure d’hiver commence : il est deux fois {time_in_words(wall)} cette "
        "nuit-là. Choisissez une heure avant 2\u00a0h ou à partir de 3\u00a0h."
    )


def a_year_later(moment: datetime) -> datetime:
    """The same day of the week at the same hour of Paris, the nearest to a year later.

    Where clocks skip or repeat that hour, the one that follows.
    """
    wall = moment.astimezone(PARIS).replace(tzinfo=None, fold=0)
    leap_day = (wall.month, wall.day) == (2, 29)
    target = wall.replace(year=wall.year + 1, **({"day": 28} if leap_day else {}))
    shift = (wall.weekday() - target.weekday() + 3) % 7 - 3
    target += timedelta(days=shift)
    try:
        return in_paris(target)
    except NoSuchTime:
        return in_paris(target.replace(hour=3, minute=0))


def state_in_words(
    state: State,
    opens_at: datetime | None,
    closes_at: datetime | None,
    results_at: datetime | None,
    now: datetime,
) -> str:
    """The state with the date that matters to it, as one says it at `now`."""
    match state:
        case State.ANNOUNCED if opens_at:
            return f"ouvrira {when(opens_at, now)}"
        case State.OPEN if closes_at:
            return f"ouverte {until(closes_at, now)}"
        case State.CLOSED if results_at:
            return f"close, résultats {when(results_at, now)}"
        case State.PUBLISHED if results_at:
            return f"résultats publiés {when(results_at, now)}"
        case State.ARCHIVED:
            return "archive"
    return "brouillon, dates à fixer"
