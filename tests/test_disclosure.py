"""What the guard lets through, attacked with the exact tables and with what is published."""

import itertools
import json
import random

import numpy as np
import pytest

from surveys import publishable
from surveys.disclosure import guard, hide_more, shares_one_value, somebody_weighs
from surveys.publishable import HIDDEN, Tables, round_count
from surveys.tabulation import AskedQuestion, tabulate
from tests.survey_rows import asked_questions, invented_rows


def question(code: str, *choices: str, decline: bool = False) -> AskedQuestion:
    return AskedQuestion(
        code,
        f"{code} ?",
        code,
        "choice",
        tuple((c, c) for c in choices),
        decline,
        breaks_down=code == "genre",
        branch="salarie" if code == "temps" else "",
    )


PAY = AskedQuestion("salaire", "Salaire ?", "Salaire", "money")


def counted(code: str, counts: dict[str, int]) -> publishable.CountTable | None:
    rows = [{code: choice} for choice, n in counts.items() for _ in range(n)]
    tables = guard(tabulate(rows, [question(code, *counts)]))
    return next(iter(tables.counts), None)


def published(table) -> dict[str, int | None]:
    return {row.code: row.count if row.shown else None for row in table.rows}


# --- unit cases -------------------------------------------------------------------------------


def test_ten_are_hidden_and_eleven_published():
    assert published(counted("q", {"a": 100, "b": 11}))["b"] == 15
    table = counted("q", {"a": 100, "b": 10, "c": 40})
    assert published(table) == {"a": 100, "b": None, "c": None}
    assert table.rest == 50


def test_an_empty_cell_is_hidden_like_any_other_and_never_drawn_as_zero():
    with_none = counted("q", {"a": 100, "b": 0, "c": 40})
    with_three = counted("q", {"a": 100, "b": 3, "c": 40})
    assert published(with_none) == published(with_three) == {"a": 100, "b": None, "c": None}


def test_hidden_cells_weigh_eleven_together():
    table = counted("q", {"a": 100, "b": 3, "c": 4, "d": 25})
    assert published(table) == {"a": 100, "b": None, "c": None, "d": None}


def test_the_choice_of_the_second_hidden_cell_does_not_tell_the_first():
    # Hiding 44 alone beside 8, with 45 shown: 52 hidden − at most 47 would leave 8 at 5 or more.
    table = counted("q", {"a": 400, "b": 8, "c": 44, "d": 45})
    assert published(table) == {"a": 400, "b": None, "c": None, "d": None}


def test_no_answer_counts_as_a_cell():
    rows = [{"q": "a"}] * 60 + [{"q": "b"}] * 50 + [{"q": None}] * 5
    (table,) = guard(tabulate(rows, [question("q", "a", "b", decline=True)])).counts
    assert published(table) == {"a": 60, "b": None, "sans-reponse": None}


def test_a_branch_is_not_a_way_around_a_hidden_cell():
    # « temps » is asked to cdi and stage: its base would give the 5 interns back.
    rows = (
        [{"contrat": "cdi", "temps": "plein"}] * 60
        + [{"contrat": "cdi", "temps": "partiel"}] * 40
        + [{"contrat": "stage", "temps": "plein"}] * 5
        + [{"contrat": "freelance"}] * 60
        + [{"contrat": "sans-emploi"}] * 9
    )
    questions = [
        question("contrat", "cdi", "stage", "freelance", "sans-emploi"),
        question("temps", "plein", "partiel"),
    ]
    tables = guard(tabulate(rows, questions))
    tables_by_code = {table.code: published(table) for table in tables.counts}
    assert tables_by_code, "something can be published"
    assert "temps" not in tables_by_code or not tables_by_code.get("contrat", {}).get("cdi")


