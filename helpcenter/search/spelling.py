"""Spelling: words of the vocabulary that are a slip or two away from what was typed.

Distances count characters (optimal string alignment: insert, delete, replace, swap neighbours), and slips that
fingers make count less than others. A signature of each word's letters leaves few words to compare: one edit changes
at most two of its bits. Stems are compared, and the forms of words in titles and headings, because a slip in an
ending keeps it from being cut off.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.slips import cost_of_slip
from helpcenter.search.tables import Blobs, open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from helpcenter.search.postings import Streams

_SHORTEST = 3
_BITS = 64
_IDENTIFIER = re.compile(r"[\d+#$@.]")  # codes and names with signs: nobody means one who writes another word


class Spelling:
    """The words of one vocabulary by their letters, short ones first."""

    def __init__(self, path: Path) -> None:
        self._words = Blobs(path.with_name(f"{path.name}-words"))
        self._terms = open_array(path.with_name(f"{path.name}-terms.npy"))
        self._lengths = open_array(path.with_name(f"{path.name}-lengths.npy"))
        self._signatures = open_array(path.with_name(f"{path.name}-signatures.npy"))

    @staticmethod
    def save(path: Path, vocabulary: Sequence[str], forms: Iterable[tuple[str, int]] = ()) -> None:
        """Write the table for a sorted vocabulary and `forms` of its words with their numbers."""
        words = [(term[1:], number) for number, term in enumerate(vocabulary) if term[0] == Layer.WORD]
        words = [(word, number) for word, number in words if len(word) >= _SHORTEST and not _IDENTIFIER.search(word)]
        words += forms
        words.sort(key=lambda numbered: len(numbered[0]))
        Blobs.save(path.with_name(f"{path.name}-words"), (word.encode() for word, _ in words))
        save_array(path.with_name(f"{path.name}-terms.npy"), np.array([number for _, number in words], dtype=np.int32))
        lengths = np.array([min(len(word), 255) for word, _ in words], dtype=np.uint8)
        save_array(path.with_name(f"{path.name}-lengths.npy"), lengths)
        signatures = np.array([_signature(word) for word, _ in words], dtype=np.uint64)
        save_array(path.with_name(f"{path.name}-signatures.npy"), signatures)

    def near(self, *typed: str) -> list[tuple[int, float]]:
        """Return terms that a word, `typed` or its stem, may stand for, with their likeness (0 to 1), best first.

        One edit is allowed from 3 characters, two from 8. Slips seldom fall on the first letter, so a different one
        counts against a candidate; Latin words of 3 letters may not differ there at all.
        """
        found: dict[int, float] = {}
        for word in dict.fromkeys(typed):
            allowed = _allowed_edits(word)
            if allowed:
                for number, likeness in self._near(word, allowed):
                    found[number] = max(likeness, found.get(number, 0.0))
        return sorted(found.items(), key=lambda candidate: (-candidate[1], candidate[0]))

    def _near(self, word: str, allowed: int) -> Iterable[tuple[int, float]]:
        first = bisect_left(self._lengths.data, len(word) - allowed)
        last = bisect_right(self._lengths.data, len(word) + allowed)
        different = np.bitwise_count(self._signatures[first:last] ^ np.uint64(_signature(word)))
        # An edit changes two letters at most, one that makes the word longer or shorter only one.
        different += np.abs(self._lengths[first:last].astype(np.int16) - len(word)).astype(np.uint8)
        is_short = word.isascii() and len(word) == _SHORTEST
        for row in ((different <= 2 * allowed).nonzero()[0] + first).tolist():
            other = self._words[row].decode()
            distance = OSA.distance(word, other, score_cutoff=allowed)
            if distance > allowed:
                continue
            cost = cost_of_slip(word, other) if distance == 1 else distance
            begins_alike = word[0] == other[0]
            # Three letters say little: one was left out, or the slip is easily made.
            if is_short and not (begins_alike and (len(other) > _SHORTEST or (len(other) == _SHORTEST and cost < 1))):
                continue
            yield int(self._terms[row]), 1 - (cost + 0.5 * (not begins_alike)) / max(len(word), len(other))


def forms_in(headings: Sequence[str], streams: Streams) -> list[tuple[str, int]]:
    """Return the Latin words of titles and headings as they are written, with the numbers of their terms."""
    forms: dict[tuple[str, int], None] = {}
    ends = streams.ends
    for section, heading in enumerate(headings):
        stretch = slice(ends[2 * section - 1] if section else 0, ends[2 * section])
        for term, start, end in zip(
            streams.terms[stretch].tolist(),
            streams.starts_at[stretch].tolist(),
            streams.ends_at[stretch].tolist(),
            strict=True,
        ):
            form = heading[start:end].lower()
            if len(form) > _SHORTEST and form.isascii() and form.isalpha():
                forms[form, term] = None
    return list(forms)


def _allowed_edits(word: str) -> int:
    if len(word) < _SHORTEST or _IDENTIFIER.search(word):
        return 0
    return 2 if len(word) >= 8 else 1


def _signature(word: str) -> int:
    signature = 0
    for character in word:
        signature |= 1 << (ord(character) * 0x9E3779B1 >> 7) % _BITS
    return signature
