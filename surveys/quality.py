"""What makes a response doubtful: rules decided before any result is seen.  Pure.

Which of them leave a response out of the results is the edition’s choice, counted in its method.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from surveys.branches import Answers

TOO_FAST, STRAIGHT, IMPOSSIBLE = "trop-rapide", "ligne-droite", "impossible"
# Nobody reads a question, chooses and touches the screen in less.
SECONDS_PER_QUESTION = 2
# Fewer scales than this with one and the same answer happen to people who mean it.
SCALES = 5
# Combinations that nobody lives: {question: choices} that never go together.
COMBINATIONS: tuple[Mapping[str, frozenset[str]], ...] = (
    {"age": frozenset({"moins-21"}), "anciennete": frozenset({"10-ans-plus"})},
    {
        "contrat": frozenset({"fonctionnaire", "alternance", "stage"}),
        "structure": frozenset({"a-mon-compte"}),
    },
    {"taille": frozenset({"independant"}), "equipe": frozenset({"4-plus"})},
)


class Asked(Protocol):
    """A question as it was asked."""

    @property
    def code(self) -> str: ...

    @property
    def kind(self) -> str: ...


def is_too_fast(seconds: float, count: int) -> bool:
    """Whether `count` answers in so many seconds leave less than SECONDS_PER_QUESTION for each."""
    return seconds < SECONDS_PER_QUESTION * count


def flags(answers: Answers, too_fast: bool, questions: Iterable[Asked]) -> set[str]:
    """The codes of what is doubtful in a response, among « trop-rapide », « ligne-droite »,
    « impossible »; empty for nothing.

    `too_fast` was decided at sending, for no duration is kept.
    """
    found = {TOO_FAST} if too_fast else set()
    scales = [
        answers[question.code]
        for question in questions
        if question.kind == "scale" and answers.get(question.code) is not None
    ]
    if len(scales) >= SCALES and len(set(map(str, scales))) == 1:
        found.add(STRAIGHT)
    if any(
        all(answers.get(code) in choices for code, choices in combination.items())
        for combination in COMBINATIONS
    ):
        found.add(IMPOSSIBLE)
    return found
