"""A circuit breaker: after several failures in a row nobody waits for a service that is slow or broken, for a while."""

from __future__ import annotations

import logging
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FAILURES_IN_A_ROW = 3
_FIRST_REST, _LONGEST_REST = 10.0, 300.0  # seconds
_QUIET = 60.0  # seconds between two lines in the log

_log = logging.getLogger(__name__)


class Breaker:
    """Counts failures in a row; rests after several, longer each time. Safe to use from many threads.

    `consequence` begins each line in the log, of which there is one a minute at most.
    """

    def __init__(self, consequence: str, clock: Callable[[], float] = monotonic) -> None:
        self._consequence = consequence
        self._clock = clock
        self._told = float("-inf")
        self._lock = Lock()
        self._failures = 0
        self._rests_until = float("-inf")

    @property
    def is_resting(self) -> bool:
        """Tell whether nobody should be asked now."""
        return self._clock() < self._rests_until

    def succeeded(self) -> None:
        """End a row of failures."""
        with self._lock:
            self._failures = 0

    def failed(self, why: str, *, at_once: bool = False) -> None:
        """Count a failure; with `at_once` it rests already after this one."""
        with self._lock:
            self._failures = max(self._failures + 1, _FAILURES_IN_A_ROW if at_once else 0)
            now = self._clock()
            if self._failures >= _FAILURES_IN_A_ROW:
                rest = _FIRST_REST * 2 ** min(self._failures - _FAILURES_IN_A_ROW, 10)
                self._rests_until = now + min(rest, _LONGEST_REST)
            if now - self._told < _QUIET:
                return
            self._told = now
        _log.warning("%s: %s", self._consequence, why)

    def after_fork(self) -> None:
        """Begin anew in a child process, whose copy of the lock may be held for ever."""
        self._lock = Lock()
        self._failures = 0
        self._rests_until = float("-inf")
