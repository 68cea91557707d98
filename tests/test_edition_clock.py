"""An edition’s state follows from its three instants, to the second, in Paris."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys import clock
from surveys.clock import State, day_in_words, in_words, state, state_in_words
from surveys.models import Edition
from tests.factories import EditionFactory

PARIS = ZoneInfo("Europe/Paris")
OPENS = datetime(2027, 1, 11, 9, tzinfo=PARIS)
CLOSES = datetime(2027, 2, 28, 18, tzinfo=PARIS)
RESULTS = datetime(2027, 4, 20, 9, tzinfo=PARIS)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - SECOND, State.ANNOUNCED),
        (OPENS, State.OPEN),
        (CLOSES - SECOND, State.OPEN),
        (CLOSES, State.CLOSED),
        (RESULTS - SECOND, State.CLOSED),
        (RESULTS, State.PUBLISHED),
        (RESULTS + timedelta(days=3650), State.PUBLISHED),
    ],
)
def test_each_instant_begins_its_state_to_the_second(now, expected):
    assert state(OPENS, CLOSES, RESULTS, now) is expected


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_without_one_of_its_dates_an_edition_is_a_draft(missing):
    dates = [OPENS, CLOSES, RESULTS]
    dates[missing] = None
    assert state(*dates, RESULTS) is State.DRAFT


def test_closing_at_the_skipped_hour_of_spring_is_one_real_second():
    # 28 March 2027: 2 h becomes 3 h.  The second after 1:59:59 is 3:00:00.
    closes = datetime(2027, 3, 28, 3, tzinfo=PARIS)
    last = datetime(2027, 3, 28, 1, 59, 59, tzinfo=PARIS)
    assert closes.astimezone(UTC) - last.astimezone(UTC) == SECOND
    assert state(OPENS, closes, RESULTS, last) is State.OPEN
    assert state(OPENS, closes, RESULTS, last.astimezone(UTC) + SECOND) is State.CLOSED


def test_the_repeated_hour_of_autumn_keeps_its_two_instants_apart():
    # 31 October 2027: 2:30 comes twice; fold says which.
    closes = datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=PARIS).astimezone(UTC)
    first = datetime(2027, 10, 31, 2, 30, fold=0, tzinfo=PARIS).astimezone(UTC)
    results = closes + timedelta(days=30)
    assert closes - first == timedelta(hours=1)
    assert state(OPENS, closes, results, first) is State.OPEN
    assert state(OPENS, closes, results, closes - SECOND) is State.OPEN
    assert state(OPENS, closes, results, closes) is State.CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize("dates", [(OPENS, CLOSES, RESULTS), (OPENS, None, RESULTS)])
@pytest.mark.parametrize("archived", [False, True])
def test_the_sets_of_editions_agree_with_the_clock(dates, archived):
    opens_at, closes_at, results_at = dates
    edition = EditionFactory(
        opens_at=opens_at, closes_at=closes_at, results_at=results_at, archived=archived
    )
    instants = [
        moment + shift
        for moment in (OPENS, CLOSES, RESULTS)
        for shift in (-SECOND, 0 * SECOND, SECOND)
    ]
    for now in instants:
        found = {
            name
            for name in ("announced", "open", "closed", "published")
            if getattr(Edition.objects, name)(now).exists()
        }
        current = edition.state(now)
        assert found == ({str(current)} & {"announced", "open", "closed", "published"})
        assert Edition.objects.visible().exists() is (current is not State.DRAFT)
        assert Edition.objects.archived().exists() is (current is State.ARCHIVED)
        gathering = current in (State.OPEN, State.CLOSED)
        assert Edition.objects.gathering(now).exists() is gathering


def test_dates_are_written_as_one_says_them():
    assert day_in_words(datetime(2027, 3, 1)) == "1er\u00a0mars 2027"
    assert in_words(CLOSES) == "28\u00a0février 2027 à\u00a018\u00a0h"
    assert in_words(datetime(2027, 8, 9, 9, 5)) == "9\u00a0août 2027 à\u00a09\u00a0h\u00a005"
    assert len(clock.MONTHS) == 12


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (OPENS - 40 * DAY, "ouvrira le\u00a011\u00a0janvier 2027 à\u00a09\u00a0h"),
        (OPENS - DAY, "ouvrira demain à\u00a09\u00a0h"),
        (OPENS - SECOND, "ouvrira aujourd’hui à\u00a09\u00a0h"),
        (OPENS, "ouverte jusqu’au 28\u00a0février à\u00a018\u00a0h"),
        (CLOSES - DAY, "ouverte jusqu’à 18\u00a0h demain"),
        (CLOSES - SECOND, "ouverte jusqu’à 18\u00a0h aujourd’hui"),
        (CLOSES, "close, résultats le\u00a020\u00a0avril à\u00a09\u00a0h"),
        (RESULTS - DAY, "close, résultats demain à\u00a09\u00a0h"),
        (RESULTS, "résultats publiés aujourd’hui à\u00a09\u00a0h"),
        (RESULTS + DAY, "résultats publiés hier à\u00a09\u00a0h"),
        (RESULTS + 300 * DAY, "résultats publiés le\u00a020\u00a0avril 2027 à\u00a09\u00a0h"),
    ],
)
def test_the_state_in_words_names_the_date_that_matters(now, words):
    # Stored in UTC, said in Paris.
    edition = Edition(
        year=2027,
        opens_at=OPENS.astimezone(UTC),
        closes_at=CLOSES.astimezone(UTC),
        results_at=RESULTS.astimezone(UTC),
    )
    assert edition.state_in_words(now) == words


def test_a_draft_and_an_archive_say_so():
    assert state_in_words(State.DRAFT, None, None, None, OPENS) == "brouillon, dates à fixer"
    assert Edition(year=2010, archived=True).state_in_words() == "archive"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=3), "dans 3\u00a0jours"),
        (timedelta(days=1, hours=20), "dans 2\u00a0jours"),
        (timedelta(hours=20), "demain"),
        (timedelta(hours=8, minutes=59), "dans 8\u00a0heures"),
        (timedelta(minutes=61), "dans 1\u00a0heure"),
        (timedelta(minutes=2), "dans 2\u00a0minutes"),
        (timedelta(seconds=5), "dans un instant"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_how_far_it_is_follows_the_calendar(before, words):
    assert clock.countdown(OPENS, OPENS - before) == words


def test_a_countdown_counts_real_hours_when_clocks_change():
    # From 1 h to 4 h on the night of 28 March 2027, two hours pass.
    night = datetime(2027, 3, 28, 1, tzinfo=PARIS)
    assert clock.countdown(datetime(2027, 3, 28, 4, tzinfo=PARIS), night) == "dans 2\u00a0heures"


def test_midnight_is_said_of_the_evening_before():
    midnight = datetime(2027, 3, 1, tzinfo=PARIS)
    assert clock.until(midnight, midnight - SECOND) == "jusqu’à minuit ce soir"
    assert clock.until(midnight, midnight - 3 * DAY) == "jusqu’au 1er\u00a0mars à\u00a00\u00a0h"


def test_words_are_those_of_paris_whatever_the_zone_of_the_moment():
    late = datetime(2027, 6, 27, 22, 30, tzinfo=UTC)  # half past midnight on the 28th in Paris
    assert clock.when(late, OPENS) == "le\u00a028\u00a0juin à\u00a00\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("wall", "words"),
    [
        (datetime(2027, 3, 28, 2, 30), "il n’est jamais 2\u00a0h\u00a030"),
        (datetime(2027, 10, 31, 2, 0), "il est deux fois 2\u00a0h"),
    ],
)
def test_an_hour_that_clocks_skip_or_repeat_is_refused_with_a_sentence(wall, words):
    with pytest.raises(clock.NoSuchTime, match=words):
        clock.in_paris(wall)


@pytest.mark.parametrize(
    "wall",
    [
        datetime(2027, 3, 28, 1, 59),
        datetime(2027, 3, 28, 3, 0),
        datetime(2027, 10, 31, 1, 59),
        datetime(2027, 10, 31, 3, 0),
    ],
)
def test_hours_around_both_clock_changes_are_taken_as_they_are(wall):
    assert clock.in_paris(wall).astimezone(PARIS).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("moment", "later"),
    [
        (datetime(2027, 1, 11, 9), datetime(2028, 1, 10, 9)),  # a Monday
        (datetime(2027, 2, 28, 18), datetime(2028, 2, 27, 18)),  # a Sunday
        (datetime(2028, 2, 29, 9), datetime(2029, 2, 27, 9)),  # a Tuesday
        (datetime(2027, 7, 1, 9), datetime(2028, 6, 29, 9)),
    ],
)
def test_a_year_later_is_the_same_day_of_the_week_at_the_same_hour(moment, later):
    found = clock.a_year_later(moment.replace(tzinfo=PARIS).astimezone(UTC))
    assert found.astimezone(PARIS).replace(tzinfo=None) == later
    assert later.weekday() == moment.weekday()


@pytest.mark.parametrize(
    ("moment", "later"),
    [
        (datetime(2029, 4, 1, 2, 30), datetime(2030, 3, 31, 3)),  # skipped that night
        (datetime(2026, 11, 1, 2, 30), datetime(2027, 10, 31, 3)),  # shown twice that night
    ],
)
def test_a_year_later_steps_over_an_hour_that_clocks_skip_or_repeat(moment, later):
    assert clock.a_year_later(moment.replace(tzinfo=PARIS)) == later.replace(tzinfo=PARIS)
