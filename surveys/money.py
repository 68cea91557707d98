"""Amounts as people type them, and what is kept of them.  Pure, exact (Decimal)."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MONTHS = 12
SPACES = "\u0020\u00a0\u202f\u2009\t"


class Scale(NamedTuple):
    """How an amount is asked and kept, in euros."""

    step: int  # what is kept is rounded to this
    lowest: int  # below or above these two: refused
    highest: int
    low: int  # below or above these two: asked to be confirmed
    high: int
    unit: str  # written beside the field
    per: str  # written after the amount kept
    by_period: bool  # typed by month or by year


# Wide around what surveys of the trade have published: 8,000 to 250,000 a year for a salary,
# 80 to 2,000 a day for a freelance.
YEARLY = Scale(500, 1_000, 2_000_000, 8_000, 250_000, "€ brut", "brut par an", True)
DAILY = Scale(10, 20, 10_000, 80, 2_000, "€ HT par jour", "hors taxes par jour", False)


MONTHLY = Scale(50, 0, 1_000_000, 0, 100_000, "€ par mois", "par mois", False)
SCALES = {"yearly": YEARLY, "daily": DAILY, "monthly": MONTHLY}


def scale(name: str) -> Scale:
    """The scale of a money question, by its name (Question.Scale)."""
    return SCALES[name]


def parse(text: str) -> Decimal:
    """« 2 400 », « 2400,50 € », « 29k », « 2.400 » → euros.  ValueError for anything else.

    A point before exactly three digits parts thousands, as a French reader would take it.
    """
    plain = text.strip(SPACES).lower()
    plain = re.sub(rf"[{SPACES}]*(€|euros?|eur)$", "", plain)
    plain, thousands = re.subn(rf"(?<=[0-9])[{SPACES}]*k$", "", plain)
    if not re.fullmatch(
        rf"[0-9]{{1,9}}([.,][0-9]{{1,2}})?|[0-9]{{1,3}}([{SPACES}.][0-9]{{3}})+(,[0-9]{{1,2}})?",
        plain,
    ):
        raise ValueError(text)
    if re.fullmatch(rf"[0-9]{{1,3}}([{SPACES}.][0-9]{{3}})+(,[0-9]{{1,2}})?", plain):
        plain = re.sub(rf"[{SPACES}.]", "", plain)
    return Decimal(plain.replace(",", ".")) * (1000 if thousands else 1)


def rounded(amount: Decimal, step: int) -> int:
    """To the nearest multiple of `step`, halves up."""
    return int((amount / step).quantize(Decimal(1), ROUND_HALF_UP)) * step
