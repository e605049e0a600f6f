"""Immutable tables in memory-mapped files: keys to row numbers, row numbers to bytes, numpy arrays.

Workers share their pages, and opening one reads nothing but its header.
"""

from __future__ import annotations

from bisect import bisect_left
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array so that `open_array` can map it."""
    np.save(path, np.ascontiguousarray(array), allow_pickle=False)


def open_array(path: Path) -> NDArray[Any]:
    """Map an array read-only; nothing is read until it is used."""
    # A plain view: slicing np.memmap itself costs microseconds in its Python subclass hooks.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)).view(np.ndarray)


class Blobs:
    """Byte strings by number, in one mapped file with their offsets in another (`NAME.npy`, `NAME-ends.npy`)."""

    def __init__(self, path: Path) -> None:
        self._bytes = open_array(path.with_suffix(".npy")).data
        self._ends = open_array(path.with_name(f"{path.name}-ends.npy")).data

    @staticmethod
    def save(path: Path, blobs: Iterable[bytes]) -> None:
        """Write byte strings in order."""
        rows = list(blobs)
        save_array(path.with_suffix(".npy"), np.frombuffer(b"".join(rows), dtype=np.uint8))
        ends = np.fromiter(accumulate(map(len, rows)), dtype=np.int64, count=len(rows))
        save_array(path.with_name(f"{path.name}-ends.npy"), np.concatenate(([0], ends)))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return bytes(self._bytes[self._ends[number] : self._ends[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))


class Keys:
    """Sorted distinct strings; each one's number is its rank.

    Looked up by a 64-bit BLAKE2b hash (bisection in C over a mapped array, then the key itself is compared), and by
    prefix over the sorted strings. Order is that of UTF-8, which is the order of code points.
    """

    def __init__(self, path: Path) -> None:
        self._keys = Blobs(path)
        self._hashes = open_array(path.with_name(f"{path.name}-hashes.npy")).data
        self._ranks = open_array(path.with_name(f"{path.name}-ranks.npy")).data

    @staticmethod
    def save(path: Path, keys: Sequence[str]) -> None:
        """Write keys, which must be sorted and distinct."""
        encoded = [key.encode() for key in keys]
        Blobs.save(path, encoded)
        hashes = np.fromiter(map(_hash, encoded), dtype=np.uint64, count=len(encoded))
        order = np.argsort(hashes, kind="stable")
        save_array(path.with_name(f"{path.name}-hashes.npy"), hashes[order])
        save_array(path.with_name(f"{path.name}-ranks.npy"), order.astype(np.uint32))

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, number: int) -> str:
        return self._keys[number].decode()

    def find(self, key: str) -> int | None:
        """Return the key's number, or None when it is not in the table."""
        encoded = key.encode(errors="replace")
        wanted = _hash(encoded)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            number = self._ranks[place]
            if self._keys[number] == encoded:
                return number
            place += 1
        return None

    def with_prefix(self, prefix: str) -> range:
        """Return the numbers of all keys that begin with `prefix`."""
        encoded = prefix.encode(errors="replace")
        first = bisect_left(self._keys, encoded)
        last = bisect_left(self._keys, True, lo=first, key=lambda key: not key.startswith(encoded))
        return range(first, last)


def _hash(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=8).digest())


class Records:
    """Byte strings by key, for what is looked up one at a time: articles, topics, aliases."""

    def __init__(self, path: Path) -> None:
        self.keys = Keys(path.with_name(f"{path.name}-keys"))
        self._blobs = Blobs(path)

    @staticmethod
    def save(path: Path, records: dict[str, bytes]) -> None:
        """Write records, sorted by key."""
        keys = sorted(records)
        Keys.save(path.with_name(f"{path.name}-keys"), keys)
        Blobs.save(path, (records[key] for key in keys))

    def __getitem__(self, number: int) -> bytes:
        return self._blobs[number]

    def __len__(self) -> int:
        return len(self._blobs)

    def get(self, key: str) -> bytes | None:
        """Return the record, or None when there is none."""
        number = self.keys.find(key)
        return None if number is None else self._blobs[number]
