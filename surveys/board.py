"""What editors see of an edition while answers come in: coarse totals, never a person.

Three rules, so that looking again and again tells no more than looking once:
- every figure is rounded down to ten, and under ten it is « moins de 10 »;
- today does not count: the board stands still from midnight to midnight;
- it is computed anew only when the responses it counts have changed by ten or more.  Two boards
  that differ are ten people apart at least: no difference between them is somebody’s.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from surveys import branches, quality
from surveys.clock import State
from surveys.models import Edition
from surveys.questionnaire import Questionnaire

STEP = 10
RATE = 5  # per cent, to which a response rate is rounded down
FLAGS = {
    quality.TOO_FAST: "trop rapides",
    quality.STRAIGHT: "en ligne droite",
    quality.IMPOSSIBLE: "combinaisons impossibles",
}


class Board(NamedTuple):
    """Counts already rounded down to ten; `until` is the last day they count, None at first."""

    until: date | None = None
    total: int = 0
    started: int = 0
    steps: tuple[tuple[str, int], ...] = ()
    flags: tuple[tuple[str, int], ...] = ()
    invited: int = 0

    @property
    def rate(self) -> int:
        """Responses for a hundred invitations, at least; 0 when nobody was invited."""
        return 100 * self.total // self.invited // RATE * RATE if self.invited else 0


def coarse(count: int) -> int:
    return count // STEP * STEP


def in_words(count: int) -> str:
    """« moins de 10 », « au moins 120 »."""
    return f"au moins {count:,}".replace(",", "\u202f") if count else f"moins de {STEP}"


def current(edition: Edition, now: datetime | None = None) -> Board:
    """The board of the day, computed anew when it is due, else as it was last shown."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if edition.state(now) in (State.OPEN, State.CLOSED) and not edition.publications.exists():
        _renew(edition, today)
    stored = edition.board
    if not stored:
        return Board()
    return Board(
        date.fromisoformat(stored["until"]),
        stored["total"],
        stored["started"],
        tuple(tuple(one) for one in stored["steps"]),
        tuple(tuple(one) for one in stored["flags"]),
        stored["invited"],
    )


def _renew(edition: Edition, today: date) -> None:
    stored = edition.board
    if stored.get("seen_on") == today.isoformat():
        return
    counted = edition.responses.filter(answered_on__lt=today).count()
    if abs(counted - stored.get("counted", 0)) < STEP:
        return
    edition.board = {"counted": counted, "seen_on": today.isoformat(), **_count(edition, today)}
    Edition.objects.filter(pk=edition.pk).update(board=edition.board)


def _count(edition: Edition, today: date) -> dict:
    questionnaire = Questionnaire(edition)
    questions = [row.question for row in questionnaire.rows]
    steps = dict.fromkeys((row.step for row in questionnaire.rows), 0)
    flags = dict.fromkeys(FLAGS, 0)
    core = {row.step for row in questionnaire.rows if not row.optional}
    total = 0
    responses = edition.responses.filter(answered_on__lt=today)
    for answers, too_fast in responses.values_list("answers", "too_fast").iterator(2000):
        total += 1
        for flag in quality.flags(answers, too_fast, questions):
            flags[flag] += 1
        # What was sent is finished, the screens of other branches included: they must not tell
        # how many are of a branch.
        for step in core | _answered(questionnaire, answers):
            steps[step] += 1
    # A draft that amends is somebody already counted.
    started = total
    for answers in edition.drafts.filter(touched_on__lt=today, amends="").values_list(
        "answers", flat=True
    ):
        started += 1
        for step in _finished(questionnaire, answers):
            steps[step] += 1
    headings = {row.step: row.heading for row in reversed(questionnaire.rows) if row.heading}
    return {
        "until": _eve(today).isoformat(),
        "total": coarse(total),
        "started": coarse(started),
        "steps": [
            [headings.get(step) or f"Écran {step}", coarse(count)] for step, count in steps.items()
        ],
        "flags": [[name, coarse(flags[code])] for code, name in FLAGS.items()],
        "invited": coarse(edition.invitations.count()),
    }


def _answered(questionnaire: Questionnaire, answers: branches.Answers) -> set[int]:
    """The steps of which something was answered."""
    given = {code for code, answer in answers.items() if answer not in (None, [])}
    return {row.step for row in questionnaire.rows if row.question.code in given}


def _finished(questionnaire: Questionnaire, answers: branches.Answers) -> set[int]:
    """The steps up to the last one answered, but those where an answer is still missing."""
    asked = set(branches.asked(questionnaire.codes, answers))
    left = {row.step for row in questionnaire.rows if row.question.code in asked - set(answers)}
    met = {row.step for row in questionnaire.rows if row.question.code in asked & set(answers)}
    steps = {row.step for row in questionnaire.rows if row.step <= max(met, default=0)}
    return steps - left


def _eve(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
