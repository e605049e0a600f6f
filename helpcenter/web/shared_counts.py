"""Counts that all workers and servers share, in Redis or Valkey; while it is away, nobody waits for it."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING, Final

from helpcenter.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.config import Config

_TIMEOUT: Final = 0.2  # seconds a reader may wait for it
_RESTS: Final = 3.0  # seconds nobody tries again after a failure
_PREFIX: Final = "helpcenter:"

_log = logging.getLogger(__name__)


class SharedCounts:
    """Counts by name, each forgotten after a while; safe to use from many threads."""

    def __init__(self, url: str, clock: Callable[[], float] = monotonic) -> None:
        """Connect to nothing yet.

        Raises:
            ConfigError: the package is missing, or the address cannot be read.
        """
        try:
            import redis  # noqa: PLC0415  # an extra
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415
        except ImportError as error:
            raise ConfigError("redis_url needs a package: install helpcenter[redis], or unset it.") from error
        self._failures = (redis.RedisError, OSError)
        self._clock = clock
        self._rests_until = float("-inf")
        self._is_away = False
        try:
            self._server = redis.Redis.from_url(
                url,
                socket_timeout=_TIMEOUT,
                socket_connect_timeout=_TIMEOUT,
                retry=Retry(NoBackoff(), 0),  # its own would let a reader wait for seconds
            )
        except ValueError as error:
            raise ConfigError(f"redis_url cannot be read: {error}.") from error

    def count(self, name: str, seconds: int) -> int | None:
        """Count one more under a name, and return how many there are; None while the server is away.

        The name is forgotten `seconds` after it was counted last.
        """
        if self._clock() < self._rests_until:
            return None
        try:
            with self._server.pipeline() as both:
                both.incr(_PREFIX + name)
                both.expire(_PREFIX + name, seconds)
                counted, _ = both.execute()
        except self._failures as error:
            self._rests_until = self._clock() + _RESTS
            if not self._is_away:
                _log.warning("Redis cannot be used (%s): each process counts its limits for itself.", error)
            self._is_away = True
            return None
        if self._is_away:
            _log.warning("Redis can be used again.")
            self._is_away = False
        return int(counted)


def shared_counts_of(config: Config) -> SharedCounts | None:
    """Return the counts that the settings name, if they name any.

    Raises:
        ConfigError: they cannot be used like this.
    """
    return SharedCounts(config.redis_url) if config.redis_url else None
