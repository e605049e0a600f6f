from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from helpcenter.app import create_app
from helpcenter.errors import ConfigError
from helpcenter.web.limiting import Limit, Limiter
from helpcenter.web.shared_counts import SharedCounts
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60  # seconds; only a hung server ever uses them up
THREE = Limit("three", 3, 600)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "s" * 43


@contextmanager
def running(socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server of its own, on a socket file, that writes nothing."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("Neither Redis nor Valkey is installed: shared limits are NOT tested")
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(socket.parent)]
    # Redis hangs under libfaketime (make test-clocks); it is asked for durations only.
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        try:
            end = time.monotonic() + PATIENCE
            while not answers(socket) and time.monotonic() < end:
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def answers(socket: Path) -> bool:
    try:
        return bool(redis.Redis(unix_socket_path=str(socket)).ping())
    except redis.RedisError:
        return False


@pytest.fixture
def socket() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hc-"))  # short, as the path of a socket has to be
    yield folder / "redis"
    shutil.rmtree(folder)


@pytest.fixture
def url(socket: Path) -> Iterator[str]:
    with running(socket):
        yield f"unix://{socket}"


def allowed(limiter: Limiter, times: int, address: str = "192.0.2.1", limit: Limit = THREE) -> int:
    return sum(limiter.allows(limit, address) for _ in range(times))


def test_a_limit_is_counted_by_name_and_address_and_begins_anew() -> None:
    now = [NOON]
    limiter = Limiter(clock=lambda: now[0])
    assert allowed(limiter, 5) == 3
    assert allowed(limiter, 5, "192.0.2.2") == 3
    assert allowed(limiter, 5, limit=Limit("other", 2, 600)) == 2
    now[0] += timedelta(minutes=10)
    assert allowed(limiter, 5) == 3
    now[0] += timedelta(days=1)
    assert allowed(limiter, 5) == 3


def test_processes_that_share_count_together(url: str) -> None:
    one, other = (Limiter(SECRET, SharedCounts(url), lambda: NOON) for _ in range(2))
    assert allowed(one, 2) + allowed(other, 2) == 3
    assert allowed(other, 2, "192.0.2.2") == 2
    assert allowed(one, 2, "192.0.2.2") == 1


def test_what_is_shared_tells_no_address_and_is_forgotten(url: str, socket: Path) -> None:
    assert allowed(Limiter(SECRET, SharedCounts(url), lambda: NOON), 1) == 1
    server = redis.Redis(unix_socket_path=str(socket), decode_responses=True)
    [name] = server.scan_iter("*")
    assert name.startswith("helpcenter:")
    assert len(name) == len("helpcenter:") + 32
    assert 0 < int(server.ttl(name)) <= 600
    assert allowed(Limiter("t" * 43, SharedCounts(url), lambda: NOON), 1) == 1
    assert len(list(server.scan_iter("*"))) == 2


def test_while_the_server_is_away_each_counts_for_itself(socket: Path, caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    limiter = Limiter(SECRET, SharedCounts(f"unix://{socket}", lambda: now[0]), lambda: NOON)
    assert allowed(limiter, 5) == 3
    assert caplog.text.count("each process counts its limits for itself") == 1
    with running(socket):
        assert allowed(limiter, 1) == 0  # nobody tries again at once
        now[0] += 10
        assert allowed(limiter, 5) == 3
    assert "Redis can be used again." in caplog.text
    assert allowed(limiter, 5) == 0
    assert caplog.text.count("each process counts its limits for itself") == 2


def test_a_server_that_hangs_does_not_hold_up_readers(socket: Path) -> None:
    with running(socket) as process:
        limiter = Limiter(SECRET, SharedCounts(f"unix://{socket}", lambda: 0.0), lambda: NOON)
        assert allowed(limiter, 2) == 2
        process.send_signal(19)  # SIGSTOP
        assert allowed(limiter, 5) == 3


def test_the_site_shares_its_limits_where_the_settings_say_so(url: str, tmp_path: Path) -> None:
    config = config_for(tmp_path, redis_url=url)
    one, other = (create_app(config).extensions["helpcenter"].limiter for _ in range(2))
    assert allowed(one, 2) + allowed(other, 2) == 3


def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="redis://HOST:PORT"):
        config_for(tmp_path, redis_url="localhost:6379")
    with pytest.raises(ConfigError, match="redis_url cannot be read"):
        SharedCounts("redis://localhost:port")
