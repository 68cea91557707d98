"""Which questions are asked, given the answers so far: pure rules on codes."""

from collections.abc import Mapping
from typing import NamedTuple

# A choice’s code, a number (euros for an amount), the codes of several choices, a free text;
# None when declined or skipped.
Answer = str | int | list[str] | None
Answers = Mapping[str, Answer]


class Rule(NamedTuple):
    """Asked only when `question` was answered by one of `choices`."""

    question: str
    choices: frozenset[str]


# A trainee is paid through the employer’s payroll too; what they get is compared apart.
SALARIED = frozenset({"cdi", "cdd", "fonctionnaire", "alternance", "stage"})
BRANCHES = {
    "salarie": Rule("contrat", SALARIED),
    "a-mon-compte": Rule("contrat", frozenset({"freelance"})),
    "en-exercice": Rule("exercice", frozenset({"aujourdhui"})),
    "ayant-exerce": Rule("exercice", frozenset({"par-le-passe"})),
}
CHOICES = [
    ("", "tout le monde"),
    ("salarie", "salariés, alternants et stagiaires"),
    ("a-mon-compte", "personnes à leur compte"),
    ("en-exercice", "personnes qui exercent aujourd’hui"),
    ("ayant-exerce", "personnes qui ont exercé"),
]
# Whoever has never done this work is thanked, and nothing is kept.
END = Rule("exercice", frozenset({"non"}))


def asked(codes: Mapping[str, str], answers: Answers) -> list[str]:
    """The codes that the answers given so far call for.

    `codes`: {question code: branch, or ""}, in order.  A branch only counts in an edition that
    asks the question it depends on.
    """
    return [code for code in codes if _met(code, codes, answers)]


def possible(codes: Mapping[str, str], answers: Answers) -> list[str]:
    """`asked`, and the codes that depend on an answer still to come."""
    return [
        code
        for code, branch in codes.items()
        if _met(code, codes, answers) or BRANCHES[branch].question not in answers
    ]


def prune(codes: Mapping[str, str], answers: Answers) -> dict[str, Answer]:
    """The answers without those of a branch that was left."""
    return {code: answers[code] for code in asked(codes, answers) if code in answers}


def ends(answers: Answers) -> bool:
    return answers.get(END.question) in END.choices


def _met(code: str, codes: Mapping[str, str], answers: Answers) -> bool:
    rule = BRANCHES.get(codes[code])
    return rule is None or rule.question not in codes or answers.get(rule.question) in rule.choices
