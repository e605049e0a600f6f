"""Enriching: the next generation is the current one with vectors, computed while the current one serves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from helpcenter.clock import utc_now
from helpcenter.search import manifest as manifests
from helpcenter.search.building import begin, finish, link, link_or_write_vectors
from helpcenter.search.fingerprint import vectors_fingerprint
from helpcenter.search.generations import Generations
from helpcenter.search.manifest import Embedded
from helpcenter.search.semantics.cache import VectorCache
from helpcenter.search.semantics.passages import Passage, passages_of
from helpcenter.search.semantics.vectors import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.building import Progress
    from helpcenter.search.generation import Generation
    from helpcenter.search.semantics.embedder import Embedder

# Small, so that a run that is cut off loses little, and what others ask the model waits little.
_BATCH = 16
# Embedded in every run and kept in the cache like any passage: tells a model that was replaced under its name.
_SAMPLE = Passage("Reset your password. パスワードを再設定する。", 0)
_SAME_MODEL = 0.99
_PATIENCE = 60.0  # seconds to wait for another process that publishes


def enrich(
    index: Path,
    cache_folder: Path,
    embedder: Embedder,
    *,
    progress: Progress = lambda _stage, _done, _total: None,
) -> str | None:
    """Add the vectors of `embedder` to the generation in force; return the new one's id, None when it has them.

    What the cache has costs nothing. Articles published meanwhile are enriched too.

    Raises:
        EmbeddingError: the model does not answer; what it answered before is kept in the cache.
        IndexUnavailableError: nothing is published.
        IndexLockedError: another process publishes for longer than a minute.
    """
    generations = Generations(index)
    cache = VectorCache(cache_folder, embedder.name)
    with cache.writing():
        _recognise(cache, embedder)
        while True:
            generation = generations.current()
            if has_vectors(generation, cache):
                return None
            _fill(cache, generation, embedder, progress)
            published = _publish(generations, generation, cache)
            if published is not None:
                return published


def has_vectors(generation: Generation, cache: VectorCache) -> bool:
    """Tell whether a generation has every vector, of this cache."""
    complete = Embedded(cache.embedder, cache.identity, vectors_fingerprint(), missing=0)
    return all(generation.manifest.vectors.get(locale) == complete for locale in generation.locales)


def _recognise(cache: VectorCache, embedder: Embedder) -> None:
    """Open the cache for adding; begin anew when the model answers otherwise than it did."""
    vector = embedder.passages([_SAMPLE.text])
    is_other = _SAMPLE.key in cache and cache.dimensions == vector.shape[1]
    is_other = is_other and float(cache.vectors([_SAMPLE.key])[0] @ vector[0]) < _SAME_MODEL
    cache.begin(vector.shape[1], anew=is_other)
    if _SAMPLE.key not in cache:
        cache.add([_SAMPLE.key], vector)
        cache.sync()


def _fill(cache: VectorCache, generation: Generation, embedder: Embedder, progress: Progress) -> None:
    """Embed what the cache does not have."""
    missing = {
        passage.key: passage.text
        for locale in generation.locales
        for article in generation.articles(locale)
        for passage in passages_of(article)
        if passage.key not in cache
    }
    keys, texts = list(missing), list(missing.values())
    try:
        for first in range(0, len(keys), _BATCH):
            progress("Embedding passages", first, len(keys))
            part = slice(first, first + _BATCH)
            cache.add(keys[part], np.asarray(embedder.passages(texts[part])))
            progress("Embedding passages", min(first + _BATCH, len(keys)), len(keys))
    finally:
        cache.sync()


def _publish(generations: Generations, generation: Generation, cache: VectorCache) -> str | None:
    """Publish the generation with its vectors; None when another one has come into force meanwhile."""
    with generations.lock(_PATIENCE):
        if generations.current().id != generation.id:
            return None
        building = begin(generations)
        vectors: dict[str, Embedded] = {}
        for locale in generation.locales:
            link(generation.folder / locale, building / locale, FOLDER)
            articles = tuple(generation.articles(locale))
            vectors |= link_or_write_vectors(building, locale, articles, generation, cache)
        manifest = replace(
            generation.manifest,
            id=generations.next_id(),
            built_at=utc_now(),
            files=manifests.hash_files(building),
            vectors=vectors,
        )
        folder = finish(building, generations, manifest)
        generations.switch_to(folder)
        return folder.name
