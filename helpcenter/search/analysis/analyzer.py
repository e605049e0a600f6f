"""The one analyzer: text in any mix of Japanese and English becomes a stream of terms with their places."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from helpcenter.search.analysis.japanese import JAPANESE, character_pairs, content_words
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.analysis.words import COMPOUND, STOP_WORDS, split_compound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Layer(StrEnum):
    """A way of matching. Words and pairs are indexed, their letter begins each term; the others lead to words."""

    WORD = "w"  # stems and normalised forms
    PAIR = "p"  # pairs of Japanese characters, for words the dictionary does not know and for parts of words
    SYNONYM = "s"  # other words for the same thing
    TYPO = "t"  # words a slip away
    READING = "r"  # words that are read as it is typed: kana, romaji, homophones
    SCRIPT = "l"  # the same loanword in Latin letters or katakana

    __hash__ = str.__hash__  # that of Enum is written in Python; a layer is equal to its letter


INDEXED_LAYERS = frozenset({Layer.WORD, Layer.PAIR})
_WORD, _PAIR = Layer.WORD.value, Layer.PAIR.value  # plain strings, as names of a module found at once
_STOP_TERMS = frozenset(f"{_WORD}{term}" for word in STOP_WORDS for term, _, _ in split_compound(word))
_STRETCH = re.compile(rf"(?P<japanese>[{JAPANESE}]+)|[^{JAPANESE}]+")
_COMPOUND = re.compile(COMPOUND)


class TermStream(Struct, frozen=True):
    """Terms in reading order; `starts` and `ends` are character offsets in the text that was analysed."""

    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


_NO_TERMS = TermStream((), (), ())


def analyze(text: str) -> TermStream:
    """Turn text into terms of every layer.

    Both scripts are handled wherever they meet, so queries and articles are cut alike whatever their locale.
    """
    normalized = normalize(text)
    found = _terms(normalized.text)
    if normalized.text != text:
        found = [(term, normalized.starts[start], normalized.ends[end - 1]) for term, start, end in found]
    return TermStream(*zip(*found, strict=True)) if found else _NO_TERMS


is_stop_term: Callable[[str], bool] = _STOP_TERMS.__contains__
"""Tell whether a term is too common to say anything about what is asked."""


def _terms(text: str) -> list[tuple[str, int, int]]:
    if text.isascii():
        return _spaced_terms(text, 0, len(text))
    found: list[tuple[str, int, int]] = []
    for stretch in _STRETCH.finditer(text):
        start, end = stretch.span()
        found += _japanese_terms(text[start:end], start) if stretch.lastgroup else _spaced_terms(text, start, end)
    return found


def _spaced_terms(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [
        (_WORD + word, base + first, base + last)
        for compound in _COMPOUND.finditer(text, start, end)
        for base in (compound.start(),)
        for word, first, last in split_compound(compound[0])
    ]


def _japanese_terms(run: str, base: int) -> Iterator[tuple[str, int, int]]:
    for word, start, end in content_words(run):
        yield _WORD + word, base + start, base + end
    for pair, start, end in character_pairs(run):
        yield _PAIR + pair, base + start, base + end
