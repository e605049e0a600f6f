"""The one analyzer: text in any mix of Japanese and English becomes a stream of terms with their places."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from helpcenter.search.analysis.identifiers import holds_digit, split_identifier
from helpcenter.search.analysis.japanese import JAPANESE, character_pairs, content_words
from helpcenter.search.analysis.moments import japanese_moments, moments
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.analysis.numbers import beside_number, counted, japanese_numbers, word_before
from helpcenter.search.analysis.phones import phone_number
from helpcenter.search.analysis.signs import signs
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
_NUMBER = re.compile(r"\d|[〇一二三四五六七八九十百千万億兆]")


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
        found = _spaced_terms(text, 0, len(text))
    else:
        found = []
        for stretch in _STRETCH.finditer(text):
            start, end = stretch.span()
            found += _japanese_terms(text[start:end], start) if stretch.lastgroup else _spaced_terms(text, start, end)
        found += _across_scripts(text)
    found += [(_WORD + sign, start, end) for sign, start, end in signs(text)]
    return found


def _spaced_terms(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [
        (word, base + first, base + last)
        for compound in _COMPOUND.finditer(text, start, end)
        for base in (compound.start(),)
        for word, first, last in _terms_of(compound[0]) or _terms_of_number(compound)
    ]


@lru_cache(maxsize=65_536)
def _terms_of(compound: str) -> tuple[tuple[str, int, int], ...]:
    """Return the terms of a compound; none when it holds a digit, because then its neighbours matter too."""
    words = () if holds_digit(compound) else split_compound(compound)
    return tuple((_WORD + word, start, end) for word, start, end in words)


def _terms_of_number(compound: re.Match[str]) -> list[tuple[str, int, int]]:
    """Return the terms of a compound that holds a digit, and of it with its neighbours; places are from its start."""
    text, (base, last) = compound.string, compound.span()
    name = word_before(text, base)
    found = [(_WORD + word, start, end) for word, start, end in split_identifier(compound[0])]
    for reading in (
        beside_number(text, base, last, name),
        moments(text, base, name),
        phone_number(text, base),
    ):
        found += [(_WORD + word, start - base, end - base) for word, start, end in reading]
    return found


def _across_scripts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what numbers mean where Japanese stands beside them."""
    if not _NUMBER.search(text):
        return
    for reading in (japanese_numbers, counted, japanese_moments):
        for word, start, end in reading(text):
            yield _WORD + word, start, end


def _japanese_terms(run: str, base: int) -> Iterator[tuple[str, int, int]]:
    for word, start, end in content_words(run):
        yield _WORD + word, base + start, base + end
    for pair, start, end in character_pairs(run):
        yield _PAIR + pair, base + start, base + end
