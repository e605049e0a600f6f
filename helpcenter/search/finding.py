"""Finding across locales: articles of the reader's own locale, also through what their translations say.

A query in the other language finds the translation, and so the article in the reader's language. An article that
nobody translated is offered in the language it has, when the reader's own has nothing as good. Where articles have
the phrases that were quoted, only those are the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log1p
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace as changed

from helpcenter.search.asked_identifiers import AskedIdentifier, asked_identifiers, unmatched_identifiers
from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.query import Query, QueryWord, parse, words_of
from helpcenter.search.quoting import NOTHING_QUOTED, Matching, match, phrases_in
from helpcenter.search.ranking import Ranking, contribution, rank
from helpcenter.search.results import MAX_QUERY_CHARACTERS, UnmatchedIdentifier
from helpcenter.search.semantics.vectors import Nearness

if TYPE_CHECKING:
    from helpcenter.search.results import SearchRequest
    from helpcenter.search.weights import Weights

    Kept = Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]]


class Found(Struct, frozen=True):
    """An article that was found, and as which article of which locale's ranking (another one's for a translation).

    `nearest` is its section nearest in meaning, for one that no words found. `relevance` is how probably its best
    section answers, as a cross-encoder judges; None when none was asked or answered in time.
    """

    locale: str
    index: LocaleIndex
    article: int
    score: float
    ranking: Ranking
    ranked_in: str
    ranked_as: int
    nearest: int = 0
    relevance: float | None = None

    def is_relevant(self, least: float) -> bool:
        """Tell whether a cross-encoder found it at least so relevant."""
        return self.relevance is not None and self.relevance >= least

    @property
    def section_scores(self) -> Sequence[float]:
        """The scores of its sections; empty when they were not weighed or a translation is cut differently."""
        scores = self.ranking.section_scores(self.ranked_as)
        return scores if len(scores) == len(self.index.sections_of(self.article)) else ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Articles, best first; the query as each locale that was asked understands it.

    `words` are the query's words that say something, by locale; `text` is what was read of the query, `coverage` the
    share of it that the best article by words covers. `is_quoted` tells that the articles are those that have what was
    quoted, `unmatched_phrases` what was quoted and none of them has. `asked` are the identifiers in the query,
    `unmatched_identifiers` those that no article has. `nearness` is what meaning says, once it did.
    """

    found: tuple[Found, ...]
    queries: Mapping[str, Query]
    words: Mapping[str, Sequence[QueryWord]]
    text: str
    coverage: float
    is_quoted: bool = False
    unmatched_phrases: tuple[str, ...] = ()
    unmatched_identifiers: tuple[UnmatchedIdentifier, ...] = ()
    asked: tuple[AskedIdentifier, ...] = ()
    nearness: Nearness | None = None

    @property
    def relevance(self) -> float | None:
        """How probably the first article answers that a cross-encoder judged; None when it judged none in time."""
        return next((one.relevance for one in self.found if one.relevance is not None), None)


_NO_ARTICLE = np.zeros(0, dtype=np.int64)
_SIZE_SHARE = 0.1
# What says all of the query in the reader's language, nearly as strongly, needs no translation's word for it.
_CLEARLY_WEAKER = 0.9


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What one locale answers."""

    locale: str
    index: LocaleIndex
    query: Query
    words: Sequence[QueryWord]
    ranking: Ranking
    coverage: float
    strength: float

    def is_enough(self, weights: Weights) -> bool:
        """Tell whether no other locale needs to be asked."""
        if self.query.is_literal and self.coverage == 1.0:
            return True  # an article here has this very code
        # A word of the other language that an article merely mentions covers the query, but answers nothing.
        return self.coverage >= weights.enough_coverage and self.strength >= weights.enough_words


def find(
    request: SearchRequest, indexes: Mapping[str, LocaleIndex], weights: Weights, kept: Kept | None = None
) -> Answer:
    """Find articles for the request's locale; other locales are asked when it leaves words unanswered.

    With `kept`, only these articles (numbers by locale, ascending) are there, as if the others had not been written.
    """
    weights = weights.without(request.without)
    quoted = _quoted(request, indexes)
    is_quoted = any(matching.articles is not None for matching in quoted.values())
    own = _attempt(request.text, request.locale, indexes[request.locale], weights, quoted, kept)
    attempts = [own]
    asked = asked_identifiers(own.query, own.index)
    # A code that only an article in another language has is answered by that one.
    is_enough = own.is_enough(weights) if all(each.stands_in(own.index) for each in asked) else False
    if not is_enough and not (is_quoted and own.ranking.articles):
        for locale, index in indexes.items():
            if locale != request.locale:
                attempt = _attempt(request.text, locale, index, weights, quoted, kept)
                if attempt.coverage > own.coverage or (
                    weights.enough_coverage <= own.coverage == attempt.coverage and own.strength < attempt.strength
                ):
                    attempts.append(attempt)
    found = _merged(own, attempts[1:], weights) if len(attempts) > 1 else _found(own)
    return Answer(
        found=tuple(found),
        queries={attempt.locale: attempt.query for attempt in attempts},
        words={attempt.locale: attempt.words for attempt in attempts},
        text=own.query.text,
        coverage=max(attempt.coverage for attempt in attempts),
        is_quoted=is_quoted,
        unmatched_phrases=min((quoted[attempt.locale].unmatched for attempt in attempts), key=len),
        unmatched_identifiers=unmatched_identifiers(asked, request.locale, indexes),
        asked=asked,
    )


def _quoted(request: SearchRequest, indexes: Mapping[str, LocaleIndex]) -> dict[str, Matching]:
    """Find what was quoted in the reader's own locale, and only when no article has it there, in the others."""
    phrases = phrases_in(request.text[:MAX_QUERY_CHARACTERS])
    if not phrases:
        return dict.fromkeys(indexes, NOTHING_QUOTED)
    own = match(phrases, indexes[request.locale])
    if own.articles is not None:
        return dict.fromkeys(indexes, Matching(_NO_ARTICLE)) | {request.locale: own}
    quoted = {locale: match(phrases, index) for locale, index in indexes.items()}
    if all(matching.articles is None for matching in quoted.values()):
        return quoted
    # Somebody wrote it, if only in another language: articles that merely have its words are no answer.
    return {
        locale: Matching(_NO_ARTICLE, matching.unmatched) if matching.articles is None else matching
        for locale, matching in quoted.items()
    }


