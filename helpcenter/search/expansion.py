"""Expansion: what a reader may have meant beside the words typed: readings, slips, the other script.

Each way is a layer that can be switched off, and each alternative says where it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.analysis.irregular_forms import FORMS
from helpcenter.search.analysis.kana import fold, from_romaji, letters_called, to_hiragana, to_katakana
from helpcenter.search.analysis.words import stem
from helpcenter.search.quoting import QUOTED
from helpcenter.search.readings import folded_reading
from helpcenter.search.telling_words import is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.readings import Piece

_KANA_RUN = re.compile("[ぁ-ゖァ-ヺー]{2,}")
_KANA_WORD = re.compile("[ぁ-ゖ]{2,}|[ァ-ヺー]{2,}")
_HALF_CONVERTED = re.compile("([ぁ-ゖァ-ヺー]{2,})([a-z]{1,2})(?![a-z])")
_KATAKANA_WORD = re.compile("[ァ-ヺー]{4,}")
_ROMAJI_WORD = re.compile(r"(?<![^\W_])[a-z][a-z'-]+(?![^\W_])")
_LATIN_WORD = re.compile("[a-z]+")
_SHORTEST_PART = 3
# In a sentence, another form counts this much less where the articles have the word as it was typed.
_BESIDE_KNOWN = 0.25
_SENTENCE = 4  # words
# Nobody writes two words of more letters as one; every cut costs two stems.
_LONGEST_SPLIT = 40
# An unknown word of as many letters may be the beginning of a longer one, of which so many are looked at.
_SHORTEST_BEGINNING, _MOST_LONGER = 4, 64
# What a word counts when the articles write it apart, or as one.
_AS_ONE = 0.8
_KANJI = re.compile("[一-鿿々]")
_MOST_ALTERNATIVES = 3
# Kana of which less than this share is words of the vocabulary is not read at all.
_UNDERSTOOD = 0.6
# Romaji of as many kana is no Latin word any more, so it need not be understood to its last letter.
_LONG_READING = 8
# Alternatives less alike than this share of the best are not considered.
_NEARLY_AS_GOOD = 0.9


class TypedWord(msgspec.Struct, frozen=True):
    """A word of the query as analysed: its term, where it stands, and its number when the vocabulary knows it.

    `says` is how much it says of what is asked, 0 to 1.
    """

    term: str
    start: int
    end: int
    number: int | None
    says: float = 1.0


class Alternative(msgspec.Struct, frozen=True):
    """A term that may be meant by what stands from `start` to `end`, and how likely it is (0 to 1).

    A stretch that is read as several words gives them a `place` in their order; meanings of one word share it.
    """

    number: int
    layer: Layer
    likeness: float
    start: int
    end: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the query in one script."""

    text: str
    start: int
    end: int

    @classmethod
    def without_endings(cls, match: re.Match[str], words: Sequence[TypedWord]) -> _Run:
        """Return a run of kana without what ends a word that begins in kanji: った of 見つかった is no word."""
        ends = [word.end for word in words if word.start < match.start() < word.end]
        start = min(max(ends, default=match.start()), match.end())
        return cls(match.string[start : match.end()], start, match.end())


