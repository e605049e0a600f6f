"""Files beside articles: which may be shown, their digests and sizes."""

from __future__ import annotations

import hashlib
import re
import warnings
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from helpcenter.content.addresses import IMAGE_SUFFIXES, is_attachment
from helpcenter.content.attachment import Attachment

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 50_000_000
_EXIF_ORIENTATION = 0x0112
_SVG_LENGTH = r"""\s{name}\s*=\s*["']\s*(\d+(?:\.\d+)?)(?:px)?\s*["']"""
_SVG_VIEW_BOX = re.compile(
    r"""\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*["']"""
)


class AttachmentFolder:
    """The attachments below an articles folder; each file is read at most once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._digests: dict[str, str] = {}
        self._attachments: dict[str, Attachment] = {}

    def why_not(self, path: str) -> str:
        """Why a file (path relative to the articles folder) cannot be shown, or an empty text."""
        file = self._folder / path
        if not is_attachment(path):
            return "has a type that is not served"
        try:
            real = file.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):  # a loop of links is a RuntimeError, a NUL a ValueError
            return "does not exist"
        if not real.is_relative_to(self._folder):
            return "is a link that leads out of the articles folder"
        if not real.is_file():
            return "is not a file"
        if real.stat().st_size > MAX_BYTES:
            return f"is larger than {MAX_BYTES // 1_000_000} MB"
        return "" if self.digest(path) else "cannot be read"

    def digest(self, path: str) -> str:
        """The sha256 of a file that passed `why_not`, an empty text when it cannot be read."""
        if path not in self._digests:
            try:
                with (self._folder / path).open("rb") as file:
                    self._digests[path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                self._digests[path] = ""
        return self._digests[path]

    def attachment(self, path: str) -> Attachment:
        """The attachment at a path that passed `why_not`."""
        if path not in self._attachments:
            width, height = _size(self._folder / path)
            self._attachments[path] = Attachment(path, self.digest(path), width, height)
        return self._attachments[path]


def _size(file: Path) -> tuple[int | None, int | None]:
    suffix = file.suffix.casefold()
    if suffix not in IMAGE_SUFFIXES:
        return None, None
    if suffix == ".svg":
        return _svg_size(file)
    try:
        # Only the header is read; the warning is about decoding, which never happens here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                width, height = image.size
                turned = image.getexif().get(_EXIF_ORIENTATION, 1) in {5, 6, 7, 8}
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None, None
    return (height, width) if turned else (width, height)


def _svg_size(file: Path) -> tuple[int | None, int | None]:
    with file.open("rb") as opened:
        text = opened.read(8192).decode("utf-8", "replace")
    start = text.find("<svg")
    tag = text[start : text.find(">", start) + 1] if start >= 0 else ""
    width, height = (re.search(_SVG_LENGTH.format(name=name), tag) for name in ("width", "height"))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    if box := _SVG_VIEW_BOX.search(tag):
        return round(float(box[1])), round(float(box[2]))
    return None, None
