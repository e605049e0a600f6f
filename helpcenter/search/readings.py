"""Readings: kana and romaji find the words of the vocabulary that are read so.

A table from folded reading to terms is made from the vocabulary, and what a reader typed in kana is cut into those
readings and grammar by the cheapest path (Viterbi), as an input method would, but with only the library's own words
to choose from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.japanese import reading
from helpcenter.search.analysis.kana import fold
from helpcenter.search.tables import Keys, open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KANA = re.compile("[ぁ-ゖー]+")
_DIGITS = dict(
    zip("0123456789", ["ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"], strict=True)
)
# What the last kana of a verb or adjective becomes before its endings: 困る has こまら-, こまっ-, 足りる has たりな-.
_FORMS = {
    "う": "わいっえ",
    "く": "かきいけ",
    "ぐ": "がぎいげ",
    "す": "さしせ",
    "つ": "たちって",
    "ぬ": "なにんね",
    "ぶ": "ばびんべ",
    "む": "まみんめ",
    "る": "らりっれなたてま",
    "い": "くかけ",
}
_LONGEST = 16
_BEGINNING = 3
_SHORTEST_STEM = 3
# What stands between content words, folded; cheaper than a word that is only a character or two long.
_GRAMMAR_WORDS = (
    "が を に で と は も の へ や か ね よ から まで より など し して した する しない できる できない できません",
    "ます ました ません です でした たい したい したら すると ない なく なくて いる いない ある あり れる られる",
    "やり かた しかた ほうほう とき ため には では とは ので のに けど って という について による ください",
    "な なかった かった お ご さま さん た て ように よう こと もの ば",
)
_GRAMMAR = frozenset(fold(word) for line in _GRAMMAR_WORDS for word in line.split())
_WORD_COST, _GRAMMAR_COST, _UNKNOWN_COST = 1.0, 0.7, 1.2


@lru_cache(maxsize=262_144)
def folded_reading(term: str) -> str:
    """Return how a Japanese word is read, folded; empty when it has no reading."""
    if term in _DIGITS:
        return _DIGITS[term]
    folded = fold(reading(term))
    return folded if KANA.fullmatch(folded) else ""


def _keys_of(word: str) -> list[str]:
    """Return the folded reading of a word and, when it ends in kana that inflect, the beginnings of its forms."""
    folded = folded_reading(word)
    if not folded or word[-1] not in _FORMS or KANA.fullmatch(word) or len(folded) < _SHORTEST_STEM:
        return [folded] if folded else []
    # The stem alone only of longer words: such short ones as こま (困る) stand in many others.
    stems = [folded[:-1]] if len(folded) > _SHORTEST_STEM else []
    return [folded, *stems, *(folded[:-1] + form for form in _FORMS[word[-1]])]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of folded kana: the terms it may mean, none when it is not in the vocabulary."""

    kana: str
    terms: tuple[int, ...]


class Readings:
    """The terms of one vocabulary by their folded reading."""

    def __init__(self, path: Path) -> None:
        self._keys = Keys(path)
        self._ends = open_array(path.with_name(f"{path.name}-term-ends.npy")).data
        self._terms = open_array(path.with_name(f"{path.name}-terms.npy"))
        self._longest: dict[str, int] = {}

    @staticmethod
    def save(path: Path, vocabulary: Sequence[str]) -> None:
        """Write the table for a sorted vocabulary."""
        by_reading: dict[str, list[int]] = {}
        for number, term in enumerate(vocabulary):
            word = term[1:]
            if term[0] == Layer.WORD and (not word.isascii() or word in _DIGITS):
                for folded in _keys_of(word):
                    by_reading.setdefault(folded, []).append(number)
        keys = sorted(by_reading)
        Keys.save(path, keys)
        save_array(
            path.with_name(f"{path.name}-terms.npy"),
            np.array([number for key in keys for number in by_reading[key]], dtype=np.int32),
        )
        ends = np.cumsum([len(by_reading[key]) for key in keys], dtype=np.int64)
        save_array(path.with_name(f"{path.name}-term-ends.npy"), np.concatenate(([0], ends)).astype(np.int64))

    def __len__(self) -> int:
        return len(self._keys)

    def terms(self, folded: str) -> tuple[int, ...]:
        """Return the terms read exactly so."""
        number = self._keys.find(folded)
        return () if number is None else self._terms_of(range(number, number + 1))

    def beginning_with(self, folded: str, most: int) -> tuple[int, ...]:
        """Return terms whose reading begins so, in order of readings."""
        return self._terms_of(self._keys.with_prefix(folded))[:most]

    def _terms_of(self, numbers: range) -> tuple[int, ...]:
        return tuple(self._terms[self._ends[numbers.start] : self._ends[numbers.stop]].tolist()) if numbers else ()

    def segment(self, folded: str) -> tuple[Piece, ...]:
        """Cut folded kana into words of the vocabulary and stretches that are none; grammar is left out."""
        size = len(folded)
        costs = [0.0, *[float("inf")] * size]
        came_from = [0] * (size + 1)
        pieces: list[Piece | None] = [None] * (size + 1)
        longest = self._longest_by_beginning()
        for start in range(size):
            most = longest.get(folded[start : start + _BEGINNING], _BEGINNING - 1)
            for end in range(start + 1, min(size, start + most) + 1):
                cost, piece = self._piece(folded[start:end])
                if costs[start] + cost < costs[end] - 1e-9:
                    costs[end], came_from[end], pieces[end] = costs[start] + cost, start, piece
        return _joined(pieces, came_from)

    def _longest_by_beginning(self) -> dict[str, int]:
        """Return how long readings and grammar get, by their first characters; made for the first that is cut.

        Most stretches of a text begin like no word, and are not looked up.
        """
        if not self._longest:
            longest: dict[str, int] = {}
            for kana in chain(_GRAMMAR, map(self._keys.__getitem__, range(len(self._keys)))):
                size = min(len(kana), _LONGEST)
                if size >= _BEGINNING and size > longest.get(kana[:_BEGINNING], 0):
                    longest[kana[:_BEGINNING]] = size
            self._longest = longest
        return self._longest

    def _piece(self, kana: str) -> tuple[float, Piece | None]:
        if kana in _GRAMMAR:
            return _GRAMMAR_COST, None
        if len(kana) == 1:
            return _UNKNOWN_COST, Piece(kana, ())
        terms = self.terms(kana)
        return (_WORD_COST if terms else float("inf")), Piece(kana, terms)


def _joined(pieces: Sequence[Piece | None], came_from: Sequence[int]) -> tuple[Piece, ...]:
    """Walk the cheapest path back to its start, joining neighbouring characters that are no words."""
    path: list[Piece] = []
    place = len(pieces) - 1
    open_stretch = False
    while place:
        piece = pieces[place]
        if piece is not None and not piece.terms and open_stretch:
            path[-1] = Piece(piece.kana + path[-1].kana, ())
        elif piece is not None:
            path.append(piece)
        open_stretch = piece is not None and not piece.terms
        place = came_from[place]
    return tuple(reversed(path))
