"""Confidence: does the search stand behind its first hit, or does it have no good answer?

What speaks for an answer is weighed by a logistic regression, once for searches by words and once for those in which
meaning had its say. The numbers are data (`confidence.json`), made from judged queries, answerable and not, by
`python -m tests.relevance.calibrate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.query import QueryWord
    from helpcenter.search.weights import Weights

# What the query says counts this much beside how well it is answered.
_SAYING = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best article.

    `words` is how near it comes to the best any article could do for the query, plus a little for how much the query
    says at all; `coverage` the share of the query's words that it has, 0 when those say nothing. With meaning also
    `nearest`, the cosine of the nearest passage of all, and `support`, how near the three nearest passages of one
    article come: a lone passage may be near by chance. `verbatim` tells that the article has what was quoted.
    """

    words: float = 0.0
    coverage: float = 0.0
    nearest: float | None = None
    support: float = 0.0
    verbatim: bool = False

    @property
    def by_meaning(self) -> bool:
        """Tell whether meaning had its say."""
        return self.nearest is not None

    @property
    def numbers(self) -> tuple[float, ...]:
        """What is weighed, in the order of `Judging.weights`."""
        by_words = (self.words, self.coverage)
        return by_words if self.nearest is None else (*by_words, self.nearest, self.support)


class Judging(msgspec.Struct, frozen=True):
    """How evidence becomes sureness: `weights` of its numbers and a `constant`; below `limit` no answer is good."""

    weights: tuple[float, ...]
    constant: float
    limit: float


class Calibration(msgspec.Struct, frozen=True):
    """The numbers, and the sets they were made from."""

    by_words: Judging
    by_meaning: Judging
    sets: tuple[str, ...]


@cache
def calibration() -> Calibration:
    """Return the calibrated numbers."""
    return msgspec.json.decode((files("helpcenter.search") / "confidence.json").read_bytes(), type=Calibration)


def said_by_words(best: float, words: Sequence[QueryWord], weights: Weights) -> float:
    """Return `Evidence.words` for a best article of this ranking score; 0 when nothing was found."""
    ideal = sum(word.rarity for word in words) * (weights.saturation + 1)
    # Without an ideal there are only words like "how" and "to": found or not, they say nothing.
    return (best / ideal if ideal else 0.0) + _SAYING * log1p(best)


def sureness(evidence: Evidence) -> float:
    """Return how sure the search is of its best article, 0 to 1; what was quoted and found is answered."""
    judging = _judging(evidence)
    sure = sureness_of(evidence.numbers, judging)
    return max(sure, judging.limit) if evidence.verbatim else sure


def sureness_of(numbers: Sequence[float], judging: Judging) -> float:
    """Weigh numbers of evidence."""
    logit = judging.constant + sum(weight * number for weight, number in zip(judging.weights, numbers, strict=True))
    return 1 / (1 + exp(-logit))


def judge(evidence: Evidence, *, found: bool) -> Confidence:
    """Tell what evidence means."""
    if not found:
        return Confidence.ZERO_RESULT
    return Confidence.ANSWERED if sureness(evidence) >= _judging(evidence).limit else Confidence.LOW_CONFIDENCE


def _judging(evidence: Evidence) -> Judging:
    return calibration().by_meaning if evidence.by_meaning else calibration().by_words