def test_under_thirty_only_the_total_and_under_eleven_nothing():
    for n, total in ((29, 30), (11, 15), (10, HIDDEN), (0, HIDDEN)):
        tables = guard(tabulate(invented_rows(n), asked_questions()))
        assert (tables.total, tables.counts, tables.bands, tables.stats) == (total, (), (), ())


def test_under_a_hundred_no_breakdown():
    def breakdowns(n: int) -> int:
        tables = guard(tabulate(invented_rows(n), asked_questions()))
        return sum(bool(table.breakdown) for table in tables.stats)

    assert breakdowns(99) == 0
    assert breakdowns(400) > 0


def test_the_minimum_goes_up_and_never_down():
    tabulation = tabulate(invented_rows(400), asked_questions())
    with pytest.raises(ValueError, match="only go up"):
        guard(tabulation, 10)
    strict = guard(tabulation, 50)
    counts = [row.count for table in strict.counts for row in table.rows if row.shown]
    assert min(counts) >= 50


def paid(groups: dict[str, list[int]], others: int = 40) -> Tables:
    """An edition of employees by gender, each group beside `others` who gave no pay."""
    rows = []
    for gender, amounts in groups.items():
        rows += [{"genre": gender, "contrat": "cdi", "salaire": amount} for amount in amounts]
        rows += [{"genre": gender, "contrat": "sans-emploi"}] * others
    contracts = question("contrat", "cdi", "sans-emploi")
    return guard(tabulate(rows, [question("genre", *groups), contracts, PAY]))


def spread(n: int) -> list[int]:
    return [20_000 + 500 * (i % 40) for i in range(n)]


def test_no_quantile_of_a_hidden_group():
    tables = paid({"femme": spread(60), "homme": spread(50), "autre": spread(5)})
    rows = {row.code: row for row in tables.stat("salaire", "genre").rows}
    hidden = [row for row in rows.values() if not row.shown]
    assert {row.code for row in hidden} == {"homme", "autre"}
    for row in hidden:
        figures = (row.median, row.low, row.high, row.q1, row.q3, row.p10, row.p90, row.mean)
        assert all(figure is HIDDEN for figure in figures)


def test_quantiles_appear_with_the_size_of_the_group():
    tables = paid({"a": spread(11), "b": spread(30), "c": spread(100), "d": spread(29)})
    rows = {row.code: row for row in tables.stat("salaire", "genre").rows}
    shown = {
        code: (row.median is not HIDDEN, row.q1 is not HIDDEN, row.p10 is not HIDDEN)
        for code, row in rows.items()
    }
    assert shown["a"] == shown["d"] == (True, False, False)
    assert shown["b"] == (True, True, False)
    assert shown["c"] == (True, True, True)


def test_a_group_whose_rest_is_small_keeps_its_median_and_tells_a_threshold():
    rows = [{"genre": g, "contrat": "cdi", "salaire": a} for g in "abc" for a in spread(40)]
    rows += [{"genre": "a", "contrat": "sans-emploi"}] * 5
    rows += [{"genre": g, "contrat": "sans-emploi"} for g in "bc" for _ in range(30)]
    contracts = question("contrat", "cdi", "sans-emploi")
    tables = guard(tabulate(rows, [question("genre", "a", "b", "c"), contracts, PAY]))
    first, *others = tables.stat("salaire", "genre").rows
    # 40 beside the 45 of the group would tell the 5.
    assert (first.base, first.at_least, first.median) == (30, True, 29_750 + 250)
    assert all((row.base, row.at_least) == (40, False) for row in others)


def test_means_are_national_and_go_when_one_weighs():
    tables = paid({"a": spread(60), "b": spread(60)})
    assert tables.stat("salaire").national.mean is not HIDDEN
    assert all(row.mean is HIDDEN for row in tables.stat("salaire", "genre").rows)
    # Of the whole country too, once one of them earns more than all the others together.
    one_weighs = paid({"a": [*spread(59), 90_000_000], "b": spread(60)}).stat("salaire").national
    assert one_weighs.shown and one_weighs.mean is HIDDEN
    assert somebody_weighs(np.array([9_000_000.0] + [20_000.0] * 20))
    assert not somebody_weighs(np.array([30_000.0] * 20))


