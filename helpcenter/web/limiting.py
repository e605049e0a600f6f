"""How often one address may send something; under names that are forgotten every day, in memory or shared."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING

from flask import request

from helpcenter.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from helpcenter.web.shared_counts import SharedCounts

_DAY = 86_400
_MOST_NAMES = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds from one address; of each process, unless they share their counts."""

    name: str
    most: int
    seconds: int


VOTES = Limit("votes", 40, 600)
QUESTIONS = Limit("questions", 6, 600)
DRAFTS = Limit("drafts", 60, 600)
EVENTS = Limit("events", 300, 60)  # batches; a whole office may come from one address


class Limiter:
    """Counts by address, without keeping an address: only a hash under a key that changes every day.

    Those who share counts need the same secret. While what they share is away, each counts for itself.
    """

    def __init__(
        self, secret: str = "", shared: SharedCounts | None = None, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._secret = secret.encode() or secrets.token_bytes(32)
        self._shared = shared
        self._clock = clock
        self._lock = Lock()
        self._day = -1
        self._counts: dict[str, int] = {}

    def allows(self, limit: Limit, address: str) -> bool:
        """Count one more, and tell whether it is within the limit."""
        now = int(self._clock().timestamp())
        day = now // _DAY
        told = f"{day} {limit.name} {now // limit.seconds} {address}"
        name = hmac.digest(self._secret, told.encode(), hashlib.sha256).hex()[:32]
        counted = self._shared.count(name, limit.seconds) if self._shared else None
        return (self._count(name, day) if counted is None else counted) <= limit.most

    def _count(self, name: str, day: int) -> int:
        with self._lock:
            if day != self._day or len(self._counts) >= _MOST_NAMES:
                self._day, self._counts = day, {}
            self._counts[name] = self._counts.get(name, 0) + 1
            return self._counts[name]


def reader_address() -> str:
    """Where the request comes from: an IPv4 address, or the network of an IPv6 one.

    A neighbour is taken for the proxy in front of this site; the last address it names is the one it saw.
    """
    address = request.remote_addr or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if forwarded and _is_neighbour(address):
        address = forwarded
    return _network(address)


def _is_neighbour(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return not address  # a socket file


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return known.exploded[:19] if known.version == 6 else str(known)  # one reader may have the whole /64
