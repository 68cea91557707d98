"""The questions of an edition as one respondent meets them: screens, progress, answers in words."""

from typing import NamedTuple

from surveys import asked, branches, money
from surveys.branches import Answer, Answers
from surveys.models import Edition, EditionQuestion, Question

# Reading, choosing, going on: earlier surveys of the trade took two minutes for eight questions.
SECONDS = {
    Question.Kind.SCALE: 8,
    Question.Kind.MULTI: 20,
    Question.Kind.MONEY: 25,
    Question.Kind.TEXT: 60,
}
SECONDS_OTHERWISE = 14
NARROW = "\u202f"
DECLINED = "Vous avez préféré ne pas répondre"
SKIPPED = "Question passée"


class Screen(NamedTuple):
    step: int
    heading: str
    rows: list[EditionQuestion]  # those asked so far
    optional: bool

    @property
    def questions(self) -> list[Question]:
        return [row.question for row in self.rows]


class Line(NamedTuple):
    """A question and its answer, as the review shows them."""

    question: Question
    answer: str
    step: int
    remark: str  # on the question, "" for none


class Left(NamedTuple):
    """What there is to answer, at most: a promise that answering never breaks."""

    questions: int
    minutes: int  # 0 for less than one


class Questionnaire:
    """No query for an edition that this process has met as it is; else two.

    A screen belongs to the second part when all its questions are optional; the screens of the
    second part come after the others.
    """

    def __init__(self, edition: Edition) -> None:
        rows = asked.of(edition)
        self.core_steps = {row.step for row in rows if not row.optional}
        self.rows = sorted(rows, key=lambda row: row.step not in self.core_steps)
        self.codes = {row.question.code: row.branch for row in self.rows}
        self.seconds = {
            row.question.code: SECONDS.get(row.question.kind, SECONDS_OTHERWISE)
            for row in self.rows
        }

    @property
    def core(self) -> list[Question]:
        return [row.question for row in self.rows if not row.optional]

    @property
    def second_part(self) -> list[Question]:
        return [row.question for row in self.rows if row.optional]

    def screens(self, answers: Answers) -> list[Screen]:
        """The screens that are asked or may still be, each with its questions asked so far."""
        possible = set(branches.possible(self.codes, answers))
        asked = set(branches.asked(self.codes, answers))
        screens: dict[int, list[EditionQuestion]] = {}
        for row in self.rows:
            if row.question.code in possible:
                screens.setdefault(row.step, []).append(row)
        headings = {row.step: row.heading for row in reversed(self.rows) if row.heading}
        return [
            Screen(
                step,
                headings.get(step) or ", ".join(row.question.short_label for row in rows),
                [row for row in rows if row.question.code in asked],
                step not in self.core_steps,
            )
            for step, rows in screens.items()
        ]

    def first_unanswered(self, answers: Answers) -> int | None:
        """The step of the first core question asked and unanswered; None when there is none."""
        asked = set(branches.asked(self.codes, answers)) - set(answers)
        return next(
            (row.step for row in self.rows if not row.optional and row.question.code in asked),
            None,
        )

    def first_optional(self, answers: Answers) -> int | None:
        """The step of the first optional question neither answered nor skipped."""
        asked = set(branches.asked(self.codes, answers)) - set(answers)
        return next(
            (row.step for row in self.rows if row.optional and row.question.code in asked), None
        )

    def left(self, answers: Answers, step: int) -> Left:
        """For the screens of its part from `step` on (0: all the core), on the longest branch."""
        optional = step > 0 and step not in self.core_steps
        return self._left(
            answers,
            {
                row.question.code
                for row in self.rows
                if (row.step not in self.core_steps) == optional and row.step >= step
            },
        )

    def left_optional(self, answers: Answers) -> Left:
        """The optional questions that were neither answered nor skipped."""
        optional = {row.question.code for row in self.rows if row.optional}
        return self._left(answers, optional - set(answers))

    def _left(self, answers: Answers, counted: set[str]) -> Left:
        def weight(code: str) -> int:
            return self.seconds[code] if code in counted else 0

        future = branches.most(self.codes, answers, weight)
        seconds = sum(map(weight, future))
        minutes = round(seconds / 60) if seconds >= 60 else 0
        return Left(sum(code in counted for code in future), minutes)

    def minutes_left(self, answers: Answers, step: int) -> int:
        """For the screens from `step` on, to the nearest; 0 for less than one."""
        return self.left(answers, step).minutes

    def merge(self, answers: Answers, changes: Answers) -> dict[str, Answer]:
        """The answers with some changed, and none of a branch that was left."""
        return branches.prune(self.codes, {**answers, **changes})

    def lines(self, answers: Answers) -> list[Line]:
        return [
            Line(row.question, in_words(row, answers.get(code)), row.step, str(remark or ""))
            for row in self.rows
            for code in [row.question.code]
            for remark in [answers.get(branches.remark_on(code))]
            # A question left blank may still have a remark.
            if code in answers or remark
        ]


def in_words(row: EditionQuestion, answer: Answer) -> str:
    """An answer as its author reads it again: « De 26 à 30 ans », « 29 000 € brut par an »."""
    question = row.question
    if answer is None:
        return SKIPPED if row.optional else DECLINED
    if question.kind == Question.Kind.MONEY:
        return amount_in_words(money.scale(question.scale), int(answer))
    labels = {choice.code: choice.label for choice in question.choices.all()}
    if isinstance(answer, list):
        return ", ".join(labels.get(code, code) for code in answer)
    if question.kind == Question.Kind.NUMBER and question.unit:
        return f"{answer} {question.unit}"
    return labels.get(str(answer), str(answer))


def amount_in_words(scale: money.Scale, amount: int) -> str:
    """« 29 000 € brut par an, à 500 € près, soit environ 2 420 € par mois »."""
    shown = f"{euros(amount)} {scale.per}"
    if scale.by_period:
        monthly = euros(10 * round(amount / money.MONTHS / 10))
        shown += f", à {euros(scale.step)} près, soit environ {monthly} par mois"
    return shown


def euros(amount: int) -> str:
    """« 29 000 € », no-break."""
    return f"{amount:,}".replace(",", NARROW) + f"{NARROW}€"
