"""Which questions are asked, given the answers so far: pure rules on codes."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

# A choice’s code, a number (euros for an amount), the codes of several choices, a free text;
# None when declined or skipped.
Answer = str | int | list[str] | None
Answers = Mapping[str, Answer]
# What somebody says of a question itself stands among their answers as « code.remarque »: no
# question’s own code is like that, codes are slugs.
REMARK = ".remarque"


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
    asks the question it depends on, and an answer only while its own question is asked.
    """
    return [code for code in codes if _met(code, codes, answers)]


def possible(codes: Mapping[str, str], answers: Answers) -> list[str]:
    """`asked`, and the codes that depend on an answer still to come."""
    return [code for code in codes if _may_be_met(code, codes, answers)]


def most(
    codes: Mapping[str, str], answers: Answers, weight: Callable[[str], int] = lambda code: 1
) -> list[str]:
    """Of all that the answers to come may call for, the heaviest: what a promise can be made of.

    `weight` of a code in any unit, seconds for instance.  Answering never makes it heavier.
    """
    depended_on: dict[str, set[str | None]] = {}
    for branch in set(codes.values()):
        rule = BRANCHES.get(branch)
        if rule and rule.question in codes and rule.question not in answers:
            depended_on.setdefault(rule.question, {None}).update(rule.choices)
    futures = (
        asked(codes, {**answers, **dict(zip(depended_on, outcome, strict=True))})
        for outcome in product(*depended_on.values())
    )
    return max(futures, key=lambda future: sum(map(weight, future)))


def prune(codes: Mapping[str, str], answers: Answers) -> dict[str, Answer]:
    """The answers and the remarks on their questions, without those of a branch that was left."""
    kept = {}
    for code in asked(codes, answers):
        if code in answers:
            kept[code] = answers[code]
        if answers.get(remark_on(code)):
            kept[remark_on(code)] = answers[remark_on(code)]
    return kept


def remark_on(code: str) -> str:
    """Where the remark on a question is kept among the answers."""
    return code + REMARK


def is_remark(key: str) -> bool:
    return key.endswith(REMARK)


def ends(answers: Answers) -> bool:
    return answers.get(END.question) in END.choices


def _met(
    code: str, codes: Mapping[str, str], answers: Answers, below: frozenset[str] = frozenset()
) -> bool:
    """`below`: the codes that wait for this one, so that a circle is asked of nobody."""
    rule = BRANCHES.get(codes[code])
    if rule is None or rule.question not in codes:
        return True
    if rule.question in below | {code}:
        return False
    answer = answers.get(rule.question)
    return (
        isinstance(answer, str)
        and answer in rule.choices
        and _met(rule.question, codes, answers, below | {code})
    )


def _may_be_met(
    code: str, codes: Mapping[str, str], answers: Answers, below: frozenset[str] = frozenset()
) -> bool:
    if _met(code, codes, answers, below):
        return True
    rule = BRANCHES[codes[code]]
    if rule.question in below | {code}:
        return False
    to_come = rule.question not in answers or not _met(rule.question, codes, answers)
    return to_come and _may_be_met(rule.question, codes, answers, below | {code})
