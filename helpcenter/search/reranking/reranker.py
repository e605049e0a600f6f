"""What judges passages: one protocol, and the checks every answer of a model has to pass."""

from __future__ import annotations

from enum import StrEnum
from math import exp, isfinite
from typing import TYPE_CHECKING, Protocol

from helpcenter.errors import HelpCenterError

if TYPE_CHECKING:
    from collections.abc import Sequence


class RerankError(HelpCenterError):
    """The model cannot be reached, or what it answers are no scores we can use."""


class Scale(StrEnum):
    """What a model's scores are.

    `auto`: probabilities, unless one of an answer lies outside 0 to 1; then all of that answer are logits. Logits that
    happen to lie within read as less relevant than they are, never as more.
    """

    AUTO = "auto"
    PROBABILITY = "probability"
    LOGIT = "logit"


class Reranker(Protocol):
    """A cross-encoder; to be asked within one event loop at a time."""

    @property
    def name(self) -> str:
        """A name for messages, without anything secret."""
        ...

    async def relevance(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        """Return how relevant each passage is to the query, as probabilities.

        Raises:
            RerankError: there is no usable answer.
        """
        ...

    async def close(self) -> None:
        """Let the connections go."""
        ...


def probabilities(scores: Sequence[float], scale: Scale, source: str) -> tuple[float, ...]:
    """Return scores as probabilities.

    Raises:
        RerankError: one is not finite, or outside 0 to 1 where probabilities were promised.
    """
    if not all(isfinite(score) for score in scores):
        raise RerankError(f"{source} answered a score that is not finite.")
    outside = next((score for score in scores if not 0.0 <= score <= 1.0), None)
    if outside is not None and scale is Scale.PROBABILITY:
        raise RerankError(f"{source} answered the score {outside:g}, which is no probability: rerank_scale is wrong.")
    if scale is Scale.LOGIT or outside is not None:
        return tuple(_sigmoid(score) for score in scores)
    return tuple(scores)


def _sigmoid(logit: float) -> float:
    if logit < 0:  # so that nothing overflows
        return exp(logit) / (1 + exp(logit))
    return 1 / (1 + exp(-logit))
