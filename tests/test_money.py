"""Amounts are understood as French people type them, and kept rounded."""

from decimal import Decimal

import pytest

from surveys.money import DAILY, YEARLY, parse, rounded, scale


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("2400", "2400"),
        ("2 400", "2400"),
        ("2\u202f400", "2400"),
        ("2\u00a0400 €", "2400"),
        ("  2400,50 € ", "2400.50"),
        ("2 400,5", "2400.5"),
        ("2.400", "2400"),
        ("2400.50", "2400.50"),
        ("29k", "29000"),
        ("29 k€", "29000"),
        ("29,5K", "29500"),
        ("29 000 euros", "29000"),
        ("1 234 567 EUR", "1234567"),
        ("2,4k", "2400"),
        ("29 000 euros/an", "29000"),
        ("29k€ brut par an", "29000"),
        ("2400 brut", "2400"),
        ("environ 2 400 € par mois", "2400"),
        ("320 HT", "320"),
        ("0", "0"),
    ],
)
def test_an_amount_is_understood(text, euros):
    assert parse(text) == Decimal(euros)


@pytest.mark.parametrize(
    "text",
    ["", "€", "k", "deux mille", "-2400", "24,00,50", "2 40", "2..400", "nan", "inf"]
    + ["1e9", "٢٤٠٠", "2400\x00", "1" * 30, "12,345", "0x10", "2400 - 2600", "<b>2400</b>"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    ("amount", "step", "kept"),
    [("28749.99", 500, 28500), ("28750", 500, 29000), ("28250", 500, 28500), ("324.99", 10, 320)]
    + [("325", 10, 330), ("0", 500, 0)],
)
def test_what_is_kept_is_rounded_halves_up(amount, step, kept):
    assert rounded(Decimal(amount), step) == kept


def test_a_day_rate_has_a_scale_of_its_own():
    assert scale("daily") is DAILY
    assert scale("yearly") is YEARLY
    assert (YEARLY.step, DAILY.step) == (500, 10)
