"""What may be done at each second around each instant, on both nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.clock import GRACE, sealable_from
from surveys.models import Draft, Edition, Publication
from surveys.sealing import NotClosed, seal
from tests.respondents import core_edition

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
# In UTC: the last second of wall clock, then what it shows next.
SPRING = datetime(2027, 3, 28, 1, tzinfo=UTC)  # 1:59:59 then 3:00:00
AUTUMN = datetime(2027, 10, 31, 1, tzinfo=UTC)  # 2:59:59 then 2:00:00 again
PLAIN = datetime(2027, 2, 28, 17, tzinfo=UTC)

CLOSINGS = [
    PLAIN,
    # Closing, or the end of the grace, on the very second of the change.
    *(SPRING, SPRING - GRACE, SPRING - timedelta(minutes=10)),
    *(AUTUMN, AUTUMN - GRACE, AUTUMN + timedelta(minutes=30), AUTUMN - timedelta(minutes=30)),
]


def edition_closing(moment: datetime, results_in: timedelta = timedelta(days=30)) -> Edition:
    # As an editor’s form stores it: a wall clock in Paris.
    return core_edition(
        year=2027,
        opens_at=(moment - timedelta(days=45)).astimezone(PARIS),
        closes_at=moment.astimezone(PARIS),
        results_at=(moment + results_in).astimezone(PARIS),
    )


def draft_of(edition: Edition, name: str) -> Draft:
    return Draft.objects.create(
        digest=name, edition=edition, answers={"genre": "femme"}, touched_on="2027-01-01"
    )


def sends(edition: Edition, now: datetime) -> bool:
    name = f"{now.timestamp()}"
    draft = draft_of(edition, name)
    try:
        draft.send(f"r{name}", f"d{name}", now)
    except Edition.DoesNotExist:
        return False
    return edition.responses.filter(receipt_digest=f"r{name}").exists()


def seals(edition: Edition, now: datetime) -> bool:
    try:
        seal(edition, now)
    except NotClosed:
        return False
    return Publication.objects.filter(edition=edition).exists()


@pytest.mark.parametrize("closes", CLOSINGS, ids=str)
def test_a_quarter_of_an_hour_is_900_seconds_whatever_the_clocks_show(closes):
    edition = edition_closing(closes)
    end = closes + timedelta(seconds=900)
    opens = edition.opens_at.astimezone(UTC)
    assert sealable_from(edition.closes_at, edition.results_at) == end
    for now, open_, accepted in (
        (opens - SECOND, False, False),
        (opens, True, True),
        (closes - SECOND, True, True),
        (closes, False, True),
        (end - SECOND, False, True),
        (end, False, False),
        (end + SECOND, False, False),
    ):
        assert Edition.objects.open(now).exists() is open_, now
        assert Edition.objects.accepting(now).exists() is accepted, now
        assert edition.accepts(now) is accepted, now
        assert sends(edition, now) is accepted, now
    assert not Edition.objects.to_seal(end - SECOND).exists()
    assert not seals(edition, end - SECOND)
    assert Edition.objects.to_seal(end).exists()
    assert seals(edition, end)
    assert not Edition.objects.to_seal(end).exists()
    assert not sends(edition, end)


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("instant", ["opens_at", "closes_at", "results_at"])
def test_each_instant_on_the_second_of_the_change(change, instant):
    before, after = timedelta(days=45), timedelta(days=30)
    offsets = {"opens_at": timedelta(0), "closes_at": before, "results_at": before + after}
    start = change - offsets[instant]
    edition = core_edition(
        year=2027, **{name: (start + gap).astimezone(PARIS) for name, gap in offsets.items()}
    )
    edition.refresh_from_db()
    states = {"opens_at": "open", "closes_at": "closed", "results_at": "published"}
    assert edition.state(change) == states[instant]
    assert edition.state(change - SECOND) != states[instant]
    shown = {edition.state((change + step).astimezone(PARIS)) for step in (0 * SECOND, SECOND)}
    assert shown == {states[instant]}


def test_results_end_the_grace(time_machine):
    edition = edition_closing(PLAIN, results_in=timedelta(minutes=5))
    results = PLAIN + timedelta(minutes=5)
    assert sends(edition, results - SECOND) and not seals(edition, results - SECOND)
    assert not sends(edition, results) and seals(edition, results)
    time_machine.move_to(results, tick=False)
    assert Publication.objects.current(edition) is not None


def test_the_first_reader_at_the_instant_of_the_results_is_enough(client, time_machine):
    edition = edition_closing(AUTUMN)
    sends(edition, AUTUMN)
    time_machine.move_to(edition.results_at - SECOND, tick=False)
    assert Publication.objects.current(edition) is None
    assert not Publication.objects.exists()
    time_machine.move_to(edition.results_at, tick=False)
    assert client.get("/enquete/2027/resultats/").status_code == 200
    assert edition.participations.count() == 0 and edition.responses.count() == 1
