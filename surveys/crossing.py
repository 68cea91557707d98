"""One question by the answers of another: which groups and answers, and how coarsely.  Pure.

The counts of each question alone are published, so the count of a group split by the answers to
another question would tell, by subtraction, how few of it declined or gave a rare answer.  Hence
shares among those who gave one of the answers kept, and of their number a threshold only: at
least 11 under it, and at least 16 under the size of the group.

1. Groups and answers are kept until every cell holds the minimum (`choose`); an answer of an
   ordered question joins its neighbour, any other is left out.  The rest is not a cell: it is
   named with its reason, and no number of it is given.
2. No group nine tenths of which gave one answer, no answer nine tenths of which come from one
   group (rule 9).
3. Shares are rounded to a step worth five people or more, then more coarsely until `ambiguous`:
   whatever is left of a group, or of an answer, once the shares are subtracted from the counts
   published elsewhere, and truly is 1 to 10 people, could as well be nobody.  That is shown by a
   second world: other answers of the same people with every published number the same.
"""

from dataclasses import dataclass, field

import numpy as np

from surveys.publishable import (
    FLOORS,
    CrossColumn,
    CrossRow,
    CrossTable,
    Unpublished,
    share_step,
)
from surveys.suppression import REASONS, SHARED_VALUE
from surveys.tabulation import Column, Several, cross, cross_several

STEPS = (1, 2, 5, 10, 20)
ORDERED = {"age", "scale"}
LEAST_UNDER, LEAST_OVER = 11, 16
SMALLEST = FLOORS[0] + LEAST_UNDER


@dataclass
class Draft:
    """A table under way: `cells` of the groups kept (rows) by answers kept, `people` those who
    gave one of them by group, `groups` all those of the group; `rest` the cells of everybody
    else."""

    rows: list[int]
    columns: list[tuple[int, ...]]
    cells: np.ndarray
    people: np.ndarray
    groups: np.ndarray
    rest: np.ndarray
    floors: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)


def cross_table(
    first: Column,
    second: Column | Several,
    shown: tuple[np.ndarray, np.ndarray],
    minimum: int,
    strict: bool = False,
) -> CrossTable | None:
    """The answers of `second` in each group of `first`, None when too little can be told.

    `shown`: for each choice of the first, then of the second, whether it is published alone.
    `strict`: other tables hide cells of the same two questions (contracts, whose amounts are
    published by group): what the shares leave of an answer must stay 10 wide.
    """
    multi = isinstance(second, Several)
    if isinstance(second, Several):
        cells, people = cross_several(first, second)
        ordered = False
    else:
        table = cross(first, second)
        cells, people = table[:, 1:-1], None
        ordered = second.question.kind in ORDERED
    groups = np.bincount(first.codes + 1, minlength=len(cells))
    draft = choose(cells, people, groups, shown, minimum, ordered)
    if draft is None:
        return None
    while True:
        draft = measured(draft)
        if (row := coarsen(draft, multi, strict)) is None:
            break
        draft = without_row(draft, row, cells, people)
        if len(draft.rows) < 2:
            return None
    return published(first, second, draft, ordered)


