"""The reader's words as they arrive in an address, made fit to search and to show."""

from __future__ import annotations

import re
from urllib.parse import unquote

from helpcenter.search.results import MAX_QUERY_CHARACTERS

# C0 and C1 controls, lone surrogates and noncharacters: no reader types them, and HTML may not contain them.
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_BETWEEN_WORDS = re.compile(r"[-_/+.\s]+")
_STRUCTURE = re.compile(r"^/?(?:[a-z]{2}(?:-[A-Z]{2})?/)?(?:(?:articles|topics)/)?|\.(?:md|html?|php|aspx?)/?$")


def readable_query(raw: str) -> tuple[str, bool]:
    """The query without what cannot be read, cut to its first characters, and whether it was cut."""
    text = _UNREADABLE.sub(" ", raw).strip()
    return text[:MAX_QUERY_CHARACTERS].rstrip(), len(text) > MAX_QUERY_CHARACTERS


def slug_of_address(path: str) -> str:
    """The slug a lost address may have meant, in lower case with hyphens."""
    slug = re.sub("[_ +]", "-", _STRUCTURE.sub("", unquote(path)))
    return slug.strip("/").casefold()[:200]


def words_of_address(path: str) -> str:
    """The words of a lost address, without what every address of this site has."""
    words = _BETWEEN_WORDS.sub(" ", _STRUCTURE.sub("", unquote(path)))
    return readable_query(words)[0]
