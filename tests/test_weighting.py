"""Weights that meet declared margins, and figures beside the raw ones."""

import numpy as np
import pytest

from surveys.disclosure import guard
from surveys.tabulation import tabulate
from surveys.weighting import check, rake, weighted, weighted_quantile
from tests import small_editions

MARGINS = {"genre": {"femme": 50, "homme": 47, "non-binaire": 3}, "region": {
    "11": 30, "84": 30, "53": 35, "94": 5}}  # fmt: skip
DECLARED = {"source": "Une enquête de référence", "questions": MARGINS}


def edition(count: int = 900, silence: float = 0.02):
    return tabulate(small_editions.rows(count, 1, silence), small_editions.questions())


def share(tabulation, weights, code: str, rank: int) -> float:
    codes = tabulation.column(code).codes
    answered = codes < len(tabulation.column(code).question.choices)
    return 100 * weights[codes == rank].sum() / weights[answered].sum()


def test_weights_meet_every_margin():
    tabulation = edition()
    weights = rake(tabulation, MARGINS)
    assert weights.mean() == pytest.approx(1)
    for code, shares in MARGINS.items():
        for rank, wanted in enumerate(shares.values()):
            assert share(tabulation, weights, code, rank) == pytest.approx(wanted, abs=0.3)
    assert weights.min() >= 0.19 and weights.max() <= 5.1


def test_margins_that_cannot_be_met_give_no_weights():
    tabulation = edition()
    assert rake(tabulation, {"inconnue": {"a": 50, "b": 50}}) is None
    assert rake(tabulation, {"genre": {"femme": 50, "homme": 50}}) is None  # an answer undeclared
    assert rake(tabulation, {"genre": {"femme": 1, "homme": 1, "non-binaire": 98}}) is None


def test_weighted_figures_stand_beside_the_raw_ones_and_are_as_coarse():
    tabulation = edition()
    tables = guard(tabulation)
    result = weighted(tabulation, tables, DECLARED)
    genders = next(table for table in result.tables if table.code == "genre")
    women = next(row for row in genders.rows if row.code == "femme")
    assert women.raw > 60 and abs(women.weighted - 50) <= 2
    assert all(row.weighted % 1 == 0 for row in genders.rows)
    shown = {row.code for row in tables.count("genre").rows if row.shown}
    assert {row.code for row in genders.rows} <= shown
    pay = next(table for table in result.tables if table.code == "salaire")
    assert [row.code for row in pay.rows] == ["q1", "median", "q3"]
    assert all(row.weighted % 500 == 0 for row in pay.rows)
    assert pay.rows[1].raw == tables.stat("salaire").national.median
    assert result.efficiency % 5 == 0 and 0 < result.efficiency <= 100


def test_under_a_hundred_nothing_is_weighted():
    small = edition(99)
    assert weighted(small, guard(small), DECLARED) is None
    assert weighted(edition(), guard(edition()), {}) is None


def test_equal_weights_give_the_plain_median():
    values = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    assert weighted_quantile(values, np.ones(5), 0.5) == 30
    assert weighted_quantile(values, np.array([1, 1, 1, 1, 10.0]), 0.5) == 50


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"questions": MARGINS},
        {"source": " ", "questions": MARGINS},
        {"source": "s", "questions": {}},
        {"source": "s", "questions": {"genre": {"femme": 100}}},
        {"source": "s", "questions": {"genre": {"femme": 60, "homme": 30}}},
        {"source": "s", "questions": {"genre": {"femme": "60", "homme": 40}}},
    ],
)
def test_margins_are_checked(wrong):
    with pytest.raises(ValueError, match=r"."):
        check(wrong)
    check(DECLARED)
    check({})
