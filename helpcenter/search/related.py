"""Related articles: for each article those that share most of its rare words, or stand nearest to it in meaning.

Words: each article is a vector of its impacts, those of title, questions and headings counting more; the measure is
the cosine over the article's strongest terms ("more like this"). Meaning: the cosine of the articles' mean vectors.
Both lists are computed when a generation is made; a page fuses them by rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from helpcenter.search.analysis.analyzer import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from helpcenter.search.impacts import Impacts
    from helpcenter.search.labels import Labels

KEPT: Final = 8
"""How many neighbours an article keeps in each list."""
NOBODY: Final = -1
"""What fills a list that is shorter."""
_STRONGEST: Final = 32  # terms of an article that look for its neighbours
_COMMON: Final = 0.5  # a term in more of the articles than this says nothing about one
_LABELLED: Final = 2.0  # how much more a word counts that stands in a title, question or heading
_LEAST_ALIKE: Final = 0.1  # cosine; below, what two articles share is chance
_RANK_OFFSET: Final = 10  # of reciprocal rank fusion: small, as the lists are short
_BLOCK: Final = 512


def by_words(
    impacts: Impacts, labels: Labels, vocabulary: Sequence[str], first_section: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return each article's neighbours, best first: (articles, KEPT) article numbers, filled up with NOBODY."""
    articles = len(first_section) - 1
    counts = np.diff(impacts.starts)
    speaks = (counts > 1) & (counts <= max(2, _COMMON * articles))
    speaks &= np.fromiter((term[0] == Layer.WORD for term in vocabulary), dtype=np.bool_, count=len(vocabulary))
    term = np.repeat(np.arange(len(counts)), counts)
    weight = impacts.article_impacts.astype(np.float64) * np.where(
        _labelled(impacts, labels, first_section, term), _LABELLED, 1.0
    )
    weight *= speaks[term]
    lengths = np.sqrt(np.bincount(impacts.articles, weights=weight**2, minlength=articles))
    weight /= np.maximum(lengths[impacts.articles], 1e-9)
    neighbours = np.full((articles, KEPT), NOBODY, dtype=np.int32)
    for article, (terms, own) in enumerate(_strongest(term, impacts.articles, weight, speaks, articles)):
        alike = np.zeros(articles)
        for number, mine in zip(terms, own, strict=True):
            row = slice(impacts.starts[number], impacts.starts[number + 1])
            alike[impacts.articles[row]] += mine * weight[row]
        neighbours[article] = _best(alike, article, _LEAST_ALIKE)
    return neighbours


def by_meaning(rows: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return each article's neighbours like `by_words`; `rows` are vectors, article n's from `first[n]` on."""
    articles = len(first) - 1
    has_rows = np.flatnonzero(np.diff(first))
    means = np.zeros((articles, rows.shape[1]), dtype=np.float32)
    means[has_rows] = np.add.reduceat(rows, first[has_rows]) / np.diff(first)[has_rows, np.newaxis]
    means[has_rows] -= means[has_rows].mean(axis=0)  # all articles of a library are alike; what is not, counts
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    neighbours = np.full((articles, KEPT), NOBODY, dtype=np.int32)
    for start in range(0, articles, _BLOCK):
        block = means[start : start + _BLOCK] @ means.T
        for place, alike in enumerate(block):
            neighbours[start + place] = _best(alike, start + place, 0.0)
    return neighbours


def fused(lists: Iterable[NDArray[np.int32]]) -> tuple[int, ...]:
    """Return the neighbours of one article from its lists, by reciprocal rank (Cormack, Clarke, Büttcher 2009)."""
    scores: dict[int, float] = {}
    for neighbours in lists:
        for rank, number in enumerate(int(each) for each in neighbours if each != NOBODY):
            scores[number] = scores.get(number, 0.0) + 1 / (_RANK_OFFSET + rank)
    return tuple(sorted(scores, key=lambda number: (-scores[number], number)))


def _labelled(
    impacts: Impacts, labels: Labels, first_section: NDArray[np.int32], term: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell for each (term, article) posting whether the term stands in one of the article's labels."""
    articles = len(first_section) - 1
    article = np.searchsorted(first_section, labels.sections, side="right") - 1
    pairs = np.repeat(np.arange(len(labels.starts) - 1), np.diff(labels.starts)) * articles + article
    found: NDArray[np.bool_] = np.isin(term * articles + impacts.articles, pairs)
    return found


def _strongest(
    term: NDArray[np.int64],
    article: NDArray[np.int32],
    weight: NDArray[np.float64],
    speaks: NDArray[np.bool_],
    articles: int,
) -> Iterable[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Yield each article's strongest terms with their weights."""
    chosen = np.flatnonzero(speaks[term])
    chosen = chosen[np.lexsort((term[chosen], -weight[chosen], article[chosen]))]
    starts = np.searchsorted(article[chosen], np.arange(articles + 1))
    for number in range(articles):
        own = chosen[starts[number] : min(starts[number] + _STRONGEST, starts[number + 1])]
        yield term[own], weight[own]


def _best(alike: NDArray[np.floating], article: int, least: float) -> NDArray[np.int32]:
    """Return the KEPT most alike, the article itself left out; equals in the order of their numbers."""
    alike[article] = 0.0
    few = min(KEPT, len(alike))
    enough = np.partition(alike, len(alike) - few)[len(alike) - few]
    candidates = np.flatnonzero((alike >= enough) & (alike > least))
    order = candidates[np.argsort(-alike[candidates], kind="stable")][:KEPT]
    best = np.full(KEPT, NOBODY, dtype=np.int32)
    best[: len(order)] = order
    return best
