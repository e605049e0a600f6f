"""Phone numbers: joined or grouped, with the country's code or without, they are one.

The term is the national number (E.164) without the 0 that is dialled before it within the country.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from helpcenter.search.analysis.identifiers import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.analysis.words import Place

_PHONE = re.compile(r"\d{1,4}\)?(?:[-. ()/–−‐]{1,3}\d{1,8}){1,5}(?![\d.]\d|[^\W_])|\d{9,15}(?![^\W_])")
_NOT_DIGITS = re.compile(r"\D")
_SEPARATED_BY_SPACE_ONLY = re.compile(r"[\d ]+$")
_NORTH_AMERICAN = re.compile(r"\d{3}\D{1,2}\d{3}\D\d{4}$")
# Codes of one and two digits; all others have three.
_ONE_DIGIT: Final = frozenset("17")
_TWO_DIGITS: Final = frozenset(
    """20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90
    91 92 93 94 95 98""".split()  # noqa: SIM905
)
_SHORTEST, _LONGEST = 9, 15


def phone_number(text: str, start: int) -> Iterator[Place]:
    """Yield the phone number that a compound with a digit, at `start`, is or begins."""
    match = _PHONE.match(text, start)
    if match is None:
        return
    written = ascii_digits(match.group())
    digits = _NOT_DIGITS.sub("", written.replace("(0)", ""))
    begin = start
    while begin and text[begin - 1] in "+(" and start - begin < 2:
        begin -= 1
    is_international = "+" in text[begin:start] or digits.startswith("00")
    is_marked = is_international or begin < start or digits[0] == "0" or written.isdigit()
    if not _SHORTEST <= len(digits) <= _LONGEST or not (
        is_marked or _NORTH_AMERICAN.match(written) or not ("." in written or _SEPARATED_BY_SPACE_ONLY.match(written))
    ):
        return
    national = _without_country(digits.removeprefix("00")) if is_international else digits.removeprefix("0")
    if not is_international and len(digits) == 11 and digits[0] == "1":
        national = digits[1:]  # the 1 that is dialled before a number in North America
    yield f"tel:{national}", begin, match.end()


def _without_country(digits: str) -> str:
    length = 1 if digits[0] in _ONE_DIGIT else 2 if digits[:2] in _TWO_DIGITS else 3
    return digits[length:].removeprefix("0")
