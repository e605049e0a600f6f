"""How many values of a dimension a day keeps apart; the rest is counted together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER: Final = "…"
"""Stands for everything that is not among the most frequent."""
MOST_SCREENS: Final = 200
MOST_SEGMENTS: Final = 50


def kept(weighed: Iterable[tuple[str, int]], most: int) -> frozenset[str]:
    """Return the most frequent values, as many as are kept apart."""
    counts: Counter[str] = Counter()
    for value, weight in weighed:
        counts[value] += weight
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return frozenset(value for value, _ in ordered[:most])


def limited(value: str, known: frozenset[str]) -> str:
    """Return a value that is kept apart, else the one for all others."""
    return value if value in known else OTHER
