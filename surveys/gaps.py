"""How much less women are paid than men, as it is and at equal job and experience.  Pure.

Both compare medians already rounded to the step of the measure, in percent of men’s, without
decimals.  The second leaves no other difference of job title or experience: in each pair of job
title and experience where at least 11 women and 11 men gave their pay, the medians are compared;
the gaps are averaged with the number of women of each pair as weights, as for an Oaxaca-free
standardisation on the jobs that women hold (Insee, « écart de salaire à poste comparable », is
computed on the same principle).  Below two pairs, or 30 women or 30 men in them, nothing is said.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from surveys.publishable import FLOORS, Gap, StatTable
from surveys.tabulation import MeasureTable, Tabulation

WOMEN, MEN = "femme", "homme"
GENDER, ROLE, EXPERIENCE = "genre", "intitule", "anciennete"
MEASURED = ("salaire", "tjm")
LEAST_PAIRS, LEAST_PEOPLE = 2, 30


def gaps(tabulation: Tabulation, stats: Sequence[StatTable], minimum: int) -> Iterator[Gap]:
    """The two gaps of each measure that the edition asked with gender; from guarded tables for
    the first, under the same rules for the second."""
    gender = tabulation.column(GENDER)
    if gender is None:
        return
    for table in tabulation.measures:
        if table.measure.code not in MEASURED:
            continue
        yield raw_gap(table.measure.code, stats)
        yield equal_gap(tabulation, table, minimum)


def in_percent(women: float, men: float) -> int:
    return int(np.floor(100 * (men - women) / men + 0.5))


def raw_gap(measure: str, stats: Sequence[StatTable]) -> Gap:
    """From the medians published, so that it adds nothing to them."""
    rows = {
        row.code: row
        for table in stats
        if (table.measure, table.breakdown) == (measure, GENDER)
        for row in table.rows
        if row.shown
    }
    if WOMEN not in rows or MEN not in rows:
        return Gap(
            measure,
            "brut",
            reason="les médianes des femmes et des hommes ne sont pas toutes deux publiées",
        )
    women, men = rows[WOMEN], rows[MEN]
    return Gap(
        measure,
        "brut",
        in_percent(women.median, men.median),
        floor=min(_reached(women), _reached(men)),
    )


def _reached(row) -> int:
    """A number that the group reaches, from its published base."""
    return row.base if row.at_least else max(11, row.base - 5)


def equal_gap(tabulation: Tabulation, table: MeasureTable, minimum: int) -> Gap:
    gender, role, experience = (tabulation.column(code) for code in (GENDER, ROLE, EXPERIENCE))
    code = table.measure.code
    if gender is None or role is None or experience is None:
        return Gap(code, "egal", reason="l’édition ne demande pas l’intitulé et l’ancienneté")
    ranks = {choice: i for i, (choice, _) in enumerate(gender.question.counted)}
    if WOMEN not in ranks or MEN not in ranks:
        return Gap(code, "egal", reason="l’édition ne distingue pas les femmes et les hommes")
    pairs = _pairs(table, gender.codes, ranks, role, experience, minimum)
    women, men = sum(w for _, w, _ in pairs), sum(m for *_, m in pairs)
    if len(pairs) < LEAST_PAIRS or min(women, men) < LEAST_PEOPLE:
        return Gap(
            code,
            "egal",
            reason="trop peu de femmes et d’hommes de même intitulé et de même ancienneté",
        )
    mean = sum(gap * w for gap, w, _ in pairs) / women
    least = min(women, men)
    return Gap(
        code,
        "egal",
        int(np.floor(mean + 0.5)),
        floor=max(f for f in (LEAST_PEOPLE, *FLOORS) if f <= least),
        cells=len(pairs),
    )


def _pairs(table, gender, ranks, role, experience, minimum) -> list[tuple[float, int, int]]:
    """(gap in percent, women, men) of each job title and experience that allow it."""
    roles, tenures = len(role.question.counted), len(experience.question.counted)
    both = (role.codes >= 0) & (role.codes < roles)
    both &= (experience.codes >= 0) & (experience.codes < tenures) & table.members
    cell = np.where(both, role.codes * tenures + experience.codes, -1)
    step, found = table.measure.step, []
    of_women, of_men = gender == ranks[WOMEN], gender == ranks[MEN]
    sizes = [
        np.bincount(cell[mask & both], minlength=roles * tenures) for mask in (of_women, of_men)
    ]
    for index in np.flatnonzero((sizes[0] >= minimum) & (sizes[1] >= minimum)):
        women, men = (
            step * np.floor(np.median(table.values[(cell == index) & mask]) / step + 0.5)
            for mask in (of_women, of_men)
        )
        found.append((100 * (men - women) / men, int(sizes[0][index]), int(sizes[1][index])))
    return found
