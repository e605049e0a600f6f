from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from helpcenter.search.semantics.cache import VectorCache

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.semantics.embedder import Matrix


def keys(count: int, first: int = 0) -> list[bytes]:
    return [number.to_bytes(16, "big") for number in range(first, first + count)]


def rows(count: int, dimensions: int = 8) -> Matrix:
    matrix = np.random.default_rng(count).standard_normal((count, dimensions)).astype(np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def fill(folder: Path, name: str = "model", count: int = 5, dimensions: int = 8) -> VectorCache:
    cache = VectorCache(folder, name)
    with cache.writing():
        cache.begin(dimensions)
        cache.add(keys(count), rows(count, dimensions))
        cache.sync()
    return cache


def file_of(folder: Path, name: str = "model") -> Path:
    (path,) = (folder / name).glob("*.vectors")
    return path


def test_what_was_added_is_there_for_the_next_process(tmp_path: Path) -> None:
    fill(tmp_path)

    cache = VectorCache(tmp_path, "model")

    assert len(cache) == 5
    assert np.allclose(cache.vectors(keys(5)[::-1]), rows(5)[::-1], atol=1e-3)
    assert keys(1, first=99)[0] not in cache


def test_an_empty_cache_answers_that_it_has_nothing(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "none", "model")
    assert (len(cache), cache.dimensions, keys(1)[0] in cache) == (0, 0, False)


@pytest.mark.parametrize("cut", [1, 19, 35, 36, 37])
def test_a_record_that_was_cut_off_is_not_there_and_is_written_over(tmp_path: Path, cut: int) -> None:
    fill(tmp_path)
    path = file_of(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    kept = 4 if cut <= 36 else 3
    assert len(VectorCache(tmp_path, "model")) == kept

    cache = VectorCache(tmp_path, "model")
    with cache.writing():
        cache.begin(8)
        cache.add(keys(2, first=50), rows(2))
        cache.sync()

    assert len(cache) == kept + 2
    assert np.allclose(cache.vectors(keys(2, first=50)), rows(2), atol=1e-3)


def test_a_decayed_record_is_not_there_and_the_others_are(tmp_path: Path) -> None:
    fill(tmp_path)
    path = file_of(tmp_path)
    content = bytearray(path.read_bytes())
    content[2 * len(content) // 5 + 20] ^= 1
    path.write_bytes(content)

    cache = VectorCache(tmp_path, "model")

    assert [key in cache for key in keys(5)] == [True, True, False, True, True]
    assert np.allclose(cache.vectors(keys(1, first=4)), rows(5)[4:], atol=1e-3)


def test_vectors_of_another_model_are_never_taken(tmp_path: Path) -> None:
    fill(tmp_path, "other")
    (tmp_path / "model").mkdir()
    file_of(tmp_path, "other").rename(tmp_path / "model" / "8-1.vectors")

    assert len(VectorCache(tmp_path, "model")) == 0


def test_another_dimension_begins_anew_with_another_identity(tmp_path: Path) -> None:
    before = fill(tmp_path).identity

    cache = fill(tmp_path, dimensions=16, count=2)

    assert (len(cache), cache.dimensions) == (2, 16)
    assert cache.identity != before
    assert len(list((tmp_path / "model").glob("*.vectors"))) == 1


_WRITE_FOREVER = """
import itertools, sys
from pathlib import Path
import numpy as np
from helpcenter.search.semantics.cache import VectorCache
cache = VectorCache(Path(sys.argv[1]), "model")
with cache.writing():
    cache.begin(8)
    print("ready", flush=True)
    for number in itertools.count(1000):
        cache.add([number.to_bytes(16, "big")], np.eye(8, dtype=np.float32)[number % 8 : number % 8 + 1])
"""


def test_killing_the_writer_loses_nothing_that_was_there(tmp_path: Path) -> None:
    fill(tmp_path)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", _WRITE_FOREVER, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        cache = VectorCache(tmp_path, "model")
        with cache.writing():  # the lock of the killed process is free
            cache.begin(8)
        assert np.allclose(cache.vectors(keys(5)), rows(5), atol=1e-3)
        assert all(cache.vectors([number.to_bytes(16, "big")])[0, number % 8] == 1 for number in (1000, 1001))
