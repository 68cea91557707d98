"""What a server prepares before its first visitor."""

import gc

from map import warming


def warm() -> None:
    """The indexes of places, then the profiles if there are any to read."""
    from directory import columns  # models: not before Django is set up

    warming.warm()
    columns.warm()
    # All of it lives as long as the process: to look through it for what is no longer used would
    # hold an answer up for tenths of a second, one in ten of those that read many profiles.
    gc.collect()
    gc.freeze()
