"""Immutable tables in memory-mapped files: keys to row numbers, row numbers to bytes, numpy arrays.

Workers share their pages, and opening one reads nothing but its header.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_FREE = -1  # a slot of a hash table that has no key


def save_array(path: Path, values: NDArray[Any]) -> None:
    """Write an array so that `open_array` can map it."""
    np.save(path, np.ascontiguousarray(values), allow_pickle=False)


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
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].tobytes()

    def text(self, number: int) -> str:
        """Return what was a string in UTF-8."""
        if number < 0:
            raise IndexError(number)
        return str(self._bytes[self._ends[number] : self._ends[number + 1]], "utf-8")

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))


class Keys:
    """Sorted distinct strings; each one's number is its rank.

    Looked up in a hash table with open addressing (Knuth, TAOCP 6.4, algorithm L) in a mapped array, at most half
    full, and by prefix over the sorted strings. Order is that of UTF-8, which is the order of code points.
    """

    def __init__(self, path: Path) -> None:
        self._keys = Blobs(path)
        self._slots = open_array(path.with_name(f"{path.name}-slots.npy")).data

    @staticmethod
    def save(path: Path, keys: Sequence[str]) -> None:
        """Write keys, which must be sorted and distinct."""
        encoded = [key.encode() for key in keys]
        Blobs.save(path, encoded)
        mask = (1 << (2 * len(encoded)).bit_length()) - 1
        slots = array("i", [_FREE]) * (mask + 1)
        for number, key in enumerate(encoded):
            place = crc32(key) & mask
            while slots[place] != _FREE:
                place = (place + 1) & mask
            slots[place] = number
        save_array(path.with_name(f"{path.name}-slots.npy"), np.frombuffer(slots, dtype=np.int32))

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, number: int) -> str:
        return self._keys.text(number)

    def find(self, key: str) -> int | None:
        """Return the key's number, or None when it is not in the table."""
        return _find(self._keys, self._slots, key)

    def remembering(self, most: int) -> Callable[[str], int | None]:
        """Return a `find` that remembers what it found, for short keys that are looked up again and again."""
        return lru_cache(maxsize=most)(partial(_find, self._keys, self._slots))

    def with_prefix(self, prefix: str) -> range:
        """Return the numbers of all keys that begin with `prefix`."""
        encoded = prefix.encode(errors="replace")
        first = bisect_left(self._keys, encoded)
        # No UTF-8 has this byte, so it comes behind all that may follow the prefix.
        return range(first, bisect_left(self._keys, encoded + b"\xff", lo=first))


def _find(keys: Blobs, slots: memoryview[int], key: str) -> int | None:
    mask = len(slots) - 1
    encoded = key.encode(errors="replace")
    place = crc32(encoded) & mask
    while (number := slots[place]) != _FREE:
        if keys[number] == encoded:
            return number
        place = (place + 1) & mask
    return None


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
