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
    from collections.abc import Callable, Iterator


class Layer(StrEnum):
    """A way of matching. Words and pairs are indexed, their letter begins each term; the others lead to words."""

    WORD = "w"  # stems and normalised forms
    PAIR = "p"  # pairs of Japanese characters, for words the dictionary does not know and for parts of words
    SYNONYM = "s"  # other words for the same thing
    TYPO = "t"  # words a slip away
    READING = "r"  # words that are read as it is typed: kana, romaji, homophones
    SCRIPT = "l"  # the same loanword in Latin letters or katakana


_STOP_TERMS = frozenset(f"{Layer.WORD}{term}" for word in STOP_WORDS for term, _, _ in split_compound(word))
_RUN = re.compile(rf"(?P<japanese>[{JAPANESE}]+)|(?P<word>(?:(?![{JAPANESE}])[^\W_])(?:(?![{JAPANESE}])[\w./'’-])*)")
_COMPOUND = re.compile(COMPOUND)


@dataclass(frozen=True, slots=True)
class TermStream:
    """Terms in reading order; `starts` and `ends` are character offsets in the text that was analysed."""

    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def analyze(text: str) -> TermStream:
    """Turn text into terms of every layer.

    Both scripts are handled wherever they meet, so queries and articles are cut alike whatever their locale.
    """
    normalized = normalize(text)
    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for term, start, end in _terms(normalized.text):
        terms.append(term)
        starts.append(normalized.starts[start])
        ends.append(normalized.ends[end - 1])
    return TermStream(tuple(terms), tuple(starts), tuple(ends))


def is_stop_term(term: str) -> bool:
    """Tell whether a term is too common to say anything about what is asked."""
    return term in _STOP_TERMS


def _terms(text: str) -> Iterator[tuple[str, int, int]]:
    for run in _RUN.finditer(text):
        if run.lastgroup == "japanese":
            yield from _shifted(Layer.WORD, content_words, run)
            yield from _shifted(Layer.PAIR, character_pairs, run)
        else:
            for compound in _COMPOUND.finditer(text, run.start(), run.end()):
                yield from _shifted(Layer.WORD, split_compound, compound)


def _shifted(
    layer: Layer, cut: Callable[[str], Iterator[tuple[str, int, int]]], run: re.Match[str]
) -> Iterator[tuple[str, int, int]]:
    base = run.start()
    for term, start, end in cut(run.group()):
        yield layer + term, base + start, base + end
