"""The costliest search that hostile queries find: CPU time of one GET, beside an ordinary search asked first.

Requests are answered in forked processes that were asked for other things before, so that nothing is remembered, not
even the stem of a word. What cost most is measured again, each in new processes, and its least time counts: what else
a process does at times is not its cost.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from random import Random
from statistics import median
from time import thread_time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from helpcenter.app import create_app
from helpcenter.config import load_config
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, wanted
from tests.benchmarks.hostile_queries import HOSTILE_QUERIES, Words, hostile_parameters, hostile_queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.testing import FlaskClient

_PATHS: Final = {
    "page": "/{locale}/search",
    "API": "/api/v1/search",
    "panel": "/embed/v1/search",
    "suggestions": "/api/v1/suggest",
}
_WANTED_MILLISECONDS, _WANTED_TIMES = 60, 10
_COSTLIEST: Final = 20
_ROUNDS: Final = 3
_SEED: Final = 8


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each surface."""
    generation = corpus.real_generation()
    ordinary = [(locale, query) for locale in generation.locales for query in corpus.real_queries(locale)]
    random = Random(_SEED)
    hostile = hostile_queries([Words.of(generation, locale) for locale in generation.locales])
    asked = [(random.choice(generation.locales), kind, query, hostile_parameters(random)) for kind, query in hostile]
    for surface, path in _PATHS.items():
        normal = median(_costs([_url(path, locale, query, {}) for locale, query in ordinary]).values())
        kinds = {_url(path, locale, query, more): kind for locale, kind, query, more in asked}
        first = _costs(list(kinds))
        costliest = sorted(kinds, key=lambda url: -first[url])[:_COSTLIEST]
        least = {url: min(first[url], *(_costs([url])[url] for _ in range(_ROUNDS))) for url in costliest}
        worst = max(costliest, key=lambda url: least[url])
        name = f"{surface}, costliest of {HOSTILE_QUERIES:,} hostile queries ({kinds[worst]})"
        yield wanted(name, least[worst], _WANTED_MILLISECONDS, "ms of CPU")
        yield wanted(f"{name}, beside an ordinary search", least[worst] / normal, _WANTED_TIMES, "times as long")


def _url(path: str, locale: str, query: str, more: dict[str, str]) -> str:
    return f"{path.format(locale=locale)}?{urlencode({'q': query, 'locale': locale, 'visit': 'hostile', **more})}"


def _costs(urls: Sequence[str]) -> dict[str, float]:
    """Return the CPU time of each address, in milliseconds, in a process that was forked for them."""
    _client()
    with get_context("fork").Pool(1) as pool:
        return pool.apply(_costs_here, (urls,))


def _costs_here(urls: Sequence[str]) -> dict[str, float]:
    return {url: _milliseconds(_client(), url) for url in urls}


@cache
def _client() -> FlaskClient:
    """Open what all searches need, with words that no query has."""
    config = replace(load_config(), articles=corpus.articles_folder(), instance=corpus.real_instance())
    client = create_app(config).test_client()
    for locale in corpus.real_generation().locales:
        for text in ("ｓetting 設定をしたい settei", "zzqzz", "ぬゆぬゆぬゆぬゆ"):
            client.get(f"/api/v1/search?{urlencode({'q': text, 'locale': locale})}")
    return client


def _milliseconds(client: FlaskClient, url: str) -> float:
    started = thread_time()
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    spent = (thread_time() - started) * 1_000
    if response.status_code not in {200, 400}:  # a parameter that one surface has and another has not is ignored
        raise RuntimeError(f"{url[:200]} was answered with {response.status}")
    return spent
