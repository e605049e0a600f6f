"""When a rendered article may be used again: its digest."""

from __future__ import annotations

import hashlib
import posixpath
import re
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from helpcenter.content.addresses import ATTACHMENT_SUFFIXES, Kind, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.attachments import AttachmentFolder

_RENDERERS: Final = ("lxml", "markdown", "nh3", "pillow", "pygments", "pymdown-extensions")
_SUFFIXES: Final = "|".join(sorted(suffix[1:] for suffix in ATTACHMENT_SUFFIXES))
_SUFFIX: Final = re.compile(rf"\.(?:{_SUFFIXES})\b", re.IGNORECASE)
# More than is shown, never less: a path in brackets, quotes or between spaces that ends like an attachment.
_MENTIONED: Final = re.compile(
    rf"<([^<>\n]+\.(?:{_SUFFIXES}))>|[\"']([^\"'\n]+\.(?:{_SUFFIXES}))|([^\s()<>\[\]\"'=]+\.(?:{_SUFFIXES}))\b",
    re.IGNORECASE,
)


def article_digest(data: bytes, text: str, locale: str, slug: str, folder: AttachmentFolder) -> str:
    """Changes exactly when the file, its text, an attachment it mentions, its place or the renderer changes."""
    digest = hashlib.sha256(f"{renderer_fingerprint()}\0{locale}\0{slug}\0".encode())
    digest.update(data)
    digest.update(text.encode("utf-8", "surrogatepass"))
    for path in sorted(set(_attachments(text, locale, slug))):
        state = folder.why_not(path) or folder.digest(path)
        digest.update(f"\0{path}\0{state}".encode())
    return digest.hexdigest()


@cache
def renderer_fingerprint() -> str:
    """Stands for everything that decides how Markdown is rendered: this package's source and its libraries."""
    digest = hashlib.sha256()
    for name in _RENDERERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _attachments(text: str, locale: str, slug: str) -> Iterator[str]:
    for match in chain.from_iterable(map(_MENTIONED.finditer, filter(_SUFFIX.search, text.split("\n")))):
        written = match[1] or match[2] or match[3]
        address = resolve(written, locale, slug)
        if address.kind is Kind.ATTACHMENT:
            yield posixpath.join(address.locale, unquote(address.path))
