"""A real model where it is installed, a tiny one that needs nothing, and tiny real servers."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import pytest

from helpcenter.search.semantics.embedder import Matrix, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class LettersEmbedder:
    """Counts pairs of letters: texts with common spelling are near. Nothing to install, and the same every time."""

    def __init__(self, name: str = "letters", dimensions: int = 64, turn: int = 0) -> None:
        self.name = name
        self.dimensions = dimensions
        self.asked: list[str] = []
        self._turn = turn

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Matrix:
        self.asked += texts
        matrix = np.full((len(texts), self.dimensions), 0.01, dtype=np.float32)
        for row, text in zip(matrix, texts, strict=True):
            for place in range(len(text) - 1):
                row[(crc32(text[place : place + 2].lower().encode()) + self._turn) % self.dimensions] += 1
        return checked(matrix, len(texts), self.dimensions, self.name)


@pytest.fixture
def letters() -> LettersEmbedder:
    return LettersEmbedder()


@contextmanager
def http_server(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """A real server on a free port; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def always(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    return lambda handler, _body: send(handler, body, status, **headers)


def pour(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    """Answer without end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 1_000_000)
    except OSError:
        pass
