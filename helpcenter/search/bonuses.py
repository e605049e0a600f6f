"""Bonuses: small bounded shares of their score that the best articles gain, to settle what is nearly equal.

Closeness: the query's words stand next to each other, in order, at the beginning of the article. Question: the query
comes near to one of the article's questions, or to its title. Freshness: the article changed lately, beside the newest
one of the library and never beside today, so the same library always ranks the same. How many of the words an article
has was tried as well, and lowered the share of right answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from helpcenter.search.analysis.analyzer import Layer, is_stop_term

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm
    from helpcenter.search.scoring.rows import Neighbours

_HALF_AS_FRESH_DAYS = 365.0
_BESIDE_WORDS = frozenset({Layer.PAIR, Layer.SYNONYM})


class Bonuses(Struct, frozen=True):
    """What articles (ascending) gain, as shares of their score; parallel."""

    articles: Sequence[int]
    closeness: Sequence[float]
    question: Sequence[float]
    freshness: Sequence[float]

    def of(self, article: int) -> dict[str, float]:
        """Return the shares that an article gained, by name."""
        place = bisect_left(self.articles, article)
        if place == len(self.articles) or self.articles[place] != article:
            return {}
        gains = {"closeness": self.closeness, "question": self.question, "freshness": self.freshness}
        return {name: gained[place] for name, gained in gains.items()}


NO_BONUSES = Bonuses((), (), (), ())


def freshness_of(updated: Sequence[date | None]) -> NDArray[np.float32]:
    """Return how fresh articles are: 1 for the newest, half of it for each year before that, 0 without a date."""
    newest = max((day.toordinal() for day in updated if day), default=0)
    return np.array(
        [2.0 ** ((day.toordinal() - newest) / _HALF_AS_FRESH_DAYS) if day else 0.0 for day in updated],
        dtype=np.float32,
    )


def neighbours_in(terms: Iterable[QueryTerm], index: LocaleIndex) -> tuple[Neighbours, ...]:
    """Return the words that follow each other in the query, as typed or as meant; whole compounds only."""
    words = [
        (term.start, -term.end, term.place, order, term.number)
        for order, term in enumerate(terms)
        if term.layer not in _BESIDE_WORDS and not is_stop_term(term.text)
    ]
    words.sort()
    outer: list[int] = []
    reach = last = -1  # the end and the place of the last one
    for _, end, place, _, number in words:
        if -end > reach or place > last:
            outer.append(number)
            reach, last = -end, place
    rarity = index.rarity
    return tuple([(one, other, min(rarity[one], rarity[other])) for one, other in pairwise(outer)])
