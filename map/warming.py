"""What a process builds once, built when it starts rather than by its first visitor."""

from map import svg
from map.gazetteer import gazetteer


def warm() -> None:
    """Build the indexes of places and the paths of the maps: about a second.

    Reads our files only, so that it works before any table is there, and what it builds is shared
    by processes forked after it (gunicorn’s `--preload`).
    """
    known = gazetteer()
    known.spellings, known.beginnings  # noqa: B018
    for level in svg.LEVELS:
        svg.drawing(level)
    svg.scenery()
