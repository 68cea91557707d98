"""Dates move only in ways that break no promise already made."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.clock import GRACE, State
from surveys.promises import Dates, changes, order, refusals, warning

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
NAMES = ("opens_at", "closes_at", "results_at")
OPENS = datetime(2027, 1, 11, 9, tzinfo=PARIS)
DATES = Dates(OPENS, OPENS + 45 * DAY, OPENS + 90 * DAY)
STATES = {
    "announced": OPENS - 5 * DAY,
    "open": OPENS + 5 * DAY,
    "closed": OPENS + 50 * DAY,
    "published": OPENS + 95 * DAY,
}


def fields(old, new, state) -> list[str]:
    return [one.field for one in refusals(old, new, STATES[state])]


@pytest.mark.parametrize(
    ("state", "moved", "refused"),
    [
        ("announced", {"opens_at": -2}, []),
        ("announced", {"opens_at": -5}, ["opens_at"]),  # now: no longer to come
        ("announced", {"opens_at": 2}, ["closes_at"]),  # less time to answer
        ("announced", {"opens_at": 2, "closes_at": 2}, []),
        ("announced", {"opens_at": 2, "closes_at": 2, "results_at": 2}, []),
        ("announced", {"closes_at": -1}, ["closes_at", "results_at"]),
        ("announced", {"results_at": 1}, ["results_at"]),  # a longer wait
        ("announced", {"results_at": -9}, []),
        ("open", {"opens_at": 1}, ["opens_at"]),
        ("open", {"closes_at": 7}, []),
        ("open", {"closes_at": -1}, ["closes_at"]),
        ("open", {"results_at": 1}, ["results_at"]),
        ("open", {"results_at": -9}, []),
        ("open", {"closes_at": 46}, ["results_at"]),  # results before closing
        ("closed", {"closes_at": 1}, ["closes_at"]),
        ("closed", {"results_at": -9}, []),
        ("closed", {"results_at": -41}, ["results_at"]),  # in the past
        ("closed", {"results_at": 1}, ["results_at"]),
        ("published", {"results_at": 1}, ["results_at"]),
        ("published", {}, []),
    ],
)
def test_each_state_allows_its_own_moves(state, moved, refused):
    new = replace(
        DATES, **{name: getattr(DATES, name) + days * DAY for name, days in moved.items()}
    )
    assert fields(DATES, new, state) == refused


@pytest.mark.parametrize("state", ["announced", "open", "closed"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_announced_never_becomes_a_draft_again(state, name):
    assert fields(DATES, replace(DATES, **{name: None}), state) == [name]


def test_a_draft_may_become_anything_in_order():
    assert refusals(Dates(), DATES, STATES["published"]) == []
    upside_down = Dates(DATES.closes_at, DATES.opens_at, DATES.results_at)
    assert [one.field for one in refusals(Dates(), upside_down, OPENS)] == ["closes_at"]


def test_results_leave_time_to_those_who_had_started():
    late = replace(DATES, results_at=DATES.closes_at + GRACE - timedelta(seconds=1))
    assert [one.field for one in order(late)] == ["results_at"]
    assert order(replace(DATES, results_at=DATES.closes_at + GRACE)) == []


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (OPENS - 5 * DAY, "annoncée aussitôt et ouvrira le\u00a011\u00a0janvier"),
        (OPENS + DAY, "ouverte aussitôt"),
        (OPENS + 46 * DAY, "close"),
        (OPENS + 91 * DAY, "publiés aussitôt"),
    ],
)
def test_a_first_announcement_says_what_it_starts(now, words):
    assert words in warning(Dates(), DATES, now)


def test_a_warning_tells_what_was_promised_and_what_changes():
    new = replace(DATES, closes_at=DATES.closes_at + 7 * DAY)
    told = warning(DATES, new, STATES["open"])
    assert "annoncées" in told
    assert (
        "clôture : 25\u00a0février 2027 à\u00a09\u00a0h → 4\u00a0mars 2027 à\u00a09\u00a0h" in told
    )
    assert changes(DATES, new) and "ouverture" not in told
    assert warning(DATES, DATES, OPENS) == ""
    assert warning(Dates(), replace(DATES, results_at=None), OPENS) == ""


# Small numbers, so that sequences meet each other’s limits.
hours = st.integers(-60, 60)
moves = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["", *NAMES]), hours, hours, hours), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(moves)
def test_no_sequence_of_allowed_moves_breaks_a_promise(sequence):
    """Time goes by, editors try anything; whatever was once shown to readers still holds."""
    hour = timedelta(hours=1)
    now = datetime(2027, 3, 25, 12, tzinfo=PARIS)  # the clocks change three days later
    dates = Dates(now + 20 * hour, now + 50 * hour, now + 90 * hour)
    shown: list[tuple[datetime, Dates, State]] = []
    for pause, cleared, *shifts in sequence:
        shown.append((now, dates, dates.state(now)))
        now += pause * hour
        shown.append((now, dates, dates.state(now)))
        moved = {
            name: getattr(dates, name) + shift * hour
            for name, shift in zip(NAMES, shifts, strict=True)
        }
        if cleared:
            moved[cleared] = None
        tried = Dates(**moved)
        if not refusals(dates, tried, now):
            dates = tried
    ranks = [State.ANNOUNCED, State.OPEN, State.CLOSED, State.PUBLISHED]
    states = [ranks.index(state) for _, _, state in shown] + [ranks.index(dates.state(now))]
    assert states == sorted(states), "a state went back"
    for then, told, state in shown:
        assert dates.closes_at >= told.closes_at, "closed sooner than told"
        assert dates.closes_at - dates.opens_at >= told.closes_at - told.opens_at
        assert dates.results_at >= dates.closes_at + GRACE
        if state is State.ANNOUNCED:
            assert dates.results_at - dates.closes_at <= told.results_at - told.closes_at
        else:
            assert dates.results_at <= told.results_at, "results later than told"
        for name in NAMES:
            if getattr(told, name) <= then:
                assert getattr(dates, name) == getattr(told, name), "the past has changed"
