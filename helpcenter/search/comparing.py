"""Two evaluations of the same judged queries, compared: is the difference more than chance?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_WANTED_RANK = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of answer_at_3: the queries gained and lost, and how probable so large a difference is by chance."""

    queries: int
    answer_at_3_before: float
    answer_at_3_after: float
    gained: int
    lost: int
    p_value: float

    @property
    def difference(self) -> float:
        """How much answer_at_3 rose."""
        return self.answer_at_3_after - self.answer_at_3_before


def compare(before: Sequence[int], after: Sequence[int], *, flips: int = 10_000, seed: int = 0) -> Comparison:
    """Compare the ranks (0: not found) the same queries got in two runs, by a two-sided paired sign-flip test.

    Raises:
        ValueError: the runs are of different lengths, or empty.
    """
    if len(before) != len(after) or not before:
        raise ValueError("Two runs of the same queries, at least one, can be compared.")
    answered_before, answered_after = _answered(before), _answered(after)
    differences = answered_after.astype(np.int64) - answered_before
    changed = int(np.count_nonzero(differences))
    observed = abs(int(differences.sum()))
    # Each changed query counts +1 or -1, so that flipping their signs at random is tossing as many coins.
    sums = 2 * np.random.default_rng(seed).binomial(changed, 0.5, size=flips) - changed
    as_large = int(np.count_nonzero(np.abs(sums) >= observed))
    return Comparison(
        queries=len(before),
        answer_at_3_before=float(answered_before.mean()),
        answer_at_3_after=float(answered_after.mean()),
        gained=int(np.count_nonzero(differences > 0)),
        lost=int(np.count_nonzero(differences < 0)),
        p_value=(as_large + 1) / (flips + 1),
    )


def _answered(ranks: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    given = np.asarray(ranks)
    return (given >= 1) & (given <= _WANTED_RANK)
