"""A cross-encoder that needs no server and does as it is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.reranking.time_box import Reranking
from tests.search.reranking.overlap_server import relevance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.search.conftest import Clock

PATIENCE = 30.0


class TameReranker:
    """Judges by the words in common, unless it is told otherwise; waits or fails for as long as it is told to."""

    name = "tame"

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.judge: Callable[[str, str], float] = relevance
        self.is_free = True
        self.error: Exception | None = None
        self.is_closed = False

    async def relevance(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        self.asked.append((query, tuple(passages)))
        while not self.is_free:
            await asyncio.sleep(0.01)
        if self.error is not None:
            raise self.error
        return tuple(self.judge(query, passage) for passage in passages)

    async def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def tame() -> TameReranker:
    return TameReranker()


@pytest.fixture
def reranking(tame: TameReranker, clock: Clock) -> Iterator[Reranking]:
    reranking = Reranking(tame, PATIENCE, clock=clock)
    yield reranking
    reranking.close()
