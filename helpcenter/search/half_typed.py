"""Half-typed words with a slip: which words begin almost with what was typed.

Every beginning of a word is kept under itself and under what is left of it when one character is taken out. Two
texts that are one edit apart share one of these keys (SymSpell's observation, here for beginnings), so a handful of
look-ups replaces a scan of all words.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from rapidfuzz.distance import OSA

from helpcenter.search.tables import open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.search.tables import Keys

_LONGEST = 8
_SHORTEST_LATIN, _SHORTEST = 4, 3
_MOST = 48
_COLUMNS = (("hashes", np.uint32), ("firsts", np.int32), ("lasts", np.int32), ("lengths", np.uint8))


class HalfTyped:
    """The beginnings of sorted words, found despite one slip; seldom does it fall on the first letter."""

    def __init__(self, path: Path, words: Keys) -> None:
        self._words = words
        self._hashes, self._firsts, self._lasts, self._lengths = (
            open_array(path.with_name(f"{path.name}-{name}.npy")).data for name, _ in _COLUMNS
        )

    @staticmethod
    def save(path: Path, words: Sequence[str]) -> None:
        """Write the table for sorted words."""
        ends: dict[str, tuple[int, int]] = {}
        for number, word in enumerate(words):
            if not any(map(str.isdigit, word)):
                for length in range(_shortest(word) - 1, min(len(word), _LONGEST + 1) + 1):
                    first, _ = ends.get(word[:length], (number, 0))
                    ends[word[:length]] = first, number + 1
        rows = sorted((key, *ends[text], len(text)) for text in ends for key in _keys(text))
        for column, (name, dtype) in enumerate(_COLUMNS):
            values = np.array([row[column] for row in rows], dtype=dtype)
            save_array(path.with_name(f"{path.name}-{name}.npy"), values)

    def near(self, typed: str, *, finished: bool = False) -> list[int]:
        """Return the words that begin, one slip apart, with what was typed, in their order.

        A `finished` word has to be nearly the whole word. A word with a digit is a code, and means no other.
        """
        if len(typed) < _shortest(typed) or any(map(str.isdigit, typed)):
            return []
        ranges = self._beginnings(typed[:_LONGEST])
        numbers = [number for words in sorted(ranges, key=lambda words: words.start) for number in words[:_MOST]]
        if finished or len(typed) > _LONGEST:
            numbers = [n for n in numbers if _distance(typed, self._words[n], finished=finished) <= 1]
        return list(dict.fromkeys(numbers))[:_MOST]

    def _beginnings(self, typed: str) -> set[range]:
        """Return the ranges of words with a beginning at most one edit from a text of at most `_LONGEST` characters."""
        places: set[int] = set()
        for key in _keys(typed):
            place = bisect_left(self._hashes, key)
            while place < len(self._hashes) and self._hashes[place] == key:
                places.add(place)
                place += 1
        return {
            range(self._firsts[place], self._lasts[place])
            for place in places
            if OSA.distance(typed, self._words[self._firsts[place]][: self._lengths[place]], score_cutoff=1) <= 1
        }


def _shortest(word: str) -> int:
    return _SHORTEST_LATIN if word.isascii() else _SHORTEST


def _keys(text: str) -> set[int]:
    return {crc32(text.encode()), *(crc32((text[:at] + text[at + 1 :]).encode()) for at in range(1, len(text)))}


def _distance(typed: str, word: str, *, finished: bool) -> int:
    """Edits from what was typed to the word, or to the nearest of its beginnings."""
    if finished:
        return OSA.distance(typed, word, score_cutoff=1)
    return min(OSA.distance(typed, word[: len(typed) + more], score_cutoff=1) for more in (-1, 0, 1))
