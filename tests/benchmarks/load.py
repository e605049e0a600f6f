"""A bounded load from a process of its own: reads {port, paths, connections} as JSON, prints requests per second.

With `tags`, path by path, each is asked for as by somebody who has that version, and 304 is the answer.

Each connection is kept alive and asks its share of the paths, one after the other. Answers are read whole but not
unpacked, so that the load takes little of the machine that it shares with the server.
"""

from __future__ import annotations

import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader

_PATIENCE = 120
_HEADERS = "Host: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"


def ask(port: int, paths: Sequence[str], tags: Sequence[str]) -> None:
    """Ask for paths over one connection; a tag that is not empty is of the version that is already there."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection,
        connection.makefile("rb") as answers,
    ):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for path, tag in zip(paths, tags, strict=True):
            condition = f"If-None-Match: {tag}\r\n" if tag else ""
            connection.sendall(f"GET {path} HTTP/1.1\r\n{_HEADERS}{condition}\r\n".encode())
            _read(answers, path, 304 if tag else 200)


def _read(answers: BufferedReader, path: str, expected: int) -> None:
    status = answers.readline()
    if f" {expected} ".encode() not in status:
        raise RuntimeError(f"{path} was answered with {status.decode(errors='replace').strip() or 'nothing'}")
    length = None
    while (header := answers.readline()) != b"\r\n":
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if expected == 304:
        return
    if length is None:
        raise RuntimeError(f"{path} was answered without a Content-Length")
    answers.read(length)


def main() -> None:
    """Ask for everything and print the rate."""
    task = json.load(sys.stdin)
    paths, connections = task["paths"], task["connections"]
    tags = task.get("tags") or [""] * len(paths)
    started = perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        shares = [(paths[number::connections], tags[number::connections]) for number in range(connections)]
        for done in [pool.submit(ask, task["port"], *share) for share in shares]:
            done.result()
    sys.stdout.write(f"{len(paths) / (perf_counter() - started)}\n")


if __name__ == "__main__":
    main()
