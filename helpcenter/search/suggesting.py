"""Suggestions while typing: titles, questions and headings that have words beginning with what was typed.

The list stays calm. Labels that begin with all that was typed come first, in an order that typing on cannot change;
for the others the order depends only on which words they have, not on how much of a word was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search import snippets
from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term
from helpcenter.search.analysis.kana import fold, from_romaji
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.expansion import TypedWord, readings_in
from helpcenter.search.gathering import Rows
from helpcenter.search.labels import folded, written
from helpcenter.search.popularity import UNKNOWN
from helpcenter.search.results import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.popularity import Popularity

MAX_TYPED_CHARACTERS = 100
"""Who has typed more than that is not waiting for a completion."""

_MOST_COMPLETIONS = 64
_MOST_ROWS = 1 << 13
_LONGEST_TITLE = 80
_KANA_TAIL = re.compile("[ぁ-ゖァ-ヺー]+$")
# An input method shows the letter of a syllable still to be completed: ぱすわーd.
_HALF_TYPED = re.compile("(?<=[ぁ-ゖァ-ヺー])[a-z]{1,2}$")
_JOINTS = "'’-_./"  # at the end they say nothing yet
_ROMAJI_TAIL = re.compile("[a-z'-]{2,}$")
# How sure each way is that the word is meant.
_TYPED, _OTHER_SCRIPT, _MEANT = 1.0, 0.8, 0.7
# A label that has more of the words comes before one that has them in a better place.
_HAS = 10.0
# Labels with less than this share of what the best label has are not offered.
_ENOUGH = 0.6
# More than any sum of words: a label that begins with all that was typed.
_BEGINS = 1_000.0
_EXACTNESS = 1e4  # scores are compared to four places; 2**31 of them are more than any score


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of what was typed: the rows of the labels it may stand in, and what of them to mark."""

    rows: tuple[Rows, ...]
    counts: bool  # a finished stop word beside other words is marked, but says nothing
    beginning: str
    surfaces: frozenset[str]
    terms: frozenset[int]

    @property
    def is_distinct(self) -> bool:
        """Whether no section stands twice in the rows: they are those of one word."""
        return len(self.rows) == 1 and not self.beginning


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to mark: words that begin so, words as written, and terms."""

    beginnings: tuple[str, ...]
    surfaces: frozenset[str]
    terms: frozenset[int]


def suggest(
    text: str, locale: str, limit: int, index: LocaleIndex, popularity: Popularity = UNKNOWN
) -> tuple[Suggestion, ...]:
    """Complete what is being typed, one suggestion an article, best first.

    Popularity is a small term: it decides between labels that are about as good, and never against a better one.
    """
    typed = normalize(text[:MAX_TYPED_CHARACTERS]).text
    slots = _slots(typed, index)
    sections, scores = _scores(folded(typed), slots, index)
    wanted = _Wanted(
        tuple(slot.beginning for slot in slots if slot.beginning),
        frozenset().union(*(slot.surfaces for slot in slots)),
        frozenset().union(*(slot.terms for slot in slots)),
    )
    scores = scores + index.boost(locale, popularity)[sections]
    return tuple(
        _suggestion(section, locale, index, wanted) for section in _best_of_articles(sections, scores, limit, index)
    )


def _scores(typed: str, slots: Sequence[_Slot], index: LocaleIndex) -> Rows:
    """Sections worth offering, and how well their labels answer what was typed."""
    counted = [
        (sections, weights + np.float32(_HAS))
        for slot in slots
        for sections, weights in [slot.rows[0] if slot.is_distinct else index.gathering.best(slot.rows)]
        if slot.counts
    ]
    sections, scores = index.gathering.sum(counted)
    enough = scores >= _ENOUGH * scores.max(initial=0)
    numbers = index.beginnings.keys.with_prefix(typed) if typed else range(0)
    begin, weights = index.beginnings.rows(numbers, _MOST_ROWS)
    return index.gathering.best([(sections[enough], scores[enough]), (begin, weights + np.float32(_BEGINS))])


def _slots(typed: str, index: LocaleIndex) -> list[_Slot]:
    typed = _HALF_TYPED.sub("", typed.rstrip(_JOINTS))
    stream = analyze(typed)
    words = [
        TypedWord(term, start, end, index.terms.find(term))
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    tail = _tail(typed)
    # What is still being typed may become anything.
    is_meaningful = any(word.end == len(typed) or not is_stop_term(word.term) for word in words)
    slots: dict[tuple[int, int], _Slot] = {}
    for word in words:
        place = (word.start, word.end)
        is_last = word.end == len(typed)
        slot = (_half_typed if is_last else _finished)(typed[word.start : word.end].lower(), word, index)
        if is_last and place == tail:
            slot = _joined(slot, _of_terms(_read_tail(typed, index), _TYPED, index))
        counts = is_last or not is_meaningful or not is_stop_term(word.term)
        slots[place] = _joined(slots.get(place), slot, counts=counts)
    if tail not in slots and tail[0] < tail[1]:
        slots[tail] = _of_terms(_read_tail(typed, index), _TYPED, index)
    unknown = [place for place, slot in slots.items() if not slot.rows]
    if unknown:
        for place, meant in _meant(typed.lower(), words, index):
            slots[place] = _joined(slots.get(place), meant)
    return [slot for slot in slots.values() if slot.rows]


def _half_typed(typed: str, word: TypedWord, index: LocaleIndex) -> _Slot:
    """The word at the end: what begins so; else its other forms, else the other script, else a slip."""
    rows = index.label_words.rows(index.label_words.keys.with_prefix(typed), _MOST_ROWS)
    if len(rows[0]):
        return _Slot((rows,), True, typed, frozenset(), frozenset())
    slot = _of_terms([] if word.number is None else [word.number], _TYPED, index)
    if not slot.rows:
        slot = _of_terms(index.transliterations.beginning_with(typed, _MOST_COMPLETIONS), _OTHER_SCRIPT, index)
    return slot if slot.rows else _of_words(index.half_typed.near(typed), _MEANT, index)


def _finished(typed: str, word: TypedWord, index: LocaleIndex) -> _Slot:
    """A word with others behind it: it or its other forms; else the other script, else a slip."""
    slot = _of_terms([] if word.number is None else [word.number], _TYPED, index)
    if not slot.rows:
        others = [number for number, _ in index.transliterations.of(typed)]
        slot = _of_terms(others, _OTHER_SCRIPT, index)
    return slot if slot.rows else _of_words(index.half_typed.near(typed, finished=True), _MEANT, index)


def _of_terms(numbers: Iterable[int], sure: float, index: LocaleIndex) -> _Slot:
    rows, terms = [], []
    for number in numbers:
        row = slice(index.label_starts[number], index.label_starts[number + 1])
        if row.start < row.stop:
            rows.append((index.labels.sections[row], index.labels.weights[row] * np.float32(sure)))
            terms.append(number)
    return _Slot(tuple(rows), True, "", frozenset(), frozenset(terms))


def _of_words(numbers: Sequence[int], sure: float, index: LocaleIndex) -> _Slot:
    rows = []
    for number in numbers:
        sections, weights = index.label_words.rows(range(number, number + 1), _MOST_ROWS)
        rows.append((sections, weights * np.float32(sure)))
    surfaces = frozenset(index.label_words.keys[number] for number in numbers)
    return _Slot(tuple(rows), True, "", surfaces, frozenset())


def _joined(one: _Slot | None, other: _Slot, *, counts: bool = True) -> _Slot:
    if one is None:
        return _Slot(other.rows, counts, other.beginning, other.surfaces, other.terms)
    return _Slot(
        one.rows + other.rows,
        one.counts or counts,
        one.beginning or other.beginning,
        one.surfaces | other.surfaces,
        one.terms | other.terms,
    )


def _meant(typed: str, words: Sequence[TypedWord], index: LocaleIndex) -> Iterable[tuple[tuple[int, int], _Slot]]:
    """What stretches of kana or romaji that are not converted yet may be read as."""
    for other in readings_in(typed, words, index):
        yield (other.start, other.end), _of_terms([other.number], _MEANT, index)


def _read_tail(typed: str, index: LocaleIndex) -> tuple[int, ...]:
    """Words whose reading begins with the kana or romaji at the end of what was typed."""
    kana = _KANA_TAIL.search(typed)
    if kana is not None:
        return index.readings.beginning_with(fold(kana.group()), _MOST_COMPLETIONS)
    romaji = _ROMAJI_TAIL.search(typed.lower())
    spelled = from_romaji(romaji.group()) if romaji is not None else None
    return index.readings.beginning_with(fold(spelled), _MOST_COMPLETIONS) if spelled else ()


def _tail(typed: str) -> tuple[int, int]:
    match = _KANA_TAIL.search(typed) or _ROMAJI_TAIL.search(typed.lower())
    return (match.start() if match else len(typed), len(typed))


def _best_of_articles(
    sections: NDArray[np.int32], scores: NDArray[np.float32], limit: int, index: LocaleIndex
) -> list[int]:
    """The best label of each article, best articles first; the earlier label and slug win a tie."""
    ranks = ((scores.astype(np.float64) * _EXACTNESS).round().astype(np.int64) << 32) - sections
    few = 16 * limit
    if len(ranks) > few:
        chosen = _first_of_articles(np.partition(ranks, len(ranks) - few)[-few:], limit, index)
        if len(chosen) == limit:
            return chosen
    return _first_of_articles(ranks, limit, index)


def _first_of_articles(ranks: NDArray[np.int64], limit: int, index: LocaleIndex) -> list[int]:
    chosen: dict[int, int] = {}
    for rank in np.sort(ranks)[::-1].tolist():
        section = -rank & 0xFFFFFFFF
        chosen.setdefault(index.article_of(section), section)
        if len(chosen) == limit:
            break
    return list(chosen.values())


def _suggestion(section: int, locale: str, index: LocaleIndex, wanted: _Wanted) -> Suggestion:
    """A title with its topic, or a heading with its article."""
    article = index.article_of(section)
    card = index.card(article)
    number = section - int(index.first_section[article])
    title = index.heading_text(section)
    shown = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    about = card.title if number else card.topic_title
    return Suggestion(
        locale=locale,
        slug=card.slug,
        anchor=card.sections[number][0] if number else "",
        title=snippets.with_marks(shown, _marks(title, len(shown), section, index, wanted)),
        topic_title=about if len(about) <= _LONGEST_TITLE else f"{about[: _LONGEST_TITLE - 1]}…",
    )


def _marks(title: str, end: int, section: int, index: LocaleIndex, wanted: _Wanted) -> list[tuple[int, int]]:
    """Where the words stand that were typed or meant, in order."""
    streams, place = index.streams, index.heading_stream(section)
    columns = (streams.terms[place], streams.starts_at[place], streams.ends_at[place])
    found = []
    for term, first, last in zip(*(column.tolist() for column in columns), strict=True):
        if last <= end and index.is_word(term):
            word = written(title[first:last])
            if word.startswith(wanted.beginnings) or term in wanted.terms or word in wanted.surfaces:
                found.append((first, last))
    return sorted(found)