def test_the_interval_of_a_small_group_is_coarse():
    """Under 30 its bounds are almost the second lowest pay and the second highest."""
    small, large = paid({"a": spread(25), "b": spread(90)}).stat("salaire", "genre").rows[:2]
    assert small.shown and (small.low % 5000, small.high % 5000) == (0, 0)
    assert (large.low % 5000, large.high % 5000) != (0, 0)


def test_a_group_that_shares_one_pay_is_hidden():
    assert shares_one_value(np.array([30_000] * 18 + [31_000] * 2))
    assert not shares_one_value(np.array([30_000] * 17 + [31_000] * 3))
    tables = paid({"a": [30_000] * 40, "b": spread(60), "c": spread(60)})
    assert not tables.stat("salaire", "genre").rows[0].shown


def test_amounts_are_rounded_and_bands_hold_eleven():
    tables = guard(tabulate(invented_rows(1200), asked_questions()))
    for table in tables.stats:
        step = 10 if table.measure == "tjm" else 500
        for row in table.rows:
            for name in ("median", "low", "high", "q1", "q3", "p10", "p90", "mean"):
                value = getattr(row, name)
                assert value is HIDDEN or value % step == 0
    (bands,) = [table for table in tables.bands if table.code == "salaire"]
    assert bands.rows[0].low is None and bands.rows[-1].high is None
    assert all(a.high == b.low for a, b in itertools.pairwise(bands.rows))
    assert all(row.count >= 15 for row in bands.rows)


@pytest.mark.parametrize(
    ("count", "shown"), [(11, 15), (12, 15), (17, 15), (18, 20), (22, 20), (1198, 1200)]
)
def test_counts_round_to_five(count, shown):
    assert round_count(count) == shown


def test_constructors_refuse_what_was_not_guarded():
    row = publishable.CountRow("a", "A", 20)
    hidden = publishable.CountRow("b", "B", HIDDEN)
    with pytest.raises(ValueError, match="not guarded"):
        publishable.CountRow("a", "A", 12)
    with pytest.raises(ValueError, match="not guarded"):
        publishable.CountRow("a", "A", 5)
    with pytest.raises(ValueError, match="can be found"):
        publishable.CountTable("q", "Q", "?", (row, hidden), 20)
    with pytest.raises(ValueError, match="too small"):
        publishable.StatRow("a", "A", 25, median=30_000, q1=28_000)
    with pytest.raises(ValueError, match="hidden group"):
        publishable.StatRow("a", "A", HIDDEN, median=30_000)
    mean = publishable.StatRow("a", "A", 100, median=30_000, mean=30_000)
    with pytest.raises(ValueError, match="whole country"):
        publishable.StatTable("salaire", "genre", "Genre", "", "", (mean,))


def test_tables_survive_json():
    tables = guard(tabulate(invented_rows(1200), asked_questions()))
    assert Tables.from_json(json.loads(json.dumps(tables.to_json()))) == tables


def test_hide_more_always_ends():
    draw = random.Random(4)
    for _ in range(300):
        sizes = np.array([draw.choice([0, 2, 9, 11, 14, 30, 80]) for _ in range(6)])
        shown = hide_more(sizes, sizes >= 11, 11)
        if shown.any() and not shown.all():
            assert (~shown).sum() >= 2 and sizes[~shown].sum() >= 11


# --- attacks ------------------------------------------------------------------------------------


