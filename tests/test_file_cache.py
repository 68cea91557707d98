"""The cache in files: bounded all the same, without reading its folder at each write."""

import pytest

from cmsite import file_cache


@pytest.mark.parametrize(("drawn", "kept"), [(0.0, 4), (0.5, 10)])
def test_it_makes_room_once_in_a_while(drawn, kept, tmp_path, monkeypatch):
    monkeypatch.setattr(file_cache.random, "random", lambda: drawn)
    cache = file_cache.FileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 4}})
    for number in range(10):
        cache.set(str(number), number)
    held = len(list(tmp_path.iterdir()))
    assert held <= kept and (held == 10) is (kept == 10)
