"""Personal data masked in what readers type, before anything of it is written.

Masked are e-mail addresses, card numbers (Luhn's check, and the beginnings that issuers have), Japanese and
international telephone numbers and the twelve digits of My Number (its check digit). What looks like one of them by
chance is masked too: better a number less in a comment than a card in a database. Of dates, prices, versions, IP
addresses and most order numbers nothing is taken. Names and postal addresses are not recognised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EMAIL: Final = "[email]"
CARD: Final = "[card]"
PHONE: Final = "[phone]"
MY_NUMBER: Final = "[my-number]"
LABELS: Final = frozenset({EMAIL, CARD, PHONE, MY_NUMBER})

# Nobody sees these, and between digits or around an @ they would hide what is beside them.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
# No kana or kanji before the @: they are the words of the sentence. The top level is Latin for the same reason.
_LOCAL: Final = r"(?:\"[^\"\n]{1,64}\"|[A-Za-z0-9\u00c0-\u052f.!#$%&'*+/=?^_`{|}~-]{1,64})"
_AT: Final = r"(?:\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s?@\s?)"
_DOT: Final = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?)"
_EMAIL: Final = re.compile(
    rf"{_LOCAL}{_AT}(?:(?:[\w-]{{1,63}}{_DOT}){{1,8}}[A-Za-z][A-Za-z0-9-]{{1,62}}|\[[0-9A-Fa-f:.]{{3,45}}\])",
    re.IGNORECASE,
)
_MAY_BE_AT: Final = re.compile(r"@|[\[({<]\s?at\s?[\])}>]", re.IGNORECASE)
_DASHES: Final = "\\-\u00ad\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\u30a0~_"
_BETWEEN: Final = rf"[\s{_DASHES}./()\[\]*・,]{{0,3}}"
_NUMBER: Final = re.compile(rf"(?:[+(]\s?){{0,2}}\d(?:{_BETWEEN}\d)*")
_CARD_LENGTHS: Final = range(13, 20)
# What cards of so many digits begin with, as the networks publish it: those that are in every purse, and all. A run of
# digits holds many stretches that pass Luhn's check by chance, one in ten; without this every second order number would
# be taken for a card.
_COMMON: Final = {
    14: re.compile("30[0-5]|3[689]"),
    15: re.compile("3[47]"),
    16: re.compile("4|5[1-5]|2[2-7]|35|6[0245]|81"),
    19: re.compile("62"),
}
_ISSUED: Final = {
    13: re.compile("4|5[0678]|6"),
    14: re.compile("3[0689]|5[0678]|6"),
    15: re.compile("3[47]|5[0678]|6|1800|2131"),
    16: re.compile("[4-6]|2[2-7]|3[05689]|81|9"),
} | dict.fromkeys((17, 18, 19), re.compile("4|3[05689]|5[0678]|6|81"))
_IP_ADDRESS: Final = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}")
_MY_NUMBER_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MOST_GROUPS: Final = 6  # of a telephone number, when they are written apart


def mask(text: str) -> str:
    """Return the text, normalised (NFKC), with each such number or address replaced by what it was: ``[card]``."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    if _MAY_BE_AT.search(plain):  # before each @ there may be sixty characters, which are looked for at every place
        plain = _EMAIL.sub(EMAIL, plain)
    return _NUMBER.sub(lambda found: _masked(found[0]), plain)


@dataclass(frozen=True, slots=True)
class _Digits:
    """The digits of a run, where each stands in its text, and before which digits a group begins (and the end)."""

    values: tuple[int, ...]
    places: tuple[int, ...]
    bounds: tuple[int, ...]


def _masked(text: str) -> str:
    """Mask what a run of digits and what stands between them holds."""
    if _IP_ADDRESS.fullmatch(text.lstrip("( ")):
        return text
    run = _digits(text)
    labels: dict[int, str] = {}
    for label, spans in ((PHONE, _phones(text, run)), (MY_NUMBER, _my_numbers(text, run)), (CARD, _cards(run))):
        for first, last in spans:  # a later one goes before: a card is the worst to keep
            labels.update(dict.fromkeys(range(first, last), label))
    return _replaced(text, run, labels) if labels else text


