"""Every number that ranking depends on, in one table; `make bench` and tests/relevance judge a change to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from helpcenter.search.analysis.analyzer import INDEXED_LAYERS, Layer


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
    matching. `stop_word` scales words like "how" and "the" when the query has better ones. Articles
    below `tail` of the best score are not shown. Other locales are asked when the own one covers less than
    `enough_coverage`; `foreign` scales articles that are not in the reader's language. `whole_question` is what an
    article gains, in terms of the best score, when the query is one of its questions. `meaning` is the say of the
    article nearest in meaning beside the best one by words; `meaning_sureness` scales its cosine into confidence.
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
    layers: Mapping[Layer, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                Layer.WORD: 1.0,
                Layer.PAIR: 0.2,
                Layer.SYNONYM: 0.5,
                Layer.TYPO: 0.8,
                Layer.READING: 0.9,
                Layer.SCRIPT: 0.6,
            }
        )
    )
    saturation: float = 2.5
    section_share: float = 0.5
    stop_word: float = 0.2
    tail: float = 0.15
    enough_coverage: float = 0.6
    foreign: float = 0.8
    whole_question: float = 1.0
    meaning: float = 0.65
    meaning_sureness: float = 4.0

    @property
    def go_beyond_words(self) -> bool:
        """Whether any layer counts that leads from what was typed to other words."""
        return any(weight for layer, weight in self.layers.items() if layer not in INDEXED_LAYERS)

    def without(self, layers: Collection[str]) -> Weights:
        """Return the same numbers with some layers switched off, by name."""
        if not layers:
            return self
        kept = {layer: 0.0 if layer.name.lower() in layers else weight for layer, weight in self.layers.items()}
        return replace(self, layers=MappingProxyType(kept))


WEIGHTS = Weights()
