"""Screens: the patterns by which a writer names pages of the product.

A pattern has a path, query keys and a hash route, each of which may be left out: ``/invoices/*``, ``/a/**``,
``?tab=billing``, ``#/settings/*``, ``/a?tab=b#/c``. ``*`` stands for anything within a segment, ``**`` for any number
of segments. ``@name`` stands for pages that carry ``data-guide-screen="name"``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MOST_CHARACTERS: Final = 200

_NAMED: Final = re.compile(r"@[\w.:-]+")
_PATTERN: Final = re.compile(r"(?P<path>/[^\s?#]*)?(?:\?(?P<query>[^\s?#]*))?(?:#(?P<hash>[^\s]*))?")
_QUERY: Final = re.compile(r"[^=&]+(?:=[^=&]*)?(?:&[^=&]+(?:=[^=&]*)?)*")


def matches_path(pattern: str, path: str) -> bool:
    """Whether a pattern may mean the page at a path; its query and hash are not looked at, names mean no path."""
    wanted = _PATTERN.fullmatch(pattern)
    return wanted is not None and bool(wanted["path"]) and _path(wanted["path"]).fullmatch(path) is not None


def is_path_of(pattern: str, path: str) -> bool:
    """Whether a path alone makes out a screen of that pattern; one that asks for more than a path is none."""
    return not {"?", "#"} & set(pattern) and matches_path(pattern, path)


def why_not_a_screen(pattern: str) -> str:
    """What keeps a text from being the pattern of a screen, or an empty text."""
    if len(pattern) > MOST_CHARACTERS:
        return f"has more than {MOST_CHARACTERS} characters"
    if re.search(r"\s", pattern):
        return "holds a blank"
    if "://" in pattern or pattern.startswith("//"):
        return "names a host; a pattern begins with the path"
    if pattern.startswith("@"):
        return "" if _NAMED.fullmatch(pattern) else "has signs after @ that no name has"
    return _why_not_an_address(pattern)


def _why_not_an_address(pattern: str) -> str:
    match = _PATTERN.fullmatch(pattern)
    if match is None or not pattern:
        return "begins with none of /, ?, # and @"
    if match["query"] is not None and not _QUERY.fullmatch(match["query"]):
        return "has a query that is not written key=value&key=value"
    segments = re.split(r"/", f"{match['path'] or ''}/{match['hash'] or ''}")
    if any("**" in segment and segment != "**" for segment in segments):
        return "has ** beside other signs; it stands for whole segments"
    return ""


@lru_cache(maxsize=1_024)
def _path(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(/\*\*|\*\*?)", pattern)
    meanings = {"/**": "(?:/.*)?", "**": ".*", "*": "[^/]+"}
    return re.compile("".join(meanings.get(part, re.escape(part)) for part in parts) + "/?")
