"""An offer beside what somebody asks for: pure, and for that person’s eyes only."""

from dataclasses import dataclass

YEARLY, DAILY = "an", "jour"
# The lowest day rate, in euros, of each band of `discretion.DayRate`.
LOWEST_DAY_RATE = {
    "moins-200": 0,
    "200-300": 200,
    "300-400": 300,
    "400-500": 400,
    "500-700": 500,
    "plus-700": 700,
}


@dataclass(frozen=True)
class Offer:
    """Euros, gross a year or a day all taxes excluded."""

    kind: str
    low: int
    high: int

    def beside(self, salary_floor: int | None, day_rate: str) -> str:
        """« au-dessus », « en dessous » or « autour » of the floor; empty without one."""
        floor = salary_floor if self.kind == YEARLY else LOWEST_DAY_RATE.get(day_rate)
        if not floor:
            return ""
        if self.low >= floor:
            return "au-dessus"
        return "en dessous" if self.high < floor else "autour"
