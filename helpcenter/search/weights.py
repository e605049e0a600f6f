"""Every number that ranking depends on: one table, `weights.json`, written by `make tune` and by nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

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
    matching. `stop_word` scales words like "how" and "the" when the query has better ones; `common_word` words that
    most questions have, `verb` Japanese verbs, `kana_pair` pairs of characters with hiragana. `rarity` is the power to
    which idf is raised: below 1, one rare word outweighs fewer others. Articles below `tail` of the best score are not
    shown. Other locales are asked when the own one covers less than `enough_coverage`, or comes less near to the best
    possible than `enough_words` (`Evidence.words`); `foreign` scales articles that are not in the reader's language.
    `whole_question` is what an article gains, in terms of the best score, when the query is one of its questions.
    `meaning` is what an article gains for being nearer in meaning than the median one by a cosine of 1, in terms of the
    best score by words. `closeness`, `question` and `freshness` are the most that an article gains, as shares of its
    score: when the query's words stand together in it, when one of its questions has the same words, when it is the
    newest. `learned` is the same for articles that people chose; no judged query can tell it, so it is set by hand.
    """

    fields: Mapping[str, FieldWeight]
    layers: Mapping[Layer, float]
    saturation: float
    section_share: float
    stop_word: float
    common_word: float
    verb: float
    kana_pair: float
    rarity: float
    tail: float
    enough_coverage: float
    enough_words: float
    foreign: float
    whole_question: float
    meaning: float
    closeness: float
    question: float
    freshness: float
    learned: float

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


def read(text: bytes) -> Weights:
    """Read a table; layers are named in lower case.

    Raises:
        msgspec.ValidationError, KeyError, TypeError: the table is not one of weights.
    """
    table: dict[str, Any] = msgspec.json.decode(text)
    table["fields"] = MappingProxyType({name: FieldWeight(**numbers) for name, numbers in table["fields"].items()})
    table["layers"] = MappingProxyType({Layer[name.upper()]: weight for name, weight in table["layers"].items()})
    return Weights(**table)


def written(weights: Weights) -> bytes:
    """Return the table as `read` reads it."""
    table: dict[str, Any] = {field.name: getattr(weights, field.name) for field in fields(weights)}
    table["fields"] = {name: asdict(numbers) for name, numbers in weights.fields.items()}
    table["layers"] = {layer.name.lower(): weight for layer, weight in weights.layers.items()}
    return msgspec.json.format(msgspec.json.encode(table)) + b"\n"


FILE = Path(__file__).with_name("weights.json")
WEIGHTS = read(FILE.read_bytes())
