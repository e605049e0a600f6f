"""Work in the background: one thread in each process, which does what is due every few seconds."""

from __future__ import annotations

import os
import weakref
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Worker(Protocol):
    """Something that has work to do from time to time."""

    def work(self) -> None:
        """Do what is due; raises nothing."""


class Background:
    """The thread of one worker. It begins with the first use in a process and ends with the worker, or when closed.

    A forked process starts its own; `forked`, a method of the worker, is called there before, once, so that what the
    parent holds stays the parent's.
    """

    def __init__(self, worker: Worker, name: str, every: float, forked: Callable[[], None] | None = None) -> None:
        self._worker = weakref.ref(worker)
        self._name = name
        self._every = every
        self._forked = weakref.WeakMethod(forked) if forked else None
        self._starting = Lock()
        self._process = 0
        self._end = Event()

    def start(self) -> None:
        """Start the thread unless it runs."""
        if self.is_mine:
            return
        with self._starting:
            if not self.is_mine:
                if self._process and self._forked and (begin_anew := self._forked()):
                    begin_anew()
                self._process = os.getpid()
                self._end = Event()
                arguments = (self._worker, self._end, self._every)
                Thread(target=_keep_working, args=arguments, name=self._name, daemon=True).start()

    def close(self) -> None:
        """End the thread."""
        self._end.set()

    @property
    def is_closed(self) -> bool:
        """Whether the thread is to end, so that nothing long is begun any more."""
        return self._end.is_set()

    @property
    def is_mine(self) -> bool:
        """Whether the thread was started in this process, and not in the one that it was forked from."""
        return self._process == os.getpid()


def _keep_working(worker: weakref.ref[Worker], end: Event, every: float) -> None:
    while (alive := worker()) is not None:
        alive.work()
        del alive
        if end.wait(every):
            return
