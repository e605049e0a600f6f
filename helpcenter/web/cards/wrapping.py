"""Breaks a title into lines that read well: between words, in Japanese between phrases, never before a full stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

# What may be parted: words of letters stay whole, and so do runs of katakana and of digits.
_PIECES: Final = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff_]+|[\u30a0-\u30ff]+|\s+|.", re.DOTALL)
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！」』）］｝】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ々…‥,.:;?!)]}%％’”"
)
_NEVER_LAST: Final = frozenset("「『（［｛【〈《〔([{“‘#＃¥$")
_HIRAGANA: Final = re.compile(r"[\u3041-\u309f]")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")

Width = Callable[[str], float]


def lines_of(text: str, width: Width, limit: float, most: int) -> list[str] | None:
    """The text in as few lines as it takes, of lengths as even as can be; None when it takes more than `most`."""
    chunks = _cut(_PIECES.findall(" ".join(text.split())), _may_part)
    for finer in (_cut(text, _is_allowed), list(text)):
        if any(width(chunk.strip()) > limit for chunk in chunks):
            chunks = finer
    for count in range(1, most + 1):
        if found := _evenly(tuple(chunks), count, width, limit):
            return found
    return None


def shortened(text: str, width: Width, limit: float, most: int) -> list[str]:
    """The lines of as much of the text as fits, with an ellipsis."""
    for end in range(len(text), 0, -1):
        kept = text[:end].rstrip() + "…"
        # Most of a very long text is told by its width alone; only spaces are left out where a line ends.
        if width(kept.replace(" ", "")) <= most * limit and (lines := lines_of(kept, width, limit, most)):
            return lines
    return []


def _cut(pieces: Iterable[str], may_part: Callable[[str, str], bool]) -> list[str]:
    """The pieces, joined to those that may each begin a line."""
    chunks: list[str] = []
    for piece in pieces:
        if chunks and not may_part(chunks[-1], piece):
            chunks[-1] += piece
        else:
            chunks.append(piece)
    return chunks


def _is_allowed(before: str, after: str) -> bool:
    """Whether typographers let a line end here, whatever the words."""
    return not after.isspace() and after[0] not in _NEVER_FIRST and before[-1] not in _NEVER_LAST


def _may_part(before: str, after: str) -> bool:
    """Whether a phrase ends here; one of Japanese ends where hiragana gives way to something else."""
    if not _is_allowed(before, after):
        return False
    if before[-1].isspace():
        return True
    if _HIRAGANA.match(after[0]):
        return False  # particles and endings belong to the word before them
    # 請求書|発行 could be parted, 請求|書 could not; without a dictionary neither is.
    return not (_IDEOGRAPH.match(before[-1]) and _IDEOGRAPH.match(after[0]))


def _evenly(chunks: tuple[str, ...], count: int, width: Width, limit: float) -> list[str] | None:
    """The chunks in exactly so many lines, with the least sum of squared gaps."""
    measured = cache(lambda start, end: width("".join(chunks[start:end]).strip()))

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            whole = measured(start, len(chunks))
            return ((limit - whole) ** 2, (len(chunks),)) if start < len(chunks) and whole <= limit else None
        options: list[tuple[float, tuple[int, ...]]] = []
        for end in range(start + 1, len(chunks)):
            if (wide := measured(start, end)) > limit:
                break
            if rest := best(end, left - 1):
                options.append(((limit - wide) ** 2 + rest[0], (end, *rest[1])))
        return min(options, default=None)

    found = best(0, count)
    if found is None:
        return None
    starts = (0, *found[1][:-1])
    return ["".join(chunks[start:end]).strip() for start, end in zip(starts, found[1], strict=True)]
