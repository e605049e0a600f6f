"""Limits on guessing passwords: failures are counted by account and by address, and forgotten after a while."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict, deque
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW = 15 * 60.0  # seconds
PER_ACCOUNT = 10
PER_ADDRESS = 50  # a whole office, or a proxy, may have one address
_REMEMBERED = 20_000


class Guessing:
    """Counts failures in this process's memory; neither accounts nor addresses can be read from it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._failures: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._lock = Lock()

    def is_limited(self, account: str, address: str) -> bool:
        """Whether there were too many failures lately, for this account or from this address."""
        with self._lock:
            return any(len(self._lately(key)) >= limit for key, limit in self._keys(account, address))

    def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        with self._lock:
            for key, limit in self._keys(account, address):
                lately = self._lately(key)
                lately.append(self._clock())
                self._failures[key] = deque(lately, maxlen=limit)
                self._failures.move_to_end(key)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, account: str) -> None:
        """Forget the failures of an account; those of an address stay, or one's own account would reset them."""
        with self._lock:
            self._failures.pop(self._digest("account", account), None)

    def _keys(self, account: str, address: str) -> tuple[tuple[bytes, int], tuple[bytes, int]]:
        return (self._digest("account", account), PER_ACCOUNT), (self._digest("address", address), PER_ADDRESS)

    def _digest(self, kind: str, text: str) -> bytes:
        data = f"{kind} {text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).digest()

    def _lately(self, key: bytes) -> list[float]:
        since = self._clock() - WINDOW
        return [moment for moment in self._failures.get(key, ()) if moment > since]
