"""The questions of an edition as one respondent meets them: screens, progress, answers in words."""

from typing import NamedTuple

from surveys import asked, branches, money
from surveys.branches import Answer, Answers
from surveys.models import Edition, EditionQuestion, Question

# Eight questions in about two minutes, as earlier surveys of the trade timed it.
SECONDS_PER_QUESTION = 15
NARROW = "\u202f"
DECLINED = "Vous avez préféré ne pas répondre"


class Screen(NamedTuple):
    step: int
    heading: str
    questions: list[Question]


class Line(NamedTuple):
    """A question and its answer, as the review shows them."""

    question: Question
    answer: str
    step: int


class Questionnaire:
    """No query for an edition that this process has met as it is; else two."""

    def __init__(self, edition: Edition) -> None:
        self.rows = asked.of(edition)
        self.codes = {row.question.code: row.branch for row in self.rows}

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
                [row.question for row in rows if row.question.code in asked],
            )
            for step, rows in screens.items()
        ]

    def first_unanswered(self, answers: Answers) -> int | None:
        """The step of the first question asked and unanswered; None when all are answered."""
        asked = set(branches.asked(self.codes, answers)) - set(answers)
        return next((row.step for row in self.rows if row.question.code in asked), None)

    def minutes_left(self, answers: Answers, step: int) -> int:
        """For the screens from `step` on, to the nearest; 0 for less than one."""
        possible = set(branches.possible(self.codes, answers))
        count = sum(row.step >= step and row.question.code in possible for row in self.rows)
        seconds = count * SECONDS_PER_QUESTION
        return round(seconds / 60) if seconds >= 60 else 0

    def merge(self, answers: Answers, changes: Answers) -> dict[str, Answer]:
        """The answers with some changed, and none of a branch that was left."""
        return branches.prune(self.codes, {**answers, **changes})

    def lines(self, answers: Answers) -> list[Line]:
        return [
            Line(row.question, in_words(row.question, answers[row.question.code]), row.step)
            for row in self.rows
            if row.question.code in answers
        ]


def in_words(question: Question, answer: Answer) -> str:
    """An answer as the respondent reads it again: « De 26 à 30 ans », « 29 000 € brut par an »."""
    if answer is None:
        return DECLINED
    if question.kind == Question.Kind.MONEY:
        return f"{euros(int(answer))} {money.scale(question.scale).per}"
    labels = {choice.code: choice.label for choice in question.choices.all()}
    return labels.get(str(answer), str(answer))


def euros(amount: int) -> str:
    """« 29 000 € », no-break."""
    return f"{amount:,}".replace(",", NARROW) + f"{NARROW}€"
