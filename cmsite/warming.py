"""What a server prepares before its first visitor."""

from map import warming


def warm() -> None:
    """The indexes of places, then the profiles if there are any to read."""
    from directory import columns  # models: not before Django is set up

    warming.warm()
    columns.warm()
