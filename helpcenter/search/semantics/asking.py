"""Asking the model for a query's vector without ever letting a reader wait for it.

One background thread in each process talks to the model. Who asks waits for a moment at most; when the model is slow
or broken several times in a row, nobody waits at all for a while.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from helpcenter.search.breaker import Breaker
from helpcenter.search.semantics.embedder import EmbeddingError
from helpcenter.search.semantics.passages import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.search.semantics.embedder import Embedder, Vector

_REMEMBERED = 1_000  # vectors of queries, some 1.5 KB each
_MOST_WAITING = 8
# What one core embeds in some 100 ms: a long question must not count as a slow model, nor be one.
_MOST_CHARACTERS, _MOST_JAPANESE_CHARACTERS = 160, 80
_WARMING = ""

_Answer = Future["Vector | None"]


class Asking:
    """Vectors of queries, within `seconds` or not at all."""

    def __init__(self, embedder: Embedder, seconds: float = 0.15, clock: Callable[[], float] = monotonic) -> None:
        self.embedder = embedder
        self.seconds = seconds
        self._breaker = Breaker("Searching by words alone", clock)
        self._start_over()

    def ask(self, text: str, seconds: float | None = None) -> Vector | None:
        """Return the vector of what a reader asks, None when there is none in time.

        Until the model is warm the answer is None at once; the first question begins to warm it.
        """
        text = cut(" ".join(text.split()), _MOST_CHARACTERS, _MOST_JAPANESE_CHARACTERS)
        if not text:
            return None
        if self._process != os.getpid():  # after a fork the thread is gone, and its locks may be held for ever
            self._start_over()
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._known.move_to_end(text)
                return known
            if self._breaker.is_resting:
                return None
            answer = self._enqueued(text if self._is_warm else _WARMING)
        if answer is None or not self._is_warm:
            return None
        return self._waited_for(answer, self.seconds if seconds is None else seconds)

    def warm(self, seconds: float = 0.0) -> bool:
        """Begin to load the model in the background, wait for it at most so long, and tell whether it is ready."""
        if self._process != os.getpid():
            self._start_over()
        with self._lock:
            answer = None if self._is_warm else self._enqueued(_WARMING)
        if answer is not None and seconds:
            with suppress(TimeoutError):
                answer.result(seconds)
        return self._is_warm

    def _start_over(self) -> None:
        self._process = os.getpid()
        self._lock = Lock()
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._pending: dict[str, _Answer] = {}
        self._questions: SimpleQueue[str] = SimpleQueue()
        self._thread: Thread | None = None
        self._is_warm = False
        self._breaker.after_fork()

    def _enqueued(self, text: str) -> _Answer | None:
        """Return the answer to wait for, None when too many others wait; the lock is held."""
        if text in self._pending:
            return self._pending[text]
        if len(self._pending) >= _MOST_WAITING:
            return None
        answer = self._pending[text] = _Answer()
        self._questions.put(text)
        if self._thread is None:
            # Not an executor: the interpreter would wait for its threads at exit, and so for a hung endpoint.
            self._thread = Thread(target=self._work, name="embedding", daemon=True)
            self._thread.start()
        return answer

    def _waited_for(self, answer: _Answer, seconds: float) -> Vector | None:
        try:
            vector = answer.result(seconds)
        except TimeoutError:
            self._breaker.failed(f"{self.embedder.name} took longer than {seconds * 1000:.0f} ms")
            return None
        if vector is not None:
            self._breaker.succeeded()
        return vector

    def _work(self) -> None:
        """Answer one question after the other, for as long as the process lives."""
        while True:
            text = self._questions.get()
            # Those who asked before a rest began have long gone.
            vector = None if self._breaker.is_resting else self._embedded(text)
            with self._lock:
                answer = self._pending.pop(text)
                if vector is not None and text != _WARMING:
                    self._known[text] = vector
                    if len(self._known) > _REMEMBERED:
                        self._known.popitem(last=False)
                self._is_warm = self._is_warm or vector is not None
            answer.set_result(vector)

    def _embedded(self, text: str) -> Vector | None:
        try:
            vector: Vector = self.embedder.queries([text or "?"])[0]
        except EmbeddingError as error:
            self._breaker.failed(str(error), at_once=text == _WARMING)
            return None
        except Exception as error:  # a reader's search goes on without the model, whatever happened to it
            self._breaker.failed(f"{type(error).__name__}: {error}", at_once=text == _WARMING)
            return None
        return vector
