"""The pay of women and men, as it is and at equal job title and experience."""

import pytest

from surveys.disclosure import guard
from surveys.prices import constant, index, last_year
from surveys.publishable import HIDDEN
from surveys.tabulation import AskedQuestion, tabulate


def question(code: str, *choices: str, breaks_down: bool = False) -> AskedQuestion:
    return AskedQuestion(
        code, code, code, "choice", tuple((c, c) for c in choices), False, breaks_down=breaks_down
    )


ASKED = [
    question("genre", "femme", "homme", breaks_down=True),
    question("intitule", "cm", "responsable"),
    question("anciennete", "peu", "beaucoup"),
    question("contrat", "cdi", "sans-emploi"),
    AskedQuestion("salaire", "?", "Salaire", "money", scale="yearly"),
]


def gap(rows: list[dict], kind: str):
    return guard(tabulate(rows, ASKED)).gap("salaire", kind)


def people(gender: str, role: str, tenure: str, pay: int, count: int) -> list[dict]:
    same = {"genre": gender, "intitule": role, "anciennete": tenure}
    paid = [{**same, "contrat": "cdi", "salaire": pay + 500 * (i % 7 - 3)} for i in range(count)]
    return paid + [{**same, "contrat": "sans-emploi"}] * 15


def test_a_gap_that_job_titles_explain_vanishes_at_equal_job_title():
    rows = (
        people("femme", "cm", "peu", 25_000, 80)
        + people("homme", "cm", "peu", 25_000, 21)
        + people("femme", "responsable", "beaucoup", 40_000, 21)
        + people("homme", "responsable", "beaucoup", 40_000, 80)
    )
    raw, equal = gap(rows, "brut"), gap(rows, "egal")
    assert raw.percent == 35  # (39,500 − 25,500) / 39,500, from the medians published
    assert (equal.percent, equal.cells) == (0, 2)
    assert equal.floor >= 30


def test_a_gap_within_jobs_stays_and_women_weigh_it():
    rows = (
        people("femme", "cm", "peu", 27_000, 84)
        + people("homme", "cm", "peu", 30_000, 35)
        + people("femme", "responsable", "beaucoup", 40_000, 28)
        + people("homme", "responsable", "beaucoup", 40_000, 35)
    )
    # 10 % for 84 women, nothing for 28.
    assert gap(rows, "egal").percent == 8


def test_too_few_say_so():
    rows = people("femme", "cm", "peu", 27_000, 60) + people("homme", "cm", "peu", 27_000, 60)
    told = gap(rows, "egal")
    assert told.percent is HIDDEN and "trop peu" in told.reason
    few = people("femme", "cm", "peu", 27_000, 60) + people("homme", "cm", "peu", 27_000, 5)
    told = gap(few, "brut")
    assert told.percent is HIDDEN and "ne sont pas" in told.reason


def test_constant_euros_follow_the_index():
    assert index(2015) == 100
    assert index(2010) == 94.71
    assert constant(25_000, 2015, 2015) == 25_000
    # 2012 → 2017: 101.23 / 98.61 = + 2.66 %.
    assert constant(25_000, 2012, 2017) == 25_500
    # From 2017 to 2024, prices rose by 18 to 19 %; in 2025 by 0.9 %.
    assert 1.18 < index(2024) / index(2017) < 1.20
    assert index(2025) / index(2024) == pytest.approx(1.009)
    assert last_year() == 2025


def test_a_year_without_prices_is_not_guessed():
    assert index(2030) is None
    assert constant(30_000, 2030) is None
    assert constant(30_000, 2023, 2030) is None
