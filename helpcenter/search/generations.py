"""The folder of generations: which one is current, and switching to a new one without anybody waiting.

`CURRENT` names the generation in force. It is replaced atomically, and generations never change, so a reader needs
no lock: it compares CURRENT at each request, opens the new generation once, and lets the old one go when the last
request that uses it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from threading import Lock
from typing import IO, TYPE_CHECKING

from helpcenter.errors import IndexDamagedError, IndexLockedError, IndexUnavailableError
from helpcenter.search.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpcenter.search.reranking.time_box import Reranking
    from helpcenter.search.semantics.asking import Asking

CURRENT = "CURRENT"
_KEPT = 3


class Generations:
    """The published generations in one folder.

    Those it opens also search by meaning with `asking`, and put first articles in order with `reranking`.
    """

    def __init__(self, folder: Path, asking: Asking | None = None, reranking: Reranking | None = None) -> None:
        self.folder = folder
        self._current = str(folder / CURRENT)
        self._asking = asking
        self._reranking = reranking
        self._opening = Lock()
        self._open: tuple[tuple[int, int], Generation] | None = None

    def current(self) -> Generation:
        """Return the generation in force; opens it when it is new, else costs a few microseconds.

        When the newest is damaged the last intact one serves.

        Raises:
            IndexUnavailableError: nothing was published yet, or no generation is intact.
        """
        signature = self._signature()
        held = self._open
        if held is not None and held[0] == signature:
            return held[1]
        with self._opening:
            held = self._open
            if held is None or held[0] != signature:
                held = (signature, self._newest_intact())
                self._open = held
            return held[1]

    @property
    def is_published(self) -> bool:
        """Whether anything is in force; costs microseconds."""
        return os.path.exists(self._current)  # noqa: PTH110 (called for every request)

    def warm(self, seconds: float = 0.0) -> bool:
        """Begin to load the model that searches by meaning, wait for it at most so long, tell whether it is ready.

        To be called after the fork. Nothing is loaded while nothing published has vectors.
        """
        try:
            semantic = self.current().semantic
        except IndexUnavailableError:
            return False
        return semantic is not None and semantic.asking.warm(seconds)

    def _signature(self) -> tuple[int, int]:
        try:
            status = os.stat(self._current)  # noqa: PTH116 (called for every request)
        except OSError as error:
            raise IndexUnavailableError(
                f"Nothing is published in {self.folder} yet. Run `helpcenter index`."
            ) from error
        return status.st_mtime_ns, status.st_ino

    def _newest_intact(self) -> Generation:
        damage: list[str] = []
        for folder in self._candidates():
            try:
                return Generation(folder, asking=self._asking, reranking=self._reranking)
            except IndexDamagedError as error:
                damage.append(str(error))
        raise IndexUnavailableError(
            f"No intact generation in {self.folder}: {'; '.join(damage) or 'it is empty'}. Run `helpcenter index`."
        )

    def _candidates(self) -> Iterator[Path]:
        """Yield the generation that CURRENT names, then the others from the newest."""
        named = self.folder / (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        yield named
        yield from (folder for folder in reversed(self.published()) if folder != named)

    def withdraw(self) -> None:
        """Take everything that was published out of force and remove it; to be called while holding the lock."""
        (self.folder / CURRENT).unlink(missing_ok=True)
        sync_folder(self.folder)
        for folder in self.published():
            shutil.rmtree(folder)

    def published(self) -> list[Path]:
        """Return the folders of all generations, oldest first."""
        folders = (path for path in self.folder.glob("g*") if path.name[1:].isdigit() and path.is_dir())
        return sorted(folders, key=lambda path: int(path.name[1:]))

    @contextmanager
    def lock(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the right to publish; the system releases it even when the process is killed.

        Raises:
            IndexLockedError: another process holds it, and did so for `patience` seconds.
        """
        deadline = time.monotonic() + patience
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            while not _is_taken(file):
                if time.monotonic() >= deadline:
                    raise IndexLockedError(
                        f"Another process is publishing into {self.folder}. Try again when it is done."
                    )
                time.sleep(0.05)
            yield

    def next_id(self) -> str:
        """Return the name for the next generation."""
        folders = self.published()
        return f"g{int(folders[-1].name[1:]) + 1 if folders else 1}"

    def switch_to(self, folder: Path) -> None:
        """Make a complete, synced generation the current one, and remove what is no longer kept."""
        new = self.folder / f".{CURRENT}"
        with new.open("w", encoding="utf-8") as file:
            file.write(folder.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / CURRENT)
        sync_folder(self.folder)
        for old in self.published()[:-_KEPT]:
            shutil.rmtree(old)


def _is_taken(file: IO[str]) -> bool:
    """Try to take the lock on an open file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
