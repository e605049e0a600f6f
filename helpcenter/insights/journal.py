"""A journal: lines that wait in files until somebody has dealt with them; a killed process loses none."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CURRENT: Final = "current.jsonl"
_TAKEN: Final = "taken-"
_LOCK: Final = "lock"
_AT_ONCE: Final = 200
MAX_BYTES: Final = 64 * 1024 * 1024
"""A database that is away for days, or somebody's flood, must not fill the disk."""


class Journal:
    """Lines in a folder; safe to use from several threads and processes."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def append(self, line: bytes) -> None:
        """Add a line, which must not hold a line break; a killed process leaves it, a power cut perhaps not.

        Raises:
            OSError: it cannot be written, or too much waits already.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            file = os.open(self._folder / _CURRENT, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                if os.fstat(file).st_size + len(line) >= self._max_bytes:
                    raise OSError(f"{self._folder} holds {self._max_bytes:,} bytes that wait for the database")
                os.write(file, line + b"\n")
            finally:
                os.close(file)

    def work_off(self, deal_with: Callable[[list[bytes]], None]) -> int:
        """Hand lines to a function, some at a time, oldest first; return how many. They are gone when all went well.

        What it raises comes through, and all lines of that file come again the next time: whoever deals with them
        knows those they have had. Where somebody else is at it already, this and what came later is left for the next
        time: a line may rest on those before it.
        """
        count = 0
        for path in self._taken():
            with suppress(FileNotFoundError), path.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return count
                if not path.exists():
                    continue  # who had it was quicker
                whole = (line for line in file if line.endswith(b"\n"))  # else the disk was full
                while some := list(islice(whole, _AT_ONCE)):
                    deal_with(some)
                    count += len(some)
                path.unlink()
        return count

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not any(self._waiting())

    def _waiting(self) -> Iterator[Path]:
        yield from self._folder.glob("*.jsonl")

    def _taken(self) -> list[Path]:
        if self.is_empty:
            return []
        with self._locked(), suppress(FileNotFoundError):
            current = self._folder / _CURRENT
            stamp = f"{current.stat().st_mtime_ns:020}"
            current.rename(self._folder / f"{_TAKEN}{stamp}-{uuid4().hex}.jsonl")
        return sorted(self._folder.glob(f"{_TAKEN}*.jsonl"))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with os.fdopen(os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600), "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