def choose(
    cells: np.ndarray,
    people: np.ndarray | None,
    groups: np.ndarray,
    shown: tuple[np.ndarray, np.ndarray],
    minimum: int,
    ordered: bool,
) -> Draft | None:
    """Groups and answers such that every cell holds the minimum; None with fewer than two.

    Takes away, one at a time, the group or the answer of which the largest part is too small.
    """
    rows = [1 + int(i) for i in np.flatnonzero(shown[0]) if groups[1 + i] >= SMALLEST + 5]
    columns = [(int(i),) for i in np.flatnonzero(shown[1])]
    totals = cells.sum(axis=0)
    while len(rows) >= 2 and len(columns) >= (2 if people is None else 1):
        kept = np.stack([cells[np.ix_(rows, column)].sum(axis=1) for column in columns], axis=1)
        given = kept.sum(axis=1) if people is None else people[rows]
        whole = np.array([totals[list(column)].sum() for column in columns])
        bad = too_telling(kept, given, whole, minimum, people is not None)
        if not bad.any():
            # What is hidden alone would be found from what it would be put together with.
            others = tuple(sorted(set(np.flatnonzero(shown[1]).tolist()).difference(*columns)))
            if people is None and len(others) > 1:
                added = [*columns, others]
                kept_too = np.column_stack([kept, cells[np.ix_(rows, others)].sum(axis=1)])
                given_too = kept_too.sum(axis=1)
                whole = np.append(whole, totals[list(others)].sum())
                if not too_telling(kept_too, given_too, whole, minimum, False).any():
                    columns, kept, given = added, kept_too, given_too
            rest = np.stack(
                [np.delete(cells, rows, axis=0)[:, list(c)].sum(axis=1) for c in columns], axis=1
            )
            return Draft(rows, columns, kept, given, groups[rows], rest.sum(axis=0))
        by_row, by_column = bad.mean(axis=1), bad.mean(axis=0)
        row = max(range(len(rows)), key=lambda i: (by_row[i], -given[i]))
        column = max(range(len(columns)), key=lambda j: (by_column[j], -whole[j]))
        if by_row[row] >= by_column[column]:
            rows.pop(row)
        elif ordered:
            join(columns, column, whole)
        else:
            columns.pop(column)
    return None


def too_telling(
    kept: np.ndarray, given: np.ndarray, whole: np.ndarray, minimum: int, multi: bool
) -> np.ndarray:
    """The cells (groups × answers) that cannot be shown: too few, or nearly all (rules 1 and 9).

    `given`: respondents of each group; `whole`: of each answer, whatever the group.
    """
    bad = kept < minimum
    if multi:
        bad |= given[:, None] - kept < minimum
    else:
        bad |= kept >= SHARED_VALUE * given[:, None]
        bad |= kept >= SHARED_VALUE * whole[None, :]
    return bad | (given < SMALLEST)[:, None]


def join(columns: list[tuple[int, ...]], index: int, sizes: np.ndarray) -> None:
    """Put an answer together with the smaller of its neighbours."""
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(columns)]
    if not beside:
        columns.pop(index)
        return
    other = min(beside, key=lambda i: sizes[i])
    low, high = sorted((index, other))
    columns[low : high + 1] = [columns[low] + columns[high]]


def measured(draft: Draft) -> Draft:
    """With the threshold that each group reaches, and the finest step that it allows."""
    draft.floors = [
        max(f for f in FLOORS if f <= min(n - LEAST_UNDER, whole - LEAST_OVER))
        for n, whole in zip(draft.people, draft.groups, strict=True)
    ]
    draft.steps = [share_step(floor) for floor in draft.floors]
    return draft


def coarsen(draft: Draft, multi: bool, strict: bool) -> int | None:
    """Raise the steps until the table is ambiguous; else the group to take away."""
    while True:
        at_fault = told(draft, multi, strict)
        if at_fault is None:
            return None
        finest = min(draft.steps)
        if finest == STEPS[-1]:
            return at_fault
        coarser = STEPS[STEPS.index(finest) + 1]
        draft.steps = [max(step, coarser) for step in draft.steps]


def shares(draft: Draft) -> np.ndarray:
    """Published shares, in percent."""
    steps = np.array(draft.steps)[:, None]
    return (steps * np.floor(100 * draft.cells / draft.people[:, None] / steps + 0.5)).astype(int)


def inside(draft: Draft, row: int, cells: np.ndarray, people: float) -> bool:
    """Whether these counts of a group would be published as the true ones are."""
    if people < draft.floors[row] or people > draft.groups[row] or (cells < 0).any():
        return False
    apart = np.abs(100 * cells / people - shares(draft)[row])
    return bool((apart <= draft.steps[row] / 2 + 1e-9).all())