def _replaced(text: str, run: _Digits, labels: dict[int, str]) -> str:
    pieces: list[str] = []
    written, before = 0, ""
    for digit, place in enumerate(run.places):
        label = labels.get(digit, "")
        if label and label == before:
            written = place + 1
        elif label:
            # The sign, or bracket, a telephone number begins with goes with it.
            opening = text[written:place]
            pieces += (opening.rstrip("+( " if ")" in text else "+") if label == PHONE else opening, label)
            written = place + 1
        before = label
    return "".join(pieces) + text[written:]


def _digits(text: str) -> _Digits:
    places = tuple(place for place, sign in enumerate(text) if sign.isdecimal())
    values = tuple(unicodedata.decimal(text[place]) for place in places)
    starts = (number for number, place in enumerate(places) if not number or places[number - 1] != place - 1)
    return _Digits(values, places, (*starts, len(places)))


def _cards(run: _Digits) -> Iterator[tuple[int, int]]:
    """Every stretch that may be a card, wherever it begins: another number may stand right beside one."""
    count = len(run.values)
    for first in range(count - _CARD_LENGTHS[0] + 1):
        for last in range(first + _CARD_LENGTHS[0], min(count, first + _CARD_LENGTHS[-1]) + 1):
            digits = run.values[first:last]
            if is_luhn(digits) and any(digits) and (_is_issued(run, first, last) or _stands_alone(run, first, last)):
                yield first, last


def _is_issued(run: _Digits, first: int, last: int) -> bool:
    """Whether cards of so many digits begin like this: any card where the stretch is written as one number."""
    beginning = "".join(map(str, run.values[first : first + 4]))
    cards = _ISSUED if first in run.bounds and last in run.bounds else _COMMON
    return last - first in cards and cards[last - first].match(beginning) is not None


def _stands_alone(run: _Digits, first: int, last: int) -> bool:
    """Whether nothing stands beside it, and it is written as cards are: in one piece, or beginning with four digits."""
    whole = first == 0 and last == len(run.values) > _CARD_LENGTHS[0]
    return whole and run.bounds[1] in {4, last}


def _my_numbers(text: str, run: _Digits) -> Iterator[tuple[int, int]]:
    for first in run.bounds:
        if first + 12 in run.bounds and is_my_number(run.values[first : first + 12]):
            written = text[run.places[first] : run.places[first + 11] + 1]
            is_dialled = "+" in text[: run.places[first]]
            if "," not in written and not is_dialled:  # a price, or a list
                yield first, first + 12


def _phones(text: str, run: _Digits) -> Iterator[tuple[int, int]]:
    for place, first in enumerate(run.bounds[:-1]):
        before = text[run.places[first - 1] + 1 if first else 0 : run.places[first]]
        if before == ".":
            continue  # what stands behind a point is a fraction; numbers with points between begin before the first
        ends = run.bounds[place + 1 : place + 1 + _MOST_GROUPS]
        for last in ends:
            groups = tuple(end - start for start, end in pairwise((first, *ends[: ends.index(last) + 1])))
            if "," in text[run.places[first] : run.places[last - 1]]:
                break  # a price, or a list
            if _is_phone(run.values[first:last], plus="+" in before, groups=groups):
                yield first, last


def _is_phone(digits: Sequence[int], *, plus: bool, groups: tuple[int, ...]) -> bool:
    """Whether digits in groups of so many are a telephone number, dialled at home, from abroad or in North America."""
    count = len(digits)
    if plus:
        return 8 <= count <= 15
    if digits[0] == 0:  # after a lone one comes a fraction
        return groups[0] > 1 and (count in {10, 11} or (digits[1] == 0 and 10 <= count <= 17))
    if groups == (3, 3, 4) or (digits[0] == 1 and groups == (1, 3, 3, 4)):
        return True
    # Japan's code without its sign.
    return tuple(digits[:2]) == (8, 1) and len(groups) > 1 < groups[0] and count in {11, 12}


def is_luhn(digits: Sequence[int]) -> bool:
    """Whether the last digit is the check digit of the others, as ISO/IEC 7812-1 has it on cards."""
    doubled = (each * 2 - 9 * (each > 4) for each in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_my_number(digits: Sequence[int]) -> bool:
    """Whether the twelfth digit is the check digit of the first eleven (Ordinance No. 85 of 2014, Article 5)."""
    if len(digits) != 12:
        return False
    rest = sum(digit * weight for digit, weight in zip(digits, _MY_NUMBER_WEIGHTS, strict=False)) % 11
    return digits[11] == (0 if rest <= 1 else 11 - rest)