def expand(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Yield alternatives for the words of a query, in all layers.

    `text` is the query, normalised and in lower case; the places of `words` are those in it. Codes, versions, names
    with signs and what is quoted mean just that: nothing is guessed for them, but the other script for a name in one.
    """
    quoted = [match.span() for match in QUOTED.finditer(text)]
    literal = [*quoted, *((word.start, word.end) for word in words if is_identifier(text[word.start : word.end]))]
    read = [other for other in readings_in(text, words, index) if not _is_within(other, literal)]
    yield from read
    synonyms = list(_synonyms(words, index))
    yield from synonyms
    literal += [(other.start, other.end) for other in synonyms]  # what is known as another word is no slip
    yield from _joined(text, words, index)
    forms = list(_other_forms(text, words, index))
    yield from forms
    literal += [(other.start, other.end) for other in forms]
    yield from _loanword_slips(text, words, [*read, *synonyms], index)
    yield from _spelled_out(text, index)
    for word in words:
        if is_stop_term(word.term) or _is_within(word, quoted):
            continue
        is_read = any(place.start <= word.start and word.end <= place.end for place in read)
        if word.number is None and not is_read and not _is_within(word, literal):
            yield from _homophones(word, index)
            yield from list(_slips(text, word, index)) or list(_split(word, index)) or _longer(word, index)
        if not is_read:
            yield from _other_kana(word, index)
            yield from _other_script(text, word, index)


def _is_within(place: TypedWord | Alternative, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place.start and place.end <= end for start, end in stretches)


def _synonyms(words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Other words for the same thing; a phrase of several words is found by all of them together.

    A rare word that stands for a common one is not what was asked for, so it counts hardly more than that one.
    """
    said = [word for word in words if not is_stop_term(word.term)]
    for first, last, others in index.synonyms.of([word.term for word in said]):
        asked = max(index.rarity[word.number] if word.number is not None else 0.0 for word in said[first:last])
        for term in others:
            number = index.terms.find(term)
            if number is not None:
                likeness = len(others) ** -0.5
                if asked and asked < index.rarity[number]:
                    likeness *= (asked / index.rarity[number]) ** 0.5
                yield Alternative(number, Layer.SYNONYM, likeness, said[first].start, said[last - 1].end)


def _joined(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Words the articles write as one: "dash board", "sign up"."""
    for one, other in pairwise(words):
        # Where the articles have both words, they are what is asked for: "top up" is not only "topup".
        is_unknown = one.number is None or other.number is None
        if is_unknown and one.end + 1 == other.start and text[one.end] == " ":
            whole = text[one.start : one.end] + text[other.start : other.end]
            if _LATIN_WORD.fullmatch(whole):
                number = index.terms.find(Layer.WORD + stem(whole))
                if number is not None:
                    yield Alternative(number, Layer.WORD, _AS_ONE, one.start, other.end)


def _other_forms(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Irregular forms of a word: mice for mouse, bought for buy."""
    for word in words:
        for form, likeness in FORMS.get(text[word.start : word.end], ()):
            number = index.terms.find(Layer.WORD + stem(form))
            if number is not None and number != word.number:
                sure = likeness * (_BESIDE_KNOWN if word.number is not None and len(words) >= _SENTENCE else 1)
                yield Alternative(number, Layer.WORD, sure, word.start, word.end)


def _split(word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    """Two words that the articles write apart: "invoicesettings", "signup". The most even split is meant."""
    whole = word.term[1:]
    if not 2 * _SHORTEST_PART <= len(whole) <= _LONGEST_SPLIT or not _LATIN_WORD.fullmatch(whole):
        return
    middle = len(whole) / 2
    for cut in sorted(range(2, len(whole) - 1), key=lambda cut: (abs(cut - middle), cut)):
        parts = (stem(whole[:cut]), stem(whole[cut:]))
        numbers = [index.terms.find(Layer.WORD + part) for part in parts if max(map(len, parts)) > _SHORTEST_PART]
        found = [number for number in numbers if number is not None]
        if len(found) == len(parts):
            for place, number in enumerate(found):
                yield Alternative(number, Layer.WORD, _AS_ONE, word.start, word.end, place)
            return


def _longer(word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    """Words that begin with an unknown one: "config" where the articles have only "configurator"."""
    if len(word.term) > _SHORTEST_BEGINNING:
        numbers = index.terms.with_prefix(word.term)[:_MOST_LONGER]
        for number in sorted(numbers, key=lambda number: (index.rarity[number], number))[:_MOST_ALTERNATIVES]:
            likeness = len(word.term) / len(index.terms[number])
            yield Alternative(number, Layer.TYPO, likeness, word.start, word.end)


def _half_converted(text: str, index: LocaleIndex) -> Iterator[Alternative]:
    """Words whose last syllable an input method has not finished: ぱすわーd."""
    for match in _HALF_CONVERTED.finditer(text):
        for vowel in "aiueo":
            syllable = from_romaji(match.group(2) + vowel)
            for number in index.readings.terms(fold(match.group(1) + syllable)) if syllable else ():
                yield Alternative(number, Layer.READING, 1.0, match.start(), match.end())


def readings_in(text: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterator[Alternative]:
    """Words that are read like stretches of kana or romaji the vocabulary does not know."""
    if not len(index.readings):
        return
    yield from _half_converted(text, index)
    has_kanji = bool(_KANJI.search(text))
    for match in _KANA_RUN.finditer(text):
        run = _Run.without_endings(match, words)
        # へるぷ is cut into 減る and ぷ, which may be known; where nothing is converted yet, the whole is meant.
        is_a_word = not has_kanji and len(run.text) > 2 and index.readings.terms(fold(run.text))
        is_cut_badly = not has_kanji and _has_unknown(run, words)
        # Beside kanji, kana without an unknown word is grammar: ありますか is no はり.
        is_unread = not has_kanji or _has_unknown(run, words)
        if is_a_word or is_cut_badly or (is_unread and _known_share(run, words) < 0.5):
            # Who types katakana means a loanword, not a sentence still to be converted.
            yield from _read(fold(run.text), run, index, wholly=bool(_KATAKANA_WORD.search(run.text)))
    if all(word.number is not None or is_stop_term(word.term) for word in words):
        return
    for match in _ROMAJI_WORD.finditer(text):
        run = _Run(match.group(), match.start(), match.end())
        inside = [word for word in words if run.start <= word.start and word.end <= run.end]
        whole = [word for word in inside if word.start == run.start and word.end == run.end] or inside
        if whole and not any(word.number is not None or is_stop_term(word.term) for word in whole):
            kana = from_romaji(run.text)
            if kana is not None:
                yield from _read(fold(kana), run, index, wholly=True)


def _has_unknown(run: _Run, words: Sequence[TypedWord]) -> bool:
    return any(word.number is None and run.start <= word.start and word.end <= run.end for word in words)


def _known_share(run: _Run, words: Sequence[TypedWord]) -> float:
    known = sum(
        word.end - word.start
        for word in words
        if word.number is not None and run.start <= word.start and word.end <= run.end
    )
    return known / max(len(run.text), 1)


def _read(folded: str, run: _Run, index: LocaleIndex, *, wholly: bool = False) -> Iterator[Alternative]:
    pieces = index.readings.segment(folded)
    # Latin letters that spell only half of a Japanese word are most likely no Japanese at all.
    meanings = [_meanings(piece, index) if piece.terms or not wholly else [] for piece in pieces]
    understood = sum(len(piece.kana) for piece, meaning in zip(pieces, meanings, strict=True) if meaning)
    everything = sum(len(piece.kana) for piece in pieces)
    needed = 1.0 if wholly and len(folded) < _LONG_READING else _UNDERSTOOD
    if not everything or understood < everything * needed:
        return
    for place, meaning in enumerate(meanings):
        for number, layer, likeness in meaning:
            yield Alternative(number, layer, likeness, run.start, run.end, place)


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


def _slips(text: str, word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    # Of words that are equally alike, more people mean the one that more articles have.
    near = sorted(
        index.spelling.near(word.term[1:], text[word.start : word.end]),
        key=lambda candidate: (-candidate[1], index.rarity[candidate[0]], candidate[0]),
    )
    for number, likeness in _best(near):
        yield Alternative(number, Layer.TYPO, likeness, word.start, word.end)


def _other_kana(word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    """Return the same word in the other kana: ごみ and ゴミ, of which articles may have both."""
    form = word.term[1:]
    if _KANA_WORD.fullmatch(form):
        for other in (to_katakana(form), to_hiragana(form)):
            number = index.terms.find(Layer.WORD + other) if other != form else None
            if number is not None:
                yield Alternative(number, Layer.READING, 1.0, word.start, word.end)


def _spelled_out(text: str, index: LocaleIndex) -> Iterator[Alternative]:
    """Abbreviations written as their letters are called: アイディー for ID."""
    for run in _KATAKANA_WORD.finditer(text):
        number = index.terms.find(Layer.WORD + letters) if (letters := letters_called(run.group())) else None
        if number is not None:
            yield Alternative(number, Layer.SCRIPT, 1.0, run.start(), run.end())


def _other_script(text: str, word: TypedWord, index: LocaleIndex) -> Iterator[Alternative]:
    for number, likeness in _best(index.transliterations.of(text[word.start : word.end])):
        yield Alternative(number, Layer.SCRIPT, likeness, word.start, word.end)


def _best(candidates: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The few that are nearly as alike as the best."""
    return [
        candidate for candidate in candidates[:_MOST_ALTERNATIVES] if candidate[1] >= _NEARLY_AS_GOOD * candidates[0][1]
    ]
