"""Suggestions while typing: titles, questions and headings that have words beginning with what was typed.

The list stays calm. Labels that begin with all that was typed come first, in an order that typing on cannot change;
for the others the order depends only on which words they have, not on how much of a word was typed.

An article is suggested by the label that has most of the words; further questions of it, two at most, come behind
all articles that have as many words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.labels import folded
from helpcenter.search.popularity import UNKNOWN
from helpcenter.search.shown_labels import ShownLabels
from helpcenter.search.typed_slots import MOST_ROWS, slots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from helpcenter.search.gathering import Rows
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.popularity import Popularity
    from helpcenter.search.results import Suggestion
    from helpcenter.search.typed_slots import Slot

MAX_TYPED_CHARACTERS = 100
"""Who has typed more than that is not waiting for a completion."""

# A label that has more of the words comes before one that has them in a better place.
_HAS = 10.0
# Labels with less than this share of what the best label has are not offered.
_ENOUGH = 0.6
# More than any sum of words: a label that begins with all that was typed.
_BEGINS = 1_000.0
_EXACTNESS = 1e4  # scores are compared to four places; 2**31 of them are more than any score
_ONE_WORD = int(_HAS * _EXACTNESS)
_LABEL = (1 << 32) - 1
_MOST_QUESTIONS = 2  # of an article
_READ_AHEAD = 16  # labels read for each suggestion wanted


def suggest(
    text: str, locale: str, limit: int, index: LocaleIndex, popularity: Popularity = UNKNOWN
) -> tuple[Suggestion, ...]:
    """Complete what is being typed, best first: one label an article, and up to two of its questions.

    Popularity is a small term: it decides between labels that are about as good, and never against a better one.
    """
    typed = normalize(text[:MAX_TYPED_CHARACTERS]).text
    slots = slots_of(typed, index)
    having = _having(slots, index)
    labels, scores = _worth_offering(folded(typed), having, index)
    scores = scores + index.boost(locale, popularity)[labels]
    shown = ShownLabels(locale, index, slots)
    found: list[Suggestion] = []
    for label in _ranked(labels, scores, having, limit, shown, index):
        suggestion = shown.suggestion(label)
        if suggestion is not None:
            found.append(suggestion)
            if len(found) == limit:
                break
    return tuple(found)


def questions_that_matched(
    text: str, locale: str, articles: Sequence[int], index: LocaleIndex
) -> tuple[Suggestion | None, ...]:
    """Return for each article the question that has more of a query's words than its title, and most of them."""
    if not len(index.asked):
        return (None,) * len(articles)
    slots = slots_of(normalize(text[:MAX_TYPED_CHARACTERS]).text, index)
    shown = ShownLabels(locale, index, slots)
    having = _having(slots, index)
    words = sum(slot.counts for slot in slots)
    found: list[Suggestion | None] = []
    for article in articles:
        label, has = _telling(index.sections_of(article).start, words, having, shown, index)
        is_question = label >= index.section_count and has >= _ENOUGH * words
        found.append(shown.suggestion(label) if is_question else None)
    return tuple(found)


def _having(slots: Sequence[Slot], index: LocaleIndex) -> Rows:
    """Labels that have any of the words, and how well they answer what was typed."""
    return index.gathering.sum(
        [
            (labels, weights + np.float32(_HAS))
            for slot in slots
            if slot.counts and slot.rows
            for labels, weights in [slot.rows[0] if slot.is_distinct else index.gathering.best(slot.rows)]
        ]
    )


def _worth_offering(typed: str, having: Rows, index: LocaleIndex) -> Rows:
    """Labels that have enough of the words, and those that begin with all that was typed."""
    labels, scores = having
    enough = scores >= _ENOUGH * scores.max(initial=0)
    numbers = index.beginnings.keys.with_prefix(typed) if typed else range(0)
    begin, weights = index.beginnings.rows(numbers, MOST_ROWS)
    return index.gathering.best([(labels[enough], scores[enough]), (begin, weights + np.float32(_BEGINS))])


