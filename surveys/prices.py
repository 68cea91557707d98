"""Euros of one year in those of another, by Insee’s consumer price index.  Pure.

Annual averages, all households, all items, base 100 in 2015 (Insee, « Indice des prix à la
consommation »).  Levels to two decimals until 2017, of metropolitan France, as Insee’s series
republished by the Comité national routier (cnr.fr, indicateur 80).  From 2018 on, the annual
average rate that Insee announced for France, to one decimal, chained: an error of at most 0.4 % in
2025, under the rounding of any pay given here.  The announcements, « Prix à la consommation,
moyennes annuelles », Informations rapides of 15 January:

- 2018 to 2020: no. 11 of 2021, insee.fr/fr/statistiques/5012290;
- 2021: its figure of 2022, recalled in the press with those of 2022 to 2024 (AFP, 15 January 2025);
- 2022 to 2025: no. 8 of 2026, insee.fr/fr/statistiques/8726461.

Later years are not known here, and amounts are not converted to or from them.
"""

from typing import Final

SOURCE: Final = "Insee, indice des prix à la consommation, moyennes annuelles, base 100 en 2015"
SOURCE_URL: Final = "https://www.insee.fr/fr/statistiques/serie/001759970"
LEVELS: Final = {
    2010: 94.71,
    2011: 96.71,
    2012: 98.61,
    2013: 99.45,
    2014: 99.96,
    2015: 100.00,
    2016: 100.19,
    2017: 101.23,
}
RATES: Final = {
    2018: 1.8,
    2019: 1.1,
    2020: 0.5,
    2021: 1.6,
    2022: 5.2,
    2023: 4.9,
    2024: 2.0,
    2025: 0.9,
}


def index(year: int) -> float | None:
    """100 in 2015; None for a year that is not known."""
    if year in LEVELS:
        return LEVELS[year]
    if year not in RATES:
        return None
    level = LEVELS[max(LEVELS)]
    for one in range(max(LEVELS) + 1, year + 1):
        level *= 1 + RATES[one] / 100
    return level


def last_year() -> int:
    """The latest year whose prices are known: that of constant euros."""
    return max(RATES)


def constant(amount: float, year: int, to: int | None = None, step: int = 500) -> int | None:
    """`amount` euros of `year` in euros of `to` (the latest known), to the nearest `step`.

    None when the prices of either year are not known.
    """
    start, end = index(year), index(to or last_year())
    if start is None or end is None:
        return None
    return step * int(amount * end / start / step + 0.5)
