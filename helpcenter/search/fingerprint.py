"""Fingerprints of the software that makes an index, so that what an older version made is not mistaken for ours."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

import whoosh

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def analysis_fingerprint() -> str:
    """Return a name for how text is cut into terms and stored; it changes with the code or a dictionary."""
    folder = files("helpcenter.search")
    sources = [*_sources(folder / "analysis"), folder / "whoosh_index.py"]
    versions = [version(name) for name in ("sudachipy", "sudachidict-small", "snowballstemmer")]
    return _digest(sources, [*versions, str(whoosh.__version__)])


@cache
def software_fingerprint() -> str:
    """Return a name for all code that a generation's contents depend on."""
    folder = files("helpcenter.search")
    return _digest([*_sources(folder), *_sources(files("helpcenter.content"))], [analysis_fingerprint()])


@cache
def vectors_fingerprint() -> str:
    """Return a name for the code that chooses what is embedded and how vectors are stored."""
    folder = files("helpcenter.search.semantics")
    return _digest([folder / "passages.py", folder / "vectors.py"], [])


def _sources(folder: Traversable) -> list[Traversable]:
    """Return the folder's code, and the tables beside it."""
    chosen = (file for file in folder.iterdir() if file.name.endswith((".py", ".json", ".yml")))
    return sorted(chosen, key=lambda file: file.name)


def _digest(sources: list[Traversable], versions: list[str]) -> str:
    digest = hashlib.sha256("\n".join(versions).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
