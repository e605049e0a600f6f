"""The one analyzer: text in any mix of Japanese and English becomes a stream of terms with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from helpcenter.search.analysis.japanese import JAPANESE, character_pairs, content_words
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.analysis.words import COMPOUND, STOP_WORDS, split_compound

if TYPE_CHECKING:
    from collections.abc import Iterator


class Layer(StrEnum):
    """A way of matching. Words and pairs are indexed, their letter begins each term; the others lead to words."""

    WORD = "w"  # stems and normalised forms
    PAIR = "p"  # pairs of Japanese characters, for words the dictionary does not know and for parts of words
    SYNONYM = "s"  # other words for the same thing
    TYPO = "t"  # words a slip away
    READING = "r"  # words that are read as it is typed: kana, romaji, homophones
    SCRIPT = "l"  # the same loanword in Latin letters or katakana


INDEXED_LAYERS = frozenset({Layer.WORD, Layer.PAIR})
_STOP_TERMS = frozenset(f"{Layer.WORD}{term}" for word in STOP_WORDS for term, _, _ in split_compound(word))
_STRETCH = re.compile(rf"(?P<japanese>[{JAPANESE}]+)|[^{JAPANESE}]+")
_COMPOUND = re.compile(COMPOUND)


@dataclass(frozen=True, slots=True)
class TermStream:
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
    found = list(_terms(normalized.text))
    if normalized.text != text:
        found = [(term, normalized.starts[start], normalized.ends[end - 1]) for term, start, end in found]
    return TermStream(*zip(*found, strict=True)) if found else _NO_TERMS


def is_stop_term(term: str) -> bool:
    """Tell whether a term is too common to say anything about what is asked."""
    return term in _STOP_TERMS


def _terms(text: str) -> Iterator[tuple[str, int, int]]:
    for stretch in _STRETCH.finditer(text):
        if stretch.lastgroup:
            base = stretch.start()
            for cut, layer in ((content_words, Layer.WORD), (character_pairs, Layer.PAIR)):
                for term, start, end in cut(stretch.group()):
                    yield layer + term, base + start, base + end
        else:
            for compound in _COMPOUND.finditer(text, stretch.start(), stretch.end()):
                base = compound.start()
                for term, start, end in split_compound(compound.group()):
                    yield Layer.WORD + term, base + start, base + end
