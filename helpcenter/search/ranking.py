"""Ranking: rows of impacts are added up for articles, then the best articles' sections have their say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.bonuses import MOST_ARTICLES, NO_BONUSES, Bonuses, bonuses_of
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
    if not terms:
        return NO_RANKING
    rows = _rows_of(terms, index)
    scores = np.zeros(index.article_count, dtype=np.float32)
    np.add.at(scores, rows.articles, rows.impacts)
    if only is not None:
        scores = _kept(scores, only)
    if asked_of:
        scores[list(asked_of)] += weights.whole_question * scores.max()
    best = scores.max(initial=0)
    if not best:
        return NO_RANKING
    # No section lifts an article over the tail that is no candidate, so those below it need not be told apart.
    found = (scores > weights.tail * best).nonzero()[0]
    if len(found) < _CANDIDATES:
        found = (scores > 0).nonzero()[0]
    found = _best(found, scores, _MAX_RANKED)
    candidates = _best(found, scores, _CANDIDATES)
    bounds, sections = _section_scores(candidates, rows, index)
    share = weights.section_share
    scores[found] *= 1 - share
    scores[candidates] += share * np.maximum.reduceat(sections, bounds[:-1])
    bonuses = bonuses_of(_best(candidates, scores, MOST_ARTICLES), terms, index, weights)
    scores[bonuses.articles] *= bonuses.factors
    ranked = scores.take(found)
    order = (-ranked).argsort(kind="stable")
    ranked = ranked.take(order)
    shown = int(np.count_nonzero(ranked >= weights.tail * ranked[0]))
    return Ranking(
        tuple(found.take(order[:shown]).tolist()), tuple(ranked[:shown].tolist()), candidates, bounds, sections, bonuses
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of several terms laid end to end, so that each step is one pass over all of them.

    `articles` and their `impacts`, scaled by the terms' `weights`; the i-th term's row ends before `ends[i]`, and
    stands in the index `shifts[i]` further on.
    """

    articles: NDArray[np.intp]
    impacts: NDArray[np.float32]
    weights: NDArray[np.float32]
    ends: NDArray[np.int64]
    shifts: NDArray[np.int64]


def _rows_of(terms: Sequence[QueryTerm], index: LocaleIndex) -> _Rows:
    starts, articles, impacts = index.starts, index.impacts.articles, index.impacts.article_impacts
    rows = [slice(starts[term.number], starts[term.number + 1]) for term in terms]
    weights = np.array([term.weight for term in terms], dtype=np.float32)
    stops = np.array([row.stop for row in rows], dtype=np.int64)
    lengths = np.array([row.stop - row.start for row in rows], dtype=np.int64)
    ends = lengths.cumsum()
    weighted = np.concatenate([impacts[row] for row in rows])
    weighted *= weights.repeat(lengths)
    return _Rows(
        articles=np.concatenate([articles[row] for row in rows], dtype=np.intp),
        impacts=weighted,
        weights=weights,
        ends=ends,
        shifts=stops - ends,
    )


def _kept(scores: NDArray[np.float32], only: NDArray[np.int64]) -> NDArray[np.float32]:
    kept = np.zeros_like(scores)
    kept[only] = scores[only]
    return kept


def _best(found: NDArray[np.int64], scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Return which of the articles found score best, ascending; of those that tie with the last one, the first."""
    if len(found) <= most:
        return found
    among = scores.take(found)
    last = np.partition(among, len(found) - most)[len(found) - most]
    best: NDArray[np.int64] = found[among >= last]
    return best if len(best) == most else np.sort(found.take((-among).argsort(kind="stable")[:most]))


def _section_scores(
    candidates: NDArray[np.int64], rows: _Rows, index: LocaleIndex
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Score the candidates' sections; those of the i-th candidate are `scores[bounds[i]:bounds[i + 1]]`."""
    impacts = index.impacts
    first = index.first_section.take(candidates)
    bounds = np.zeros(len(candidates) + 1, dtype=np.int64)
    (index.first_section.take(candidates + 1) - first).cumsum(out=bounds[1:])
    is_candidate = np.zeros(index.article_count, dtype=np.bool_)
    is_candidate[candidates] = True
    kept = is_candidate.take(rows.articles).nonzero()[0]
    places = candidates.searchsorted(rows.articles.take(kept))
    term = rows.ends.searchsorted(kept, side="right")
    postings = kept + rows.shifts.take(term)
    begin = impacts.section_starts.take(postings)
    lengths = impacts.section_starts.take(postings + 1) - begin
    ends = lengths.cumsum()
    entries = (begin - ends + lengths).repeat(lengths) + np.arange(ends[-1])
    shift = (bounds[:-1] - first).take(places).repeat(lengths)
    scores = np.zeros(bounds[-1], dtype=np.float32)
    weighted = impacts.section_impacts.take(entries) * rows.weights.take(term).repeat(lengths)
    np.add.at(scores, impacts.sections.take(entries) + shift, weighted)
    return bounds, scores


def contribution(article: int, term: QueryTerm, index: LocaleIndex) -> float:
    """Return what a term adds to an article's score as a whole, for explanations."""
    start, end = index.starts[term.number], index.starts[term.number + 1]
    articles = index.impacts.articles[start:end]
    place = int(np.searchsorted(articles, article))
    if place == len(articles) or articles[place] != article:
        return 0.0
    return float(index.impacts.article_impacts[start + place]) * term.weight
