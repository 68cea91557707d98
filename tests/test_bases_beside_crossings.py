"""A base says no more than a threshold where a crossing would tell how few gave no amount."""

from dataclasses import replace

import pytest

from surveys.disclosure import guard
from surveys.tabulation import tabulate
from tests.test_disclosure import PAY, question

ASKED = [
    question("genre", "femme", "homme"),
    replace(question("contrat", "cdi", "freelance"), crossed=True),
    replace(question("structure", "agence", "annonceur"), crossed=True),
    PAY,
]


def rows(gender: str, silent: int) -> list[dict]:
    """120 people who say what they earn, so many of the same who do not, 100 of another kind."""
    paid = {"genre": gender, "contrat": "cdi", "structure": "agence"}
    other = {"genre": gender, "contrat": "freelance", "structure": "annonceur"}
    amounts = [20_000 + 100 * rank for rank in range(120)]
    return [paid | {"salaire": amount} for amount in amounts] + [paid] * silent + [other] * 100


@pytest.mark.parametrize(
    ("silent", "told"),
    [(0, (120, False)), (1, (100, True)), (10, (100, True)), (11, (120, False))],
)
def test_a_group_beside_which_one_to_ten_are_left_gives_no_exact_base(silent, told):
    tables = guard(tabulate(rows("femme", silent) + rows("homme", 40), ASKED))
    assert ("genre", "structure") in [(one.breakdown, one.question) for one in tables.crosses]
    [by_gender] = [table for table in tables.stats if table.breakdown == "genre"]
    bases = {row.code: (row.base, row.at_least) for row in by_gender.rows}
    assert bases == {"femme": told, "homme": (120, False)}
