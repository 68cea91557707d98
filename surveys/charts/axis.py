"""Where numbers fall on a drawing.  Every position is a string: a French template would print a
float with a comma."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

NARROW = "\u202f"


def place(value: float) -> str:
    """A coordinate: at most two decimals, a point, no trailing zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def graduation(value: int, highest: float, unit: str = "€") -> str:
    """A value in few letters: « 32 k€ », « 350 € », « 12 » when the unit is no money.

    `highest`, on the same axis, decides for all: no axis goes from « 5 000 € » to « 15 k€ ».
    """
    if unit.startswith("€") and highest >= 10_000 and value % 500 == 0:
        thousands = f"{value / 1000:,.1f}".removesuffix(".0")
        return thousands.replace(",", NARROW).replace(".", ",") + f"{NARROW}k€"
    return exact(value, unit)


def exact(value: int, unit: str = "€") -> str:
    """« 28 500 € », « 46 % », or the number alone in a unit of another kind."""
    words = f"{value:,}".replace(",", NARROW)
    sign = unit[:1]
    return f"{words}{NARROW}{sign}" if sign in ("€", "%") else words


@dataclass(frozen=True)
class Axis:
    """A horizontal axis in hundredths, a little wider than what it holds."""

    low: float
    high: float
    step: float

    @classmethod
    def holding(cls, values: Iterable[float], least: int = 4) -> "Axis":
        """Bounds and graduations that are round, about `least` or more of them; whole numbers, as
        the values are."""
        values = list(values)
        low, high = min(values), max(values)
        spread = max(high - low, abs(high) * 0.1, 1)
        unit = 10 ** math.floor(math.log10(spread / least))
        step = max(
            (unit * factor for factor in (1, 2, 5, 10) if spread / (unit * factor) >= least),
            default=unit,
        )
        step = max(step, 1)
        bottom = step * math.floor(low / step)
        top = step * math.ceil(high / step)
        return cls(bottom, top if top > bottom else bottom + step, step)

    def at(self, value: float) -> float:
        pad = (self.high - self.low) * 0.06
        return 100 * (value - self.low + pad) / (self.high - self.low + 2 * pad)

    @property
    def graduations(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + index * self.step for index in range(count + 1)]

    @property
    def grid(self) -> str:
        """One path for all graduations, a little beyond rows 20 high."""
        return "".join(f"M{place(self.at(value))} -8V28" for value in self.graduations)

    def ticks(self, unit: str = "€", most: int = 5) -> tuple[tuple[str, str], ...]:
        """(position in %, words): at most so many that they do not touch on a telephone."""
        values = self.graduations
        every = math.ceil(len(values) / most)
        return tuple(
            (f"{place(self.at(value))}%", graduation(round(value), self.high, unit))
            for value in values[::every]
        )
