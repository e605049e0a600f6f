"""A generation's manifest: what it is, and a SHA-256 for each of its files, so that damage is refused.

Hashing a large generation takes longer than a worker may wait, so the publisher also leaves a seal: the size,
inode and modification time of every file right after it was written and checked. A file that still matches
its seal has not been written since; any that does not is hashed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from helpcenter.content.brand import Brand
from helpcenter.content.problems import Problem
from helpcenter.errors import IndexDamagedError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 3
MANIFEST = "manifest.json"
_MANIFEST_HASH = "manifest.sha256"
_SEAL = "seal.json"


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the vectors of a locale are: whose, from which cache, made by which code, and how many are missing."""

    embedder: str
    cache: str
    software: str
    missing: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `analysis` and `software` are fingerprints: postings are reused while the first is the same, a generation is
    published anew when the second changes. `articles` counts by locale; `files` maps relative paths to SHA-256;
    `vectors` has the locales with vectors, `brand` is the look of the site; `internal` are the articles
    for signed-in readers only, as ``locale/slug``, which a public generation has none of.
    """

    schema_version: int
    id: str
    commit: str
    built_at: datetime
    analysis: str
    software: str
    articles: Mapping[str, int]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    vectors: Mapping[str, Embedded] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)
    internal: frozenset[str] = frozenset()


_Seal = dict[str, tuple[int, int, int]]


def hash_files(folder: Path) -> dict[str, str]:
    """Return SHA-256 by relative path of every file below `folder`, which has no manifest yet."""
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, and its own hash beside it, into its generation."""
    content = msgspec.json.format(msgspec.json.encode(manifest))
    (folder / MANIFEST).write_bytes(content)
    (folder / _MANIFEST_HASH).write_text(hashlib.sha256(content).hexdigest() + "\n", encoding="ascii")


def seal(folder: Path, manifest: Manifest) -> None:
    """Leave the seal; to be called once the files are in their final place and were checked."""
    signatures = {name: _signature(folder / name) for name in manifest.files}
    (folder / _SEAL).write_bytes(msgspec.json.encode(signatures))


def read(folder: Path) -> Manifest:
    """Read a generation's manifest without looking at its files.

    Raises:
        IndexDamagedError: the manifest is missing, malformed or of another schema version.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        digest = (folder / _MANIFEST_HASH).read_text(encoding="ascii").strip()
        if hashlib.sha256(content).hexdigest() != digest:
            raise IndexDamagedError(f"{folder.name}: {MANIFEST} is not the file that was published")
        manifest = msgspec.json.decode(content, type=Manifest)
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors
        raise IndexDamagedError(f"{folder.name}: {MANIFEST} cannot be read ({error})") from error
    if manifest.schema_version != SCHEMA_VERSION:
        raise IndexDamagedError(
            f"{folder.name}: written with schema {manifest.schema_version}, this version reads {SCHEMA_VERSION}"
        )
    return manifest


def verify(folder: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Check every file against the manifest; `thorough` hashes also those whose seal is unbroken.

    Raises:
        IndexDamagedError: a file is missing or is not what was published.
    """
    unbroken: _Seal = {} if thorough else _read_seal(folder)
    for name, digest in manifest.files.items():
        path = folder / name
        try:
            damaged = unbroken.get(name) != _signature(path) and _sha256(path) != digest
        except OSError as error:
            raise IndexDamagedError(f"{folder.name}: {name} cannot be read ({error.strerror})") from error
        if damaged:
            raise IndexDamagedError(f"{folder.name}: {name} is not the file that was published")


def _read_seal(folder: Path) -> _Seal:
    try:
        return msgspec.json.decode((folder / _SEAL).read_bytes(), type=_Seal)
    except (OSError, ValueError):
        return {}


def _signature(path: Path) -> tuple[int, int, int]:
    status = os.lstat(path)
    # Not the change time: the next generation's hard links touch it.
    return (status.st_size, status.st_ino, status.st_mtime_ns)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