def hostile_editions():
    """Random editions of sizes and silences where suppression bites."""
    for seed, n in enumerate([31, 45, 60, 99, 100, 120, 150, 200, 260, 330, 500, 900]):
        yield f"{n}", invented_rows(n, seed=seed, silence=(0.0, 0.02, 0.1)[seed % 3])
    alone = [dict(row, region="11") for row in invented_rows(200, seed=50, silence=0.0)]
    alone[0]["region"] = "94"
    yield "one respondent in a region", alone
    halves = [
        dict(row, genre="femme" if i % 2 else "homme")
        for i, row in enumerate(invented_rows(160, seed=51, silence=0.0))
    ]
    yield "two groups that sum to a total", halves
    employed = [
        dict(row, contrat="cdi", temps="plein", salaire=row.get("salaire") or 28_000)
        for row in invented_rows(180, seed=52, silence=0.0)
    ]
    for row in employed[:7]:
        row["salaire"] = None
    yield "seven who hide their pay", employed


EDITIONS = list(hostile_editions())


@pytest.mark.parametrize("rows", [rows for _, rows in EDITIONS], ids=[name for name, _ in EDITIONS])
def test_no_difference_of_published_sets_isolates_one_to_ten(rows):
    """Independent of the guard’s own search: sets of people, subtracted one after the other."""
    tabulation = tabulate(rows, asked_questions())
    tables = guard(tabulation)
    everyone = frozenset(range(tabulation.size))
    families: list[list[frozenset]] = []
    for table in tabulation.counts:
        shown = next((t for t in tables.counts if t.code == table.question.code), None)
        if shown is None:
            continue
        families.append([people(table.asked)])
        families.append(
            [
                people(cell.members)
                for cell, row in zip(table.cells, shown.rows, strict=True)
                if row.shown
            ]
        )
    bases = []
    for table in tabulation.measures:
        for stat in tables.stats:
            if stat.measure != table.measure.code:
                continue
            if not stat.breakdown:
                if not stat.national.at_least:
                    bases.append(people(table.members))
                continue
            cells = table.groups[stat.breakdown]
            families.append(
                [
                    people(cell.members)
                    for cell, row in zip(cells, stat.rows, strict=True)
                    if row.shown and not row.at_least
                ]
            )
    families.append(bases)
    sets = {everyone} | {one for family in families for one in family}
    sets |= {everyone - one for one in sets}
    for container in sets:
        for family in families:
            left = container
            for one in family:
                if one <= container:
                    left -= one
            assert not 1 <= len(left) <= 10


def people(mask) -> frozenset:
    return frozenset(np.flatnonzero(mask).tolist())


@pytest.mark.parametrize("rows", [rows for _, rows in EDITIONS], ids=[name for name, _ in EDITIONS])
def test_an_attacker_cannot_narrow_a_hidden_count_under_ten(rows):
    """Interval arithmetic on what is published: every hidden count stays at least 10 wide."""
    tabulation = tabulate(rows, asked_questions())
    tables = guard(tabulation)
    if tables.total is HIDDEN:
        return
    for table in tables.counts:
        hidden = [row.code for row in table.rows if not row.shown]
        if not hidden:
            continue
        # The tightest upper bound of what is hidden: the rest as published, or the total of the
        # edition less the published cells, each as small as its rounding allows.
        shown_least = sum(bounds(row.count)[0] for row in table.rows if row.shown)
        most = min(bounds(table.rest)[1], bounds(tables.total)[1] - shown_least)
        # Any one hidden cell may hold all of it while the others are empty, or the reverse,
        # unless another table says something of it.
        assert len(hidden) >= 2
        assert most >= 10
        stat = tables.stat("salaire", table.code)
        assert stat is None or not any(row.shown for row in stat.rows if row.code in hidden)


def bounds(count: int) -> tuple[int, int]:
    return (11, 17) if count == 15 else (count - 2, count + 2)


def test_every_number_that_is_published_is_rounded_or_a_percent_of_rounded():
    for _, rows in EDITIONS:
        data = guard(tabulate(rows, asked_questions())).to_json()
        for table in data["counts"]:
            for row in table["rows"]:
                assert row["count"] is None or row["count"] % 5 == 0
