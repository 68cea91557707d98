"""Counts and figures as they may be published, and those that may not."""

from enum import Enum
from typing import Final

MINIMUM: Final = 11
ROUNDING: Final = 5
TOTAL_ONLY_UNDER: Final = 30
QUARTILES_FROM: Final = 30
DECILES_FROM: Final = 100
SCHEMA: Final = 2
RULES: Final = 2
# What a base that is not given is said to reach.
FLOORS: Final = (
    *(50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500),
    *(10_000, 15_000, 20_000, 30_000, 50_000, 75_000, 100_000, 200_000, 500_000, 1_000_000),
)


class Suppressed(Enum):
    """A number that is not published.  Says nothing of why, nor of how large it is."""

    HIDDEN = "non publié"

    def __bool__(self) -> bool:
        return False


HIDDEN: Final = Suppressed.HIDDEN
Number = int | Suppressed


def round_count(count: int, minimum: int = MINIMUM) -> int:
    """`count` to the nearest 5, and never under the minimum: from 11 to 17 all read 15."""
    floor = -(-minimum // ROUNDING) * ROUNDING
    return max(ROUNDING * ((count + ROUNDING // 2) // ROUNDING), floor)


def percent(count: Number, base: int) -> Number:
    """Share of a rounded count in a rounded base, without decimals."""
    return HIDDEN if count is HIDDEN else round(100 * count / base)


def check_count(count: Number) -> None:
    """ValueError for a count that was not rounded, or is under the minimum."""
    if count is HIDDEN:
        return
    if type(count) is not int or count % ROUNDING or count < MINIMUM:
        raise ValueError("a count that was not guarded")
