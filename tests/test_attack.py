"""A linear solver reads everything published of an edition, and finds nobody."""

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import crossing, linked, publishable
from surveys.disclosure import guard
from surveys.publishing import canonical
from surveys.tabulation import tabulate
from tests import published as standard
from tests import small_editions
from tests.attacks import leaks

SIZES = (0, 1, 10, 29, 30, 99, 100)


def published(rows: list[dict]) -> dict:
    """The tables as a reader of the JSON file gets them."""
    tables = guard(tabulate(rows, small_editions.questions()))
    return json.loads(canonical({"tables": tables.to_json()}))["tables"]


def found(rows: list[dict], tables: dict | None = None) -> list[str]:
    tables = tables or published(rows)
    return leaks(rows, [canonical({"tables": tables})], tables)


def hostile() -> dict[str, list[dict]]:
    def made(count: int, seed: int, silence: float = 0.03, **same) -> list[dict]:
        return [{**row, **same} for row in small_editions.rows(count, seed, silence)]

    editions = {f"{n} responses": made(n, n) for n in SIZES}
    alone = made(200, 1, region="11")
    alone[0]["region"] = "94"
    editions["one respondent in a region"] = alone
    halves = made(240, 2, silence=0.0)
    for rank, row in enumerate(halves):
        row["genre"] = "femme" if rank % 2 else "homme"
    editions["two groups that sum to a total"] = halves
    editions["everybody the same"] = [dict(row) for row in made(1, 3, 0.0) * 150]
    nobody = made(300, 4)
    for row in nobody:
        row["ia"], row["reseaux"] = None, None
    editions["a question that nobody answered"] = nobody
    rich = made(250, 5)
    for row in rich[:3]:
        row.update(contrat="cdi", salaire=2_000_000)
    editions["absurd salaries"] = rich
    shy = made(400, 6, silence=0.0)
    for row in shy[:7]:
        row.update(contrat="cdi", salaire=None)
    editions["seven who hide their pay"] = shy
    nested = made(420, 7)
    for row in nested:
        if row["region"] == "53":
            freelance = row["genre"] == "homme"
            row["contrat"] = "freelance" if freelance else "cdi"
            row.pop("tjm" if not freelance else "salaire", None)
            row["tjm" if freelance else "salaire"] = 300 if freelance else 30_000
    editions["a region of one contract"] = nested
    return editions


HOSTILE = hostile()


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_proved_of_a_hostile_edition(name):
    assert found(HOSTILE[name]) == []


@settings(max_examples=6, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    count=st.sampled_from([35, 100, 230, 330, 480]),
    silence=st.sampled_from([0.0, 0.02, 0.06, 0.2]),
)
def test_nothing_is_proved_of_a_random_edition(seed, count, silence):
    assert found(small_editions.rows(count, seed, silence)) == []


@pytest.mark.parametrize(("count", "seed"), [(600, 1), (1200, 2)])
def test_nothing_is_proved_of_an_edition_of_the_standard_questions(count, seed):
    """All its hidden cells, and every group of 1 to 10 people that a subtraction describes: some
    hundreds of questions to the solver over 1,200 unknowns, each decided, or the test fails."""
    tables = json.loads(canonical({"tables": standard.tables(count, seed).to_json()}))["tables"]
    rows, asked = standard.rows(count, seed), standard.questions()
    assert leaks(rows, [canonical({"tables": tables})], tables, asked) == []


def test_the_editions_attacked_have_something_to_attack():
    """Else a guard that published nothing would pass."""
    tables = published(small_editions.rows(480, 1, 0.02))
    assert len(tables["crosses"]) >= 4
    shown = [row for table in tables["stats"] for row in table["rows"] if row["base"]]
    assert len(shown) >= 8
    hidden = [row for table in tables["stats"] for row in table["rows"] if not row["base"]]
    assert len(hidden) >= 2


def shy_freelances() -> list[dict]:
    """97 freelances, of whom 90 say their rate: 95 less 90 would tell that some did not."""
    rows = [one for one in small_editions.rows(700, 11, 0.0) if one["contrat"] != "freelance"]
    own = {"contrat": "freelance", "ia": "parfois"}
    rows = [{**row, "contrat": row["contrat"] or "cdi"} for row in rows[:400]]
    return rows + [
        {**rows[i], **own, "salaire": None, "tjm": 300 + 10 * (i % 20) if i < 90 else None}
        for i in range(97)
    ]


WEAKENED = {
    "amounts of a contract": ("_known", lambda *args: 0, small_editions.rows(230, 1, 0.02)),
    "linked tables": ("_leak", lambda plan: None, shy_freelances()),
    "neighbouring amounts": (
        "_settle_neighbours",
        lambda plan: None,
        small_editions.rows(700, 6, 0.05),
    ),
}


