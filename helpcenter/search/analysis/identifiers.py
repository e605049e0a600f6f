"""Identifiers: codes, models and versions, which mean one thing only and are never corrected into another.

E-1042, e1042 and E_1042 are one; 1.11, 11.1 and 1.1.1 are three. Each gives itself, what it begins with at a joint
(AB-1234/X also AB-1234, 3.4.2 also 3.4) and its parts that say something alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from helpcenter.search.analysis.units import UNITS
from helpcenter.search.analysis.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.analysis.words import Place

_GROUPED = re.compile(r"(\d{1,3}(?:,\d{3})+)(\.\d+)?$")
_FRACTION = re.compile(r"\d{1,2}[/⁄]\d{1,3}$")
_PART = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
# Letters, a number that may have dots, letters: TLS1.2, 10MB, Windows11, v3.4.2.
_MIXED = re.compile(r"(?P<letters>[^\W\d_]*)(?P<number>\d+(?:\.\d+)*)(?P<tail>[^\W\d_]*)$")
_VERSION: Final = frozenset({"v", "ver", "version", "rev", "rel"})
_HEXADECIMAL = re.compile("0x[0-9a-f]+$")
_CONTRACTION = re.compile(r"['’](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
# Shorter letters and numbers say nothing without each other: of EC2 neither does, of Windows11 both do.
_TELLING_LETTERS, _TELLING_DIGITS = 3, 3
_MOST_PARTS = 5  # of more, as URLs have, only the whole and the parts are kept


def holds_digit(text: str) -> bool:
    """Tell whether a text holds a digit of any script."""
    return _DIGITS.search(text) is not None


@lru_cache(maxsize=65_536)
def split_identifier(text: str) -> tuple[Place, ...]:
    """Return (term, start, end) for a compound that holds a digit: its telling parts, its beginnings, itself."""
    bare = _CONTRACTION.sub("", ascii_digits(text)).lower()
    grouped = _GROUPED.match(bare)
    if grouped is not None:
        whole = grouped[1].replace(",", "")
        return ((whole, 0, grouped.end(1)), *([(whole + grouped[2], 0, len(bare))] if grouped[2] else []))
    chunks = list(_chunks(bare))
    terms = [term for chunk, start in chunks for term in _terms_of(chunk, start)]
    joined = ""
    for number, (chunk, start) in enumerate(chunks, 1):
        joined += chunk
        is_whole = number == len(chunks)
        if is_whole and _FRACTION.match(bare):
            terms.append((bare, 0, len(bare)))
        elif number > 1 and (is_whole or (len(chunks) <= _MOST_PARTS and holds_digit(joined))):
            terms.append((joined, 0, start + len(chunk)))
    return tuple(dict.fromkeys(terms))


def ascii_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return _DIGITS.sub(lambda match: "".join(str(unicodedata.decimal(digit)) for digit in match.group()), text)


def beginnings(number: str) -> Iterator[str]:
    """Yield what a dotted number begins with, itself last: 3, 3.4, 3.4.2."""
    for place, character in enumerate(number):
        if character == ".":
            yield number[:place]
    yield number


def _chunks(text: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a compound and their places; a dot between digits joins two into one."""
    chunk, begin, end = "", 0, 0
    for part in _PART.finditer(text):
        if chunk and text[end : part.start()] == "." and chunk[-1].isdigit() and part.group()[0].isdigit():
            chunk += text[end : part.end()]
        else:
            if chunk:
                yield chunk, begin
            chunk, begin = part.group(), part.start()
        end = part.end()
    yield chunk, begin


def _terms_of(chunk: str, start: int) -> Iterator[Place]:
    end = start + len(chunk)
    mixed = _MIXED.match(chunk)
    if mixed is None:
        yield from ((form, start, end) for form in (stems(chunk) if not holds_digit(chunk) else (chunk,)))
        if _HEXADECIMAL.match(chunk):
            yield chunk[2:], start + 2, end
        return
    letters, number, tail = mixed.group("letters", "number", "tail")
    first, last = start + len(letters), end - len(tail)
    is_version = letters in _VERSION
    is_quantity = not letters and tail in UNITS
    if len(letters) >= _TELLING_LETTERS:
        yield stem(letters), start, first
    yield from _terms_of_number(
        number,
        first,
        is_bare=not letters and not tail,
        tells=(
            (not letters and not tail)
            or is_version
            or is_quantity
            or (max(len(letters), len(number)) >= _TELLING_DIGITS and not tail)
        ),
    )
    if is_quantity:
        yield f"{number}{UNITS[tail]}", start, end
        if len(tail) > 1:
            yield stem(tail), last, end
    if (letters or tail) and not (is_version and "." in number):
        yield chunk, start, end
    if letters and not is_version and "." in number:
        for beginning in list(beginnings(number))[:-1]:
            yield letters + beginning, start, first + len(beginning)


def _terms_of_number(number: str, first: int, *, is_bare: bool, tells: bool) -> Iterator[Place]:
    """Yield a number; of a dotted one also its parts, its beginnings and, when it stands alone, the digits joined."""
    last = first + len(number)
    if "." in number:
        for digits in _DIGITS.finditer(number):
            yield digits.group(), first + digits.start(), first + digits.end()
        yield from ((number[: dot + 1], first, first + dot + 1) for dot in _inner_ends(number))
        yield number, first, last
        joined = number.replace(".", "")
        if is_bare and len(joined) >= _TELLING_DIGITS:
            yield joined, first, last
    elif tells:
        yield number, first, last


def _inner_ends(number: str) -> list[int]:
    """Return the last places of the beginnings of a dotted number that are longer than one part; not of the whole."""
    dots = [place for place, character in enumerate(number) if character == "."]
    return [dot - 1 for dot in dots[1:]]
