"""A folder of small files for what could not be written into the database yet."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_FILES = 10_000
"""A database that is away for days, or somebody's flood, must not fill the disk."""


class Spool:
    """Files that are whole or not there; safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, data: bytes) -> None:
        """Write a file so that it outlives a crash; one of the same name is replaced.

        Raises:
            OSError: it cannot be written, or there are too many already.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sum(1 for _ in os.scandir(self._folder)) >= MOST_FILES:
            raise OSError(f"{self._folder} holds {MOST_FILES} files that wait for the database")
        unfinished = self._folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / name)

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and content of each file, the oldest names first."""
        with suppress(FileNotFoundError):
            for path in sorted(self._folder.iterdir()):
                if not path.name.startswith("."):
                    with suppress(FileNotFoundError):  # another process was quicker
                        yield path.name, path.read_bytes()

    def remove(self, name: str) -> None:
        """Remove a file that has been dealt with; another process may have done so."""
        (self._folder / name).unlink(missing_ok=True)
