"""Weights that give a sample the margins of a known population, and what they change.  Pure.

Raking (Deming and Stephan, 1940): each margin is met in turn until all are, to a thousandth.
Weights stay between a fifth of and five times their mean, so that nobody counts for a crowd.
Whoever did not answer a question of the margins keeps, for it, the share observed.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from surveys.publishable import (
    FLOORS,
    HIDDEN,
    Tables,
    Weighted,
    WeightedRow,
    WeightedTable,
    percent,
    share_step,
)
from surveys.tabulation import NO_ANSWER, Tabulation

Margins = Mapping[str, Mapping[str, float]]
NOT_UNDER = 100
LIGHTEST, HEAVIEST = 0.2, 5.0
ROUNDS, CLOSE = 500, 0.001


def check(margins: Any) -> None:
    """ValueError, in French, unless this is {} or {"source": …, "questions": {code: {choice: %}}}
    with shares that add up to 100."""
    if margins == {}:
        return
    if not isinstance(margins, dict) or set(margins) != {"source", "questions"}:
        raise ValueError("Il faut une source et des questions.")
    if not isinstance(margins["source"], str) or not margins["source"].strip():
        raise ValueError("Il faut la source des marges.")
    questions = margins["questions"]
    if not isinstance(questions, dict) or not questions:
        raise ValueError("Il faut au moins une question.")
    for code, shares in questions.items():
        if not isinstance(shares, dict) or len(shares) < 2:
            raise ValueError(f"« {code} » : il faut au moins deux réponses, chacune avec sa part.")
        values = list(shares.values())
        if any(type(v) not in (int, float) or not 0 < v < 100 for v in values):
            raise ValueError(f"« {code} » : chaque part est entre 0 et 100, sans les atteindre.")
        if abs(sum(values) - 100) > 0.5:
            total = f"{sum(values):g}".replace(".", ",")
            raise ValueError(f"« {code} » : les parts font {total} %, pas 100 %.")


def rake(tabulation: Tabulation, margins: Margins) -> np.ndarray | None:
    """A weight by respondent, 1 on average; None when the margins cannot be met: a question that
    was not asked, an answer that nobody gave or that is not declared, or weights too unequal."""
    targets = []
    for code, shares in margins.items():
        column = tabulation.column(code)
        if column is None:
            return None
        choices = [choice for choice, _ in column.question.counted]
        # Silent and not asked keep their place.
        codes = np.where(
            (column.codes >= 0) & (column.codes < len(choices)), column.codes, len(choices)
        )
        observed = np.bincount(codes, minlength=len(choices) + 1) / len(codes)
        declared = np.array([*(shares.get(choice, 0.0) for choice in choices), 0.0])
        if ((declared > 0) != (observed > 0))[:-1].any():
            return None
        wanted = declared / declared.sum() * (1 - observed[-1])
        wanted[-1] = observed[-1]
        targets.append((codes, wanted))
    weights = np.ones(tabulation.size)
    for _ in range(ROUNDS):
        worst = 0.0
        for codes, wanted in targets:
            got = np.bincount(codes, weights, minlength=len(wanted)) / weights.sum()
            worst = max(worst, float(np.abs(got - wanted).max()))
            ratio = np.divide(wanted, got, out=np.ones_like(got), where=got > 0)
            weights = weights * ratio[codes]
        weights = np.clip(weights / weights.mean(), LIGHTEST, HEAVIEST)
        if worst < CLOSE:
            return weights / weights.mean()
    return None


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """The smallest value under which, itself included, lies this share of the weights."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, share * reached[-1] * (1 - 1e-12))])


def weighted(tabulation: Tabulation, tables: Tables, margins: Mapping[str, Any]) -> Weighted | None:
    """The published shares and medians after weighting, under the same guard: only what is
    published unweighted, shares as coarse as those of crossed questions, medians from 100."""
    size = tabulation.size
    if not margins or size < NOT_UNDER:
        return None
    weights = rake(tabulation, margins["questions"])
    if weights is None:
        return None
    floor = max(f for f in FLOORS if f <= size)
    found = [*_shares(tabulation, tables, weights, floor), *_medians(tabulation, tables, weights)]
    efficiency = weights.sum() ** 2 / (size * (weights**2).sum())
    return Weighted(
        {code: dict(shares) for code, shares in margins["questions"].items()},
        margins["source"],
        floor,
        5 * int(20 * efficiency + 0.5),
        tuple(found),
    )


def _shares(tabulation: Tabulation, tables: Tables, weights: np.ndarray, floor: int):
    step = share_step(floor)
    for table in tables.counts:
        column = tabulation.column(table.code)
        asked = weights[column.codes >= 0].sum()
        if (column.codes >= 0).sum() < NOT_UNDER:
            continue
        got = np.bincount(column.codes + 1, weights, minlength=len(table.rows) + 1)[1:]
        yield WeightedTable(
            table.code,
            "question",
            table.title,
            "%",
            tuple(
                WeightedRow(
                    row.code,
                    row.label,
                    percent(row.count, table.base),
                    step * int(100 * got[rank] / asked / step + 0.5),
                )
                for rank, row in enumerate(table.rows)
                if row.count is not HIDDEN and row.code != NO_ANSWER
            ),
        )


def _medians(tabulation: Tabulation, tables: Tables, weights: np.ndarray):
    for measured in tabulation.measures:
        table = tables.stat(measured.measure.code)
        if table is None or measured.members.sum() < NOT_UNDER:
            continue
        step = measured.measure.step
        values, own = measured.values[measured.members], weights[measured.members]
        rows = []
        for code, label, share, raw in (
            ("q1", "Premier quartile", 0.25, table.national.q1),
            ("median", "Médiane", 0.5, table.national.median),
            ("q3", "Troisième quartile", 0.75, table.national.q3),
        ):
            after = step * int(weighted_quantile(values, own, share) / step + 0.5)
            rows.append(WeightedRow(code, label, raw, after))
        yield WeightedTable(table.measure, "mesure", table.title, table.unit, tuple(rows))
