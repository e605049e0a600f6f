"""Confidence: does the search stand behind its first hit, or does it have no good answer?

The score is how near the best article comes to the best any article could do for the query, plus a little for how
much the query says at all: one word that fits says less than three that do. The threshold is data
(`confidence.json`), made from judged queries by `python -m tests.relevance.calibrate`: at most the share of
answerable queries it names there falls below.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import log1p
from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from helpcenter.search.query import Query
    from helpcenter.search.weights import Weights

# What the query says counts this much beside how well it is answered.
_SAYING = 0.1


class Threshold(msgspec.Struct, frozen=True):
    """Below `score` there is no good answer, below `by_meaning` when meaning had its say.

    `answerable_flagged` is the share of answerable queries that fell below it where it was calibrated, on `queries`
    answerable queries of `sets`.
    """

    score: float
    by_meaning: float
    answerable_flagged: float
    queries: int
    sets: tuple[str, ...]


@cache
def threshold() -> Threshold:
    """Return the calibrated threshold."""
    return msgspec.json.decode((files("helpcenter.search") / "confidence.json").read_bytes(), type=Threshold)


def score(best: float, query: Query, weights: Weights) -> float:
    """Return how sure the search is of its best article, whose ranking score is `best`; 0 when nothing was found."""
    ideal = sum(word.rarity for word in query.words) * (weights.saturation + 1)
    if not ideal:
        # Only words like "how" and "to", or only parts of Japanese words: found or not, they say nothing.
        return _SAYING * log1p(best)
    return best / ideal + _SAYING * log1p(best)


def judge(sureness: float, *, found: bool, by_meaning: bool = False) -> Confidence:
    """Tell what a score means."""
    if not found:
        return Confidence.ZERO_RESULT
    limit = threshold().by_meaning if by_meaning else threshold().score
    return Confidence.ANSWERED if sureness >= limit else Confidence.LOW_CONFIDENCE
