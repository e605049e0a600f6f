"""Suggestions while typing: titles, questions and headings that have a word beginning with what was typed.

The order depends only on which words a label has, not on how much of them was typed, so the list stays calm while
a word is being completed.
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
from helpcenter.search.expansion import TypedWord, expand
from helpcenter.search.results import MAX_QUERY_CHARACTERS, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from helpcenter.search.locale_index import LocaleIndex

_MOST_COMPLETIONS = 64
_KANA_TAIL = re.compile("[ぁ-ゖァ-ヺー]+$")
# An input method shows the letter of a syllable still to be completed: ぱすわーd.
_HALF_TYPED = re.compile("(?<=[ぁ-ゖァ-ヺー])[a-z]{1,2}$")
_ROMAJI_TAIL = re.compile("[a-z'-]{2,}$")
# How sure each way is that the word is meant.
_TYPED, _MEANT = 1.0, 0.7


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of what was typed: the terms it may be or become, and how sure each is."""

    terms: dict[int, float]
    counts: float


def suggest(text: str, locale: str, limit: int, index: LocaleIndex) -> tuple[Suggestion, ...]:
    """Complete what is being typed, one suggestion an article, best first."""
    slots = _slots(text, index)
    if not slots:
        return ()
    scores = np.zeros(int(index.first_section[-1]), dtype=np.float32)
    for slot in slots:
        scores += slot.counts * _slot_scores(slot, index, len(scores))
    asked = sum(slot.counts for slot in slots)
    found = np.flatnonzero(scores >= 0.35 * asked)
    marking = snippets.marking_of({number: 1.0 for slot in slots for number in slot.terms}, frozenset(), index)
    return tuple(
        _suggestion(section, locale, index, marking) for section in _best_of_articles(found, scores, limit, index)
    )


def _slots(text: str, index: LocaleIndex) -> list[_Slot]:
    typed = _HALF_TYPED.sub("", normalize(text[:MAX_QUERY_CHARACTERS]).text)
    stream = analyze(typed)
    words = [
        TypedWord(term, start, end, index.terms.find(term))
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    last = max((word.end for word in words), default=0)
    completing = last == len(typed)
    by_stretch: dict[tuple[int, int], dict[int, float]] = {}
    for word in words:
        terms = by_stretch.setdefault((word.start, word.end), {})
        if word.number is not None:
            terms[word.number] = _TYPED
        if completing and word.end == last:
            terms |= dict.fromkeys(_beginning_with(typed[word.start : word.end], index), _TYPED)
    for number in _read_tail(typed, index):
        by_stretch.setdefault(_tail(typed), {}).setdefault(number, _TYPED)
    unknown = [word for word in words if not by_stretch[word.start, word.end]]
    if unknown:
        for other in expand(typed.lower(), words, index):
            if other.layer is not Layer.SYNONYM:
                by_stretch.setdefault((other.start, other.end), {}).setdefault(other.number, _MEANT)
    meaningful = any(not is_stop_term(word.term) for word in words)
    stops = {(word.start, word.end) for word in words if meaningful and is_stop_term(word.term)}
    return [
        _Slot(terms, 0.1 if stretch in stops and stretch[1] != len(typed) else 1.0)
        for stretch, terms in by_stretch.items()
        if terms
    ]


def _beginning_with(typed: str, index: LocaleIndex) -> Iterable[int]:
    """Terms that begin with what was typed, in order, as many as are worth looking at."""
    return index.terms.with_prefix(Layer.WORD + typed.lower())[:_MOST_COMPLETIONS]


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


def _slot_scores(slot: _Slot, index: LocaleIndex, sections: int) -> NDArray[np.float32]:
    """The best a slot does in each label."""
    labels = index.labels
    scores = np.zeros(sections, dtype=np.float32)
    for number, sure in slot.terms.items():
        row = slice(index.label_starts[number], index.label_starts[number + 1])
        places = labels.sections[row]
        scores[places] = np.maximum(scores[places], labels.weights[row] * np.float32(sure))
    return scores


def _best_of_articles(
    found: NDArray[np.int64], scores: NDArray[np.float32], limit: int, index: LocaleIndex
) -> list[int]:
    """The best label of each article, best articles first; the earlier label and slug win a tie."""
    chosen: list[int] = []
    articles: set[int] = set()
    for section in found[np.lexsort((found, -scores[found]))].tolist():
        article = index.article_of(section)
        if article not in articles:
            articles.add(article)
            chosen.append(section)
            if len(chosen) == limit:
                break
    return chosen


def _suggestion(section: int, locale: str, index: LocaleIndex, marking: snippets.Marking) -> Suggestion:
    """A title with its topic, or a heading with its article."""
    article = index.article_of(section)
    card = index.card(article)
    number = section - int(index.first_section[article])
    return Suggestion(
        locale=locale,
        slug=card.slug,
        anchor=card.sections[number][0] if number else "",
        title=snippets.heading(section, index, marking),
        topic_title=card.title if number else card.topic_title,
    )
