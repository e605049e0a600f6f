"""Evidence: numbers that tell whether the first article answers a query, or only comes nearest to it.

Two questions are asked of it. Does the first article answer? Then it stands out from its rivals. Does the list hold an
answer at all? Then something in it comes near. A query about something that nobody wrote finds its neighbours, and its
words and its meaning then look much like those of a query that is answered. What tells the two apart was measured on
five sets of judged queries, each asked as it is and with its article taken away (`tests/relevance/folds.py`); many
further numbers added nothing (list statistics such as WIG and NQC, hub correction, parts of the query, soft matching
of words by their vectors).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p
from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.finding import coverage, ideal
from helpcenter.search.ranking import contribution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpcenter.search.finding import Answer, Found
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryWord
    from helpcenter.search.semantics.vectors import Nearness
    from helpcenter.search.weights import Weights

# The first article is compared with the mean of so many others: a single rival may be its twin.
_RIVALS = 5
# No library that the models were made from has fewer.
_FEW_PASSAGES = 300


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """What meaning tells of the first article.

    `margin` is how far its fused score stands above the mean of the next five; `whitened` the mean of its three best
    whitened cosines; `deviation` the z-score of its cosine among those of all articles; `passages` the logarithm of
    how many passages it has. `support` is the best mean of three cosines that any article has, `library` the logarithm
    of how many passages there are: the more, the nearer the nearest comes by chance.
    """

    margin: float
    whitened: float
    deviation: float
    passages: float
    support: float
    library: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first article.

    `margin` is how far its score by words stands above the mean of the next five, as a share of the best score there
    could be; `title` the share of its title that the query says, by idf; `exact` the share of the query that it says
    in these very words, by idf; `length` the logarithm of how many words the query has; `idf` their mean idf beside
    that of a word of one article. `match` is its score by words as a share of the best there could be, `size` the
    logarithm of that score, `coverage` the share of the query that it says in any way, by idf. `meaning` is None when
    only words were compared. `is_certain` tells that it has what was quoted, or that the query is one of its questions
    or its title.
    """

    margin: float = 0.0
    title: float = 0.0
    exact: float = 0.0
    length: float = 0.0
    idf: float = 0.0
    match: float = 0.0
    size: float = 0.0
    coverage: float = 0.0
    meaning: ByMeaning | None = None
    is_certain: bool = False

    @property
    def of_answer(self) -> Mapping[str, float]:
        """What tells whether the first article answers, by name; other numbers with meaning than without."""
        if self.meaning is None:
            return {
                "margin": self.margin,
                "title": self.title,
                "exact": self.exact,
                "length": self.length,
                "idf": self.idf,
            }
        return {
            "fused_margin": self.meaning.margin,
            "whitened": self.meaning.whitened,
            "deviation": self.meaning.deviation,
            "passages": self.meaning.passages,
            "title": self.title,
            "length": self.length,
        }

    @property
    def of_list(self) -> Mapping[str, float]:
        """What tells whether the list holds an answer, by name; with meaning two numbers more."""
        by_words = {"match": self.match, "size": self.size, "coverage": self.coverage, "length": self.length}
        if self.meaning is None:
            return by_words
        return by_words | {"support": self.meaning.support, "library": self.meaning.library}


def evidence_of(answer: Answer, locale: str, indexes: Mapping[str, LocaleIndex], weights: Weights) -> Evidence:
    """Gather what speaks for the first article of an answer that has one; `locale` is the reader's."""
    best = answer.found[0]
    meaning = _by_meaning(answer, locale)
    is_certain = _is_certain(answer, best, weights)
    words = answer.words[best.ranked_in]
    index = indexes[best.ranked_in]
    idfs = sum(word.rarity for word in words)
    length = log1p(len(words))
    idf = idfs / len(words) / log1p((index.article_count + 0.5) / 0.5) if words else 0.0
    if not best.ranking.articles:  # only meaning found it
        return Evidence(length=length, idf=idf, meaning=meaning, is_certain=is_certain)
    score, rivals = _scores(best)
    most = ideal(words, weights)
    return Evidence(
        margin=(score - rivals) / most if most else 0.0,
        title=_title_share(best.ranked_as, words, index),
        exact=_exactly_said(best.ranked_as, words, index) / idfs if idfs else 0.0,
        length=length,
        idf=idf,
        match=score / most if most else 0.0,
        size=log1p(score),
        coverage=coverage(best.ranked_as, words, index) if idfs else 0.0,
        meaning=meaning,
        is_certain=is_certain,
    )


def _is_certain(answer: Answer, best: Found, weights: Weights) -> bool:
    if best.ranked_as in answer.queries[best.ranked_in].asked_of:
        return True
    return answer.is_quoted and answer.coverage >= weights.enough_coverage


def _scores(best: Found) -> tuple[float, float]:
    """Return an article's score by words, and the mean of the five best others in its ranking."""
    own, rivals, counted = 0.0, 0.0, 0
    for article, score in zip(best.ranking.articles, best.ranking.scores, strict=True):
        if article == best.ranked_as:
            own = score
        elif counted < _RIVALS:
            rivals += score
            counted += 1
        elif own:
            break
    return own, rivals / _RIVALS


def _exactly_said(article: int, words: Sequence[QueryWord], index: LocaleIndex) -> float:
    """Return the idf of the words that an article has as they were typed: stems and normalised forms, no guesses."""
    return sum(
        word.rarity
        for word in words
        if any(term.layer is Layer.WORD and contribution(article, term, index) > 0 for term in word.terms)
    )


def _title_share(article: int, words: Sequence[QueryWord], index: LocaleIndex) -> float:
    """Return the share of a title's words, by idf, that the query says in any way: what it is about and was asked."""
    asked = {term.number for word in words for term in word.terms}
    stream = index.heading_stream(index.sections_of(article).start)
    title = {
        term
        for term in index.stream_terms[stream].tolist()
        if index.is_word(term) and not is_stop_term(index.terms[term])
    }
    says = sum(index.rarity[term] for term in title)
    return sum(index.rarity[term] for term in title if term in asked) / says if says else 0.0


def _by_meaning(answer: Answer, locale: str) -> ByMeaning | None:
    """Return what meaning tells; None where it had no say, and for an article that nobody translated."""
    best, nearness = answer.found[0], answer.nearness
    if nearness is None or best.locale != locale:
        return None
    scores = [one.score for one in answer.found[: _RIVALS + 1]]
    return ByMeaning(
        margin=scores[0] - sum(scores[1:]) / _RIVALS,
        whitened=float(nearness.whitened[best.article]),
        deviation=_deviation(best.article, nearness),
        passages=log1p(int(nearness.first[best.article + 1] - nearness.first[best.article])),
        support=float(nearness.supports.max()),
        library=log(max(len(nearness.rows), _FEW_PASSAGES)),
    )


def _deviation(article: int, nearness: Nearness) -> float:
    """Return by how many standard deviations an article is nearer than all are on the average."""
    cosines = nearness.articles[nearness.articles > -1]
    spread = float(np.sqrt(np.square(cosines - cosines.mean()).mean())) if len(cosines) else 0.0
    return (float(nearness.articles[article]) - float(cosines.mean())) / spread if spread > 0 else 0.0
