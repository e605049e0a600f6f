"""Confidence: does an article answer a query, does the list stand, or is there no good answer?

Evidence is weighed by logistic regressions, once for searches by words and once for those in which meaning had its
say. One asks whether the first article answers: from its limit on, that is offered as the answer. The other asks
whether anything in the list does: below its limit, the page does not stand behind it. The numbers are data
(`confidence.json`), made from judged queries of five libraries, each with and without its article, by
`python -m tests.relevance.calibrate`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from helpcenter.search.evidence import Evidence


class Model(msgspec.Struct, frozen=True):
    """A logistic regression: `weights` of evidence by name, a `constant`, and the probability that is the `limit`."""

    weights: Mapping[str, float]
    constant: float
    limit: float

    def probability(self, numbers: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1, that evidence speaks for."""
        logit = self.constant + sum(weight * numbers[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(-_MOST_LOGIT, min(logit, _MOST_LOGIT))))


# Beyond it, the probability is 0 or 1 in floating point.
_MOST_LOGIT = 36.0
_ALL = 0.999
# What was quoted and found, or asked in an article's own words, is answered; it is not weighed.
_CERTAIN = 0.95
LEAST_COVERAGE = 0.3
"""An article that says less of the query, by idf, does not answer it, however far it stands out from the others."""


class Models(msgspec.Struct, frozen=True):
    """`answer` tells whether the first article answers, `list` whether any article found does."""

    answer: Model
    list: Model


class Calibration(msgspec.Struct, frozen=True):
    """The models, and the sets they were made from."""

    by_words: Models
    by_meaning: Models
    sets: tuple[str, ...]


@cache
def calibration() -> Calibration:
    """Return the calibrated numbers."""
    return msgspec.json.decode((files("helpcenter.search") / "confidence.json").read_bytes(), type=Calibration)


def score(evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the first article answers; high in any case where evidence is certain."""
    probability = _models(evidence).answer.probability(evidence.of_answer)
    return max(probability, _CERTAIN) if evidence.is_certain else probability


def judge(evidence: Evidence) -> Confidence:
    """Tell what evidence for an article that was found means."""
    models = _models(evidence)
    # Numbers of a small library are small; an article that has every word of the query is near in any of them.
    says_all = evidence.exact >= _ALL
    is_near = evidence.is_certain or says_all or models.list.probability(evidence.of_list) >= models.list.limit
    if not is_near:
        return Confidence.LOW_CONFIDENCE
    answers = score(evidence) >= models.answer.limit and (evidence.is_certain or evidence.coverage >= LEAST_COVERAGE)
    return Confidence.ANSWERED if answers else Confidence.CONFIDENT


def _models(evidence: Evidence) -> Models:
    return calibration().by_words if evidence.meaning is None else calibration().by_meaning
