"""From rows of answers to tables: who is counted where, and how quantiles are taken."""

import statistics
from math import comb

import numpy as np
import pytest

from surveys.tabulation import AskedQuestion, median_interval, quantile, tabulate
from tests.survey_rows import asked_questions, invented_rows

GENDER = AskedQuestion(
    "genre", "Vous êtes…", "Genre", "choice", (("femme", "Femme"), ("homme", "Homme"))
)
PAY = AskedQuestion("salaire", "Votre salaire", "Salaire", "money")


def sizes(table) -> dict[str, int]:
    return {cell.code: cell.size for cell in table.cells}


def test_a_declined_question_is_a_cell_and_an_unasked_one_is_not_counted():
    rows = [{"genre": "femme"}, {"genre": None}, {"genre": "homme"}, {"age": "26-30"}]
    (table,) = tabulate(rows, [GENDER]).counts
    assert sizes(table) == {"femme": 1, "homme": 1, "sans-reponse": 1}
    assert table.asked.sum() == 3


def test_an_answer_outside_the_list_counts_as_no_answer():
    (table,) = tabulate([{"genre": "femme"}, {"genre": "inconnu"}], [GENDER]).counts
    assert sizes(table)["sans-reponse"] == 1


def test_whoever_never_did_the_job_is_counted_nowhere():
    screen = AskedQuestion(
        "exercice", "?", "Exercice", "choice", (("aujourdhui", "Oui"), ("non", "Non")), False
    )
    result = tabulate([{"exercice": "non"}, {"exercice": "aujourdhui"}], [screen])
    assert result.size == 1
    assert sizes(result.counts[0]) == {"aujourdhui": 1}


def test_pay_of_apprentices_interns_and_employees_never_mix():
    rows = [
        {"contrat": contract, "salaire": amount}
        for contract, amount in [
            ("cdi", 30_000),
            ("cdd", 26_000),
            ("fonctionnaire", 28_000),
            ("alternance", 15_000),
            ("stage", 8_000),
        ]
    ]
    measures = {t.measure.code: t for t in tabulate(rows, [PAY]).measures}
    pay = measures["salaire"]
    assert sorted(pay.values[pay.members]) == [26_000, 28_000, 30_000]
    assert measures["alternance"].values[measures["alternance"].members].tolist() == [15_000]
    assert measures["stage"].values[measures["stage"].members].tolist() == [8_000]


@pytest.mark.parametrize("amount", [None, 0, -3, True, "30000"])
def test_what_is_no_amount_is_not_taken_for_one(amount):
    measures = tabulate([{"contrat": "cdi", "salaire": amount}], [PAY]).measures
    assert measures[0].members.sum() == 0


def test_groups_of_a_measure_partition_those_who_gave_it():
    result = tabulate(invented_rows(300), asked_questions())
    pay = result.measures[0]
    assert set(pay.groups) == {"intitule", "region", "genre", "anciennete", "structure", "age"}
    for cells in pay.groups.values():
        assert sum(cell.members.astype(int) for cell in cells).tolist() == pay.members.tolist()


def test_quantiles_are_the_inclusive_ones_of_the_standard_library():
    values = [21_000, 24_500, 24_500, 27_000, 33_000, 41_000, 58_000]
    expected = statistics.quantiles(values, n=4, method="inclusive")
    assert [quantile(np.array(values), q) for q in (0.25, 0.5, 0.75)] == expected


@pytest.mark.parametrize("n", [6, 11, 30, 101, 1200])
def test_the_interval_of_the_median_covers_95_percent_and_is_the_tightest(n):
    low, high = median_interval(np.arange(1, n + 1))
    rank = int(low)
    assert high == n + 1 - rank
    tail = sum(comb(n, i) for i in range(rank))
    assert 40 * tail <= 2**n
    assert 40 * (tail + comb(n, rank)) > 2**n


def test_an_empty_edition_has_empty_tables():
    result = tabulate([], asked_questions())
    assert result.size == 0
    assert all(cell.size == 0 for table in result.counts for cell in table.cells)
