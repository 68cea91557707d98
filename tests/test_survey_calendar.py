"""The dates of an edition in a calendar: three instants, in Paris, that follow when they move."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
URL = "/enquete/2027/dates.ics"


@pytest.fixture
def edition(now):
    return EditionFactory(
        year=2027,
        title="Enquête 2027, la \n dixième; virgule, point",
        opens_at=datetime(2027, 1, 11, 9, tzinfo=PARIS),
        closes_at=datetime(2027, 3, 31, 18, tzinfo=PARIS),
        results_at=datetime(2027, 11, 2, 9, tzinfo=PARIS),
    )


def events(client) -> dict[str, object]:
    agenda = Calendar.from_ical(client.get(URL).content)
    return {str(one["uid"]).split("@")[0].split("-")[-1]: one for one in agenda.walk("VEVENT")}


def test_three_instants_on_both_sides_of_summer_time(client, edition):
    found = events(client)
    starts = {name: one["dtstart"].dt for name, one in found.items()}
    # Nine in winter is eight in UTC; eighteen in summer is sixteen.
    assert {name: moment.astimezone(UTC).hour for name, moment in starts.items()} == {
        "ouverture": 8,
        "cloture": 16,
        "resultats": 8,
    }
    assert found["cloture"].to_ical().count(b"TZID=Europe/Paris") == 2
    assert str(found["resultats"]["summary"]) == "Résultats de l’enquête 2027"


def test_another_reader_understands_it_too(client, edition):
    response = client.get(URL)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="enquete-2027.ics"' in response["Content-Disposition"]
    text = response.content.decode()
    read = vobject.readOne(text)
    assert len(read.vevent_list) == 3 and read.vtimezone.tzid.value == "Europe/Paris"
    assert read.vevent_list[0].dtstart.value == edition.opens_at
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_date_that_moves_keeps_its_name_and_outranks_the_older_one(client, edition, now):
    before = events(client)
    edition.title = "Autre titre"
    edition.save()
    assert events(client)["cloture"]["sequence"] == before["cloture"]["sequence"] == 0
    edition.results_at += timedelta(days=1)
    edition.save()
    after = events(client)["resultats"]
    assert after["uid"] == before["resultats"]["uid"] and after["sequence"] == 1
    assert after["last-modified"].dt == now.astimezone(UTC)
    assert after["last-modified"].dt > before["resultats"]["last-modified"].dt


def test_pages_of_the_edition_lead_to_it(client, edition):
    assert URL in client.get("/enquete/2027/").content.decode()
    assert URL in client.get("/enquete/2027/avis/").content.decode()


def test_without_dates_there_is_none(client, now):
    EditionFactory(year=2027, results_at=None)
    EditionFactory(year=2028, archived=True)
    assert client.get(URL).status_code == 404
    assert client.get("/enquete/2028/dates.ics").status_code == 404
