"""How often one address may send something; in memory only, under names that are forgotten every day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock
from time import time
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = 86_400
_MOST_NAMES = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds from one address, in each server process."""

    name: str
    most: int
    seconds: int


VOTES = Limit("votes", 40, 600)
QUESTIONS = Limit("questions", 6, 600)
EVENTS = Limit("events", 300, 60)  # batches; a whole office may come from one address


class Limiter:
    """Counts by address, without keeping an address: only a hash under a key that changes every day."""

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._day = -1
        self._key = b""
        self._counts: dict[tuple[bytes, int], int] = {}

    def allows(self, limit: Limit, address: str) -> bool:
        """Count one more, and tell whether it is within the limit."""
        now = int(self._clock())
        with self._lock:
            if now // _DAY != self._day or len(self._counts) >= _MOST_NAMES:
                self._day, self._key, self._counts = now // _DAY, secrets.token_bytes(32), {}
            name = hashlib.blake2b(f"{limit.name} {address}".encode(), key=self._key, digest_size=16).digest()
            counted = (name, now // limit.seconds)
            self._counts[counted] = self._counts.get(counted, 0) + 1
            return self._counts[counted] <= limit.most


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
