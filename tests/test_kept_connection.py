"""A connection to PostgreSQL that waited between two requests: looked at, asked nothing."""

import select

import psycopg
import pytest
from django.db import close_old_connections, connection

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def new_and_kept(transactional_db, monkeypatch):
    """Tests keep none; and one that lived longer than that is replaced anyway."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    connection.close()
    yield
    connection.close()


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_one_that_nothing_happened_to_is_kept_without_a_question(monkeypatch):
    before = backend()
    close_old_connections()  # as a request does when it begins
    monkeypatch.setattr(connection, "is_usable", lambda: pytest.fail("A question was asked."))
    assert backend() == before


def test_another_replaces_one_that_the_server_ended(monkeypatch):
    before = backend()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [before])
    assert select.select([connection.connection.fileno()], [], [], 10)[0]
    close_old_connections()
    assert backend() != before


def test_another_replaces_one_that_was_closed_here():
    before = backend()
    connection.connection.close()
    close_old_connections()
    assert backend() != before
