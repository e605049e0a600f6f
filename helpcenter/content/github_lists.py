"""Lists and tables as writers know them from GitHub, in the stricter form that Python-Markdown reads.

Python-Markdown nests a list by exactly four spaces and wants a blank line before a list or a table; GitHub nests by
what stands below the text of an item and wants none. Only indentation and blank lines change here, never fenced code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    from markdown import Markdown

_ITEM: Final = re.compile(r"(?P<marker>[-*+]|(?P<number>\d{1,9})\.)(?P<gap> +)(?=\S)")
# What holds blocks that are indented by four: admonitions, details, tabs, footnotes, definitions.
_BOX: Final = re.compile(r"(?:!!!|\?\?\?\+?) ?\S|===[!+]* +[\"']|\[\^[^\]\n]+\]:|: {1,3}\S")
_FENCE: Final = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_RULE: Final = re.compile(r"(?:[-*_=] *)+$")
_RAW: Final = re.compile(r"<(!--|[a-z][a-z0-9]*\b)", re.IGNORECASE)
# Blank lines do not end these.
_VERBATIM: Final = frozenset({"!--", "pre", "script", "style", "textarea"})
_DELIMITER: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_END: Final = re.compile(r"(?<!\\)\|")


class _Line(Enum):
    BLANK = auto()
    TEXT = auto()  # a paragraph, which a list may end
    ITEM = auto()  # the line of a marker, and the text that goes on below it
    OTHER = auto()  # a heading, a rule, a box's first line: a block of its own
    FENCE = auto()


@dataclass(frozen=True, slots=True)
class _Holder:
    """An open item or box: where it is written, where what it holds begins, whether it is numbered (None: a box)."""

    indent: int
    content: int
    numbered: bool | None


class GitHubLists(Extension):
    """Lets Python-Markdown read lists and tables in GitHub's form."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's own name
        """Goes between the one that expands tabs (30) and the one that takes fenced code out (25)."""
        md.preprocessors.register(_Preprocessor(md), "github_lists", 28)


class _Preprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return settled(lines)


def settled(lines: list[str]) -> list[str]:
    """The lines with lists nested by four spaces, and a blank line before lists and tables that need one."""
    walk = _Walk(lines)
    for number in range(len(lines)):
        walk.take(number)
    return walk.out


