"""A rerank server in a process of its own: how many of the query's longer words a passage has is its relevance.

``python -m tests.search.reranking.overlap_server`` prints its port, and answers `/v1/rerank` until it is ended.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def relevance(query: str, passage: str) -> float:
    """The share of the query's longer words that a passage has."""
    asked, has = _words(query), _words(passage)
    return len(asked & has) / len(asked) if asked else 0.0


def answer(body: bytes) -> bytes:
    """Answer a request as vLLM does: best first, with the passages."""
    asked: dict[str, Any] = json.loads(body)
    results: list[dict[str, Any]] = [
        {"index": place, "document": {"text": passage}, "relevance_score": relevance(asked["query"], passage)}
        for place, passage in enumerate(asked["documents"])
    ]
    results.sort(key=lambda result: -result["relevance_score"])
    shown = results[: asked.get("top_n", len(results))]
    return json.dumps({"id": "rerank-1", "model": asked.get("model"), "usage": {}, "results": shown}).encode()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))  # shorter ones say little


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are written apart

    def do_POST(self) -> None:
        body = answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200 if self.path == "/v1/rerank" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None: ...


@contextmanager
def overlap_server() -> Iterator[str]:
    """Run it for as long as the block lasts; yields its address."""
    command = [sys.executable, "-m", "tests.search.reranking.overlap_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
