"""The only tables that pages, charts, CSV and JSON may read (schema 2).

Every number here has passed `surveys.disclosure`.  The constructors refuse what a guarded table
cannot hold, and run again each time a publication is read back; `Tables.from_json` also reads
schema 1, whose fields are a part of these.

A number is an int or `HIDDEN` (null in JSON), never 0 in place of what is not published.

`Tables` holds, each a tuple, in the order of the questionnaire:

- `counts`: one question alone, answers exclusive (`CountTable`: rows with a rounded count).
- `multis`: one question of several answers (`MultiTable`): rows overlap, shares of `base`.
- `bands`: the distribution of an amount or a number (`BandTable`).
- `stats`: median, its interval, quartiles, deciles, base: of a measure for the whole country
  (`breakdown == ""`, one row) or by the answers of one question (`StatTable`).
- `crosses`: one question by the answers of another (`CrossTable`): for each group a share by
  answer, rounded to `row.step` points, among those who gave one of the answers of `columns`.  The
  number of those is never given: `row.floor` is a number that it reaches (« au moins 150
  réponses »).  `hidden` groups and `left_out` answers are named with a reason, never drawn.
- `gaps`: gender gaps in percent of men’s median (`Gap`), each HIDDEN with a reason when it
  cannot be told.
- `exclusions`: responses left out by rule (`Exclusions`), None when none could be.
- `weighted`: the same shares and medians after weighting (`Weighted`), None without margins;
  always to be shown beside the raw figure.
"""

from surveys.publishable.counts import Band, BandTable, CountRow, CountTable, MultiTable
from surveys.publishable.crosses import CrossColumn, CrossRow, CrossTable, Unpublished, share_step
from surveys.publishable.numbers import (
    DECILES_FROM,
    FLOORS,
    HIDDEN,
    MINIMUM,
    QUARTILES_FROM,
    ROUNDING,
    RULES,
    SCHEMA,
    TOTAL_ONLY_UNDER,
    Number,
    Suppressed,
    percent,
    round_count,
)
from surveys.publishable.stats import Gap, StatRow, StatTable
from surveys.publishable.tables import Tables
from surveys.publishable.weights import Exclusions, Weighted, WeightedRow, WeightedTable

__all__ = [
    "DECILES_FROM",
    "FLOORS",
    "HIDDEN",
    "MINIMUM",
    "QUARTILES_FROM",
    "ROUNDING",
    "RULES",
    "SCHEMA",
    "TOTAL_ONLY_UNDER",
    "Band",
    "BandTable",
    "CountRow",
    "CountTable",
    "CrossColumn",
    "CrossRow",
    "CrossTable",
    "Exclusions",
    "Gap",
    "MultiTable",
    "Number",
    "StatRow",
    "StatTable",
    "Suppressed",
    "Tables",
    "Unpublished",
    "Weighted",
    "WeightedRow",
    "WeightedTable",
    "percent",
    "round_count",
    "share_step",
]
