"""What one file may ask of the renderer: some Markdown that no one writes takes a parser minutes.

Python-Markdown looks for the end of every open bracket to the end of its paragraph and for that of every open tag to
the end of the file, and calls itself for every level of a quote. All are counted here, in one cheap pass, before it
sees the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from helpcenter.content.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES: Final = 512_000
MAX_LINE: Final = 10_000
MAX_QUOTES: Final = 20
MAX_BRACKETS: Final = 100
MAX_TAGS: Final = 500

_FENCE: Final = re.compile(r" *(`{3,}|~{3,})")
_QUOTES: Final = re.compile(r"(?: *>)+")
_BRACKET: Final = re.compile(r"\\.|\]\(|[\[\])]")
_TAG: Final = re.compile(r"<[a-zA-Z/!?]")


def too_large(size: int, path: str) -> Problem:
    """The problem of a file beyond the limit."""
    message = f"The file is too large: {size / 1000:,.0f} kB, the limit is {MAX_BYTES // 1000} kB."
    return Problem(Severity.ERROR, path, 0, "", message, "Split it into several articles.")


def tangle(body: str, first_line: int, path: str) -> Problem | None:
    """What in an article's Markdown no parser should be given, or None."""
    lines = body.split("\n")
    for number, line in enumerate(lines, start=first_line):
        if len(line) > MAX_LINE:
            message = f"The line is too long: {len(line):,} characters, the limit is {MAX_LINE:,}."
            return Problem(Severity.ERROR, path, number, "", message, "Break it into several lines.")
    tags = 0
    for number, line, brackets in _open_brackets(_outside_code(lines)):
        quotes = _QUOTES.match(line)
        if quotes and quotes[0].count(">") > MAX_QUOTES:
            message = f"Quotes are nested more than {MAX_QUOTES} deep."
            return Problem(Severity.ERROR, path, first_line + number, "", message, "Write fewer `>`.")
        tags = _open_tags(line, tags)
        if tags > MAX_TAGS:
            message = f"More than {MAX_TAGS} tags are open at once: there is no `>` after them."
            suggestion = "Close them, or write &lt; for a < that is text."
            return Problem(Severity.ERROR, path, first_line + number, "", message, suggestion)
        if brackets > MAX_BRACKETS:
            message = f"More than {MAX_BRACKETS} brackets are open at once."
            suggestion = "Close them, write \\[ for one that is text, or put the text into a fenced block."
            return Problem(Severity.ERROR, path, first_line + number, "", message, suggestion)
    return None


def _open_tags(line: str, before: int) -> int:
    *_, last = line.rpartition(">")
    return (0 if ">" in line else before) + len(_TAG.findall(last))


def _open_brackets(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, int]]:
    """Each line with the most brackets of links, ``[`` and ``](``, that are open in it; a blank line closes all."""
    texts = targets = 0
    for number, line in lines:
        if not line.strip():
            texts = targets = 0
        most = texts + targets
        for match in _BRACKET.finditer(line):
            match match[0]:
                case "[":
                    texts += 1
                case "]":
                    texts = max(0, texts - 1)
                case "](":
                    texts, targets = max(0, texts - 1), targets + 1
                case ")":
                    targets = max(0, targets - 1)
            most = max(most, texts + targets)
        yield number, line, most


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not in a fenced block; a fence that nothing closes fences nothing in."""
    fence, waiting = "", list[tuple[int, str]]()
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            waiting.append((number, line))
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
                waiting.clear()
        elif match:
            fence = match[1]
        else:
            yield number, line
    yield from waiting