class _Walk:
    """Goes through the lines of an article once, keeping what is open around the current one."""

    def __init__(self, lines: list[str]) -> None:
        self.out: list[str] = []
        self._lines = lines
        self._open: list[_Holder] = []
        self._before = _Line.BLANK
        self._fence = ""
        self._raw = ""  # the element whose end is awaited
        self._shift = 0  # of fenced or indented code
        self._code: int | None = None  # where indented code began
        self._in_table = False

    def take(self, number: int) -> None:
        line = self._lines[number]
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if self._fence:
            self._put_code(line)
            if text.rstrip().startswith(self._fence) and not text.strip().strip(self._fence[0]):
                self._fence = ""
        elif self._raw:
            self._put_raw(line)
        elif not text:
            self._before, self._in_table = _Line.BLANK, False
            self.out.append(line)
        elif self._is_code(indent, text):
            self._put_code(line)
        else:
            self._code = None
            self._take_block(number, indent, text)

    def _take_block(self, number: int, indent: int, text: str) -> None:
        if fence := _FENCE.match(text):
            if self._before is not _Line.ITEM:  # right below an item's text it is the item's, however it is indented
                self._close(indent)
            self._fence = fence[0]
            self._shift = 4 * len(self._open) - indent
            self._put(text, _Line.ITEM if self._before is _Line.ITEM else _Line.FENCE)
        elif not self._open and indent < 4 and (raw := _RAW.match(text)):
            self._raw = raw[1].lower()
            self._put_raw(" " * indent + text)
        elif (item := _ITEM.match(text)) and not _RULE.match(text):
            self._take_item(item, indent, text)
        elif _BOX.match(text) or text.startswith("#") or _RULE.match(text):
            self._close(indent)
            self._put(text if self._open else " " * indent + text, _Line.OTHER)
            if _BOX.match(text):
                self._open.append(_Holder(indent, indent + 4, None))
        else:
            self._take_text(number, indent, text)

    def _take_item(self, item: re.Match[str], indent: int, text: str) -> None:
        numbered = item["number"] is not None
        goes_on = self._before in {_Line.TEXT, _Line.ITEM} and numbered and int(item["number"]) != 1
        if not self._open and (indent > 3 or (goes_on and self._before is _Line.TEXT)):
            self._put(" " * indent + text, _Line.TEXT)  # a number that happens to begin a line is no list
            return
        beside = self._close(indent, numbered=numbered)
        changes_kind = beside is not None and beside.numbered is not numbered
        if self._before in {_Line.TEXT, _Line.FENCE} or (self._before is not _Line.BLANK and changes_kind):
            self._separate()
        self._put(text, _Line.ITEM)
        gap = len(item["gap"]) if len(item["gap"]) < 5 else 1
        self._open.append(_Holder(indent, indent + len(item["marker"]) + gap, numbered))

    def _take_text(self, number: int, indent: int, text: str) -> None:
        goes_on = self._before in {_Line.TEXT, _Line.ITEM}
        if self._begins_table(number, text):
            self._close(indent)
            if goes_on:
                self._separate()
            self._in_table, goes_on = True, False
        elif not goes_on:
            self._close(indent)
        is_inside = bool(self._open) and indent >= self._open[-1].content
        self._put(text if is_inside else " " * indent + text, self._before if goes_on else _Line.TEXT, inside=is_inside)

    def _begins_table(self, number: int, text: str) -> bool:
        if self._in_table or "|" not in text or number + 1 == len(self._lines):
            return False
        below = self._lines[number + 1].strip()
        return "|" in below and bool(_DELIMITER.match(below)) and _columns(text) == _columns(below)

    def _close(self, indent: int, *, numbered: bool | None = None) -> _Holder | None:
        """Closes what a block at this indent is not inside of; returns the last item closed, which may be a sibling."""
        closed = None
        while self._open and indent < self._open[-1].content:
            top = self._open[-1]
            is_below = numbered is not None and top.numbered is not None and top.numbered is not numbered
            if is_below and indent >= top.indent + 2:
                break  # two spaces below "1. " are meant to nest
            closed = self._open.pop()
        return closed if closed and closed.numbered is not None else None

    def _is_code(self, indent: int, text: str) -> bool:
        """Whether a line is indented code; the first one of a block decides how far all of them move."""
        if self._code is not None and indent >= self._code:
            return True
        inside = [holder for holder in self._open if indent >= holder.content]
        depth = 4 * len(inside)
        offset = indent - (inside[-1].content if inside else 0)
        if self._before is not _Line.BLANK or offset < 4 or (_ITEM.match(text) and indent < depth + 4):
            return False
        self._open, self._code = inside, indent
        self._shift = min(depth + offset, max(indent, depth + 4)) - indent
        return True

    def _put_code(self, line: str) -> None:
        spaces = len(line) - len(line.lstrip(" "))
        self.out.append(" " * max(0, spaces + self._shift) + line.lstrip(" ") if line.strip() else line)
        if not self._fence:
            self._before = _Line.OTHER

    def _put_raw(self, line: str) -> None:
        self.out.append(line)
        end = "-->" if self._raw == "!--" else f"</{self._raw}"
        if end in line.lower() or (self._raw not in _VERBATIM and not line.strip()):
            self._raw = ""
        self._before = _Line.OTHER if line.strip() else _Line.BLANK

    def _put(self, text: str, kind: _Line, *, inside: bool = True) -> None:
        self.out.append(" " * (4 * len(self._open)) + text if inside else text)
        self._before = kind

    def _separate(self) -> None:
        if self.out and self.out[-1].strip():
            self.out.append("")
        self._in_table = False


def _columns(row: str) -> int:
    return len(_CELL_END.findall(row.strip().removeprefix("|").removesuffix("|")))
