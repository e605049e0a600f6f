"""How many readers have to do the same before it says something about what they asked."""

from __future__ import annotations

from math import sqrt
from typing import Final

LEAST_READERS: Final = 2
"""What one reader opened says nothing, however few asked."""
LEAST_SHARE: Final = 0.1
"""Of those who asked, at least so many would do it, as far as the number of them can tell."""
_SURE: Final = 1.96  # standard deviations: 95 %


def is_believed(readers: int, of: int) -> bool:
    """Tell whether so many readers of all who asked did not do the same by accident.

    The lower end of the interval by Wilson (1927, "Probable Inference, the Law of Succession, and Statistical
    Inference") has to reach `LEAST_SHARE`: 2 of 5 are enough, 3 of 10, 14 of 80.
    """
    if readers < LEAST_READERS:
        return False
    of = max(of, readers)
    share, square = readers / of, _SURE**2
    spread = _SURE * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return (share + square / (2 * of) - spread) / (1 + square / of) >= LEAST_SHARE
