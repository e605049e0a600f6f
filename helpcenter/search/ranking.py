"""Ranking: which articles have a query's terms, best first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from helpcenter.search.bonuses import NO_BONUSES, Bonuses, neighbours_in
from helpcenter.search.question_terms import words_in
from helpcenter.search.results import MAX_PAGE
from helpcenter.search.scoring import choosing
from helpcenter.search.scoring.rows import Bounds, Shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm
    from helpcenter.search.weights import Weights

_BOUNDS = Bounds(
    ranked=MAX_PAGE * 10,
    candidates=64,  # measured: sections of 30 already rank the first three as those of all would
    favourites=16,
    read=500,  # the title, the lead, the first sections
    near=3,  # parts of compounds and words like "the" lie between
)


class Ranking(Struct, frozen=True):
    """Article numbers with their scores, best first, ties by slug.

    `sections` are the scores of the sections of the `weighed` articles (ascending), one after another:
    those of the i-th at `sections[ends[i]:ends[i + 1]]`. `bonuses` are part of the scores.
    """

    articles: Sequence[int]
    scores: Sequence[float]
    weighed: Sequence[int]
    ends: Sequence[int]
    sections: Sequence[float]
    bonuses: Bonuses

    def section_scores(self, article: int) -> Sequence[float]:
        """Return the scores of an article's sections; empty when it is so far down that they were not weighed."""
        place = bisect_left(self.weighed, article)
        if place == len(self.weighed) or self.weighed[place] != article:
            return ()
        return self.sections[self.ends[place] : self.ends[place + 1]]


NO_RANKING = Ranking((), (), (), (), (), NO_BONUSES)


def rank(
    terms: Sequence[QueryTerm],
    index: LocaleIndex,
    weights: Weights,
    asked_of: tuple[int, ...] = (),
    only: NDArray[np.int64] | None = None,
) -> Ranking:
    """Rank the articles that have any of the terms, those the very question is `asked_of` before all others.

    With `only`, no other articles are ranked.
    """
    if not terms:
        return NO_RANKING
    scored = choosing.score(
        index.rows,
        tuple([(term.number, term.weight) for term in terms]),
        neighbours_in(terms, index),
        words_in(terms, index),
        asked_of,
        only,
        _BOUNDS,
        Shares(
            weights.tail,
            weights.section_share,
            weights.whole_question,
            weights.closeness,
            weights.question,
            weights.freshness,
        ),
    )
    if scored is None:
        return NO_RANKING
    articles, scores, weighed, ends, sections, favourites, closeness, question, freshness = scored
    return Ranking(
        memoryview(articles).cast("i"),
        memoryview(scores).cast("f"),
        memoryview(weighed).cast("i"),
        memoryview(ends).cast("q"),
        memoryview(sections).cast("f"),
        Bonuses(
            memoryview(favourites).cast("i"),
            memoryview(closeness).cast("f"),
            memoryview(question).cast("f"),
            memoryview(freshness).cast("f"),
        ),
    )


def contribution(article: int, term: QueryTerm, index: LocaleIndex) -> float:
    """Return what a term adds to an article's score as a whole, for explanations."""
    start, end = index.starts[term.number], index.starts[term.number + 1]
    place = bisect_left(index.posted, article, start, end)
    return index.posted_impacts[place] * term.weight if place < end and index.posted[place] == article else 0.0
