"""How much two queries are about one matter: by what was asked, and, where that agrees, by what came of it.

What was asked is what the queries mean and their words. What came of it is weaker: two queries that find the same
articles in the same order, or whose readers found the same article in the end, may still ask for two things that
nobody wrote about. So it only ever counts beside what was asked: where two queries ask nothing alike, neither a shared
hit nor a shared click brings them together.

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

    `company` is how much words count, beside a query's own, that often stand beside those in other queries; a model of
    meaning knows them anyway.

    Only queries that are `asks` alike by what was asked are compared by what came of them. `founds` is how alike the
    queries of two groups are then, on the average, for them to become one gap; `joins` how alike a query and the
    nearest ones of a known gap are, on the average, for it to join them. Both are more than `found`, so that this is
    never enough alone.
    """

    meaning: float
    words: float
    company: float
    found: float
    power: float
    asks: float
    founds: float
    joins: float


_BY_MEANING: Final = _Shares(0.6, 0.1, 0.0, 0.3, 3.0, -1.0, 0.4, 0.5)
_BY_WORDS: Final = _Shares(0.0, 0.5, 0.5, 0.5, 2.0, 0.15, 0.53, 0.58)
_FEW_ARTICLES: Final = 20
"""Where all queries together find fewer, two of them find the same by chance, and it counts so much less."""
_DOUBT: Final = 1.0
"""A word is known by its company when it stands in more than so many queries, each counted by its weight there."""
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
        self.founds, self.joins, self._asks = shares.founds, shares.joins, shares.asks
        self._asking = shares.meaning + shares.words
        parts = [
            (shares.words / self._asking, _with_company(_hashed(_words_of(queries), _WORD_COLUMNS), shares.company))
        ]
        self._less = 0.0
        if by_meaning and queries:
            meant = np.stack(vectors)
            usual = _usual_cosine(meant)
            share = shares.meaning / self._asking / (1 - usual)
            parts.append((share, meant))
            self._less = usual * share
        self._asked: Matrix = np.hstack([np.sqrt(np.float32(share)) * part for share, part in parts])
        articles = [_articles_of(query, shares.power) for query in queries]
        self._found = _hashed(articles, _ARTICLE_COLUMNS)
        self._trust = np.float32(min(1.0, len(set().union(*articles)) / _FEW_ARTICLES))
        self._finds = np.array([bool(query.found) for query in queries], dtype=np.bool_)
        numbers: dict[str, int] = {}
        self._chosen = np.array([numbers.setdefault(_slug(query.chosen), len(numbers)) for query in queries], np.int64)
        self._nothing = numbers.get("", -1)

    def between(self, some: NDArray[np.int64], others: NDArray[np.int64]) -> Matrix:
        """Return how much each of `some` queries, by number, is like each of the `others`."""
        asked = np.asarray(self._asked[some] @ self._asked[others].T - np.float32(self._less), dtype=np.float32)
        came = np.asarray(self._found[some] @ self._found[others].T, dtype=np.float32)
        is_known = self._finds[some][:, np.newaxis] & self._finds[others]
        mine, theirs = self._chosen[some][:, np.newaxis], self._chosen[others][np.newaxis]
        both_chose = (mine != self._nothing) & (theirs != self._nothing)
        came *= self._trust
        came[both_chose] = (mine == theirs)[both_chose]  # readers say more than a search
        came[asked <= self._asks] = 0
        return np.where(is_known | both_chose, self._together(asked, came), asked)

    def between_groups(self, groups: Sequence[Sequence[int]]) -> Matrix:
        """Return how alike the queries of any two groups are on the average.

        A mean of products is the product of means, so this costs little however large the groups; what readers opened
        in the end is left aside.
        """
        asked = np.stack([self._asked[list(group)].mean(axis=0) for group in groups])
        found = np.stack([self._found[list(group)].mean(axis=0) for group in groups])
        alike = np.asarray(asked @ asked.T - np.float32(self._less), dtype=np.float32)
        came = np.asarray(found @ found.T, dtype=np.float32) * self._trust
        came[alike <= self._asks] = 0
        return self._together(alike, came)

    def _together(self, asked: Matrix, came: Matrix) -> Matrix:
        return np.asarray(np.float32(self._asking) * asked + np.float32(1 - self._asking) * came, dtype=np.float32)


def _with_company(rows: Matrix, share: float) -> Matrix:
    """Let words count that often stand beside a query's own in other queries, such as *card* and *declined*.

    Words are alike as far as they stand in the same queries (cosines of columns, less for rare words, of which a few
    queries tell little); what a query's words bring along is added to them, and the rows come out of length one.
    """
    if not share:
        return rows
    beside = rows.T @ rows
    lengths = np.sqrt(np.diag(beside) + np.float32(_DOUBT))
    beside = beside / lengths[:, np.newaxis] / lengths
    np.fill_diagonal(beside, 0)
    company = rows @ beside
    most = np.maximum(np.linalg.norm(company, axis=1, keepdims=True), 1)
    return _of_length_one(rows + np.float32(share) * company / most)


def _of_length_one(rows: Matrix) -> Matrix:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + np.float32(1e-6)), dtype=np.float32)


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
