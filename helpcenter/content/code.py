"""Highlights code blocks, with classes that the site's style sheet colours."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# Beyond this nobody reads, and some lexers take very long.
_MAX_CHARACTERS: Final = 50_000
_FORMATTER: Final = HtmlFormatter(nowrap=True)


def highlighted(source: str, language: str, _css_class: str, options: dict[str, Any], *_args: Any, **_more: Any) -> str:
    """A fenced code block as HTML; a language nobody knows is shown as plain text."""
    lexer = _lexer(language) if len(source) <= _MAX_CHARACTERS else None
    code = highlight(source, lexer, _FORMATTER) if lexer else escape(source, quote=False)
    title = f'<span class="filename">{escape(str(options["title"]))}</span>' if options.get("title") else ""
    return f'<div class="highlight">{title}<pre><code>{code.rstrip()}\n</code></pre></div>'


def accept(_language: str, inputs: dict[str, str], options: dict[str, Any], _attributes: Any, _markdown: Any) -> bool:
    """Takes what writers put behind a fence; only ``title`` means something here."""
    if "title" in inputs:
        options["title"] = inputs["title"]
    return True


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        return None
