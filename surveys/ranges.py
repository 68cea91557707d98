"""Quantiles and bands of a measure, rounded as far as the size of the group asks.  Pure."""

import numpy as np

from surveys import publishable
from surveys.measures import Measure
from surveys.publishable import HIDDEN, Number, round_count
from surveys.suppression import somebody_weighs
from surveys.tabulation import MeasureTable, median_interval, quantile

FINE_INTERVAL_FROM = 30
Bounds = tuple[int | None, int | None]


def size_class(count: int, minimum: int) -> int:
    """The largest threshold that `count` reaches: what its quantiles tell of it anyway."""
    thresholds = (minimum, publishable.QUARTILES_FROM, publishable.DECILES_FROM)
    return max(threshold for threshold in thresholds if threshold <= count)


def merge_bands(table: MeasureTable, minimum: int) -> tuple[list[Bounds], np.ndarray]:
    """Bands of the distribution, merged from below until each holds the minimum and rounds to the
    nearest 5, so that together they do not swell; and the band of each respondent, −1 for none.

    The last band, when it is too small, joins the one under it.  Every respondent of the measure
    is in one band: nothing is hidden, so nothing can be subtracted.
    """
    edges = table.measure.edges
    fine = np.where(table.members, np.searchsorted(edges, table.values, side="right"), -1)
    sizes = np.bincount(fine + 1, minlength=len(edges) + 2)[1:]
    band = np.zeros(len(edges) + 2, dtype=np.int64)
    ends: list[Bounds] = []
    start: int | None = None
    pending = 0
    for rank, size in enumerate(sizes):
        pending += int(size)
        band[rank] = len(ends)
        if pending >= minimum + publishable.ROUNDING // 2:
            top = None if rank == len(edges) else edges[rank]
            ends.append((start, top))
            pending, start = 0, top
    if ends and ends[-1][1] is not None:
        ends[-1] = (ends[-1][0], None)
        band = np.minimum(band, len(ends) - 1)
    band[-1] = -1
    return ends, band[fine]


def stat_row(
    code: str, label: str, values: np.ndarray, measure: Measure, minimum: int, national: bool
) -> publishable.StatRow:
    """The quantiles that the size of the group allows, rounded to the step of the measure.

    The interval of the median is rounded outwards, and coarsely under 30: there its bounds are
    almost the pay of the second lowest and second highest paid.  A mean is `national`.
    """
    n = len(values)

    def rounded(value: float) -> int:
        return measure.step * int(np.floor(value / measure.step + 0.5))

    def quantiles(from_n: int, *shares: float) -> tuple[Number, ...]:
        if n < max(from_n, minimum):
            return (HIDDEN,) * len(shares)
        return tuple(rounded(quantile(values, share)) for share in shares)

    q1, q3 = quantiles(publishable.QUARTILES_FROM, 0.25, 0.75)
    p10, p90 = quantiles(publishable.DECILES_FROM, 0.1, 0.9)
    low, high = median_interval(values)
    step = measure.step if n >= FINE_INTERVAL_FROM else measure.coarse
    mean: Number = HIDDEN
    if national and not somebody_weighs(values):
        mean = rounded(float(values.mean()))
    return publishable.StatRow(
        code=code,
        label=label,
        base=round_count(n, minimum),
        median=rounded(quantile(values, 0.5)),
        low=step * int(np.floor(low / step)),
        high=step * int(np.ceil(high / step)),
        q1=q1,
        q3=q3,
        p10=p10,
        p90=p90,
        mean=mean,
    )
