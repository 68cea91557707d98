"""Classes of a map: bounds that are true, colours that are apart, values said in words."""

from random import Random

import pytest

from map.choropleth import MOST, Step, Wording, colour, number, quantiles, roundest, steps

COUNTS = Wording("profil,profils")
EUROS = Wording(unit="€")


SEEDS = range(60)


def draw(seed: int, most: int, size: int | None = None) -> list[int]:
    """Counts from 1, many small and a few large, as towns are."""
    random = Random(seed)
    return [
        max(1, min(most, int(random.paretovariate(0.4))))
        for _ in range(size or random.randint(1, 110))
    ]


def bounds(values, **options) -> list[tuple[float, float]]:
    return [(step.low, step.high) for step in steps(values, **options)]


@pytest.mark.parametrize("counts", [True, False])
def test_no_value_has_no_class(counts):
    assert steps([], counts=counts) == ()


@pytest.mark.parametrize("counts", [True, False])
def test_equal_values_are_one_class_of_a_middle_colour(counts):
    assert steps([7] * 20, counts=counts) == (Step(7, 7, 3),)
    assert steps([7], counts=counts) == (Step(7, 7, 3),)


def test_few_values_have_a_class_each():
    assert bounds([27_000, 26_500, 27_000, 32_000]) == [
        (26_500, 26_500),
        (27_000, 27_000),
        (32_000, 32_000),
    ]
    assert [step.colour for step in steps([1, 2, 3])] == [1, 3, 5]


def test_counts_have_round_bounds_that_touch():
    values = [1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 18, 21, 30, 44, 52, 75, 90, 150, 480]
    assert bounds(values, counts=True) == [(1, 4), (5, 9), (10, 19), (20, 59), (60, 480)]


def test_the_bounds_of_amounts_are_amounts_that_exist():
    values = [26_500, 27_000, 27_500, 28_000, 28_500, 30_000, 32_000, 27_000, 27_000]
    found = bounds(values)
    assert all(low in values and high in values for low, high in found)
    assert found[0][0] == 26_500
    assert found[-1][1] == 32_000


def test_many_equal_values_leave_classes_for_the_others():
    assert len(steps([1] * 80 + [2, 3, 4, 5, 6, 7, 8, 9], counts=True)) == MOST


def test_zero_is_a_value_like_another_for_amounts():
    assert bounds([0, 0, 0]) == [(0, 0)]
    assert colour(0, steps([0, 5])) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_each_count_is_in_the_one_class_that_the_legend_says(seed):
    values = draw(seed, 100_000)
    classes = steps(values, counts=True)
    assert 1 <= len(classes) <= MOST
    assert classes[0].low == min(values)
    assert classes[-1].high == max(values)
    for before, after in zip(classes, classes[1:], strict=False):
        assert after.low == before.high + 1
        assert after.colour > before.colour
    for value in values:
        assert sum(step.low <= value <= step.high for step in classes) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_of_amounts_part_all_of_them_in_order(seed):
    values = [value / 7 - 20 for value in draw(seed, 1000)]
    groups = quantiles(values)
    assert [value for group in groups for value in group] == sorted(set(values))
    assert all(groups)
    assert len(groups) <= MOST


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_of_values_all_different_hold_about_as_many_areas_each(seed):
    random = Random(seed)
    values = random.sample(range(10**6), random.randint(50, 110))
    sizes = [len(group) for group in quantiles(values)]
    assert max(sizes) - min(sizes) <= 2


@pytest.mark.parametrize(
    ("above", "upto", "expected"),
    [(18, 21, 20), (4, 5, 5), (1, 2, 2), (96, 130, 100), (9, 10, 10), (101, 103, 102), (6, 7, 7)],
)
def test_a_round_bound_lies_between_two_values(above, upto, expected):
    assert roundest(above, upto) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_a_round_bound_never_moves_a_value_to_another_class(seed):
    above, more = Random(seed).randrange(10**6), draw(seed, 10**6, 1)[0]
    assert above < roundest(above, above + more) <= above + more


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1842, "1\u202f842"),
        (2.5, "2,5"),
        (-3.25, "−3,25"),
        (100, "100"),
        (1e6, "1\u202f000\u202f000"),
    ],
)
def test_numbers_are_french(value, text):
    assert number(value) == text


def test_counts_are_said_with_their_noun():
    assert COUNTS.value(1) == "1 profil"
    assert COUNTS.value(1500) == "1\u202f500 profils"
    assert COUNTS.value(0) == "aucun profil"
    assert Wording("réponse,réponses", none="aucune").absent == "aucune réponse"


def test_amounts_are_said_with_their_unit():
    assert EUROS.value(33_500) == "33\u202f500\u202f€"
    assert EUROS.value(0) == "0\u202f€"
    assert EUROS.absent == "pas de donnée"


def test_what_is_not_published_is_said_so():
    assert COUNTS.value(None) == EUROS.value(None) == "non publié"


def test_the_legend_says_both_bounds_and_one_when_they_are_the_same():
    assert COUNTS.bounds(Step(5, 9, 2)) == "5 à 9"
    assert EUROS.bounds(Step(27_500, 28_000, 3)) == "27\u202f500 à 28\u202f000\u202f€"
    assert EUROS.bounds(Step(32_000, 32_000, 5)) == "32\u202f000\u202f€"
