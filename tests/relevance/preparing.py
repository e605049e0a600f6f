"""Evaluation sets, published and opened so that they can be asked with other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.config import load_config
from helpcenter.search.generations import Generations
from helpcenter.search.locale_index import LocaleIndex, read_postings
from helpcenter.search.postings import Postings
from helpcenter.search.publish import publish
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.choosing import cache_of, embedder_of
from helpcenter.search.semantics.enrich import enrich
from helpcenter.search.semantics.similarity import Semantics
from tests.relevance import evaluation_data

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.weights import Weights

_PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Prepared:
    """A published set: its indexes, what impacts are computed from, and its vectors."""

    indexes: Mapping[str, LocaleIndex]
    postings: Mapping[str, Postings]
    semantics: Semantics | None

    def reweighed(self, weights: Weights) -> dict[str, LocaleIndex]:
        """Return the indexes ranked by other weights."""
        return {locale: index.reweighed(self.postings[locale], weights) for locale, index in self.indexes.items()}


def prepare(name: str, folder: Path) -> Prepared:
    """Publish a set below `folder`, with vectors where the model is installed."""
    return published(evaluation_data.articles_of(name), folder / name, with_vectors=True)


def published(articles: Path, folder: Path, *, with_vectors: bool = False) -> Prepared:
    """Publish a folder of articles into another one, and open what came of it."""
    config = load_config({"articles": articles, "instance": folder}, {})
    publish(config.articles, config.index, cache=cache_of(config) if with_vectors else None)
    embedder = embedder_of(config) if with_vectors else None
    asking = None
    if embedder is not None:
        enrich(config.index, config.vectors, embedder)
        asking = Asking(embedder, _PATIENCE)
        asking.warm(_PATIENCE)
    generation = Generations(config.index, asking).current()
    indexes = {locale: LocaleIndex(generation.folder / locale) for locale in generation.locales}
    return Prepared(
        indexes,
        {locale: read_postings(generation.folder / locale, index) for locale, index in indexes.items()},
        generation.semantic,
    )
