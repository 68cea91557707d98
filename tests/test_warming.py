"""A process that serves is ready for its first visitor."""

import importlib

import pytest

import cmsite.asgi
import cmsite.wsgi
from map import svg
from map.gazetteer import gazetteer


@pytest.mark.parametrize("door", [cmsite.wsgi, cmsite.asgi])
def test_a_server_starts_with_its_indexes_and_asks_no_table(door):
    """No database here: a query would fail the test."""
    gazetteer.cache_clear()
    svg.drawing.cache_clear()
    importlib.reload(door)
    assert gazetteer.cache_info().currsize == 1
    assert {"spellings", "beginnings"} <= vars(gazetteer()).keys()
    assert svg.drawing.cache_info().currsize == 2
