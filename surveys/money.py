"""Amounts as people type them, and what is kept of them.  Pure, exact (Decimal)."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MONTHS = 12
SPACES = "\u0020\u00a0\u202f\u2009\t"
# Nobody needs more to write an amount with its period.
LONGEST = 60
MONTH, YEAR, DAY = "mois", "an", "jour"


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
    period: str  # the period of what is kept
    example: str


# Wide around what surveys of the trade have published: 8,000 to 250,000 a year for a salary,
# 80 to 2,000 a day for a freelance.
YEARLY = Scale(
    *(500, 1_000, 2_000_000, 8_000, 250_000), "€ brut", "brut par an", True, YEAR, "2 400"
)
DAILY = Scale(
    *(10, 20, 10_000, 80, 2_000), "€ HT par jour", "hors taxes par jour", False, DAY, "320"
)
MONTHLY = Scale(*(50, 0, 1_000_000, 0, 100_000), "€ par mois", "par mois", False, MONTH, "1 500")
SCALES = {"yearly": YEARLY, "daily": DAILY, "monthly": MONTHLY}


def scale(name: str) -> Scale:
    """The scale of a money question, by its name (Question.Scale)."""
    return SCALES[name]


class Typed(NamedTuple):
    """An amount as it was written: euros, the period said with it ("" for none), whether net."""

    amount: Decimal
    period: str = ""
    net: bool = False


PERIODS = {
    MONTH: r"(?:/|par|au)[ ]?mois|mensuels?",
    YEAR: r"(?:/|par)[ ]?an(?:née)?|l[’']an(?:née)?|annuels?",
    DAY: r"(?:/|par)[ ]?j(?:our)?|la journée|journaliers?",
}
TAX = re.compile(r"(?:bruts?|nets?|ht|hors taxes?)")
CURRENCY = re.compile(r"(?:€|euros?|eur)")
ENDINGS = (*((period, re.compile(rf"(?:{words})")) for period, words in PERIODS.items()),)
PLAIN = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
PARTED = re.compile(r"[0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]{1,2})?")


def read(text: str) -> Typed:
    """« 2 400 », « 2400,50 € », « 29k », « 29 000 euros brut/an », « 1 800 net par mois ».

    A point before exactly three digits parts thousands, as a French reader would take it.
    ValueError for anything else.
    """
    if len(text) > LONGEST:
        raise ValueError("trop long")
    plain = re.sub(rf"[{SPACES}]+", " ", text).strip().lower()
    plain = re.sub(r"^(?:environ|~|≈) ?", "", plain)
    period, net = "", False
    while True:
        shorter, said, is_net = _without_ending(plain)
        if shorter == plain:
            break
        if said and period and said != period:
            raise ValueError(text)
        plain, period, net = shorter, said or period, net or is_net
    plain, thousands = re.subn(r"(?<=[0-9]) ?k$", "", plain)
    if PARTED.fullmatch(plain):
        plain = re.sub(r"[ .]", "", plain)
    elif not PLAIN.fullmatch(plain):
        raise ValueError(text)
    amount = Decimal(plain.replace(",", ".")) * (1000 if thousands else 1)
    return Typed(amount, period, net)


def _without_ending(plain: str) -> tuple[str, str, bool]:
    """The text without its last word of currency, tax or period: (text, period, whether net)."""
    for name, pattern in (("", CURRENCY), ("", TAX), *ENDINGS):
        found = re.search(rf"(?<=[0-9a-zé€ ]) ?({pattern.pattern})$", plain)
        if found:
            return plain[: found.start()].rstrip(), name, found[1].startswith("net")
    return plain, "", False


def parse(text: str) -> Decimal:
    """The amount alone, in euros, of what `read` understands; ValueError otherwise."""
    return read(text).amount


def rounded(amount: Decimal, step: int) -> int:
    """To the nearest multiple of `step`, halves up."""
    return int((amount / step).quantize(Decimal(1), ROUND_HALF_UP)) * step
