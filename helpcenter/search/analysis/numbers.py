"""What a number means with what stands beside it: Windows 11, 10 MB, 25 000, 3 million, 2万円, 一つ.

Each gives a term more, the same however it is written, so that articles and queries that write it differently meet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from helpcenter.search.analysis.identifiers import ascii_digits, beginnings
from helpcenter.search.analysis.units import MONTHS, SCALES, UNITS
from helpcenter.search.analysis.words import ROMAN_NUMERALS, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.analysis.words import Place

# A number, or what is short and holds one, that may belong to the name before it: 11, 3.0, v4, 1234, S22.
_OF_A_NAME = re.compile(r"(?P<letter>[A-Za-z]?)(?P<number>\d{1,7}(?:\.\d+){0,3})(?P<tail>[A-Za-z]?)$")
_BETWEEN_NAME_AND_NUMBER = " –—−"
_WORD_BEHIND = re.compile(r" ?([A-Za-z]+|%|[ァ-ヺー]+|時間|分|秒|日間|平方メートル|平米|画素)")
_LETTERS_BEHIND = re.compile(r" ([A-Za-z]{1,2})(?![^\W_])")
_HARDWARE_ADDRESS = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}(?![\w:])")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]|[^\W_])")
_LONGEST_NAME = 24
_NO_NAMES = STOP_WORDS | MONTHS.keys()
_LAST_LATIN = "ɏ\uffff"  # the end of Latin Extended-B
_NOT_IN_WORD = re.compile(r"[^\w.]+|_")

_KANJI_DIGITS: Final = {kanji: digit for digit, kanji in enumerate("〇一二三四五六七八九")}
_SMALL: Final = {"十": 10, "百": 100, "千": 1_000}
_LARGE: Final = {"万": 10_000, "億": 10**8, "兆": 10**12}
_JAPANESE_NUMBER = re.compile(
    r"(?:\d[\d,]*(?:\.\d+)?|[〇一二三四五六七八九十百千])(?:\d[\d,]*|[〇一二三四五六七八九十百千万億兆])+"
)
_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|\D")
_COUNTED = re.compile(
    r"(?P<number>(?:\d[\d,]*|[一二三四五六七八九十百千])(?:\d[\d,]*|[〇一二三四五六七八九十百千万億])*)"
    "(?P<counter>[つ個台人年月日時分秒回件枚名階章番号通社本冊点種段度期部編型級類円歳才泊杯頭匹軒棟畳坪升合代目])"
)
_ROMAN_COUNTED = re.compile(rf"(?<![A-Za-z])({'|'.join(ROMAN_NUMERALS)})([期部章編種型級類])")
_LONGEST_NUMBER = 18


def beside_number(text: str, start: int, end: int, name: str) -> Iterator[Place]:
    """Yield the terms that a compound with a digit, from `start` to `end`, makes with its neighbours.

    `name` is the `word_before` it.
    """
    number = ascii_digits(text[start:end])
    short = _OF_A_NAME.match(number)
    if short is not None:
        yield from _named(name.lower(), start, end, short)
        if short["letter"] or short["tail"]:
            return
    elif not number.replace(",", "").isdigit():
        return
    yield from _measured(text, start, end, number.replace(",", ""))
    hardware = _HARDWARE_ADDRESS.match(text, start)
    if hardware is not None:
        yield hardware.group().replace(":", "").lower(), start, hardware.end()
    groups = _GROUPS.match(text, start)
    if groups is not None and not (start > 1 and text[start - 1] in " .," and text[start - 2].isdigit()):
        yield ascii_digits(groups.group()).replace(" ", ""), start, groups.end()


def _named(name: str, start: int, end: int, number: re.Match[str]) -> Iterator[Place]:
    """A name and its number: Windows 11 is also Windows11, USB 3.0 also USB3."""
    if name and name not in _NO_NAMES and name <= _LAST_LATIN and name.isalpha():
        begin = start - 1 - len(name)
        for beginning in beginnings(number["number"]):
            is_whole = len(beginning) == len(number["number"])
            word = f"{name}{number['letter']}{beginning}{number['tail'] if is_whole else ''}".lower()
            yield word, begin, end if is_whole else start + len(number["letter"]) + len(beginning)


def word_before(text: str, place: int) -> str:
    """Return the word that stands before a place with one space or dash between; empty when there is none."""
    if not place or text[place - 1] not in _BETWEEN_NAME_AND_NUMBER:
        return ""
    words = _NOT_IN_WORD.split(text[max(0, place - 1 - _LONGEST_NAME) : place - 1])
    return words[-1] if len(words[-1]) < _LONGEST_NAME else ""


def _measured(text: str, start: int, end: int, number: str) -> Iterator[Place]:
    """A number and its unit, 10 MB is 10MB and 24 hours 24h; or what multiplies it: 3 million."""
    behind = _WORD_BEHIND.match(text, end)
    word = behind[1].lower() if behind is not None else ""
    if behind is not None and word in SCALES and "." not in number:
        yield str(int(number) * SCALES[word]), start, behind.end()
    elif behind is not None and word not in STOP_WORDS and (unit := UNITS.get(word)):
        yield f"{number}{unit}", start, behind.end()
    elif (
        (letters := _LETTERS_BEHIND.match(text, end))
        and letters[1].lower() not in STOP_WORDS
        and text[start - 1 : start] != ":"
    ):
        yield f"{number}{letters[1].lower()}", start, letters.end()


def japanese_numbers(text: str) -> Iterator[Place]:
    """Yield numbers with 万 and the like, as digits: 2万円 is 20000, 一万二千 12000."""
    for match in _JAPANESE_NUMBER.finditer(text):
        value = _value(ascii_digits(match.group()))
        if value is not None and not match.group().replace(",", "").isdecimal():
            yield str(value), *match.span()


def counted(text: str) -> Iterator[Place]:
    """Yield numbers with what they count: 1つ and 一つ, 3台, 2万円 as 20000円."""
    for match in _ROMAN_COUNTED.finditer(text):
        yield f"{ROMAN_NUMERALS[match[1]]}{match[2]}", *match.span()
    for match in _COUNTED.finditer(text):
        number = _value(ascii_digits(match["number"]))
        if number is not None:
            yield f"{number}{match['counter']}", *match.span()


def kanji_value(text: str) -> int | None:
    """Return the value of a number in digits or kanji, or None when it is none."""
    return _value(ascii_digits(text))


def _value(text: str) -> int | None:
    """Read a number as Japanese says it: 1億2,000万, 二十三, 1.5万."""
    if len(text) > _LONGEST_NUMBER:
        return None
    total, section, digits = 0.0, 0.0, ""
    for piece in _PIECE.findall(text):
        if piece in _LARGE:
            total += (section + float(digits or (0 if section else 1))) * _LARGE[piece]
            section, digits = 0.0, ""
        elif piece in _SMALL:
            section += float(digits or 1) * _SMALL[piece]
            digits = ""
        elif piece in _KANJI_DIGITS:
            digits += str(_KANJI_DIGITS[piece])
        elif piece[0].isdigit():
            digits += piece.replace(",", "")
        else:
            return None
    value = total + section + float(digits or 0)
    return int(value) if value == int(value) else None
