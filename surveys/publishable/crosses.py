"""One question by the answers of another, as shares.

Counts are not given here: beside the counts of each question alone they would tell, by
subtraction, how few in a group declined or gave a rare answer.  A share says nothing of how many
there are, and how many answered in a group is told only by a number that they reach.
"""

from dataclasses import dataclass

from surveys.publishable.numbers import FLOORS


@dataclass(frozen=True)
class Unpublished:
    """A group or an answer that the table leaves out, and why, in French."""

    code: str
    label: str
    reason: str


@dataclass(frozen=True)
class CrossColumn:
    """An answer, or several put together: `members` are their codes."""

    code: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class CrossRow:
    """A group: its share by column, in percent, each a multiple of `step`."""

    code: str
    label: str
    floor: int
    step: int
    shares: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.floor not in FLOORS or self.step < share_step(self.floor):
            raise ValueError("a share finer than its group allows")
        if any(
            type(share) is not int or share % self.step or not 0 <= share <= 100
            for share in self.shares
        ):
            raise ValueError("a share that was not guarded")


@dataclass(frozen=True)
class CrossTable:
    """The answers of `question` in each group of `breakdown` (codes), shares by row.

    With `multi`, answers overlap and shares do not add up to 100; otherwise they do, but for
    rounding.
    """

    breakdown: str
    question: str
    breakdown_title: str
    title: str
    wording: str
    columns: tuple[CrossColumn, ...]
    rows: tuple[CrossRow, ...]
    hidden: tuple[Unpublished, ...] = ()
    left_out: tuple[Unpublished, ...] = ()
    multi: bool = False

    def __post_init__(self) -> None:
        if len(self.rows) < 2 or any(len(row.shares) != len(self.columns) for row in self.rows):
            raise ValueError("a table that compares nothing")
        if not self.multi and len(self.columns) < 2:
            raise ValueError("everybody gave the same answer")


def share_step(floor: int) -> int:
    """The finest rounding of shares among `floor` people or more, in points.

    A step is worth five people or more, as the rounding of counts is.
    """
    for step, least in ((1, 500), (2, 250), (5, 100)):
        if floor >= least:
            return step
    return 10
