"""Stretches of a text that cover others, found without comparing each with each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stretches:
    """Stretches from one character to another, to be asked whether one of them covers a shorter one."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        # How far those reach that begin at the latest with each.
        self._reach = list(accumulate((end for _, end in ordered), max))

    def cover(self, start: int, end: int) -> bool:
        """Tell whether a stretch goes from `start` to `end`, and further on one of the sides."""
        before, until = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return (before > 0 and self._reach[before - 1] >= end) or (until > 0 and self._reach[until - 1] > end)
