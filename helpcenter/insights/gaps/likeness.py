"""How much two queries are about one matter: by what they mean, by their words, and by the articles they find.

Two queries that find the same articles in the same order ask for much the same thing, in whatever words or language,
even while none of those articles answers them. Where readers found an article in the end, that settles it.

Likeness is the weighted sum of three cosines, from about 0 for two queries that have nothing to do with each other to
1 for the same. The weights were tuned on half of the topics of judged queries (`python -m tests.relevance.clusters`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import numpy as np

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from helpcenter.insights.gaps.values import UnansweredQuery
    from helpcenter.search.semantics.embedder import Matrix


class _Shares(NamedTuple):
    """How much each cosine counts; to which power the scores of articles, the best being 1, are raised.

    `founds` is how alike the queries of two groups are then, on the average, for them to become one gap.
    """

    meaning: float
    words: float
    found: float
    power: float
    founds: float


_BY_MEANING: Final = _Shares(0.6, 0.1, 0.3, 3.0, 0.4)
_BY_WORDS: Final = _Shares(0.0, 0.5, 0.5, 2.0, 0.45)
# Cosines of one model all lie close together. From here on they say something; as soon as there are many queries,
# what theirs are on the average does, so that any model will do.
_USUAL_COSINE: Final = 0.75
_BELIEVED: Final = 50  # queries
_STOP_WORD: Final = 0.2
_MOST_FOUND: Final = 10
# Columns that words, and articles, are hashed to (Weinberger et al. 2009, "Feature Hashing"): their number does not
# grow with the vocabulary, and two that meet in one column blur a cosine by a few hundredths at most.
_WORD_COLUMNS, _ARTICLE_COLUMNS = 1_024, 512


class Likenesses:
    """The queries as rows of numbers, whose products say how alike any two of them are; by meaning if all have it."""

    def __init__(self, queries: Sequence[UnansweredQuery]) -> None:
        vectors = [query.vector for query in queries if query.vector is not None]
        by_meaning = len(vectors) == len(queries)
        shares = _BY_MEANING if by_meaning else _BY_WORDS
        self.founds = shares.founds
        parts = [
            (shares.words, _hashed(_words_of(queries), _WORD_COLUMNS)),
            (shares.found, _hashed((_articles_of(query, shares.power) for query in queries), _ARTICLE_COLUMNS)),
        ]
        self._less = 0.0
        if by_meaning and queries:
            meant = np.stack(vectors)
            usual = _usual_cosine(meant)
            parts.append((shares.meaning / (1 - usual), meant))
            self._less = usual * shares.meaning / (1 - usual)
        self._rows: Matrix = np.hstack([np.sqrt(np.float32(share)) * part for share, part in parts])
        self._finds = np.array([bool(query.found) for query in queries], dtype=np.bool_)
        self._without_found = np.float32(1 - shares.found)
        numbers: dict[str, int] = {}
        self._chosen = np.array([numbers.setdefault(_slug(query.chosen), len(numbers)) for query in queries], np.int64)
        self._nothing = numbers.get("", -1)

    def between(self, some: NDArray[np.int64], others: NDArray[np.int64]) -> Matrix:
        """Return how much each of `some` queries, by number, is like each of the `others`."""
        likeness = np.asarray(self._rows[some] @ self._rows[others].T - np.float32(self._less), dtype=np.float32)
        likeness[~(self._finds[some][:, np.newaxis] & self._finds[others])] /= self._without_found
        mine, theirs = self._chosen[some][:, np.newaxis], self._chosen[others][np.newaxis]
        both = (mine != self._nothing) & (theirs != self._nothing)
        likeness[both] = (mine == theirs)[both]
        return likeness

    def between_groups(self, groups: Sequence[Sequence[int]]) -> Matrix:
        """Return how alike the queries of any two groups are on the average.

        A mean of products is the product of means, so this costs little however large the groups; what readers opened
        in the end is left aside.
        """
        means = np.stack([self._rows[list(group)].mean(axis=0) for group in groups])
        return np.asarray(means @ means.T - np.float32(self._less), dtype=np.float32)


def _usual_cosine(vectors: Matrix) -> float:
    """The mean cosine of two queries, from as far away from that of the built-in model as there are many of them."""
    count = len(vectors)
    total = float(np.square(vectors.sum(axis=0, dtype=np.float64)).sum())
    mean = (total - count) / (count * (count - 1)) if count > 1 else 0.0
    return min((mean * count + _USUAL_COSINE * _BELIEVED) / (count + _BELIEVED), 0.95)


def _words_of(queries: Sequence[UnansweredQuery]) -> Iterable[Mapping[str, float]]:
    """Yield the words of each query, the rarer the weightier (tf-idf); pairs of characters where it has no word."""
    terms = [_terms(query.normalized) for query in queries]
    seen = Counter(term for its in terms for term in its)
    for its in terms:
        yield {
            term: float(np.log1p(len(queries) / seen[term])) * (_STOP_WORD if is_stop_term(term) else 1.0)
            for term in its
        }


def _terms(text: str) -> frozenset[str]:
    terms = frozenset(analyze(text).terms)
    return frozenset(term for term in terms if term[0] == Layer.WORD) or terms


def _articles_of(query: UnansweredQuery, power: float) -> Mapping[str, float]:
    """Return the articles a query finds, whatever their locale: the best one counts 1."""
    best = max((each.score for each in query.found), default=0.0)
    articles: dict[str, float] = {}
    for each in query.found[:_MOST_FOUND]:
        if each.score > 0:
            articles.setdefault(_slug(each.article), (each.score / best) ** power)
    return articles


def _slug(article: str) -> str:
    return article.partition("/")[2]


def _hashed(features: Iterable[Mapping[str, float]], columns: int) -> Matrix:
    """Return a row of length one for each mapping; nothing is a row of zeros."""
    rows: list[NDArray[np.float32]] = []
    for weights in features:
        row = np.zeros(columns, dtype=np.float32)
        for name, weight in sorted(weights.items()):
            place = crc32(name.encode())
            row[place % columns] += weight if place & 0x8000_0000 else -weight
        rows.append(row / (float(np.linalg.norm(row)) or 1.0))
    return np.stack(rows) if rows else np.zeros((0, columns), dtype=np.float32)
