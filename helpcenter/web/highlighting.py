"""Writes ``static/highlight.css``, the colours of code for both themes.

Run ``python -m helpcenter.web.highlighting`` after changing a style here; a test compares the file with it.
Both styles keep 4.5:1 on the background that code has here.
"""

from __future__ import annotations

from pathlib import Path

from pygments.formatters import HtmlFormatter

LIGHT, DARK = "xcode", "github-dark"
TARGET = Path(__file__).parent / "static" / "highlight.css"
HEAD = "/* Colours of code, written by `python -m helpcenter.web.highlighting`. */\n"


def stylesheet() -> str:
    """The rules for both themes, without backgrounds, which are the page's own."""
    light = "".join(f"{rule}\n" for rule in _rules(LIGHT))
    dark = "".join(f"  {rule}\n" for rule in _rules(DARK))
    return f"{HEAD}{light}\n@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _rules(style: str) -> list[str]:
    formatter = HtmlFormatter(style=style, nobackground=True)
    rules = formatter.get_token_style_defs(".highlight")  # type: ignore[no-untyped-call]
    # Whitespace needs no colour of its own, and the one it is given is too faint.
    return sorted(rule.partition(" /*")[0] for rule in rules if not rule.startswith(".highlight .w "))


if __name__ == "__main__":
    TARGET.write_text(stylesheet(), encoding="utf-8")
