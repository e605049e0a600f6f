"""Expansion: what a reader may have meant beside the words typed: readings, slips, the other script.

Each way is a layer that can be switched off, and each alternative says where it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.analysis.kana import fold, from_romaji, to_katakana
from helpcenter.search.readings import folded_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.readings import Piece

_KANA_RUN = re.compile("[ぁ-ゖァ-ヺー]{2,}")
_KATAKANA_WORD = re.compile("[ァ-ヺー]{4,}")
_ROMAJI_WORD = re.compile(r"(?<![^\W_])[a-z][a-z'-]+(?![^\W_])")
_KANJI = re.compile("[一-鿿々]")
_MOST_ALTERNATIVES = 3
# Kana of which less than this share is words of the vocabulary is not read at all.
_UNDERSTOOD = 0.6
# Alternatives less alike than this share of the best are not considered.
_NEARLY_AS_GOOD = 0.9


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of the query as analysed: its term, where it stands, and its number when the vocabulary knows it."""

    term: str
    start: int
    end: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term that may be meant by what stands from `start` to `end`, and how likely it is (0 to 1).

    A stretch that is read as several words gives them a `place` in their order; meanings of one word share it.
    """

    number: int
    layer: Layer
    likeness: float
    start: int
    end: int
    place: int = 0


def expand(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Yield alternatives for the words of a query, in all layers.

    `text` is the query, normalised and in lower case; the places of `words` are those in it.
    """
    read = list(readings_in(text, words, index))
    yield from read
    yield from _synonyms(words, index)
    yield from _loanword_slips(text, words, read, index)
    for word in words:
        if is_stop_term(word.term):
            continue
        is_read = any(place.start <= word.start and word.end <= place.end for place in read)
        if word.number is None and not is_read:
            yield from _homophones(word, index)
            yield from _slips(word, index)
        if not is_read:
            yield from _other_script(text, word, index)


def _synonyms(words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Other words for the same thing; a phrase of several words is found by all of them together."""
    said = [word for word in words if not is_stop_term(word.term)]
    for first, last, others in index.synonyms.of([word.term for word in said]):
        for term in others:
            number = index.terms.find(term)
            if number is not None:
                yield Alternative(number, Layer.SYNONYM, len(others) ** -0.5, said[first].start, said[last - 1].end)


def readings_in(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Words that are read like stretches of kana or romaji the vocabulary does not know."""
    if not len(index.readings):
        return
    for run in _KANA_RUN.finditer(text):
        # へるぷ is cut into 減る and ぷ, which may be known; where nothing is converted yet, the whole is meant.
        is_a_word = not _KANJI.search(text) and len(run.group()) > 2 and index.readings.terms(fold(run.group()))
        if is_a_word or _known_share(run, words) < 0.5:
            # Who types katakana means a loanword, not a sentence still to be converted.
            yield from _read(fold(run.group()), run, index, wholly=bool(_KATAKANA_WORD.fullmatch(run.group())))
    for run in _ROMAJI_WORD.finditer(text):
        inside = [word for word in words if run.start() <= word.start and word.end <= run.end()]
        whole = [word for word in inside if word.start == run.start() and word.end == run.end()] or inside
        if whole and not any(word.number is not None or is_stop_term(word.term) for word in whole):
            kana = from_romaji(run.group())
            if kana is not None:
                yield from _read(fold(kana), run, index, wholly=True)


def _known_share(run: re.Match[str], words: Sequence[TypedWord]) -> float:
    known = sum(
        word.end - word.start
        for word in words
        if word.number is not None and run.start() <= word.start and word.end <= run.end()
    )
    return known / len(run.group())


def _read(folded: str, run: re.Match[str], index: LocaleIndex, *, wholly: bool = False) -> Iterator[Alternative]:
    pieces = index.readings.segment(folded)
    # Latin letters that spell only half of a Japanese word are most likely no Japanese at all.
    meanings = [_meanings(piece, index) if piece.terms or not wholly else [] for piece in pieces]
    understood = sum(len(piece.kana) for piece, meaning in zip(pieces, meanings, strict=True) if meaning)
    everything = sum(len(piece.kana) for piece in pieces)
    if not everything or understood < everything * (1.0 if wholly else _UNDERSTOOD):
        return
    for place, meaning in enumerate(meanings):
        for number, layer, likeness in meaning:
            yield Alternative(number, layer, likeness, run.start(), run.end(), place)


def _meanings(piece: Piece, index: LocaleIndex) -> list[tuple[int, Layer, float]]:
    """The terms a piece may mean, the most widespread first; a stretch that is no reading may be a Latin loanword."""
    if piece.terms:
        terms = sorted(piece.terms, key=lambda number: (index.rarity[number], number))[:_MOST_ALTERNATIVES]
        return [(number, Layer.READING, 1.0) for number in terms]
    return [
        (number, Layer.SCRIPT, likeness)
        for number, likeness in _best(index.transliterations.of(to_katakana(piece.kana)))
    ]


def _homophones(word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    """Words read like an unknown one: 認証 for 人称, the slip of whoever picks the wrong conversion."""
    if _KANJI.search(word.term):
        for number in index.readings.terms(folded_reading(word.term[1:]))[:_MOST_ALTERNATIVES]:
            yield Alternative(number, Layer.READING, 0.9, word.start, word.end)


def _loanword_slips(
    text: str, words: Sequence[TypedWord], read: Sequence[Alternative], index: LocaleIndex
) -> Iterator[Alternative]:
    """Slips in katakana, whose unknown words are cut into pieces that mean nothing: インストロール."""
    settled = [(word.start, word.end) for word in words if word.number is not None]
    settled += [(other.start, other.end) for other in read]
    for run in _KATAKANA_WORD.finditer(text):
        if not any(start <= run.start() and run.end() <= end for start, end in settled):
            for number, likeness in _best(index.spelling.near(run.group())):
                yield Alternative(number, Layer.TYPO, likeness, run.start(), run.end())


def _slips(word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    for number, likeness in _best(index.spelling.near(word.term[1:])):
        yield Alternative(number, Layer.TYPO, likeness, word.start, word.end)


def _other_script(text: str, word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    for number, likeness in _best(index.transliterations.of(text[word.start : word.end])):
        yield Alternative(number, Layer.SCRIPT, likeness, word.start, word.end)


def _best(candidates: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The few that are nearly as alike as the best."""
    return [
        candidate for candidate in candidates[:_MOST_ALTERNATIVES] if candidate[1] >= _NEARLY_AS_GOOD * candidates[0][1]
    ]
