"""Raw HTML blocks that nothing closes: closed where their paragraph ends, so that the Markdown after them stays that.

Python-Markdown takes everything up to the closing tag for HTML, and all the rest of the file where there is none;
on GitHub a raw block ends with the next blank line. A block that is closed later is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markdown.util import BLOCK_LEVEL_ELEMENTS

from helpcenter.content.sourcetext import without_fenced_code

# Elements without an end, and those that a blank line does not end on GitHub either.
_OTHERS: Final = frozenset({"hr", "meta", "link", "pre", "script", "style", "textarea", "math", "svg"})
_BLOCKS: Final = frozenset(BLOCK_LEVEL_ELEMENTS) - _OTHERS
_TAG: Final = re.compile(
    r"<!--.*?-->|`[^`\n]*`|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(?P<empty>/?)>", re.DOTALL
)
_LINE_START: Final = re.compile(r" {0,3}$")


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A tag that nothing closes, in a line of the body counted from 0, and the line before which it is closed."""

    name: str
    line: int
    end: int


def close_raw_blocks(body: str) -> tuple[str, tuple[Unclosed, ...]]:
    """The body with its raw blocks closed, and those that nothing closed."""
    lines = without_fenced_code(body)
    unclosed = tuple(_unclosed(lines))
    if not unclosed:
        return body, ()
    written = body.split("\n")
    for each in reversed(unclosed):  # the innermost first
        written[each.end - 1] += f"</{each.name}>"
    return "\n".join(written), unclosed


def _unclosed(lines: list[str]) -> list[Unclosed]:
    text = "\n".join(lines)
    stack: list[tuple[str, int]] = []  # the name, and where it opens
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if not name or match["empty"]:
            continue
        if match["end"]:
            place = next((n for n in reversed(range(len(stack))) if stack[n][0] == name), None)
            if place is not None:
                del stack[place:]
        elif name in _BLOCKS and (stack or _begins_line(text, match.start())):
            stack.append((name, match.start()))
    found = []
    for name, start in stack:
        line = text.count("\n", 0, start)
        end = next((n for n in range(line + 1, len(lines)) if not lines[n].strip()), len(lines))
        found.append(Unclosed(name, line, end))
    return found


def _begins_line(text: str, place: int) -> bool:
    return bool(_LINE_START.match(text[text.rfind("\n", 0, place) + 1 : place]))
