"""Suggestions as somebody types: every beginning of real titles and queries, at every size asked for."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from helpcenter.web.api.answers import suggest_answer
from tests.benchmarks.corpus import LOCALES, grown_generation, grown_queries
from tests.benchmarks.figures import Figure, wanted
from tests.benchmarks.timing import PERCENTILES, in_turns, percentile, stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.generation import Generation

_TITLES, _QUERIES = 100, 100
_MOST_TYPED = 40  # characters; whoever types more takes no suggestion
_WANTED_MILLISECONDS, _WANTED_BYTES = 1.0, 2_048
_SEED = 7


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each size and locale."""
    for size in sizes:
        for locale in LOCALES:
            yield from _measure_one(locale, size)


def _measure_one(locale: str, size: int) -> Iterator[Figure]:
    generation = grown_generation(locale, size)
    typed = _typed(generation, locale, size)
    times = in_turns({"ours": stopwatch(lambda text: generation.suggest(text, locale))}, typed)["ours"]
    name = f"suggest {locale} {size:,}"
    for percent in PERCENTILES:
        yield wanted(f"{name} p{percent}", percentile(times, percent), _WANTED_MILLISECONDS, "ms")
    sizes = sorted(_answer_bytes(generation, text, locale) for text in typed)
    for percent in (*PERCENTILES, 100):
        yield wanted(f"{name} JSON p{percent}", percentile(sizes, percent), _WANTED_BYTES, "bytes")


def _typed(generation: Generation, locale: str, size: int) -> list[str]:
    """All beginnings, each once, in the order of typing."""
    titles = [article.title for article in generation.articles(locale)]
    chosen = [*Random(_SEED).sample(titles, _TITLES), *islice(dict.fromkeys(grown_queries(locale, size)), _QUERIES)]
    return list(dict.fromkeys(text[:end] for text in chosen for end in range(1, min(len(text), _MOST_TYPED) + 1)))


def _answer_bytes(generation: Generation, text: str, locale: str) -> int:
    answer = suggest_answer(text, locale, generation.suggest(text, locale), generation.id)
    return len(answer.json().encode())
