"""Gathering scores of sections from rows, at a cost that grows with the rows and never with the library."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Rows = tuple["NDArray[np.int32]", "NDArray[np.float32]"]
"""Sections and what each gets, parallel; a section may come more than once."""

_NOTHING: Rows = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


class Gathering:
    """Arrays over all sections of one locale that every thread clears after itself, instead of making them anew."""

    def __init__(self, sections: int) -> None:
        self._sections = sections
        self._threads = local()

    def best(self, rows: Sequence[Rows]) -> Rows:
        """Return each section once, with the best of what it gets."""
        if not rows:
            return _NOTHING
        sections = _places(rows)
        np.maximum.at(self._arrays()[0], sections, np.concatenate([weights for _, weights in rows]))
        return self._taken(sections)

    def sum(self, rows: Sequence[Rows]) -> Rows:
        """Return each section once, with the sum of what it gets; each of `rows` has a section at most once."""
        if len(rows) < 2:
            return rows[0] if rows else _NOTHING
        sections = _places(rows)
        np.add.at(self._arrays()[0], sections, np.concatenate([weights for _, weights in rows]))
        return self._taken(sections)

    def _taken(self, sections: NDArray[np.intp]) -> Rows:
        """Return each of the sections once with its score, and clear the scores."""
        scores, marks = self._arrays()
        # Every row signs its section; the last signature stands, so each section is counted once.
        numbers = np.arange(len(sections), dtype=np.int32)
        marks[sections] = numbers
        once = sections[marks.take(sections) == numbers]
        gathered = scores.take(once)
        scores[once] = 0
        return once.astype(np.int32), gathered

    def _arrays(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        try:
            scores, marks = self._threads.arrays
        except AttributeError:
            scores, marks = np.zeros(self._sections, dtype=np.float32), np.zeros(self._sections, dtype=np.int32)
            self._threads.arrays = scores, marks
        return scores, marks


def _places(rows: Sequence[Rows]) -> NDArray[np.intp]:
    """Return the sections of all rows; numpy is spared a conversion each time it looks something up by them."""
    return np.concatenate([sections for sections, _ in rows], dtype=np.intp)
