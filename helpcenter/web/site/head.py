"""What machines read in a page's head: its address, its translations, previews in chats, structured data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST, _LONGEST = 100, 155  # characters; more is not shown by search engines
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one locale, by its path."""

    locale: str
    path: str


@dataclass(frozen=True, slots=True)
class Head:
    """Everything of one page, by paths on this site; `origin` goes before them where an address must be whole.

    `versions` begins with the page itself; `otherwise` is for readers of any other language. `markdown` and `image`
    are empty where there is none.
    """

    origin: str
    title: str
    description: str
    versions: tuple[Version, ...]
    otherwise: str
    data: Markup
    updated: date | None = None
    markdown: str = ""
    image: str = ""

    @property
    def url(self) -> str:
        """The one address of the page."""
        return self.origin + self.versions[0].path

    @property
    def kind(self) -> str:
        """What Open Graph calls it."""
        return "article" if self.markdown else "website"


def beginning(*texts: str) -> str:
    """The first of the texts that says anything, cut after a word: what a page is described by when nobody wrote it."""
    text = next((each for each in (" ".join(text.split()) for text in texts) if each), "")
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    return f"{cut.rpartition(' ')[0] if ' ' in cut[_SHORTEST:] else cut}…"


def script_data(data: Mapping[str, object]) -> Markup:
    """A value as JSON that may stand in a script element: nothing in it can end the element."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))  # noqa: S704
