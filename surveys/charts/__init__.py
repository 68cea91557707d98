"""Published numbers → what templates draw.  Order, widths and places come from these alone."""

from surveys.charts.axis import Axis, place
from surveys.charts.bars import Bar, bars, bars_of_bands, bars_of_several
from surveys.charts.dots import dots
from surveys.charts.gaps import gaps
from surveys.charts.lines import Point, lines
from surveys.charts.ranges import ranges
from surveys.charts.relief import relief

__all__ = [
    "Axis",
    "Bar",
    "Point",
    "bars",
    "bars_of_bands",
    "bars_of_several",
    "dots",
    "gaps",
    "lines",
    "place",
    "ranges",
    "relief",
]
