"""Searching: text in, ten articles out, beside the other engines, at every size asked for, and how it grows.

Ours is measured three times. "words" is what the peers do: the words as they are, in every form they are indexed in.
"forgiving" also looks for what was meant: slips, readings, synonyms, the other script. "page" is all that a page of
results takes: the forgiving search with snippets, confidence and the API's JSON.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import INDEXED_LAYERS, Layer
from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.query import parse
from helpcenter.search.ranking import rank
from helpcenter.search.results import SearchRequest
from helpcenter.search.weights import WEIGHTS, Weights
from helpcenter.web.api.answers import search_answer
from tests.benchmarks.corpus import LOCALES, bench_folder, documents_of, grown_generation, grown_queries
from tests.benchmarks.figures import Figure, beside
from tests.benchmarks.minisearch import MiniSearch
from tests.benchmarks.peers import BM25S, WANTED_HITS, Peer, SQLite, Tantivy, Whoosh
from tests.benchmarks.timing import PERCENTILES, in_turns, percentile, stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from helpcenter.search.generation import Generation

_OURS = ("words", "forgiving", "page")
_WORDS_ALONE = WEIGHTS.without({layer.name.lower() for layer in Layer if layer not in INDEXED_LAYERS})
_WHOOSH_COPES_WITH = 1_500  # articles; with more, one round takes it minutes


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each size and locale, then how they grow from the smallest to the largest size."""
    for locale in LOCALES:
        times: dict[int, Mapping[str, list[float]]] = {}
        versions: dict[str, str] = {}
        for size in sizes:
            times[size], peers = _measure_one(locale, size)
            versions |= peers
            yield from _figures(f"search {locale} {size:,}", times[size], peers)
        if len(sizes) > 1:
            yield from _growth(locale, times[min(sizes)], times[max(sizes)], versions, max(sizes) / min(sizes))


def _measure_one(locale: str, size: int) -> tuple[dict[str, list[float]], dict[str, str]]:
    """Return the times of all engines, and the peers' versions by name."""
    generation = grown_generation(locale, size)
    ours = {
        "words": ranked(generation, locale, _WORDS_ALONE),
        "forgiving": ranked(generation, locale, WEIGHTS),
        "page": page(generation, locale),
    }
    peers = _built_peers(locale, size, generation)
    node = MiniSearch(locale, bench_folder() / f"{locale}-{size}-peers")
    queries = grown_queries(locale, size)
    engines = {name: stopwatch(search) for name, search in ours.items()}
    times = in_turns(engines | {peer.name: stopwatch(peer.search) for peer in peers}, queries)
    # Not between the others: who comes after a process that was waited for begins with cold caches.
    node.build(documents_of(generation, locale))
    try:
        times |= in_turns({node.name: node.milliseconds}, queries)
    finally:
        node.close()
    return times, {peer.name: peer.version for peer in (*peers, node)}


def _figures(name: str, times: Mapping[str, list[float]], peers: Mapping[str, str]) -> Iterator[Figure]:
    for kind in _OURS:
        for peer, version in peers.items():
            for percent in PERCENTILES:
                ours, theirs = (percentile(times[engine], percent) for engine in (kind, peer))
                yield beside(f"{name} {kind} p{percent}", ours, peer, version, theirs, "ms")


def _growth(
    locale: str,
    small: Mapping[str, list[float]],
    large: Mapping[str, list[float]],
    versions: Mapping[str, str],
    factor: float,
) -> Iterator[Figure]:
    for kind in _OURS:
        for peer in versions:
            if peer in large:
                for percent in PERCENTILES:
                    ours, theirs = (
                        percentile(large[engine], percent) / percentile(small[engine], percent)
                        for engine in (kind, peer)
                    )
                    name = f"search {locale} {kind} p{percent}, {factor:.0f} times the articles"
                    yield beside(name, ours, peer, versions[peer], theirs, "times as long")


def _built_peers(locale: str, size: int, generation: Generation) -> list[Peer]:
    engines = (SQLite, BM25S, Tantivy, Whoosh) if size <= _WHOOSH_COPES_WITH else (SQLite, BM25S, Tantivy)
    documents = documents_of(generation, locale)
    # Peers depend on the texts alone, so theirs outlive a generation that our software made anew.
    contents = hashlib.sha256("".join(article.digest for article in generation.articles(locale)).encode()).hexdigest()
    folder = bench_folder() / f"{locale}-{size}-peers" / contents[:16]
    peers: list[Peer] = []
    for engine in engines:
        peer: Peer = engine(locale, folder / f"{engine.__name__}-{engine.version}")
        peer.build(documents)
        peers.append(peer)
    return peers


def ranked(generation: Generation, locale: str, weights: Weights) -> Callable[[str], list[str]]:
    """Our search without what a page shows of the hits."""
    index = LocaleIndex(generation.folder / locale)

    def search(text: str) -> list[str]:
        query = parse(text, index, weights)
        ranking = rank(query.terms, index, weights, query.asked_of)
        return [index.slugs[article] for article in ranking.articles[:WANTED_HITS]]

    return search


def page(generation: Generation, locale: str) -> Callable[[str], str]:
    """Our search as a page asks it, answered in the API's JSON."""

    def search(text: str) -> str:
        results = generation.search(SearchRequest(text, locale))
        best = generation.best_answer(results, lambda locale, slug: f"/{locale}/{slug}")
        return search_answer(results, best, truncated=False).json()

    return search
