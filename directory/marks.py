"""Who has which values, a bit each: all the values of a crowd are counted in a glance.  Pure."""

from collections.abc import Iterable, Iterator

import numpy as np

WORD = 64  # bits


def packed(mask: np.ndarray, words: int) -> np.ndarray:
    """A mask of rows as so many words of bits, those past its end being zeros."""
    bits = np.zeros(words * WORD, dtype=bool)
    bits[: len(mask)] = mask[: len(bits)]
    return np.packbits(bits).view(np.uint64)


class Marks:
    """For each value that any row has, the rows that have it; a row may have several."""

    def __init__(self, rows: np.ndarray, values: np.ndarray) -> None:
        self.words = int(rows.max(initial=-1)) // WORD + 1
        present = np.flatnonzero(np.bincount(values)) if len(values) else values
        ranks = np.zeros(values.max(initial=-1) + 1, dtype=np.intp)
        ranks[present] = np.arange(len(present))
        self.places = {value: rank for rank, value in enumerate(present.tolist())}
        mask = np.zeros((len(present), self.words * WORD), dtype=bool)
        mask[ranks[values], rows] = True
        self.bits = np.packbits(mask, axis=1).view(np.uint64)

    def counts(self, kept: np.ndarray) -> dict[int, int]:
        """{value: how many of the rows kept have it}, without zeros."""
        found = np.bitwise_count(self.bits & packed(kept, self.words)).sum(axis=1, dtype=np.int64)
        counts = zip(self.places, found.tolist(), strict=True)
        return {value: count for value, count in counts if count}

    def with_any(self, values: Iterable[int], size: int) -> np.ndarray:
        """Of so many rows, which have any of these values."""
        return self._mask(np.bitwise_or.reduce(self._of(values), axis=0), size)

    def with_two(self, values: Iterable[int], size: int) -> np.ndarray:
        """Of so many rows, which have at least two of these values."""
        once = np.zeros(self.words, dtype=np.uint64)
        twice = once.copy()
        for bits in self._of(values):
            twice |= once & bits
            once |= bits
        return self._mask(twice, size)

    def of(self, row: int) -> Iterator[int]:
        """The values of a row, in increasing order."""
        byte, bit = divmod(row, 8)
        if byte >= self.words * WORD // 8:
            return
        column = self.bits.view(np.uint8)[:, byte] & (128 >> bit)
        yield from (value for value, has in zip(self.places, column.tolist(), strict=True) if has)

    def _of(self, values: Iterable[int]) -> np.ndarray:
        return self.bits[[self.places[value] for value in values if value in self.places]]

    def _mask(self, words: np.ndarray, size: int) -> np.ndarray:
        mask = np.zeros(size, dtype=bool)
        found = np.unpackbits(words.view(np.uint8))[:size]
        mask[: len(found)] = found
        return mask
