"""Asking a cross-encoder without ever letting a reader wait longer than the time-box.

One background thread in each process runs an event loop, in which a few questions are out at once. Who asks waits for
a moment at most; when the server is slow or broken several times in a row, nobody waits at all for a while.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from concurrent.futures import CancelledError
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from helpcenter.search.breaker import Breaker
from helpcenter.search.reranking.reranker import RerankError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from helpcenter.search.reranking.reranker import Reranker

_MOST_OUT = 8
# Whoever turns a page or chooses a topic asks the same again. A few kilobytes each.
_REMEMBERED = 200

_Question = tuple[str, ...]
_Relevance = tuple[float, ...]


class Reranking:
    """How relevant passages are, within `seconds` or not at all.

    From `relevant` on, a passage answers: a probability. Safe to use from many threads, and after a fork.
    """

    def __init__(
        self,
        reranker: Reranker,
        seconds: float = 0.3,
        relevant: float = 0.5,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.reranker = reranker
        self.seconds = seconds
        self.relevant = relevant
        self._breaker = Breaker("Searching without the reranking server", clock)
        self._start_over()

    def relevance(self, query: str, passages: Sequence[str]) -> tuple[float, ...] | None:
        """Return how relevant each passage is to the query, 0 to 1; None when there is no usable answer in time."""
        if not passages:
            return ()
        if self._process != os.getpid():  # after a fork the thread is gone, and the lock may be held for ever
            self._start_over()
        question = (query, *passages)
        with self._lock:
            known = self._known.get(question)
            if known is not None:
                self._known.move_to_end(question)
                return known
            answer = None if self._breaker.is_resting else self._asked(question)
        if answer is None:
            return None
        try:
            relevance = answer.result(self.seconds)
        except TimeoutError:
            self._breaker.failed(f"{self.reranker.name} took longer than {self.seconds * 1000:.0f} ms")
            return None
        except CancelledError:  # closed meanwhile
            return None
        if relevance is not None:
            self._breaker.succeeded()
        return relevance

    def close(self) -> None:
        """Let the connections and the thread go; the next question begins anew."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._start_over()
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(self._ended(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _ended(self) -> None:
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self.reranker.close()

    def _start_over(self) -> None:
        self._process = os.getpid()
        self._lock = Lock()
        self._known: OrderedDict[_Question, _Relevance] = OrderedDict()
        self._out: dict[_Question, Future[_Relevance | None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._breaker.after_fork()

    def _asked(self, question: _Question) -> Future[_Relevance | None] | None:
        """Return the answer to wait for, None when too many questions are out; the lock is held."""
        if question in self._out:
            return self._out[question]
        if len(self._out) >= _MOST_OUT:
            return None
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # A daemon: the interpreter would wait for any other thread at exit, and so for a server that hangs.
            self._thread = Thread(target=self._loop.run_forever, name="reranking", daemon=True)
            self._thread.start()
        answer = asyncio.run_coroutine_threadsafe(self._answered(question), self._loop)
        self._out[question] = answer
        return answer

    async def _answered(self, question: _Question) -> _Relevance | None:
        """Ask, also when nobody waits any more: who asks the same again is answered at once."""
        query, *passages = question
        relevance = None
        try:
            relevance = await self.reranker.relevance(query, passages)
        except RerankError as error:
            self._breaker.failed(str(error))
        except Exception as error:  # a reader's search goes on without it, whatever happened
            self._breaker.failed(f"{type(error).__name__} from {self.reranker.name}")
        finally:
            with self._lock:
                self._out.pop(question, None)
                if relevance is not None:
                    self._known[question] = relevance
                    if len(self._known) > _REMEMBERED:
                        self._known.popitem(last=False)
        return relevance
