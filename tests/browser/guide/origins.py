"""Two real origins: one serves the built guide and what the server answers it, the other a host product."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT = Path(__file__).parents[3] / "helpcenter/web/static/embed"
FRAMEWORKS = Path(__file__).parent / "frameworks/node_modules"
TYPES = {".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8"}
TEXTS = {
    "back": "Back",
    "choose": "Choose",
    "click": "Choose the marked element to go on.",
    "close": "Close",
    "done": "Done",
    "input": "Fill in the marked field to go on.",
    "next": "Next",
    "open": "Help",
    "reach": "Press F6 to move between the page and this help.",
    "skip": "Skip",
    "step": "Step {n} of {total}",
}


def step(target: str | list[str] | None, name: str = "step", **rest: Any) -> dict[str, Any]:
    """A step as the server sends it."""
    targets = [] if target is None else [target] if isinstance(target, str) else target
    title = rest.pop("title", f"The {name}")
    body = rest.pop("body", [["p", {}, "What to do ", ["strong", {}, "here"], "."]])
    return {"id": name, "t": title, "body": body, "targets": targets, **rest}


@dataclass
class Origins:
    """What the two origins answer, and what they were asked and told."""

    help: str = ""
    host: str = ""
    walkthroughs: dict[str, dict[str, Any]] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)  # path below /embed/v1/ -> JSON
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[tuple[str, str]] = field(default_factory=list)  # token, Markdown
    progress: dict[str, dict[str, Any]] = field(default_factory=dict)  # token -> slug -> how far
    broken: str = ""  # paths that match it answer 500
    slow: float = 0

    def walkthrough(self, *steps: dict[str, Any], slug: str = "tour", version: str = "v1", **entry: Any) -> None:
        """Publishes a walkthrough."""
        intro = entry.pop("intro", [])
        self.walkthroughs[slug] = {"s": slug, "v": version, "t": "The tour", "intro": intro, "steps": list(steps)}
        entries = [each for each in self.manifest.get("walkthroughs", []) if each["s"] != slug]
        self.manifest["walkthroughs"] = [*entries, {"s": slug, "t": "The tour", "v": version, **entry}]

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """What the server says to a GET below /embed/v1/."""
        if path in self.answers:
            return 200, self.answers[path]
        if match := re.fullmatch(r"manifest/(.+)\.json", path):
            locale = "ja" if match[1].startswith("ja") else "ar" if match[1].startswith("ar") else "en"
            assets = {file.name.rsplit("-", 1)[0]: file.name for file in BUILT.glob("*-*.js")}
            return 200, {"v": 1, "locale": locale, "assets": assets, "texts": TEXTS, **self.manifest}
        if match := re.fullmatch(r"walkthrough/\w+/(.+)\.json", path):
            found = self.walkthroughs.get(match[1])
            if found is None:
                return 404, {"detail": "unknown"}
            if query.get("v", [found["v"]]) != [found["v"]]:
                return 404, {"current": found["v"]}
            return 200, found
        return 404, {"detail": "unknown"}


class Handler(BaseHTTPRequestHandler):
    """Answers for one of the origins."""

    origins: Origins
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serves a file, an answer or a host page."""
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path in self.origins.pages:
            html, headers = self.origins.pages[path]
            self._send(200, html.encode(), "text/html; charset=utf-8", headers)
            return
        if path.startswith("/frameworks/"):
            self._send(200, (FRAMEWORKS / path.removeprefix("/frameworks/")).read_bytes(), TYPES[".js"], {})
            return
        if not path.startswith("/embed/v1/"):
            self._send(404, b"", "text/plain", {})
            return
        below = path.removeprefix("/embed/v1/")
        self.origins.asked.append(below)
        if self.origins.slow:
            time.sleep(self.origins.slow)
        if below == "progress":
            self._answer_progress()
            return
        if self.origins.broken and re.search(self.origins.broken, below):
            self._send(500, b"{}", "application/json", {})
        elif (file := BUILT / below.removeprefix("assets/")).is_file():
            self._send(200, file.read_bytes(), TYPES[file.suffix], {})
        else:
            status, answer = self.origins.answer(below, parse_qs(parts.query))
            self._send(status, json.dumps(answer).encode(), "application/json", {})

    def do_OPTIONS(self) -> None:
        """Lets other origins send a token."""
        allowed = {"Access-Control-Allow-Headers": "Authorization, Content-Type", "Access-Control-Allow-Methods": "PUT"}
        self._send(204, b"", "text/plain", allowed)

    def do_PUT(self) -> None:
        """Takes progress."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._token_progress().update(body["walkthroughs"])
        self._answer_progress()

    def _token_progress(self) -> dict[str, Any]:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.origins.progress.setdefault(token, {})

    def _answer_progress(self) -> None:
        answer = {"walkthroughs": self._token_progress(), "traits": {"plan": "pro"}}
        self._send(200, json.dumps(answer).encode(), "application/json", {})

    def do_POST(self) -> None:
        """Takes events."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/embed/v1/draft":
            self.origins.drafts.append((self.headers["Authorization"], json.loads(body)["markdown"]))
            self._send(200, json.dumps(self.origins.answers["draft"]).encode(), "application/json", {})
            return
        if self.origins.broken and re.search(self.origins.broken, "events"):
            self._send(500, b"{}", "application/json", {})
            return
        self.origins.events += json.loads(body)["events"]
        self._send(204, b"", "text/plain", {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-store",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Says nothing."""


@contextlib.contextmanager
def running() -> Iterator[Origins]:
    """Starts both origins."""
    origins = Origins()
    handler = type("Bound", (Handler,), {"origins": origins})
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    origins.help, origins.host = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    try:
        yield origins
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
