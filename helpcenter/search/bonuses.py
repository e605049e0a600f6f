"""Bonuses: small bounded shares of their score that the best articles gain, to settle what is nearly equal.

Closeness: the query's words stand next to each other, in order, at the beginning of the article. Question: the query
comes near to one of the article's questions, or its title. Freshness: the
article changed lately, beside the newest one of the library and never beside today, so the same library always ranks
the same. How many of the words an article has was tried as well, and lowered the share of right answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.question_terms import nearness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm
    from helpcenter.search.weights import Weights

# So many of the best articles are looked at, and so many terms of each: the title, the lead, the first sections.
MOST_ARTICLES = 16
_TERMS = 500
# The next word of the query follows within as many terms; parts of compounds and words like "the" lie between.
_NEAR = 3
_HALF_AS_FRESH_DAYS = 365.0
_AHEAD = np.arange(1, _NEAR + 1)[:, np.newaxis]
_NO_TERM = np.full(_NEAR, -1, dtype=np.int32)
_BESIDE_WORDS = frozenset({Layer.PAIR, Layer.SYNONYM})


@dataclass(frozen=True, slots=True)
class Bonuses:
    """What articles gain, as shares of their score; parallel arrays."""

    articles: NDArray[np.int64]
    closeness: NDArray[np.float32]
    question: NDArray[np.float32]
    freshness: NDArray[np.float32]

    @property
    def factors(self) -> NDArray[np.float32]:
        """What each article's score is multiplied by."""
        factors: NDArray[np.float32] = 1 + self.closeness + self.question + self.freshness
        return factors

    def of(self, article: int) -> dict[str, float]:
        """Return the shares that an article gained, by name."""
        place = np.flatnonzero(self.articles == article)
        gains = {"closeness": self.closeness, "question": self.question, "freshness": self.freshness}
        return {name: float(gain[place[0]]) for name, gain in gains.items()} if len(place) else {}


_NONE = np.zeros(0, dtype=np.float32)
NO_BONUSES = Bonuses(np.zeros(0, dtype=np.int64), _NONE, _NONE, _NONE)


def bonuses_of(
    articles: NDArray[np.int64], terms: Sequence[QueryTerm], index: LocaleIndex, weights: Weights
) -> Bonuses:
    """Say what articles gain; meant for the best few, `MOST_ARTICLES` of them."""
    return Bonuses(
        articles=articles,
        closeness=np.float32(weights.closeness) * _closeness(articles, _neighbours(terms), index),
        question=np.float32(weights.question) * nearness(articles, terms, index),
        freshness=np.float32(weights.freshness) * index.freshness[articles],
    )


def freshness_of(updated: Sequence[date | None]) -> NDArray[np.float32]:
    """Return how fresh articles are: 1 for the newest, half of it for each year before that, 0 without a date."""
    newest = max((day.toordinal() for day in updated if day), default=0)
    return np.array(
        [2.0 ** ((day.toordinal() - newest) / _HALF_AS_FRESH_DAYS) if day else 0.0 for day in updated],
        dtype=np.float32,
    )


def _neighbours(terms: Iterable[QueryTerm]) -> list[tuple[int, int]]:
    """Return the numbers of words that follow each other in the query, as typed or as meant; whole compounds only."""
    words = [term for term in terms if term.layer not in _BESIDE_WORDS and not is_stop_term(term.text)]
    words.sort(key=lambda term: (term.start, -term.end, term.place))
    outer: list[QueryTerm] = []
    for term in words:
        if not outer or term.end > outer[-1].end or term.place > outer[-1].place:
            outer.append(term)
    return [(one.number, other.number) for one, other in pairwise(outer)]


def _closeness(
    articles: NDArray[np.int64], neighbours: Sequence[tuple[int, int]], index: LocaleIndex
) -> NDArray[np.float32]:
    """Return the share of the neighbours, by rarity, that each article has close together, 0 to 1."""
    if not neighbours:
        return np.zeros(len(articles), dtype=np.float32)
    terms, text_ends, first_section = index.streams.terms, index.streams.ends.data, index.first_section.data
    parts: list[NDArray[np.int32]] = []
    ends: list[int] = []
    length = 0
    for article in articles.tolist():
        first = first_section[article]
        begin = text_ends[2 * first - 1] if first else 0
        end = min(begin + _TERMS, text_ends[2 * first_section[article + 1] - 1])
        # Nothing is close to what another article says.
        parts += (terms[begin:end], _NO_TERM)
        length += end - begin + _NEAR
        ends.append(length)
    said, bounds = np.concatenate(parts), np.array(ends)
    close = np.zeros((len(neighbours), len(articles)), dtype=np.bool_)
    for number, (one, other) in enumerate(neighbours):
        places = (said == one).nonzero()[0]
        if len(places):
            near = (said.take(places + _AHEAD) == other).any(axis=0)
            close[number, bounds.searchsorted(places[near], side="right")] = True
    rarities = np.array([min(index.rarity[one], index.rarity[other]) for one, other in neighbours], dtype=np.float32)
    shares: NDArray[np.float32] = rarities @ close / rarities.sum()
    return shares
