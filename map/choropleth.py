"""Numbers into classes of colour and into words.  Pure.

Classes hold about as many areas each (quantiles), never part the areas of one value, and have the
bounds that the legend says.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NARROW = "\u202f"  # in numbers and before their unit
WIDE = "\u00a0"  # before a colon
MOST = 5
# The colours 1 to 5, as far apart as the number of classes allows.
COLOURS = {0: (), 1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
HIDDEN = "non publié"


@dataclass(frozen=True)
class Step:
    """A class, both bounds included; `colour` is the number of its `choro-…` class."""

    low: float
    high: float
    colour: int


def quantiles(values: Iterable[float], most: int = MOST) -> list[list[float]]:
    """The distinct values in at most `most` groups of about as many occurrences, ascending."""
    occurrences = sorted(Counter(values).items())
    if len(occurrences) <= most:
        return [[value] for value, _ in occurrences]
    groups: list[list[float]] = [[]]
    filled, remaining = 0, sum(many for _, many in occurrences)
    target = remaining / most
    for value, many in occurrences:
        # Stop short of the target rather than overshoot it by more.
        if groups[-1] and len(groups) < most and filled + many - target > target - filled:
            remaining -= filled
            target = remaining / (most - len(groups))
            groups.append([])
            filled = 0
        groups[-1].append(value)
        filled += many
    return groups


def roundest(above: int, upto: int) -> int:
    """The roundest whole number over `above` and not over `upto`: (18, 21) → 20."""
    unit = 10 ** len(str(upto))
    while True:
        for step in (unit, unit // 2, unit // 5):
            if upto // step * step > above:
                return upto // step * step
        unit //= 10


def steps(values: Iterable[float], *, counts: bool = False) -> tuple[Step, ...]:
    """At most five classes for these values, ascending; none for no value.

    Counts (whole, from 1 up) have round bounds that touch: 1 à 4, 5 à 9, 10 à 58.  The classes of
    amounts go from their smallest to their largest: a bound is a value that exists.
    """
    groups = quantiles(values)
    lows = [group[0] for group in groups]
    highs = [group[-1] for group in groups]
    if counts:
        lows[1:] = [roundest(high, low) for high, low in zip(highs, lows[1:], strict=False)]
        highs[:-1] = [low - 1 for low in lows[1:]]
    return tuple(
        Step(low, high, colour)
        for low, high, colour in zip(lows, highs, COLOURS[len(groups)], strict=True)
    )


def colour(value: float, classes: Sequence[Step]) -> int:
    """The number of the `choro-…` class of a value that the classes were made for, else 0."""
    return next((step.colour for step in classes if step.low <= value <= step.high), 0)


def number(value: float) -> str:
    """« 1 842 », « −3,25 »: at most two decimals."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", NARROW).replace(".", ",").replace("-", "−")


@dataclass(frozen=True)
class Wording:
    """How the values of a map are said.

    With a `noun` (« singular,plural ») they are counts, and nothing is `none` of it.  Without,
    they are amounts in `unit`, and nothing is no data.
    """

    noun: str = ""
    unit: str = ""
    none: str = "aucun"

    @property
    def counts(self) -> bool:
        return bool(self.noun)

    @property
    def plural(self) -> str:
        return self.noun.partition(",")[2]

    @property
    def nothing(self) -> str:
        """The shortest word for a missing value."""
        return self.none if self.counts else "–"

    @property
    def absent(self) -> str:
        return f"{self.none} {self.noun.partition(',')[0]}" if self.counts else "pas de donnée"

    def figure(self, value: float | None) -> str:
        """« 12 », « 33 500 € », « non publié » for None."""
        if value is None:
            return HIDDEN
        return number(value) + (f"{NARROW}{self.unit}" if self.unit else "")

    def value(self, value: float | None) -> str:
        """« 12 profils », « aucun profil », « 33 500 € », « non publié » for None."""
        if value is None or not self.counts:
            return self.figure(value)
        if not value:
            return self.absent
        singular, plural = self.noun.split(",")
        return f"{number(value)} {plural if value >= 2 else singular}"

    def bounds(self, step: Step) -> str:
        """« 5 à 9 », « 31 000 à 32 500 € », « 12 » when both are the same."""
        if step.low == step.high:
            return self.figure(step.low)
        return f"{number(step.low)} à {self.figure(step.high)}"
