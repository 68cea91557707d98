"""Where numbers fall on a drawing."""

import re
from itertools import pairwise

import pytest

from surveys import charts
from surveys.charts import Axis, Point
from surveys.charts.dots import SHAPES
from surveys.charts.relief import PROFILE_HEIGHT
from surveys.publishable import HIDDEN, CountRow, CountTable, MultiTable, StatRow
from tests.published import tables


def test_unordered_answers_go_from_the_largest_and_silence_comes_last():
    table = CountTable(
        "region",
        "Région",
        "?",
        (
            CountRow("a", "A", 20),
            CountRow("b", "B", HIDDEN),
            CountRow("c", "C", 80),
            CountRow("d", "D", HIDDEN),
            CountRow("sans-reponse", "Sans réponse", 30),
        ),
        25,
    )
    assert [bar.label for bar in charts.bars(table, ordered=False).bars] == [
        *("C", "A", "B", "D", "Sans réponse"),
    ]
    assert charts.bars(table, ordered=True).bars[0].label == "A"
    assert (charts.bars(table, ordered=False).bars[0].width, charts.bars(table, True).scale) == (
        "80",
        "155",
    )
    assert [bar.width for bar in charts.bars(table, ordered=False).bars if not bar.shown] == [
        "0"
    ] * 2


def several(base: int, at_least: bool) -> MultiTable:
    rows = (CountRow("a", "A", 20), CountRow("b", "B", 45), CountRow("c", "C", HIDDEN))
    return MultiTable("reseaux", "Réseaux", "?", base, rows, at_least=at_least)


def test_answers_that_overlap_are_shares_of_those_who_answered():
    chart = charts.bars_of_several(several(50, at_least=False))
    assert [bar.label for bar in chart.bars] == ["B", "A", "C"]
    assert [bar.percent for bar in chart.bars] == [90, 40, HIDDEN]
    assert (chart.bars[0].words, chart.scale, chart.whole) == ("90\u202f%", "50", True)


def test_beside_a_threshold_there_are_counts_and_no_share():
    chart = charts.bars_of_several(several(30, at_least=True))
    assert [bar.percent for bar in chart.bars] == [HIDDEN] * 3
    assert [bar.words for bar in chart.bars if bar.shown] == ["45", "20"]
    assert (chart.bars[0].width, chart.scale, chart.whole) == ("45", "45", False)


@pytest.mark.parametrize(
    "values", [[28_000], [0, 1], [300, 320, 450], [22_000, 48_500], [10**9, 10**9 + 1]]
)
def test_an_axis_holds_its_values_within_round_bounds(values):
    axis = Axis.holding(values)
    assert axis.low <= min(values) and axis.high >= max(values)
    assert all(0 <= axis.at(value) <= 100 for value in values)
    assert 1 <= len(axis.ticks()) <= 6
    assert axis.graduations[0] == axis.low


def test_a_range_draws_its_interval_even_without_quartiles():
    rows = [
        StatRow("a", "A", 20, 30_000, 25_000, 35_000),
        StatRow("b", "B", 60, 32_000, 30_000, 34_000, 28_000, 38_000),
        StatRow("c", "C", HIDDEN),
        StatRow("d", "D", HIDDEN),
        StatRow("sans-reponse", "Sans réponse", 20, 90_000, 80_000, 100_000),
    ]
    chart = charts.ranges(rows)
    assert [one.figures.code for one in chart.ranges] == ["a", "b", "c", "d"]
    first, second, hidden, _ = chart.ranges
    assert first.width == "" and first.interval
    assert float(second.start) < float(second.middle) < float(second.start) + float(second.width)
    assert (hidden.middle, hidden.interval) == ("", "")
    assert charts.ranges(rows[2:]) is None