def _ranked(
    labels: NDArray[np.int32],
    scores: NDArray[np.float32],
    having: Rows,
    limit: int,
    shown: ShownLabels,
    index: LocaleIndex,
) -> list[int]:
    """The labels to show, best first; the earlier label and slug win a tie."""
    ranks = ((scores.astype(np.float64) * _EXACTNESS).round().astype(np.int64) << 32) - labels
    firsts = _best_of_articles(ranks, limit, index)
    if not len(index.asked):
        return [_label(rank) for rank in firsts.values()]
    asked = ranks[labels >= index.section_count]
    questions_of = _questions_of(asked, limit, firsts, index)
    ranked: list[tuple[int, int]] = []
    for article, rank in firsts.items():
        label, exact = _label(rank), _exact(rank)
        questions = questions_of.get(article, ())
        if label == index.first_section[article] and exact < _BEGINS * _EXACTNESS:
            label, has = _telling(label, _words(exact), having, shown, index)
            # Words that only stand together in different questions say less than those of one label.
            exact = exact if has >= _words(exact) else has * _ONE_WORD
        ranked.append((-exact, label))
        ranked.extend((-_words(exact) * _ONE_WORD, each) for each in _further(label, exact, questions, index))
    return [label for _, label in sorted(ranked, key=lambda each: each[0])]


def _telling(lead: int, words: int, having: Rows, shown: ShownLabels, index: LocaleIndex) -> tuple[int, int]:
    """The title, or the question that has more of the words of a lead, which are those of both; and how many it has."""
    has = shown.count(lead)
    if has >= words:
        return lead, has
    asked = index.asked.of(index.article_of(lead))
    labels, scores = having
    mine = (labels >= index.section_count + asked.start) & (labels < index.section_count + asked.stop)
    questions = labels[mine]
    if not len(questions):
        return lead, has
    best = int(questions[np.lexsort((questions, -scores[mine]))[0]])
    more = shown.count(best)
    return (best, more) if more > has else (lead, has)


def _further(label: int, exact: int, questions: Sequence[tuple[int, int]], index: LocaleIndex) -> list[int]:
    """Other questions of an article that have as many of the words as its best label, shown as `label`."""
    is_title = label < index.section_count
    further = [
        question
        for question, has in questions
        if question != label
        and _words(has) >= _words(exact)
        and not (is_title and index.asked.repeats_title(question - index.section_count))
    ]
    return further[: _MOST_QUESTIONS - (not is_title)]


def _best_of_articles(ranks: NDArray[np.int64], limit: int, index: LocaleIndex) -> dict[int, int]:
    """The rank of the best label of each article, by article, best first."""
    few = _READ_AHEAD * limit
    if len(ranks) > few:
        chosen = _first_of_articles(np.partition(ranks, len(ranks) - few)[-few:], limit, index)
        if len(chosen) == limit:
            return chosen
    return _first_of_articles(ranks, limit, index)


def _first_of_articles(ranks: NDArray[np.int64], limit: int, index: LocaleIndex) -> dict[int, int]:
    chosen: dict[int, int] = {}
    best = np.sort(ranks)[::-1]
    for article, rank in zip(index.articles_of_labels.take(-best & _LABEL).tolist(), best.tolist(), strict=True):
        if article not in chosen:
            chosen[article] = rank
            if len(chosen) == limit:
                break
    return chosen


def _questions_of(
    ranks: NDArray[np.int64], limit: int, firsts: dict[int, int], index: LocaleIndex
) -> dict[int, list[tuple[int, int]]]:
    """Questions of the articles with their scores to four places, by article, best first."""
    found: dict[int, list[tuple[int, int]]] = {}
    if not len(ranks):
        return found
    few = _READ_AHEAD * limit
    best = np.sort(np.partition(ranks, len(ranks) - few)[-few:] if len(ranks) > few else ranks)[::-1]
    labels = -best & _LABEL
    articles = index.articles_of_labels.take(labels)
    for article, label, exact in zip(articles.tolist(), labels.tolist(), ((best + labels) >> 32).tolist(), strict=True):
        if article in firsts:
            found.setdefault(article, []).append((label, exact))
    return found


def _label(rank: int) -> int:
    return -rank & _LABEL


def _exact(rank: int) -> int:
    """The score of a rank, to four places."""
    return (rank + _label(rank)) >> 32


def _words(exact: int) -> int:
    """How many of the typed words a label has; many more when it begins with all that was typed."""
    return exact // _ONE_WORD
