"""Tuning: one step at a time through the table of weights, judged on queries that the steps were not chosen by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP = 1.25
# A step that wins less than this on the queries it is chosen by is chance.
WORTH_IT = 0.0005
MOST_STEPS = 12
# How sure a search must be and where a list ends are no questions of order.
NOT_ORDER = frozenset({"tail", "enough_coverage", "enough_words"})

# What each judged query scores with some weights, 0 to 1.
Scores = NDArray[np.float64]
Scoring = Callable[[Weights], Scores]


@dataclass(frozen=True, slots=True)
class Tuned:
    """Weights found, the steps that led there, and the gain on the very queries they were chosen by."""

    weights: Weights
    steps: tuple[str, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Validated:
    """What tuning is worth: the gain on held-out queries, fold by fold, and the tuning on all of them."""

    held_out: tuple[float, ...]
    tuned: Tuned

    @property
    def is_gain(self) -> bool:
        """Tell whether tuning helped queries that it had not seen, on the whole and in most folds."""
        helped = sum(gain > 0 for gain in self.held_out)
        return sum(self.held_out) > 0 and helped > len(self.held_out) / 2


def steps_from(weights: Weights) -> dict[str, Weights]:
    """Return the neighbours of weights: each number a step up and a step down, by name."""
    neighbours: dict[str, Weights] = {}
    for name, value in _numbers(weights):
        if name.partition(".")[0] not in NOT_ORDER:
            neighbours[f"{name} x {STEP}"] = _with(weights, name, _within(name, value * STEP))
            neighbours[f"{name} / {STEP}"] = _with(weights, name, value / STEP)
    return neighbours


def climb(start: Weights, score: Scoring, says: NDArray[np.float64], most: int = MOST_STEPS) -> Tuned:
    """Take the best step as long as one is worth it; `says` is each query's share in the objective."""
    weights, reached = start, float(score(start) @ says)
    begun = reached
    taken: list[str] = []
    steps = steps_from(weights)
    while steps and len(taken) < most:
        scores = {name: float(score(changed) @ says) for name, changed in steps.items()}
        best = max(scores, key=lambda name: scores[name])
        if scores[best] < reached + WORTH_IT:
            break
        weights = steps[best]
        taken.append(best)
        # What does not help now hardly helps one step further on, and each try asks all queries.
        steps = {name: changed for name, changed in steps_from(weights).items() if scores.get(name, 0) > reached}
        reached = scores[best]
    return Tuned(weights, tuple(taken), reached - begun)


def cross_validated(start: Weights, score: Scoring, groups: Sequence[str], queries: Sequence[str]) -> Validated:
    """Tune on four fifths of the queries and judge on the fifth, five times; then tune on all.

    Args:
        start: the weights in force.
        score: what each query scores with some weights; asked for the same weights again it should remember.
        groups: the group (a set in a locale) of each query; all groups count alike, however many queries they have.
        queries: the queries, which decide their fold by themselves, so that runs can be compared.
    """
    group, fold = np.array(groups), np.array([crc32(query.encode()) % 5 for query in queries])
    before = score(start)
    held_out = []
    for number in range(5):
        tuned = climb(start, score, _says(group, fold != number))
        held_out.append(float((score(tuned.weights) - before) @ _says(group, fold == number)))
    return Validated(tuple(held_out), climb(start, score, _says(group, np.ones(len(group), dtype=np.bool_))))


def _says(group: NDArray[Any], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each chosen query's share, so that every group weighs the same and the shares add up to one."""
    says = np.zeros(len(group))
    present = np.unique(group[chosen])
    for name in present:
        inside = chosen & (group == name)
        says[inside] = 1 / (len(present) * inside.sum())
    return says


def _numbers(value: Any, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield (name, number) for every number of the table, nested ones as `fields.title.weight`."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name), f"{prefix}{field.name}.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _numbers(inner, f"{prefix}{_name(key)}.")
    else:
        yield prefix.removesuffix("."), float(value)


def _name(key: str) -> str:
    """A layer goes by its name, a field is one."""
    return key.name.lower() if isinstance(key, Layer) else key


def _within(name: str, number: float) -> float:
    """The dampening by length and the share of sections are shares."""
    return min(number, 1.0) if name.endswith((".length", "section_share")) else number


def _with(value: Any, name: str, number: float) -> Any:
    """Return the table with one number changed."""
    head, _, rest = name.partition(".")
    if isinstance(value, Mapping):
        key = next(key for key in value if _name(key) == head)
        return MappingProxyType({**value, key: _with(value[key], rest, number) if rest else number})
    inner = getattr(value, head)
    return replace(value, **{head: _with(inner, rest, number) if rest else number})
