"""What the rest of the site borrows from the survey: numbers, key figures, one live figure."""

from surveys.models import Publication
from surveys.publishable import Tables
from surveys.results.shelf import readings
from surveys.telling import portrait
from surveys.telling.portrait import KeyFigure
from surveys.telling.words import base_text, euros, number

__all__ = ["KeyFigure", "base_text", "euros", "key_figures", "number", "tables_of"]


def tables_of(publication: Publication) -> Tables:
    """All that is published.  Its content may be deferred: no more than once a process is it
    read."""
    return readings([publication])[publication.checksum].tables


def key_figures(publication: Publication) -> list[KeyFigure]:
    """The figures to remember of a publication; what is not published is absent."""
    return portrait.key_figures(tables_of(publication))
