"""Ranking: rows of impacts are added up for articles, then the best articles' sections have their say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.bonuses import NO_BONUSES, Bonuses, bonuses_of
from helpcenter.search.results import MAX_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm
    from helpcenter.search.weights import Weights

# Sections are weighed for this many articles; measured: 30 already rank the first three as all would.
_CANDIDATES = 64
_MAX_RANKED = MAX_PAGE * 10


@dataclass(frozen=True, slots=True)
class Ranking:
    """Article numbers with their scores, best first, ties by slug.

    `sections` are the scores of the sections of the `weighed` articles (ascending), one after another:
    those of the i-th at `sections[bounds[i]:bounds[i + 1]]`. `bonuses` are part of the scores.
    """

    articles: tuple[int, ...]
    scores: tuple[float, ...]
    weighed: NDArray[np.int64]
    bounds: NDArray[np.int64]
    sections: NDArray[np.float32]
    bonuses: Bonuses = NO_BONUSES

    def section_scores(self, article: int) -> NDArray[np.float32]:
        """Return the scores of an article's sections; empty when it is so far down that they were not weighed."""
        place = int(np.searchsorted(self.weighed, article))
        if place == len(self.weighed) or self.weighed[place] != article:
            return self.sections[:0]
        return self.sections[self.bounds[place] : self.bounds[place + 1]]


_NOTHING = np.zeros(0, dtype=np.int64)
NO_RANKING = Ranking((), (), _NOTHING, _NOTHING, np.zeros(0, dtype=np.float32))


def rank(
    terms: Sequence[QueryTerm],
    index: LocaleIndex,
    weights: Weights,
    asked_of: Sequence[int] = (),
    only: NDArray[np.int64] | None = None,
) -> Ranking:
    """Rank the articles that have any of the terms, those the very question is `asked_of` before all others.

    With `only`, no other articles are ranked.
    """
    scores = _article_scores(terms, index)
    if only is not None:
        scores = _kept(scores, only)
    if asked_of and len(scores):
        scores[list(asked_of)] += weights.whole_question * scores.max()
    found = _best(scores, _MAX_RANKED)
    if not len(found):
        return NO_RANKING
    candidates = np.sort(found[:_CANDIDATES])
    bounds, sections = _section_scores(candidates, terms, index)
    best = np.maximum.reduceat(sections, bounds[:-1])
    share = weights.section_share
    scores[found] *= 1 - share
    scores[candidates] += share * best
    bonuses = bonuses_of(found, terms, index, weights)
    scores[bonuses.articles] *= bonuses.factors
    order = found[np.lexsort((found, -scores[found]))]
    order = order[scores[order] >= weights.tail * scores[order[0]]]
    return Ranking(tuple(order.tolist()), tuple(scores[order].tolist()), candidates, bounds, sections, bonuses)


def _article_scores(terms: Sequence[QueryTerm], index: LocaleIndex) -> NDArray[np.float32]:
    rows = index.impacts
    scores = np.zeros(index.article_count, dtype=np.float32)
    for term in terms:
        row = slice(index.starts[term.number], index.starts[term.number + 1])
        np.add.at(scores, rows.articles[row], rows.article_impacts[row] * np.float32(term.weight))
    return scores


def _kept(scores: NDArray[np.float32], only: NDArray[np.int64]) -> NDArray[np.float32]:
    kept = np.zeros_like(scores)
    kept[only] = scores[only]
    return kept


def _best(scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Return the numbers of the best scores above zero, best first, ties by number."""
    found = (scores > 0).nonzero()[0]
    if len(found) > most:
        # All that tie with the last one stay in, so that the cut does not depend on the partition's order.
        last = np.partition(scores[found], len(found) - most)[len(found) - most]
        found = found[scores[found] >= last]
    return found[np.lexsort((found, -scores[found]))][:most]


def _section_scores(
    candidates: NDArray[np.int64], terms: Sequence[QueryTerm], index: LocaleIndex
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Score the candidates' sections; those of the i-th candidate are `scores[bounds[i]:bounds[i + 1]]`."""
    rows = index.impacts
    first = index.first_section[candidates].astype(np.int64)
    sizes = index.first_section[candidates + 1] - first
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    shift = bounds[:-1] - first
    scores = np.zeros(bounds[-1], dtype=np.float32)
    for term in terms:
        start, end = index.starts[term.number], index.starts[term.number + 1]
        articles = rows.articles[start:end]
        places = np.minimum(np.searchsorted(articles, candidates), len(articles) - 1)
        have = (articles[places] == candidates).nonzero()[0]
        postings = start + places[have]
        begin, stop = rows.section_starts[postings], rows.section_starts[postings + 1]
        lengths = stop - begin
        entries = np.repeat(begin - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        local = rows.sections[entries] + np.repeat(shift[have], lengths)
        scores[local] += rows.section_impacts[entries] * np.float32(term.weight)
    return bounds, scores


def contribution(article: int, term: QueryTerm, index: LocaleIndex) -> float:
    """Return what a term adds to an article's score as a whole, for explanations."""
    start, end = index.starts[term.number], index.starts[term.number + 1]
    articles = index.impacts.articles[start:end]
    place = int(np.searchsorted(articles, article))
    if place == len(articles) or articles[place] != article:
        return 0.0
    return float(index.impacts.article_impacts[start + place]) * term.weight
