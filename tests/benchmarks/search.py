"""Query text in, ten ranked slugs out: ours beside its peers, at 1,500 and 20,000 articles.

Ours is measured twice: the complete search that a page shows (hits, sections, snippets, confidence), and the bare
ranking, which is what the peers do. Engines take turns query by query, in an order that rotates, so that noise and
cold caches hit all alike. Each query is asked in several rounds and its fastest time counts: p50 and p95 then tell
which queries are slow, not when the machine was busy.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from time import perf_counter
from typing import TYPE_CHECKING

from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.query import parse
from helpcenter.search.ranking import rank
from helpcenter.search.results import SearchRequest
from helpcenter.search.weights import WEIGHTS
from tests.benchmarks.corpus import LOCALES, bench_folder, documents_of, grown_generation, grown_queries
from tests.benchmarks.figures import Figure, beside
from tests.benchmarks.peers import BM25S, WANTED_HITS, Peer, SQLite, Tantivy, Whoosh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from helpcenter.search.generation import Generation

SMALL, LARGE = 1_500, 20_000
_ROUNDS = 3
_WARM_UP = 20


def measure() -> Iterator[Figure]:
    """Yield the figures of each locale and size."""
    for size in (SMALL, LARGE):
        for locale in LOCALES:
            yield from _measure_one(locale, size)


def _measure_one(locale: str, size: int) -> Iterator[Figure]:
    generation = grown_generation(locale, size)
    queries = grown_queries(locale, size)
    peers = _built_peers(locale, size, generation)
    ours = {"complete": complete_search(generation, locale), "ranking": bare_ranking(generation, locale)}
    times = _ask({**ours, **{peer.name: peer.search for peer in peers}}, queries)
    for kind in ours:
        for peer in peers:
            for percent in (50, 95):
                yield beside(
                    f"search {locale} {size:,} {kind} p{percent}",
                    _percentile(times[kind], percent),
                    peer.name,
                    peer.version,
                    _percentile(times[peer.name], percent),
                    "ms",
                )


def _built_peers(locale: str, size: int, generation: Generation) -> list[Peer]:
    engines = (SQLite, BM25S, Tantivy, Whoosh) if size == SMALL else (SQLite, BM25S, Tantivy)
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


def complete_search(generation: Generation, locale: str) -> Callable[[str], list[str]]:
    """Our search as a page asks it."""
    return lambda text: [hit.slug for hit in generation.search(SearchRequest(text, locale)).hits]


def bare_ranking(generation: Generation, locale: str) -> Callable[[str], list[str]]:
    """Our search without what a page shows of the hits."""
    index = LocaleIndex(generation.folder / locale)

    def search(text: str) -> list[str]:
        ranking = rank(parse(text, index, WEIGHTS).terms, index, WEIGHTS)
        return [index.card(article).slug for article in ranking.articles[:WANTED_HITS]]

    return search


def _ask(engines: Mapping[str, Callable[[str], list[str]]], queries: Sequence[str]) -> Mapping[str, list[float]]:
    """Return each engine's fastest time for every query, in milliseconds, ascending."""
    for search in engines.values():
        for query in queries[:_WARM_UP]:
            search(query)
    fastest: defaultdict[str, list[float]] = defaultdict(lambda: [math.inf] * len(queries))
    names = list(engines)
    for turn in range(_ROUNDS):
        for number, query in enumerate(queries):
            first = (number + turn) % len(names)
            for name in names[first:] + names[:first]:
                started = perf_counter()
                engines[name](query)
                fastest[name][number] = min(fastest[name][number], (perf_counter() - started) * 1000)
    return {name: sorted(times) for name, times in fastest.items()}


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]
