"""Timing: several engines asked the same things in turns."""

from __future__ import annotations

import math
from collections import defaultdict
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PERCENTILES = (50, 95)
_ROUNDS = 5
_SEED = 3
_WARM_UP = 20


def stopwatch(answer: Callable[[str], object]) -> Callable[[str], float]:
    """Return what answers and says how many milliseconds that took."""

    def milliseconds(text: str) -> float:
        started = perf_counter()
        answer(text)
        return (perf_counter() - started) * 1000

    return milliseconds


def in_turns(engines: Mapping[str, Callable[[str], float]], texts: Sequence[str]) -> dict[str, list[float]]:
    """Return each engine's fastest time for every text, in milliseconds, ascending.

    Engines take turns text by text, in an order that is drawn anew each time, so that noise and cold caches hit all
    alike. Each text is asked in several rounds and its fastest time counts: percentiles then tell which texts are
    slow, not when the machine was busy.
    """
    for milliseconds in engines.values():
        for text in texts[:_WARM_UP]:
            milliseconds(text)
    fastest: defaultdict[str, list[float]] = defaultdict(lambda: [math.inf] * len(texts))
    order = list(engines)
    random = Random(_SEED)
    for _ in range(_ROUNDS):
        for number, text in enumerate(texts):
            random.shuffle(order)
            for name in order:
                fastest[name][number] = min(fastest[name][number], engines[name](text))
    return {name: sorted(times) for name, times in fastest.items()}


def percentile(ordered: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of an ascending list do not exceed."""
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]