def told(draft: Draft, multi: bool, strict: bool) -> int | None:
    """A group by which the table would tell 1 to 10 people; None when it is ambiguous."""
    steps, given = np.array(draft.steps)[:, None], draft.people[:, None]
    exact = 100 * draft.cells / given
    more = (shares(draft) + steps / 2 - exact) * given / 100
    less = (exact - shares(draft) + steps / 2) * given / 100
    # An answer outside the groups shown: could all who gave it be in them?  Each group can take
    # what its other answers can lose.
    room = more if multi else np.minimum(more, less.sum(axis=1, keepdims=True) - less)
    few = (draft.rest >= 1) & (draft.rest < LEAST_UNDER) & (room.sum(axis=0) < draft.rest)
    if strict:
        other = np.minimum(less, more.sum(axis=1, keepdims=True) - more).sum(axis=0)
        growth = np.minimum(other, draft.rest.sum() - draft.rest)
        few |= (draft.rest < LEAST_UNDER) & (draft.rest + growth < LEAST_UNDER)
    if few.any():
        return int(np.argmin(draft.people))
    left = draft.groups - draft.people
    for row in np.flatnonzero((left >= 1) & (left < LEAST_UNDER)):
        if not could_be_nobody(draft, int(row), float(left[row])):
            return int(row)
    return None


def could_be_nobody(draft: Draft, row: int, left: float) -> bool:
    """Whether the `left` people of a group who gave none of the answers could have given one, and
    as many elsewhere none, without a published number changing; or 11 of them none."""
    own = draft.cells[row] / draft.people[row]
    others = [i for i in range(len(draft.rows)) if i != row]
    pooled = draft.cells[others].sum(axis=0) / draft.people[others].sum()
    for move in (left, left - LEAST_UNDER):
        if move < 0 and (draft.groups - draft.people)[others].sum() < -move:
            continue
        for mix in (own, pooled, (own + pooled) / 2):
            if not inside(draft, row, draft.cells[row] + move * mix, draft.people[row] + move):
                continue
            if move > 0 and (draft.rest >= move * mix).all():
                return True
            for share in spread(draft, others):
                moved = {i: move * share[i] for i in others}
                spare = draft.groups - draft.people
                if all(
                    inside(draft, i, draft.cells[i] - moved[i] * mix, draft.people[i] - moved[i])
                    and spare[i] + moved[i] >= 0
                    for i in others
                ):
                    return True
    return False


def spread(draft: Draft, others: list[int]):
    """How a move is shared between the other groups: all of them, then each alone."""
    total = draft.people[others].sum()
    yield {i: draft.people[i] / total for i in others}
    for one in others:
        yield {i: float(i == one) for i in others}


def without_row(draft: Draft, row: int, cells: np.ndarray, people: np.ndarray | None) -> Draft:
    keep = [i for i in range(len(draft.rows)) if i != row]
    return Draft(
        [draft.rows[i] for i in keep],
        draft.columns,
        draft.cells[keep],
        draft.people[keep],
        draft.groups[keep],
        draft.rest + draft.cells[row],
    )


def published(first: Column, second: Column | Several, draft: Draft, ordered: bool) -> CrossTable:
    groups, answers = first.question.counted, second.question.counted
    kept = {index for column in draft.columns for index in column}
    figures = shares(draft)
    rows = {
        rank - 1: CrossRow(
            *groups[rank - 1],
            floor=draft.floors[i],
            step=draft.steps[i],
            shares=tuple(int(share) for share in figures[i]),
        )
        for i, rank in enumerate(draft.rows)
    }
    return CrossTable(
        breakdown=first.question.code,
        question=second.question.code,
        breakdown_title=first.question.short_label,
        title=second.question.short_label,
        wording=second.question.label,
        columns=tuple(
            CrossColumn(
                "+".join(answers[i][0] for i in column),
                title(column, answers, ordered),
                tuple(answers[i][0] for i in column),
            )
            for column in draft.columns
        ),
        rows=tuple(rows[rank] for rank in sorted(rows)),
        hidden=tuple(
            Unpublished(*group, REASONS[10]) for i, group in enumerate(groups) if i not in rows
        ),
        left_out=tuple(
            Unpublished(*answer, REASONS[10]) for i, answer in enumerate(answers) if i not in kept
        ),
        multi=isinstance(second, Several),
    )


def title(column: tuple[int, ...], answers: tuple[tuple[str, str], ...], ordered: bool) -> str:
    """« De 36 à 40 ans ; de 41 à 50 ans », or « Autres réponses »."""
    if len(column) > 1 and not ordered:
        return "Autres réponses"
    return " ; ".join(answers[i][1] for i in column)
