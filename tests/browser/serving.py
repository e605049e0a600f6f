"""Starts the real product on articles in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = (sys.executable, "-m", "helpcenter.cli")
PATIENCE = 180.0  # seconds to start or stop: no measure, only an end of waiting
MODEL_PATIENCE_MS = 10_000  # a busy machine may keep the model waiting; words alone would find something else


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def served(articles: Path, instance: Path) -> Iterator[str]:
    """Publishes and serves the articles as `helpcenter serve` does; gives the site's origin."""
    port = free_port()
    settings = {
        "HELPCENTER_ARTICLES": str(articles),
        "HELPCENTER_INSTANCE": str(instance),
        "HELPCENTER_SEMANTIC_TIMEOUT_MS": str(MODEL_PATIENCE_MS),
    }
    environ = {key: value for key, value in os.environ.items() if not key.startswith("HELPCENTER_")} | settings
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "server.log").open("w+b") as log:
        server = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)], env=environ, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            origin = f"http://127.0.0.1:{port}"
            _wait_for(origin, server, instance / "server.log")
            yield origin
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def _wait_for(origin: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(origin):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start. Its output:\n{log.read_text(errors='replace')}")


def _answers(origin: str) -> bool:
    try:
        with urllib.request.urlopen(f"{origin}/api/v1/openapi.json", timeout=5):
            return True
    except HTTPError as error:
        error.close()
        return False
    except (URLError, ConnectionError, TimeoutError):
        return False
