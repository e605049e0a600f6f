"""Dates and times in one form: January 4, 2027 is 2027-01-04, 午後3時 is 15:00, 令和9年 is 2027.

Terms are those of ISO 8601; a day without its year is --01-04, and every day is also that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from helpcenter.search.analysis.numbers import kanji_value
from helpcenter.search.analysis.units import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.analysis.words import Place

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_NO_MORE = r"(?![^\W_])"
_DATES = tuple(
    re.compile(pattern + _NO_MORE, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?P<joint>[-/.])(?P<month>\d{1,2})(?P=joint)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        r"(?P<one>\d{1,2})(?P<joint>[/-])(?P<other>\d{1,2})(?P=joint)(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_NAMES})\b\.?(?:,? (?P<year>\d{{4}}))?",
    )
)
_NAMED = re.compile(
    rf"(?P<name>{_NAMES})\.? (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<alone>\d{{4}})){_NO_MORE}",
    re.IGNORECASE,
)
# What most numbers are not, seen at once: the beginning of a date or a time.
_MAY_BEGIN = re.compile(r"\d{1,4}(?:[-/.:]\d| ?[AaPp]\.?[Mm]|(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3})")
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?: ?(?P<half>[ap]\.?m)\b\.?)?", re.IGNORECASE
)
_HOUR = re.compile(r"(?P<hour>1[0-2]|0?[1-9])(?:\.(?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m)\b\.?", re.IGNORECASE)

_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_KANJI_NUMBER = "[0-9〇一二三四五六七八九十]{1,4}"
_JAPANESE_DATE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERAS)})(?P<of_era>元|{_KANJI_NUMBER})年|(?P<year>\d{{4}})年)?"
    rf"(?:(?P<month>{_KANJI_NUMBER})月(?:(?P<day>{_KANJI_NUMBER})日)?)?"
)
_JAPANESE_TIME = re.compile(
    rf"(?P<half>午前|午後)?(?P<hour>{_KANJI_NUMBER})(?:時(?!間)(?:(?P<minute>{_KANJI_NUMBER})分|(?P<thirty>半))?|:(?P<minutes>[0-5]\d)(?!\d))"
)
_BEGINS_A_DATE = re.compile(f"{'|'.join(_ERAS)}|{_KANJI_NUMBER}[年月]")


def moments(text: str, start: int, name: str) -> Iterator[Place]:
    """Yield the dates and times that a compound with a digit, at `start`, is or begins; `name` is the word before."""
    if name.lower().rstrip(".") in MONTHS:
        named = _NAMED.match(text, start - 1 - len(name))
        if named is not None:
            yield from _date_terms(named)
            return
    if not _MAY_BEGIN.match(text, start):
        return
    dates = (pattern.match(text, start) for pattern in _DATES)
    if (date := next((match for match in dates if match is not None), None)) is not None:
        yield from _date_terms(date)
    time = _CLOCK.match(text, start) or _HOUR.match(text, start)
    if time is not None:
        yield from _time_term(time.group("half"), time["hour"], time["minute"], time.span())


def japanese_moments(text: str) -> Iterator[Place]:
    """Yield the dates and times of a text as Japanese writes them."""
    place = 0
    while (begin := _BEGINS_A_DATE.search(text, place)) is not None:
        match = _JAPANESE_DATE.match(text, begin.start())
        place = max(begin.end(), match.end() if match else 0)
        if match is not None and match.group():
            yield from _japanese_date_terms(match)
    for time in _JAPANESE_TIME.finditer(text):
        minute = time["minutes"] or time["minute"] or ("30" if time["thirty"] else "0")
        half = {"午前": "am", "午後": "pm"}.get(time["half"] or "")
        yield from _time_term(half, time["hour"], minute, time.span())


def _date_terms(match: re.Match[str]) -> Iterator[Place]:
    found = match.groupdict()
    year = found.get("year") or found.get("alone")
    if found.get("name"):
        month, day = MONTHS[found["name"].lower()], int(found.get("day") or 0)
    elif found.get("one"):
        one, other = int(found["one"]), int(found["other"])
        if one <= 12 and other <= 12 and one != other:
            return  # nobody can tell the day from the month
        month, day = min(one, other), max(one, other)
    else:
        month, day = int(found["month"]), int(found["day"])
    yield from _terms(int(year) if year else None, month, day, match.span())


def _japanese_date_terms(match: re.Match[str]) -> Iterator[Place]:
    year = int(match["year"]) if match["year"] else None
    if match["era"]:
        of_era = 1 if match["of_era"] == "元" else kanji_value(match["of_era"])
        year = _ERAS[match["era"]] + of_era if of_era else None
        if year:
            yield str(year), match.start(), match.end("of_era") + 1
    if match["month"]:
        month, day = kanji_value(match["month"]), kanji_value(match["day"] or "0")
        yield from _terms(year, month or 0, day or 0, match.span())


def _terms(year: int | None, month: int, day: int, span: tuple[int, int]) -> Iterator[Place]:
    if 1 <= month <= 12 and 0 <= day <= 31:
        if day:
            yield f"--{month:02}-{day:02}", *span
        if year is not None:
            yield (f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"), *span


def _time_term(half: str | None, hour: str, minute: str | None, span: tuple[int, int]) -> Iterator[Place]:
    hours, minutes = kanji_value(hour), kanji_value(minute or "0")
    if hours is None or minutes is None or hours > 24 or minutes > 59:
        return
    if half and hours <= 12:
        hours = hours % 12 + (12 if half[0].lower() == "p" else 0)
    yield f"{hours}:{minutes:02}", *span
