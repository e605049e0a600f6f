"""Reranking under the real server: gunicorn with two workers, whose parent asked before the fork."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request

import pytest

from tests.search.reranking.overlap_server import overlap_server

pytest.importorskip("httpx", reason="httpx is not installed: rerank endpoints are NOT tested")

PATIENCE = 60  # seconds; only a hung process ever uses them up

_SERVE = """
import json, os, sys
from gunicorn.app.base import BaseApplication
from helpcenter.search.reranking.endpoint import EndpointReranker
from helpcenter.search.reranking.time_box import Reranking

reranking = Reranking(EndpointReranker(sys.argv[1]), seconds=60)
if sys.argv[2] == "used":
    assert reranking.relevance("asked before the fork", ["by the parent"]) is not None

class Server(BaseApplication):
    def load_config(self):
        for name, value in {
            "bind": ["127.0.0.1:0"], "workers": 2, "worker_class": "gthread", "threads": 2, "timeout": 300,
            "control_socket_disable": True, "loglevel": "error", "when_ready": self.say,
        }.items():
            self.cfg.set(name, value)

    def say(self, arbiter):
        print(arbiter.LISTENERS[0].getsockname()[1], flush=True)

    def load(self):
        def application(environ, start_response):
            found = reranking.relevance("reset password", ["a label", "Reset it", environ["PATH_INFO"] + " password"])
            start_response("200 OK", [("Content-Type", "application/json"), ("Connection", "close")])
            return [json.dumps([os.getpid(), found]).encode()]
        return application

Server().run()
"""


@pytest.mark.parametrize("parent", ["fresh", "used"])
def test_both_workers_ask_for_themselves(parent: str) -> None:
    with (
        overlap_server() as url,
        subprocess.Popen([sys.executable, "-c", _SERVE, url, parent], stdout=subprocess.PIPE) as process,
    ):
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            found: dict[int, list[list[float]]] = {}
            for number in range(1_000):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{number}", timeout=PATIENCE) as answer:
                    pid, relevance = json.load(answer)
                found.setdefault(pid, []).append(relevance)
                if len(found) == 2 and number > 5:
                    break
        finally:
            process.terminate()
    assert len(found) == 2
    for answers in found.values():
        assert answers == [[0.0, 0.5, 0.5]] * len(answers)
