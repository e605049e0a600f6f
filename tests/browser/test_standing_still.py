"""Pages that arrive in pieces, as over a slow line, on a slow machine: nothing a reader sees may move."""

from __future__ import annotations

import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.addresses import pages
from tests.browser.chromium import open_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PIECES = 5
BETWEEN = 0.12  # seconds, in which a browser that wants to paint has the time to
SLOWER = 6


@contextmanager
def in_pieces(origin: str) -> Iterator[str]:
    """An origin that relays another one; its pages come bit by bit."""

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urllib.request.urlopen(f"{origin}{self.path}") as answer:
                body: bytes = answer.read()
                kind = answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            size = -(-len(body) // PIECES) if kind.startswith("text/html") else len(body)
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(BETWEEN if size < len(body) else 0)

        def log_message(self, *arguments: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Relay) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("kind", ["home", "topic", "article", "rich article", "results", "unsure results"])
def test_a_page_is_painted_once_it_is_whole_and_nothing_moves(chromium: Browser, site: str, kind: str) -> None:
    with in_pieces(site) as origin:
        page, watch = open_page(chromium, origin)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(pages("en")[kind])
        painted, whole = page.evaluate(
            """async () => {
              const [paint] = await new Promise((resolve) =>
                new PerformanceObserver((list) => resolve(list.getEntries())).observe({type: 'paint', buffered: true}));
              return [paint.startTime, performance.getEntriesByType('navigation')[0].responseEnd];
            }"""
        )
        assert painted > whole
        assert watch.findings() == []
        page.context.close()
