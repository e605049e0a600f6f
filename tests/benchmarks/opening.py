"""Opening a new generation in a worker, and the memory each further worker takes.

Memory is that of forked workers, as gunicorn makes them (see `worker_memory`): what the second one has for itself
alone after it opened the generation and answered 200 queries, less what it had before. Pages of the mapped files are
shared by all workers, so they are counted once, in the first.
"""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from helpcenter.search.generation import Generation
from tests.benchmarks.corpus import LOCALES, grown_generation, grown_queries
from tests.benchmarks.figures import Figure, beside, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPENINGS = 20
_QUERIES = 200


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each locale at the largest size."""
    size = max(sizes)
    for locale in LOCALES:
        generation = grown_generation(locale, size)
        yield wanted(f"open {locale} {size:,} articles", _opening_milliseconds(generation), 20, "ms")
        yield from _memory(generation, locale, size)


def _opening_milliseconds(generation: Generation) -> float:
    """Return the median, the first opening included: a new generation is in the page cache, it was just written."""
    times = []
    for _ in range(_OPENINGS):
        started = perf_counter()
        Generation(generation.folder)
        times.append((perf_counter() - started) * 1000)
    return median(times)


def _memory(generation: Generation, locale: str, size: int) -> Iterator[Figure]:
    task = {
        "folder": str(generation.folder),
        "locale": locale,
        "queries": grown_queries(locale, size)[:_QUERIES],
    }
    process = subprocess.run(
        (sys.executable, "-m", "tests.benchmarks.worker_memory"),
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    memory: dict[str, float] = json.loads(process.stdout)
    name = f"further worker, {locale} {size:,} articles"
    yield wanted(f"{name}: for the generation", memory["private"] - memory["private_before"], 10, "MB private")
    for kind in ("private", "proportional"):
        yield beside(name, memory[kind], "itself without it", "", memory[f"{kind}_before"], f"MB {kind}")
