"""What was typed so far, word by word: the labels each word may stand in, and what of them to mark.

A word that labels have as it was typed is taken at its word. Only for one that they have not, the ways of the full
search are tried: the other script, a slip, readings, joined and split words. Synonyms count beside what was typed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term
from helpcenter.search.analysis.kana import fold, from_romaji, to_katakana
from helpcenter.search.expansion import TypedWord, readings_in
from helpcenter.search.gathering import Rows
from helpcenter.search.readings import folded_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helpcenter.search.locale_index import LocaleIndex

MOST_ROWS = 1 << 13
_MOST_COMPLETIONS = 64
_KANA_TAIL = re.compile("[ぁ-ゖァ-ヺー]+$")
# An input method shows the letter of a syllable still to be completed: ぱすわーd.
_HALF_TYPED = re.compile("(?<=[ぁ-ゖァ-ヺー])[a-z]{1,2}$")
_JOINTS = "'’-_./"  # at the end they say nothing yet
_ROMAJI_TAIL = re.compile("[a-z'-]{2,}$")
_LOANWORD = re.compile("[a-z]{4,}|[ぁ-ゖー]{4,}|[ァ-ヺー]{3,}")
_ONE_SCRIPT = re.compile("[a-z]+|[ァ-ヺー]+")
_HIRAGANA = re.compile("[ぁ-ゖー]{4,}")
_LATIN = re.compile("[a-z]+")
_DIGIT = re.compile(r"\d")
# Words in quotation marks are meant as they stand, also while the closing mark is still to come.
_QUOTED = re.compile(r'"[^"]+"?|“[^”]+”?|「[^」]+」?|『[^』]+』?')
_KATAKANA_WORD = re.compile("[ァ-ヺー]{4,}")
_KANJI = re.compile("[一-鿿々]")
_SHORTEST_PART = 3
# Half-typed words are too short for a slip, and two slips are only looked for in whole words.
_SHORT, _LONG = 3, 8
_LONGEST_WORD = 40  # what is longer is no slip of a word
# Words as near as the full search considers.
_MOST_SLIPS, _NEARLY_AS_GOOD = 3, 0.9
# Of a word that may still become many, the other script says nothing yet.
_FEW = 3
_PLENTY = 200  # labels that have a word as it was typed; more need no synonyms
_ALIKE = 0.75  # a word that labels have as it is must be just as plain in the other script
# How sure each way is that the word is meant.
_TYPED, _OTHER_SCRIPT, _MEANT, _SYNONYM = 1.0, 0.8, 0.7, 0.6


class Slot(Struct, frozen=True):
    """A word of what was typed: the rows of the labels it may stand in, and what of them to mark."""

    rows: tuple[Rows, ...] = ()
    counts: bool = True  # a finished stop word beside other words is marked, but says nothing
    beginnings: tuple[str, ...] = ()
    surfaces: frozenset[str] = frozenset()
    terms: frozenset[int] = frozenset()
    typed: frozenset[int] = frozenset()  # those of the terms that were typed, not only meant
    is_identifier: bool = False

    @property
    def is_distinct(self) -> bool:
        """Whether no label stands twice in the rows: they are those of one word."""
        return len(self.rows) == 1 and not self.beginnings

    def has(self, word: str, term: int) -> bool:
        """Tell whether a word of a label, as labels write it, stands for this one."""
        return term in self.terms or word in self.surfaces or word.startswith(self.beginnings)

    def joined(self, other: Slot) -> Slot:
        """Return a slot that either of the two may fill."""
        return Slot(
            self.rows + other.rows,
            self.counts,
            self.beginnings + other.beginnings,
            self.surfaces | other.surfaces,
            self.terms | other.terms,
            self.typed,
            self.is_identifier,
        )


_NOTHING = Slot()
_Place = tuple[int, int, int]
"""Where a word stands in what was typed, and which it is of several that a stretch may be read as."""


def slots_of(typed: str, index: LocaleIndex) -> list[Slot]:
    """Return the words of a text that was normalised; one that may stand in no label has no rows."""
    typed = _HALF_TYPED.sub("", typed.rstrip(_JOINTS))
    stream = analyze(typed)
    lower = typed.lower()
    typed = lower if len(lower) == len(typed) else typed
    words = [
        TypedWord(term, start, end, index.term_number(term))
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    slots = _as_typed(typed, words, index)
    for place, slot in _synonyms(typed, words, slots, index):
        slots[place] = slots[place].joined(slot)
    if not all(slot.rows for slot in slots.values() if slot.counts):
        _drop_parts(slots)
        _forgive(typed, words, slots, index)
    return list(slots.values())


def _as_typed(typed: str, words: Sequence[TypedWord], index: LocaleIndex) -> dict[_Place, Slot]:
    """The words as they stand there; the one at the end may become any that begins so."""
    first, last = _tail(typed, words)
    # What is still being typed may become anything.
    is_meaningful = any(word.end == last or not is_stop_term(word.term) for word in words)
    slots: dict[_Place, Slot] = {}
    for word in words:
        place = (word.start, word.end, 0)
        written, is_last = typed[word.start : word.end], word.end == last
        slot = _half_typed(written, word, index) if is_last else _of_terms([word.number], _TYPED, index)
        if is_last and word.start == first:
            slot = slot.joined(_of_terms(_read_tail(typed, index), _TYPED, index))
        if before := slots.get(place):
            slot = before.joined(slot)
        slots[place] = Slot(
            slot.rows,
            is_last or not is_meaningful or not is_stop_term(word.term),
            slot.beginnings,
            slot.surfaces,
            slot.terms,
            slot.terms if word.number is None else slot.terms | {word.number},
            _DIGIT.search(written) is not None,
        )
    if (first, last, 0) not in slots and first < last:
        slots[first, last, 0] = _of_terms(_read_tail(typed, index), _TYPED, index)
    return slots


def _half_typed(typed: str, word: TypedWord, index: LocaleIndex) -> Slot:
    """What begins so, also in the other script once it can be few words only; else its other forms."""
    numbers = index.label_words.keys.with_prefix(typed)
    if not numbers:
        return _of_terms([word.number], _TYPED, index)
    slot = Slot((index.label_words.rows(numbers, MOST_ROWS),), beginnings=(typed,))
    if len(numbers) <= _FEW and _ONE_SCRIPT.fullmatch(typed):
        others = {
            other
            for number in numbers
            for other, likeness in index.transliterations.of(index.label_words.keys[number])
            if likeness > _ALIKE
        }
        if others:
            slot = slot.joined(_of_terms(sorted(others), _OTHER_SCRIPT, index))
    return slot


def _synonyms(
    typed: str, words: Sequence[TypedWord], slots: dict[_Place, Slot], index: LocaleIndex
) -> Iterator[tuple[_Place, Slot]]:
    """Other words for the same thing; a phrase of several words is found by all of them together."""
    said = [word for word in words if not is_stop_term(word.term)]
    if said and _is_unfinished(said[-1], typed, slots, index):
        said.pop()
    for first, last, others in index.synonyms.of([word.term for word in said]):
        if all(_is_common(slots[word.start, word.end, 0]) for word in said[first:last]):
            continue
        numbers = [index.term_number(term) for term in others]
        found = _NOTHING if None in numbers else _of_terms(numbers, _SYNONYM, index)
        if len(found.rows) == len(others):
            if len(others) > 1:
                found = Slot((_in_all(found.rows),), terms=found.terms)
            if len(found.rows[0][0]):
                for word in said[first:last]:
                    yield (word.start, word.end, 0), found


def _is_common(slot: Slot) -> bool:
    return sum(len(labels) for labels, _ in slot.rows) > _PLENTY


def _is_unfinished(word: TypedWord, typed: str, slots: dict[_Place, Slot], index: LocaleIndex) -> bool:
    """Tell whether a word is one only by chance: "invoic" has the stem of "invoice", but is still being typed."""
    is_last = word.end == len(typed) and bool(slots[word.start, word.end, 0].beginnings)
    return is_last and index.label_words.keys.find(typed[word.start :]) is None


def _in_all(rows: Sequence[Rows]) -> Rows:
    """The labels that have several words, each once."""
    having = dict(zip(rows[0][0].tolist(), rows[0][1].tolist(), strict=True))  # labels of a synonym are few
    for others, _ in rows[1:]:
        among = set(others.tolist())
        having = {label: weight for label, weight in having.items() if label in among}
    return np.array(list(having), dtype=np.int32), np.array(list(having.values()), dtype=np.float32)


def _drop_parts(slots: dict[_Place, Slot]) -> None:
    """Leave out parts of a compound that labels have as a whole, and a whole that they have in parts."""
    filled = [place for place, slot in slots.items() if slot.rows]
    for place in [place for place, slot in slots.items() if not slot.rows and not slot.is_identifier]:
        inside = [other for other in slots if other != place and place[0] <= other[0] and other[1] <= place[1]]
        if any(other[0] <= place[0] and place[1] <= other[1] for other in filled) or (
            inside and all(other in filled for other in inside)
        ):
            del slots[place]


def _forgive(typed: str, words: Sequence[TypedWord], slots: dict[_Place, Slot], index: LocaleIndex) -> None:
    """Fill the slots that labels have no word for, in the ways the full search knows, the surest first."""
    verbatim = [match.span() for match in _QUOTED.finditer(typed)]
    _fill(slots, _joined(typed, words, slots, index))
    places = {(word.start, word.end, 0) for word in words}
    for place, slot in list(slots.items()):
        written = typed[place[0] : place[1]]
        if slot.rows or not slot.counts or slot.is_identifier or _is_inside(place, verbatim):
            continue
        if place in places or _LOANWORD.fullmatch(written):
            _fill(slots, [(place, _nearly(written, index, is_finished=place[1] < len(typed)))])
    unfilled = [place for place, slot in slots.items() if slot.counts and not slot.rows]
    if not unfilled:
        return
    has_word = any(place in places or _LOANWORD.fullmatch(typed[place[0] : place[1]]) for place in unfilled)
    if has_word:
        _fill(slots, _split(typed, slots, index))
        unfilled = [place for place in unfilled if place in slots and not slots[place].rows]
    found = [
        ((other.start, other.end, other.place), _of_terms([other.number], _MEANT * other.likeness, index))
        for other in readings_in(typed, words, index)
        if any(other.start <= place[0] and place[1] <= other.end for place in unfilled)
    ]
    _fill(slots, found)
    if has_word:
        _fill(slots, _slips(typed, words, slots, index, verbatim))


def _slips(
    typed: str,
    words: Sequence[TypedWord],
    slots: dict[_Place, Slot],
    index: LocaleIndex,
    verbatim: Sequence[tuple[int, int]],
) -> Iterator[tuple[_Place, Slot]]:
    """Words of the vocabulary that may be meant by one that nobody wrote: two slips away, short, or read like it.

    One slip in a longer word was looked for among the words of labels.
    """
    unknown = [
        (word.start, word.end, word.term[1:]) for word in words if word.number is None and not is_stop_term(word.term)
    ]
    unknown += [(run.start(), run.end(), run.group()) for run in _KATAKANA_WORD.finditer(typed)]
    for start, end, term in unknown:
        place, written = (start, end, 0), typed[start:end]
        is_filled = any(each[0] <= start and end <= each[1] and slot.rows for each, slot in slots.items())
        if is_filled or _DIGIT.search(written) or _is_inside(place, verbatim) or len(written) > _LONGEST_WORD:
            continue
        near = index.spelling.near(term, written) if len(written) <= _SHORT or len(written) >= _LONG else []
        numbers = [number for number, likeness in near[:_MOST_SLIPS] if likeness >= _NEARLY_AS_GOOD * near[0][1]]
        if not numbers and _KANJI.search(written):
            numbers = list(index.readings.terms(folded_reading(term))[:_MOST_SLIPS])
        yield place, _of_terms(numbers, _MEANT, index)


def _fill(slots: dict[_Place, Slot], found: Iterable[tuple[_Place, Slot]]) -> None:
    """Add what a stretch may mean to the slot that stands there, and in place of those without rows inside it."""
    for place, slot in list(found):
        if not slot.rows:
            continue
        for other, inside in list(slots.items()):
            if other != place and place[0] <= other[0] and other[1] <= place[1] and not inside.rows:
                del slots[other]
        slots[place] = slots.get(place, _NOTHING).joined(slot)


def _is_inside(place: _Place, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def _nearly(written: str, index: LocaleIndex, *, is_finished: bool) -> Slot:
    """A loanword in the other script; else a word that was left unfinished; else one with a slip in it."""
    if is_finished:
        others = [number for number, _ in index.transliterations.of(written)]
    else:
        others = index.transliterations.beginning_with(written, _MOST_COMPLETIONS)
    slot = _of_terms(others, _OTHER_SCRIPT, index)
    if slot.rows:
        return slot
    if is_finished and len(written) >= _SHORTEST_PART and (begun := _beginning(written, _OTHER_SCRIPT, index)).rows:
        return begun
    near = index.half_typed.near(written, finished=is_finished)
    if not near and _HIRAGANA.fullmatch(written):
        near = index.half_typed.near(to_katakana(written), finished=is_finished)
    return _of_words(near, _MEANT, index)


def _joined(
    typed: str, words: Sequence[TypedWord], slots: dict[_Place, Slot], index: LocaleIndex
) -> Iterator[tuple[_Place, Slot]]:
    """Words that labels write as one: "dash boar"; both are found by it."""
    for one, other in pairwise(words):
        places = [(one.start, one.end, 0), (other.start, other.end, 0)]
        whole = typed[one.start : one.end] + typed[other.start : other.end]
        is_open = any(place in slots and not slots[place].rows for place in places)
        if is_open and typed[one.end : other.start] == " " and _LATIN.fullmatch(whole):
            slot = _begun_or_whole(whole, index, is_last=other.end == len(typed))
            yield from ((place, slot) for place in places)


def _split(typed: str, slots: dict[_Place, Slot], index: LocaleIndex) -> Iterator[tuple[_Place, Slot]]:
    """Two words that labels write apart: "invoicesett"; the second may be half typed."""
    for place, slot in slots.items():
        whole = typed[place[0] : place[1]]
        if slot.rows or not _LATIN.fullmatch(whole):
            continue
        for cut in range(len(whole) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            first = _begun_or_whole(whole[:cut], index, is_last=False)
            second = _begun_or_whole(whole[cut:], index, is_last=place[1] == len(typed)) if first.rows else _NOTHING
            if second.rows:
                yield place, first
                yield (place[0], place[1], 1), second
                break


def _begun_or_whole(written: str, index: LocaleIndex, *, is_last: bool) -> Slot:
    if is_last:
        return _beginning(written, _MEANT, index)
    number = index.label_words.keys.find(written)
    return _NOTHING if number is None else _of_words([number], _MEANT, index)


def _beginning(typed: str, sure: float, index: LocaleIndex) -> Slot:
    labels, weights = index.label_words.rows(index.label_words.keys.with_prefix(typed), MOST_ROWS)
    return Slot(((labels, weights * np.float32(sure)),), beginnings=(typed,)) if len(labels) else _NOTHING


def _of_terms(numbers: Iterable[int | None], sure: float, index: LocaleIndex) -> Slot:
    rows, terms = [], []
    for number in numbers:
        if number is not None:
            row = slice(index.label_starts[number], index.label_starts[number + 1])
            if row.start < row.stop:
                rows.append((index.labels.sections[row], index.labels.weights[row] * np.float32(sure)))
                terms.append(number)
    return Slot(tuple(rows), terms=frozenset(terms)) if rows else _NOTHING


def _of_words(numbers: Sequence[int], sure: float, index: LocaleIndex) -> Slot:
    rows = []
    for number in numbers:
        labels, weights = index.label_words.rows(range(number, number + 1), MOST_ROWS)
        rows.append((labels, weights * np.float32(sure)))
    return Slot(tuple(rows), surfaces=frozenset(index.label_words.keys[number] for number in numbers))


def _read_tail(typed: str, index: LocaleIndex) -> tuple[int, ...]:
    """Words whose reading begins with the kana or romaji at the end of what was typed."""
    kana = _KANA_TAIL.search(typed)
    if kana is not None:
        return index.readings.beginning_with(fold(kana.group()), _MOST_COMPLETIONS)
    romaji = _ROMAJI_TAIL.search(typed)
    spelled = from_romaji(romaji.group()) if romaji is not None else None
    return index.readings.beginning_with(fold(spelled), _MOST_COMPLETIONS) if spelled else ()


def _tail(typed: str, words: Sequence[TypedWord]) -> tuple[int, int]:
    """Where the kana or romaji at the end stand, which may be read as another word; 忘れ ends in kana, but is one."""
    match = _KANA_TAIL.search(typed) or _ROMAJI_TAIL.search(typed)
    start = match.start() if match else len(typed)
    return (len(typed) if any(word.start < start < word.end for word in words) else start, len(typed))
