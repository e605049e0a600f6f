"""A bounded load from a process of its own: reads {port, paths, connections} as JSON, prints requests per second.

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

_HEADERS = "Host: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n\r\n"


def ask(port: int, paths: Sequence[str]) -> None:
    """Ask for paths over one connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection, connection.makefile("rb") as answers:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for path in paths:
            connection.sendall(f"GET {path} HTTP/1.1\r\n{_HEADERS}".encode())
            _read(answers, path)


def _read(answers: BufferedReader, path: str) -> None:
    status = answers.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"{path} was answered with {status.decode(errors='replace').strip() or 'nothing'}")
    length = None
    while (header := answers.readline()) != b"\r\n":
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length is None:
        raise RuntimeError(f"{path} was answered without a Content-Length")
    answers.read(length)


def main() -> None:
    """Ask for everything and print the rate."""
    task = json.load(sys.stdin)
    paths, connections = task["paths"], task["connections"]
    started = perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(ask, task["port"], paths[number::connections]) for number in range(connections)]:
            done.result()
    sys.stdout.write(f"{len(paths) / (perf_counter() - started)}\n")


if __name__ == "__main__":
    main()
