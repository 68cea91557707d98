"""Which questions are asked, given the answers so far: pure rules on codes."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Answer = str | int | None  # a choice’s code, an amount in euros, or None when declined
Answers = Mapping[str, Answer]


class Rule(NamedTuple):
    """Asked only when `question` was answered by one of `choices`."""

    question: str
    choices: frozenset[str]


# A trainee is paid through the employer’s payroll too; what they get is compared apart.
SALARIED = frozenset({"cdi", "cdd", "fonctionnaire", "alternance", "stage"})
RULES = {
    "temps": Rule("contrat", SALARIED),
    "salaire": Rule("contrat", SALARIED),
    "tjm": Rule("contrat", frozenset({"freelance"})),
}
# Whoever has never done this work is thanked, and nothing is kept.
END = Rule("exercice", frozenset({"non"}))


def asked(codes: Iterable[str], answers: Answers) -> list[str]:
    """The codes, in order, that the answers given so far call for.

    A rule only counts in an edition that asks the question it depends on.
    """
    codes = list(codes)
    return [code for code in codes if _met(RULES.get(code), codes, answers)]


def possible(codes: Iterable[str], answers: Answers) -> list[str]:
    """`asked`, and the codes that depend on an answer still to come."""
    codes = list(codes)
    return [
        code
        for code in codes
        if _met(RULES.get(code), codes, answers) or RULES[code].question not in answers
    ]


def prune(codes: Iterable[str], answers: Answers) -> dict[str, Answer]:
    """The answers without those of a branch that was left."""
    return {code: answers[code] for code in asked(codes, answers) if code in answers}


def ends(answers: Answers) -> bool:
    return answers.get(END.question) in END.choices


def _met(rule: Rule | None, codes: list[str], answers: Answers) -> bool:
    return rule is None or rule.question not in codes or answers.get(rule.question) in rule.choices
