"""Every number that ranking depends on, in one table; `make bench` and tests/relevance judge a change to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from helpcenter.search.analysis.analyzer import Layer


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a term in a field counts.

    `length` is how strongly the field's length dampens it (b of BM25F, 0 to 1). `repetition` is the power to which
    the term's count is raised: below 1, a long article that says a word over and over gains little by it.
    """

    weight: float
    length: float
    repetition: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Ranking's numbers. Fields are `title`, `questions`, `summary`, `headings` and `body`.

    `saturation` is k1 of BM25F: how soon more of the same term stops helping. `section_share` is the part of an
    article's score that its best section gives (the rest is the article as a whole). `layers` scales each way of
    matching. `stop_word` scales words like "how" and "the" when the query has better ones. A page is
    `low_confidence` when its best article covers less than `confident_coverage` of the query's rarity. Articles
    below `tail` of the best score are not shown.
    """

    fields: Mapping[str, FieldWeight] = field(
        default_factory=lambda: MappingProxyType(
            {
                "title": FieldWeight(3.0, 0.3),
                "questions": FieldWeight(2.0, 0.5),
                "summary": FieldWeight(2.0, 0.5),
                "headings": FieldWeight(2.0, 0.5),
                "body": FieldWeight(1.0, 0.75, repetition=0.6),
            }
        )
    )
    layers: Mapping[Layer, float] = field(default_factory=lambda: MappingProxyType({Layer.WORD: 1.0, Layer.PAIR: 0.2}))
    saturation: float = 1.6
    section_share: float = 0.5
    stop_word: float = 0.2
    confident_coverage: float = 0.35
    tail: float = 0.15


WEIGHTS = Weights()