@pytest.mark.parametrize("rule", WEAKENED)
def test_without_one_of_the_rules_the_attacker_finds_somebody(rule, monkeypatch):
    method, weak, rows = WEAKENED[rule]
    assert not found(rows)
    monkeypatch.setattr(linked.Plan, method, weak)
    assert found(rows)


def test_counts_in_place_of_shares_would_be_found():
    """What crossing.py avoids: how many of a group declined, by subtraction."""
    rows = small_editions.rows(480, 1, 0.02)
    tables = published(rows)
    counted = small_editions.truth(rows, small_editions.questions())
    for table in tables["crosses"]:
        first, second = table["breakdown"], table["question"]
        for row in table["rows"]:
            if not table["multi"]:
                row["base"] = publishable.round_count(
                    sum(
                        counted["z", first, second, row["code"], member]
                        for column in table["columns"]
                        for member in column["members"]
                    )
                )
    assert found(rows, tables)


# --- pay ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["absurd salaries", "one respondent in a region", "100 responses"])
def test_nobody_is_bounded_within_5000_euros(name):
    """The best or worst paid of a group, as its quantiles, bands and mean leave them; anybody else
    of the group may be either of the two."""
    tables = published(HOSTILE[name])
    for table in tables["stats"]:
        step = 500 if table["measure"] != "tjm" else 10
        for row in table["rows"]:
            if row["base"] is None:
                continue
            # The lowest of the group is anywhere under its lowest quantile, down to nothing.
            lowest = next(row[q] for q in ("p10", "q1", "median") if row[q] is not None)
            assert lowest + step / 2 - 0 >= 10 * step
            if row["mean"] is not None:
                # The highest: at most what the mean leaves, were all others as low as they can.
                n = row["base"] - 2
                most = n * (row["mean"] - step / 2) - (n - 1) * (row["mean"] + step / 2) * 0.5
                assert most - row["median"] >= 10 * step
    bands = [table for table in tables["bands"] if table["code"] == "salaire"]
    for band in (row for table in bands for row in table["rows"]):
        assert band["count"] >= 11


# --- known leaks of others ---------------------------------------------------------------------


def test_leak_a_a_hidden_bin_is_never_zero_and_no_average_can_be_differenced():
    """Another survey drew hidden bins as 0 and let free filters on exact averages be subtracted."""
    rows = small_editions.rows(300, 8, 0.03)
    tables = published(rows)
    assert all(row["count"] != 0 for table in tables["counts"] for row in table["rows"])
    means = [
        row["mean"] for table in tables["stats"] if table["breakdown"] for row in table["rows"]
    ]
    assert means and set(means) == {None}
    national = [table["rows"][0]["mean"] for table in tables["stats"] if not table["breakdown"]]
    assert all(mean is None or mean % 10 == 0 for mean in national)


def test_leak_d_no_percentile_of_a_group_of_which_every_cell_is_hidden():
    """Another published percentiles of a group whose every cell was hidden."""
    rows = small_editions.rows(300, 9, 0.03)
    tables = published(rows)
    quantiles = ("median", "low", "high", "q1", "q3", "p10", "p90", "mean")
    hidden = [row for table in tables["stats"] for row in table["rows"] if row["base"] is None]
    assert hidden
    assert all(row[name] is None for row in hidden for name in quantiles)
    for table in tables["bands"]:
        assert any(one["measure"] == table["code"] for one in tables["stats"])


def test_a_breakdown_of_two_hundred_options_says_only_what_it_can():
    draw = random.Random(1)
    codes = tuple((f"o{i}", f"Option {i}") for i in range(200))
    asked = small_editions.questions()
    from dataclasses import replace

    wide = replace(asked[1], choices=codes)
    rows = small_editions.rows(400, 10)
    for row in rows:
        row["region"] = f"o{min(199, int(draw.expovariate(0.08)))}"
    tables = guard(tabulate(rows, [asked[0], wide, *asked[2:]]))
    table = tables.count("region")
    assert table is None or sum(not row.shown for row in table.rows) >= 150
    for one in tables.stats:
        assert all(row.base >= 11 for row in one.rows if row.shown)


def test_shares_are_rounded_to_five_people_or_more():
    for floor in publishable.FLOORS:
        assert crossing.share_step(floor) * floor / 100 >= 5
    tables = guard(tabulate(small_editions.rows(700, 3, 0.02), small_editions.questions()))
    assert tables.crosses
    for table in tables.crosses:
        for row in table.rows:
            assert all(share % row.step == 0 for share in row.shares)
            assert table.multi or abs(np.sum(row.shares) - 100) <= row.step * len(row.shares)