def _attempt(
    text: str, locale: str, index: LocaleIndex, weights: Weights, quoted: Mapping[str, Matching], kept: Kept | None
) -> _Attempt:
    query = parse(text, index, weights)
    words = words_of(query, index)
    only, asked_of = quoted[locale].articles, query.asked_of
    if only is not None:
        # Whatever has the phrase is the answer, however little it says beside it.
        weights = replace(weights, tail=0.0)
    if kept is not None:
        only = kept[locale] if only is None else np.intersect1d(only, kept[locale], assume_unique=True)
        asked_of = tuple(article for article in asked_of if article in only)
    ranking = rank(query.terms, index, weights, asked_of, only)
    if not ranking.articles:
        return _Attempt(locale, index, query, words, ranking, coverage=0.0, strength=0.0)
    return _Attempt(
        locale,
        index,
        query,
        words,
        ranking,
        coverage=coverage(ranking.articles[0], words, index),
        strength=strength(ranking.scores[0], words, weights),
    )


def strength(score: float, words: Sequence[QueryWord], weights: Weights) -> float:
    """Return how near a ranking score comes to the best that any article could do, plus a little for its size."""
    best = ideal(words, weights)
    # Without an ideal there are only words like "how" and "to": found or not, they say nothing.
    return (score / best if best else 0.0) + _SIZE_SHARE * log1p(score)


def ideal(words: Sequence[QueryWord], weights: Weights) -> float:
    """Return the score of an article that says each of the words as strongly as BM25 can reward (k1 + 1)."""
    return sum(word.rarity for word in words) * (weights.saturation + 1)


def coverage(article: int, words: Sequence[QueryWord], index: LocaleIndex) -> float:
    """Return the share of the words' rarity that an article answers, 0 to 1; 1 for a query of stop words."""
    asked = sum(word.rarity for word in words)
    if not asked:
        return 1.0
    return (
        sum(word.rarity for word in words if any(contribution(article, term, index) > 0 for term in word.terms)) / asked
    )


def _found(attempt: _Attempt) -> list[Found]:
    ranking = attempt.ranking
    return [
        Found(attempt.locale, attempt.index, article, score, ranking, attempt.locale, article)
        for article, score in zip(ranking.articles, ranking.scores, strict=True)
    ]


def _merged(own: _Attempt, others: list[_Attempt], weights: Weights) -> list[Found]:
    """Join the locales' answers, each scaled so that its best scores what it covers of the query."""
    # An article without a translation can only be found in its own words, so both lists begin alike.
    # What merely mentions all that another locale's best article is about comes behind that one.
    best = max(other.coverage for other in others)
    surest = max(other.strength for other in others)
    doubt = own.strength / surest if own.coverage == best and own.strength < _CLEARLY_WEAKER * surest else 1.0
    merged = {one.article: one for one in _scaled(own, best * doubt)}
    foreign: list[Found] = []
    for other in others:
        for one in _scaled(other, other.coverage):
            number = own.index.article_number(other.index.slugs[one.article])
            if number is None:
                foreign.append(changed(one, score=one.score * weights.foreign))
            elif number not in merged:
                merged[number] = changed(one, locale=own.locale, index=own.index, article=number)
            else:
                before = merged[number]
                merged[number] = changed(
                    before, score=max(before.score, one.score) + 0.1 * min(before.score, one.score)
                )
    return sorted(
        [*merged.values(), *foreign], key=lambda one: (-one.score, one.locale != own.locale, one.locale, one.article)
    )


def _scaled(attempt: _Attempt, best: float) -> list[Found]:
    """Scale scores so that the best one is `best`."""
    found = _found(attempt)
    if not found or not found[0].score:
        return found
    scale = best / found[0].score
    return [changed(one, score=one.score * scale) for one in found]
