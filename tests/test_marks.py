"""Who has which values, a bit each: the same as one finds pair by pair."""

import random

import numpy as np
import pytest

from directory.marks import Marks

SIZES = (1, 63, 64, 65, 200)


@pytest.mark.parametrize("size", SIZES)
def test_bits_say_what_pairs_say(size):
    dice = random.Random(size)
    values = [3, 40, 41, 1000]
    has = {
        row: sorted(dice.sample(values[:3], dice.randrange(4))) for row in range(size - size // 4)
    }
    pairs = [(row, value) for row, some in has.items() for value in some] + [(size // 2, 1000)]
    has[size // 2] = [*has.get(size // 2, []), 1000]
    dice.shuffle(pairs)
    marks = Marks(*(np.array(column, dtype=np.int32) for column in zip(*pairs, strict=True)))
    rows = range(size)
    assert [list(marks.of(row)) for row in rows] == [has.get(row, []) for row in rows]
    for asked in ([], [40], [3, 41], [7, 1000], values):
        held = [len(set(asked) & set(has.get(row, []))) for row in rows]
        assert marks.with_any(asked, size).tolist() == [count >= 1 for count in held]
        assert marks.with_two(asked, size).tolist() == [count >= 2 for count in held]
    kept = np.array([dice.random() < 0.5 for _ in rows])
    chosen = [value for row in rows if kept[row] for value in has.get(row, [])]
    assert marks.counts(kept) == {value: chosen.count(value) for value in sorted(set(chosen))}


def test_nobody_has_anything():
    marks = Marks(np.array([], dtype=np.int32), np.array([], dtype=np.int32))
    nobody = [False] * 3
    assert marks.counts(np.ones(3, dtype=bool)) == {} and list(marks.of(2)) == []
    assert marks.with_any([1], 3).tolist() == marks.with_two([1, 2], 3).tolist() == nobody
