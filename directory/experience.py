"""How long somebody has been in the trade, and how well they speak: pure words and numbers."""

from typing import NamedTuple

from django.utils import timezone

# Levels of SpokenLanguage.Level, each with those above it.
FLUENT = ("courant", "maternelle")
WORKING = ("professionnel", *FLUENT)
LONGEST_CAREER = 80


class Band(NamedTuple):
    """Years since the first one in the trade: from one, to the other left out."""

    label: str
    least: int
    most: int


BANDS = {
    "moins-2": Band("Moins de 2\u00a0ans", 0, 2),
    "2-5": Band("De 2 à 5\u00a0ans", 2, 5),
    "5-10": Band("De 5 à 10\u00a0ans", 5, 10),
    "plus-10": Band("Dix ans et plus", 10, LONGEST_CAREER),
}


def since(band: str) -> range:
    """The calendar years in which somebody of this band began."""
    this_year = timezone.localdate().year
    _, least, most = BANDS[band]
    # Who says « next year » has not begun for long either.
    return range(this_year - most + 1, this_year - least + (2 if least == 0 else 1))
