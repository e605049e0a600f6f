"""Slugs: the addresses of articles below their locale."""

from __future__ import annotations

import re
import unicodedata

LOCALE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")

# What would need escaping in an address or a shell, or means something else in a path.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f?#%\\<>\"'|*:`]")


def slug_of(path: str) -> str:
    """The slug of a Markdown file by its path below the locale folder, in the one Unicode form that is compared."""
    return unicodedata.normalize("NFC", path).removesuffix(".md")


def why_not_a_slug(text: str) -> str:
    """What keeps a text from being a slug, or an empty text."""
    if match := _FORBIDDEN.search(text):
        return f"contains {match[0]!r}"
    if not text:
        return "is empty"
    if any(part in {"", ".", ".."} or part != part.strip() or part.startswith(".") for part in text.split("/")):
        return "has an empty, hidden or padded part"
    return ""


def written_slug(text: str, locale: str = "") -> str:
    """A slug as writers write one in front matter: a leading slash, the site's own prefix and ``.md`` are forgiven."""
    slug = unicodedata.normalize("NFC", text.strip())
    if locale:
        slug = slug.removeprefix(f"/{locale}/articles/")
    return slug.removeprefix("/").removesuffix(".md").rstrip("/")
