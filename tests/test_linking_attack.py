"""Reading the whole database, can one tell whose response is whose?  Open: yes.  Sealed: no."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from surveys import keys, scrubbing, severing
from surveys.models import Edition
from tests.attack import PEOPLE, TOO_CLOSE, Crowd

pytestmark = pytest.mark.django_db(transaction=True)


PATIENCE = 60  # seconds: an automatic ANALYZE of a large table may take its time


@pytest.fixture(autouse=True)
def compact_tables():
    """No hole left by earlier tests: rows that come lie where they come."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in scrubbing.TABLES:
                cursor.execute(f"VACUUM (FULL) surveys_{table}")


def seal(crowd: Crowd, patience: float = PATIENCE) -> None:
    """As the clock does it: again while somebody else, an ANALYZE perhaps, reads older rows."""
    until = time.monotonic() + patience
    while True:
        with time_machine.travel(crowd.edition.closes_at + timedelta(hours=1), tick=True):
            call_command("seal_editions")
        crowd.edition = Edition.objects.get(pk=crowd.edition.pk)
        if crowd.edition.scrubbed_at or time.monotonic() >= until:
            break
        time.sleep(0.2)


def test_an_open_edition_is_pseudonymous_a_sealed_one_anonymous():
    crowd = Crowd()
    # What the README says of an open edition: rows lie in the order in which people came.
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    assert crowd.closeness()[hidden] > 0.99
    assert crowd.notices_beside_responses() > 0.99
    assert keys.path_of(crowd.edition.pk).exists()

    seal(crowd)
    closeness = crowd.closeness()
    assert len(closeness) >= 4  # it did look
    assert {name: value for name, value in closeness.items() if value > TOO_CLOSE} == {}
    assert crowd.notices_beside_responses() < TOO_CLOSE
    assert {kind: count for kind, count in crowd.residue().items() if count} == {}
    assert not keys.path_of(crowd.edition.pk).exists()
    assert crowd.edition.scrubbed_at <= timezone.now() + timedelta(days=60)
    days = set(crowd.edition.responses.values_list("answered_on", flat=True))
    assert days == {None} and crowd.edition.remarks.count() == PEOPLE
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_response")
            assert cursor.fetchone() == (1,)


def test_without_the_shuffle_the_attack_would_succeed(monkeypatch):
    crowd = Crowd()
    arrival = {mark: rank for rank, mark in enumerate(crowd.marks)}

    def keep_the_order(rows: list) -> None:
        def rank(row) -> int:
            return arrival[re.search("[0-9a-f]{12}", getattr(row, "text", str(row)))[0]]

        rows.sort(key=rank)

    monkeypatch.setattr(severing, "shuffled", keep_the_order)
    seal(crowd)
    closeness = crowd.closeness()
    assert sum(value > 0.99 for value in closeness.values()) >= 2
    assert closeness["clé"] < TOO_CLOSE  # random keys are no help against it
    assert crowd.notices_beside_responses() > 0.99


def test_without_the_rewriting_of_pages_traces_would_be_left(monkeypatch):
    monkeypatch.setattr(scrubbing, "overwrite", lambda tables: None)
    crowd = Crowd()
    seal(crowd)
    residue = crowd.residue()
    assert residue["empreintes"] > PEOPLE and residue["copies de réponses"] > 0


def test_a_reader_of_older_rows_makes_it_wait():
    """A transaction begun before sealing keeps the old rows readable: not scrubbed, and said."""
    crowd = Crowd()
    other = connection.copy()
    with other.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN")
        else:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM surveys_edition")
        cursor.fetchall()
        try:
            with connection.cursor() as patience:
                if connection.vendor == "sqlite":
                    patience.execute("PRAGMA busy_timeout = 100")
            seal(crowd, patience=0)
            assert crowd.edition.scrubbed_at is None
            assert not keys.path_of(crowd.edition.pk).exists()
        finally:
            cursor.execute("ROLLBACK")
    other.close()
    seal(crowd)
    assert crowd.edition.scrubbed_at is not None
    assert not any(crowd.residue().values())
