"""A process that serves is ready for its first visitor."""

import importlib
import sys
from unittest.mock import Mock, call

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import InterfaceError, OperationalError

from cmsite import warming
from directory import columns
from map import svg
from map.gazetteer import gazetteer

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
    gazetteer.cache_clear()
    svg.drawing.cache_clear()
    monkeypatch.delitem(sys.modules, door, raising=False)
    importlib.import_module(door)
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
    warming.warm()
    reader.current.assert_called_once_with()
    connection.close.assert_called_once_with()
    gc.freeze.assert_called_once_with()
