"""Spelling: words of the vocabulary that are a slip or two away from what was typed.

Distances count characters (optimal string alignment: insert, delete, replace, swap neighbours). A signature of
each word's letters leaves few words to compare: one edit changes at most two of its bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.tables import open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.search.tables import Keys

_SHORTEST = 3
_BITS = 64


class Spelling:
    """The words of one vocabulary by their letters."""

    def __init__(self, path: Path, terms: Keys) -> None:
        self._vocabulary = terms
        self._terms = open_array(path.with_name(f"{path.name}-terms.npy"))
        self._lengths = open_array(path.with_name(f"{path.name}-lengths.npy"))
        self._signatures = open_array(path.with_name(f"{path.name}-signatures.npy"))

    @staticmethod
    def save(path: Path, vocabulary: Sequence[str]) -> None:
        """Write the table for a sorted vocabulary."""
        words = [(number, term[1:]) for number, term in enumerate(vocabulary) if term[0] == Layer.WORD]
        words = [(number, word) for number, word in words if len(word) >= _SHORTEST and not word.isdigit()]
        save_array(path.with_name(f"{path.name}-terms.npy"), np.array([number for number, _ in words], dtype=np.int32))
        lengths = np.array([min(len(word), 255) for _, word in words], dtype=np.int16)
        save_array(path.with_name(f"{path.name}-lengths.npy"), lengths)
        signatures = np.array([_signature(word) for _, word in words], dtype=np.uint64)
        save_array(path.with_name(f"{path.name}-signatures.npy"), signatures)

    def near(self, word: str) -> list[tuple[int, float]]:
        """Return terms that `word` may be meant to be, with their likeness (0 to 1), nearest first.

        One edit is allowed from 3 characters of Japanese or 4 of Latin, two from 8. Slips seldom fall on the first
        letter, so a different one counts against a candidate.
        """
        allowed = _allowed_edits(word)
        if not allowed:
            return []
        close = np.abs(self._lengths - len(word)) <= allowed
        close &= np.bitwise_count(self._signatures ^ np.uint64(_signature(word))) <= 2 * allowed
        found = []
        for number in self._terms[close].tolist():
            term = self._vocabulary[number][1:]
            distance = OSA.distance(word, term, score_cutoff=allowed)
            if distance <= allowed:
                found.append((number, 1 - (distance + 0.5 * (term[0] != word[0])) / max(len(word), len(term))))
        return sorted(found, key=lambda candidate: (-candidate[1], candidate[0]))


def _allowed_edits(word: str) -> int:
    if len(word) < (4 if word.isascii() else _SHORTEST) or word.isdigit():
        return 0
    return 2 if len(word) >= 8 else 1


def _signature(word: str) -> int:
    signature = 0
    for character in word:
        signature |= 1 << (ord(character) * 0x9E3779B1 >> 7) % _BITS
    return signature
