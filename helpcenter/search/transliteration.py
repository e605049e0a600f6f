"""Transliteration: ダッシュボード and dashboard are the same word in two scripts.

Loanwords keep their consonants. A word's skeleton is its consonants with those folded together that Japanese does
not tell apart; words with the same skeleton are compared sound by sound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.analysis.kana import to_hiragana, to_romaji
from helpcenter.search.tables import Keys, open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KATAKANA_WORD = re.compile("[ァ-ヺー]{2,}")
LATIN_WORD = re.compile("[a-z]{3,}")
_LIKE = 58.0
_LIKE_BEGINNING = 60.0  # a beginning says less than a whole word, so it has to be more alike
_SHORTEST_SKELETON = 2
_MOST_SKELETONS = 40
_FOLDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tion|sion", "shon"),
        (r"[sc]k", "k"),
        (r"ph", "f"),
        (r"th|sh", "s"),
        (r"t?ch|ts", "t"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"x", "kus"),
        # A stem has lost its last e: surg(e) is サージ, messag(e) メッセージ, but log is ログ.
        (r"(?:(?<=[rd])|(?<=[a-z]{3}a))g$", "j"),
        (r"d?g(?=[eiy])|[jz]", "s"),
        (r"l", "r"),
        (r"v", "b"),
        (r"m(?=[pb])", "n"),
        (r"r(?![aeiouy])", ""),
        (r"f", "h"),
        (r"[wy]", ""),
    )
]
_PLURAL = re.compile("[ァ-ヺー]{3}[スズ]$")
_VOWELS = re.compile("[aeiouh]")
_DOUBLES = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    """Fold a Latin word, or a katakana word in romaji, to sounds that both scripts share."""
    text = word if word.isascii() else to_romaji(to_hiragana(word))
    for pattern, sound in _FOLDS:
        text = pattern.sub(sound, text)
    return _DOUBLES.sub(r"\1", text)


@lru_cache(maxsize=65_536)
def _skeleton(word: str) -> str:
    return _DOUBLES.sub(r"\1", _VOWELS.sub("", _sound(word)))


def _key(skeleton: str, *, is_latin: bool) -> str:
    """Words are looked for in one script only; most share their skeleton with many of their own."""
    return f"{'l' if is_latin else 'k'}{skeleton}"


def _is_loanword(word: str) -> bool:
    return bool(KATAKANA_WORD.fullmatch(word) or LATIN_WORD.fullmatch(word))


class Transliterations:
    """The loanwords of one vocabulary by script and skeleton."""

    def __init__(self, path: Path, terms: Keys) -> None:
        self._vocabulary = terms
        self._keys = Keys(path)
        self._ends = open_array(path.with_name(f"{path.name}-term-ends.npy")).data
        self._terms = open_array(path.with_name(f"{path.name}-terms.npy"))

    @staticmethod
    def save(path: Path, vocabulary: Sequence[str]) -> None:
        """Write the table for a sorted vocabulary."""
        by_skeleton: dict[str, list[int]] = {}
        for number, term in enumerate(vocabulary):
            if term[0] == Layer.WORD and _is_loanword(term[1:]) and not is_stop_term(term):
                skeleton = _skeleton(term[1:])
                if len(skeleton) > 1:
                    by_skeleton.setdefault(_key(skeleton, is_latin=term.isascii()), []).append(number)
        keys = sorted(by_skeleton)
        Keys.save(path, keys)
        numbers = np.array([number for key in keys for number in by_skeleton[key]], dtype=np.int32)
        save_array(path.with_name(f"{path.name}-terms.npy"), numbers)
        ends = np.cumsum([len(by_skeleton[key]) for key in keys], dtype=np.int64)
        save_array(path.with_name(f"{path.name}-term-ends.npy"), np.concatenate(([0], ends)).astype(np.int64))

    def of(self, word: str) -> list[tuple[int, float]]:
        """Return the terms that are `word` in the other script, with their likeness (0 to 1), best first."""
        if not _is_loanword(word):
            return []
        found = self._like(word)
        if not found and _PLURAL.search(word):
            # The vocabulary has stems: ウィンドウズ is window(s).
            found = self._like(word[:-1])
        return sorted(found, key=lambda candidate: (-candidate[1], candidate[0]))

    def _like(self, word: str) -> list[tuple[int, float]]:
        number = self._keys.find(_key(_skeleton(word), is_latin=not word.isascii()))
        if number is None:
            return []
        found = []
        for term in self._terms[self._ends[number] : self._ends[number + 1]].tolist():
            likeness = fuzz.ratio(_sound(word), _sound(self._vocabulary[term][1:]))
            if likeness >= _LIKE:
                found.append((term, likeness / 100))
        return found

    def beginning_with(self, typed: str, most: int) -> list[int]:
        """Return the terms in the other script that `typed` may be the beginning of, most alike first."""
        if not _is_loanword(typed):
            return []
        sound, skeleton = _sound(typed), _skeleton(typed)
        if len(skeleton) < _SHORTEST_SKELETON:
            return []
        keys = self._keys.with_prefix(_key(skeleton, is_latin=not typed.isascii()))[:_MOST_SKELETONS]
        found = []
        for term in self._terms[self._ends[keys.start] : self._ends[keys.stop]].tolist():
            other = _sound(self._vocabulary[term][1:])
            likeness = max(fuzz.ratio(sound, other[: len(sound) + more]) for more in (0, 1))
            if likeness >= _LIKE_BEGINNING:
                found.append((-likeness, term))
        return [term for _, term in sorted(found)[:most]]
