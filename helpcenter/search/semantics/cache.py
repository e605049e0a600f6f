"""Vectors by content: a text that was embedded once is never embedded again, whatever becomes of its article.

One file for a model, only ever appended to: records of a passage's key, its vector in half precision, and a checksum
that begins with the model's name. What a killed process left half-written, what decayed and what another model made
fails its checksum and counts as not there.
"""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from helpcenter.search.semantics.passages import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from helpcenter.search.semantics.embedder import Matrix

_FILE = re.compile(r"([1-9][0-9]{0,4})-([1-9][0-9]{0,8})\.vectors")
_CHECKSUM_BYTES = 4


class VectorCache:
    """The vectors of one model below `folder`; opened again by `reload` to see what other processes added.

    `identity` names the model and the file: vectors taken from caches of two identities are never mixed.
    """

    def __init__(self, folder: Path, embedder: str) -> None:
        self.folder = folder / embedder
        self.embedder = embedder
        self.reload()

    def reload(self) -> None:
        """Read what is there now."""
        self.dimensions, self._round = self._newest()
        self._places: dict[bytes, int] = {}
        self._halves: NDArray[np.float16] = np.zeros((0, self.dimensions), dtype=np.float16)
        if self.dimensions:
            self._read()

    @property
    def identity(self) -> str:
        """Names model, dimension and file."""
        return f"{self.embedder}/{self.dimensions}-{self._round}"

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def vectors(self, keys: Sequence[bytes]) -> Matrix:
        """Return the vectors of keys that are all there, in order."""
        return self._halves[[self._places[key] for key in keys]].astype(np.float32)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to add, waiting for it; reads what others added, and mends what they left unfinished."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.reload()
            yield

    def begin(self, dimensions: int, *, anew: bool = False) -> None:
        """Go on with the file of this dimension, or start the next one; to be called while `writing`."""
        if self.dimensions == dimensions and not anew:
            size = self._path.stat().st_size
            with self._path.open("r+b") as file:
                file.truncate(size - size % self._record_bytes)
        else:
            (self.folder / f"{dimensions}-{self._round + 1}.vectors").touch(mode=0o600)
            self.reload()
        for _, _, path in self._files()[:-1]:
            path.unlink()

    def add(self, keys: Iterable[bytes], vectors: Matrix) -> None:
        """Append vectors; to be called while `writing`, after `begin`."""
        halves = vectors.astype(np.float16)
        records = bytearray()
        for key, half in zip(keys, halves, strict=True):
            record = key + half.tobytes()
            records += record + self._checksum(record)
        with self._path.open("ab") as file:
            file.write(records)

    def sync(self) -> None:
        """Make what was added durable, and read it."""
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        self.reload()

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.dimensions}-{self._round}.vectors"

    @property
    def _record_bytes(self) -> int:
        return KEY_BYTES + 2 * self.dimensions + _CHECKSUM_BYTES

    def _files(self) -> list[tuple[int, int, Path]]:
        """All files as (round, dimensions, path), the newest last."""
        try:
            found = [(_FILE.fullmatch(path.name), path) for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted((int(match[2]), int(match[1]), path) for match, path in found if match)

    def _newest(self) -> tuple[int, int]:
        files = self._files()
        return (files[-1][1], files[-1][0]) if files else (0, 0)

    def _read(self) -> None:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:  # another process has just started anew
            return
        whole = len(content) // self._record_bytes
        if not whole:
            return
        size = self._record_bytes
        raw = np.frombuffer(content, dtype=np.uint8, count=whole * size).reshape(whole, size)
        records = memoryview(content)
        for number in range(whole):
            record = records[number * size : (number + 1) * size]
            if record[-_CHECKSUM_BYTES:] == self._checksum(record[:-_CHECKSUM_BYTES]):
                self._places[bytes(record[:KEY_BYTES])] = number
        self._halves = np.ascontiguousarray(raw[:, KEY_BYTES:-_CHECKSUM_BYTES]).view(np.float16)

    def _checksum(self, record: bytes | memoryview) -> bytes:
        return crc32(record, crc32(self.embedder.encode())).to_bytes(_CHECKSUM_BYTES, "little")
