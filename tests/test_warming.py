"""A process that serves is ready for its first visitor."""

import importlib
import sys
from unittest.mock import Mock, call

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from cmsite import warming
from directory import columns
from map import svg
from map.gazetteer import gazetteer
from tests.factories import ProfileFactory

FAULTS = [None, OperationalError, InterfaceError, SynchronousOnlyOperation]


@pytest.fixture
def gc(monkeypatch):
    """Garbage, which is frozen for as long as the process lasts."""
    collector = Mock()
    monkeypatch.setattr(warming, "gc", collector)
    return collector


@pytest.mark.parametrize("door", ["cmsite.wsgi", "cmsite.asgi"])
def test_a_server_starts_with_all_it_needs(door, gc, monkeypatch):
    monkeypatch.setattr(columns, "reader", Mock())
    monkeypatch.setattr(warming, "rehearse", Mock())
    gazetteer.cache_clear()
    svg.drawing.cache_clear()
    monkeypatch.delitem(sys.modules, door, raising=False)
    importlib.import_module(door)
    warming.rehearse.assert_called_once_with()
    assert gc.mock_calls == [call.collect(), call.freeze()]  # nothing is looked through again
    assert gazetteer.cache_info().currsize == 1
    assert {"spellings", "beginnings"} <= vars(gazetteer()).keys()
    assert svg.drawing.cache_info().currsize == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_starts_without_a_database_too(fault, gc, monkeypatch):
    reader, connection = Mock(), Mock()
    reader.current.side_effect = fault
    monkeypatch.setattr(columns, "reader", reader)
    monkeypatch.setattr(columns, "connection", connection)
    monkeypatch.setattr(warming, "rehearse", Mock())
    warming.warm()
    reader.current.assert_called_once_with()
    connection.close.assert_called_once_with()
    gc.freeze.assert_called_once_with()


@pytest.fixture
def unclosed(monkeypatch):
    """Closes nothing: the connection is the test’s own."""
    monkeypatch.setattr(warming, "connection", Mock())


@pytest.mark.django_db
def test_whole_answers_are_rehearsed(unclosed, monkeypatch):
    """The addresses of the site, a search for words with its results, and the map, are read."""
    profile = ProfileFactory(headline="Community manager")
    answers = []

    def heard(path):
        match = resolve(path)
        view = match.func
        match.func = lambda request: answers.append(view(request))
        return match

    monkeypatch.setattr(warming, "resolve", heard)
    warming.rehearse()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(profile.name in answer.text for answer in answers)
    warming.connection.close.assert_called_once_with()


@pytest.mark.django_db
def test_a_rehearsal_only_reads(unclosed):
    with CaptureQueriesContext(connection) as queries:
        warming.rehearse()
    verbs = {query["sql"].lstrip("(").split()[0] for query in queries}
    assert verbs - {"DECLARE", "FETCH", "CLOSE"} == {"SELECT"}  # a cursor reads too


@pytest.mark.parametrize("fault", [*FAULTS[1:], RuntimeError])
def test_a_server_starts_though_its_rehearsal_fails(fault, unclosed, monkeypatch, caplog):
    view = Mock(side_effect=fault)
    monkeypatch.setattr(warming, "resolve", lambda path: Mock(func=view))
    warming.rehearse()
    assert view.call_count == len(warming.REHEARSED)
    warming.connection.close.assert_called_once_with()
    # What no database explains is told.
    assert bool(caplog.records) is (fault is RuntimeError)