def test_marks_of_groups_differ_by_shape():
    groups = list(SHAPES)
    chart = charts.dots(groups, [("Oui", [10, 20, None, 40, 50, 60])])
    assert len({dot.path for dot in chart.rows[0].dots}) == 5
    assert chart.rows[0].hidden == (groups[2],)
    with pytest.raises(ValueError, match="more groups"):
        charts.dots([*groups, "autre"], [])


def test_groups_that_answer_alike_are_all_seen():
    (row,) = charts.dots(["Femme", "Homme", "Autre"], [("Oui", [40, 40, 10])]).rows
    assert [(dot.x, dot.y) for dot in row.dots] == [("97", "25"), ("97", "75"), ("26.5", "50")]


def test_less_is_left_of_equality_and_more_is_right():
    chart = charts.gaps([("brut", 12, ""), ("égal", -4, ""), ("caché", None, "")])
    less, more, hidden = chart.bars
    equality = float(chart.equality)
    assert float(less.start) + float(less.width) == pytest.approx(equality, abs=0.02)
    assert float(more.start) == pytest.approx(equality, abs=0.02)
    assert hidden.start == ""


def test_a_line_joins_our_editions_only_and_breaks_where_it_must():
    ours = [Point(2025, 28_000, 27_000, 29_000), Point(2026, 29_000, 28_000, 30_000)]
    joined = charts.lines([*ours, Point(2014, 26_000, ours=False)])
    assert joined.line.count("L") == 1 and len(joined.marks) == 3
    broken = charts.lines([ours[0], Point(2026, 29_000, comparable=False)])
    assert "L" not in broken.line
    assert charts.lines(ours[:1]) is None


def test_labels_of_years_and_of_amounts_leave_one_another_room():
    ours = [Point(year, 28_000 + 10 * (year % 2), 27_000, 29_000) for year in range(2025, 2045)]
    drawn = charts.lines([*ours, Point(2011, 24_000, ours=False)])
    years = [float(x) for x, _ in drawn.years]
    assert drawn.years[-1][1] == 2044 and len(years) == 8
    assert all(after - before >= 58 for before, after in pairwise(years))
    said = [float(mark.x) for mark in drawn.marks if mark.words]
    assert drawn.marks[-1].words and len(said) > 3
    assert all(after - before >= 108 for before, after in pairwise(said))
    # One much above the other: both are said.
    apart = charts.lines(
        [Point(2025, 20_000), Point(2026, 40_000), Point(2000, 30_000, ours=False)]
    )
    assert [mark.words for mark in apart.marks if mark.point.ours] == [
        "20\u202f000\u202f€",
        "40\u202f000\u202f€",
    ]


def test_an_axis_of_absurd_amounts_is_still_in_figures():
    assert charts.axis.graduation(1_200_000_000, 2e9) == "1\u202f200\u202f000\u202fk€"
    assert charts.axis.graduation(12_500, 20_000) == "12,5\u202fk€"


def test_the_relief_never_goes_under_the_ground_nor_over_the_summit():
    said = tables()
    (bands,) = [table for table in said.bands if table.code == "salaire"]
    drawn = charts.relief(bands, said.stat("salaire").national)
    heights = [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", drawn.path)]
    assert min(heights) >= 0
    assert max(heights) <= PROFILE_HEIGHT


@pytest.mark.parametrize("values", [[2, 3, 4], [2, 2, 3], [33, 34, 36], [0, 1], [27, 30]])
def test_no_two_graduations_of_an_axis_say_the_same(values):
    words = [label for _, label in Axis.holding(values).ticks("comptes", most=20)]
    assert len(set(words)) == len(words) > 1
    assert [int(word) for word in words] == Axis.holding(values).graduations


def test_amounts_along_an_axis_are_written_as_everywhere_else():
    assert charts.axis.graduation(2_500, 5_000) == "2\u202f500\u202f€"
    assert charts.axis.graduation(12_250, 15_000) == "12\u202f250\u202f€"
    assert charts.axis.graduation(32_500, 50_000) == "32,5\u202fk€"
