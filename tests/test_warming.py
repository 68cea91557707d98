"""A process that serves is ready for its first visitor."""

import gc
import importlib
import sys
from unittest.mock import Mock

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import InterfaceError, OperationalError

from directory import columns
from map import svg
from map.gazetteer import gazetteer

FAULTS = [None, OperationalError, InterfaceError, SynchronousOnlyOperation]


@pytest.mark.parametrize("door", ["cmsite.wsgi", "cmsite.asgi"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_starts_with_all_it_needs_and_without_a_database_too(door, fault, monkeypatch):
    reader, connection = Mock(), Mock()
    reader.current.side_effect = fault
    monkeypatch.setattr(columns, "reader", reader)
    monkeypatch.setattr(columns, "connection", connection)
    gazetteer.cache_clear()
    svg.drawing.cache_clear()
    monkeypatch.delitem(sys.modules, door, raising=False)
    try:
        importlib.import_module(door)
        assert gc.get_freeze_count()  # nothing of it is looked through again
    finally:
        gc.unfreeze()
    assert gazetteer.cache_info().currsize == 1
    assert {"spellings", "beginnings"} <= vars(gazetteer()).keys()
    assert svg.drawing.cache_info().currsize == 2
    reader.current.assert_called_once_with()
    connection.close.assert_called_once_with()
