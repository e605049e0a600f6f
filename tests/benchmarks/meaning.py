"""Searching by meaning: what a search takes beside the time of the model itself, on the real articles.

The model's share of each search is measured inside that very search, so that what is left is ours: handing the query
to the model's thread, comparing all vectors, and joining both lists. Nothing is measured where the model is not
installed.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from helpcenter.search.generations import Generations
from helpcenter.search.results import SearchRequest
from helpcenter.search.semantics import local
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.enrich import enrich
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, beside, wanted
from tests.benchmarks.timing import PERCENTILES, percentile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.semantics.embedder import Embedder, Matrix

_PATIENCE = 60.0
_QUERIES = 100
_WANTED = 3.0  # milliseconds beside the model's


class _Timed:
    """A model that remembers how long it took for its last query."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.milliseconds = 0.0

    def queries(self, texts: Sequence[str]) -> Matrix:
        started = perf_counter()
        vectors = self._embedder.queries(texts)
        self.milliseconds = (perf_counter() - started) * 1000
        return vectors

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._embedder.passages(texts)


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each locale."""
    if not local.is_installed():
        return
    model = _Timed(local.LocalEmbedder())
    corpus.real_generation()
    instance = corpus.real_instance()
    enrich(instance / "index", instance / "vectors", model)
    for locale in corpus.LOCALES:
        yield from _measure_one(model, locale)


def _measure_one(model: _Timed, locale: str) -> Iterator[Figure]:
    asking = Asking(model, seconds=_PATIENCE)  # remembers queries, so each is asked once
    asking.warm(_PATIENCE)
    generation = Generations(corpus.real_instance() / "index", asking).current()
    whole: list[float] = []
    beside_model: list[float] = []
    models: list[float] = []
    for query in list(dict.fromkeys(corpus.real_queries(locale)))[:_QUERIES]:
        generation.search(SearchRequest(query, locale, semantic=False))  # so that words are as warm as elsewhere
        model.milliseconds = 0.0
        started = perf_counter()
        results = generation.search(SearchRequest(query, locale))
        elapsed = (perf_counter() - started) * 1000
        if results.complete and model.milliseconds:
            whole.append(elapsed)
            models.append(model.milliseconds)
            beside_model.append(elapsed - model.milliseconds)
    for times in (whole, models, beside_model):
        times.sort()
    for percent in PERCENTILES:
        name = f"search by meaning {locale} p{percent}"
        yield beside(name, percentile(whole, percent), "the model alone", model.name, percentile(models, percent), "ms")
        yield wanted(f"{name}, without the model", percentile(beside_model, percent), _WANTED, "ms")
