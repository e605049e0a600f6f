"""Targets: how a writer names the element of the product that a step points at.

A target is a CSS selector, ``testid:NAME`` (an element with that ``data-testid``, ``data-test`` or ``data-cy``) or
``role:ROLE[name='NAME']`` (an element by what a screen reader says of it). ``outer >>> inner`` looks for the inner one
inside the shadow root, or the frame, of the outer one.
"""

from __future__ import annotations

import re
from typing import Final

from cssselect import SelectorError, parse

PIERCE: Final = ">>>"
CANDIDATES: Final = "||"
MOST_CHARACTERS: Final = 300

_TEST_ID: Final = re.compile(r"testid:[^\s\"'\\]+")
_ROLE: Final = re.compile(r"role:[a-z]+(?:\[name=(?:'[^']+'|\"[^\"]+\")\])?")
_DIGIT_FIRST: Final = re.compile(r"[#.]-?(\d[\w-]*)")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def candidates(written: str) -> tuple[str, ...]:
    """The targets of a step, best first, as they are written: separated by ``||``."""
    return tuple(part.strip() for part in written.split(CANDIDATES) if part.strip())


def why_not_a_target(target: str) -> str:
    """What keeps a text from being a target, or an empty text."""
    if len(target) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters"
    reasons = (_why_not(part.strip()) for part in target.split(PIERCE))
    return next((reason for reason in reasons if reason), "")


def _why_not(part: str) -> str:
    if not part:
        return f"something is missing beside {PIERCE}"
    if part.startswith("testid:"):
        return "" if _TEST_ID.fullmatch(part) else "after testid: stands a name without blanks and quotes"
    if part.startswith("role:"):
        return "" if _ROLE.fullmatch(part) else "a role is written role:button or role:button[name='Save']"
    if part.startswith("text:"):
        return "elements are not looked for by their text, which changes with the language"
    return _why_not_css(part)


def _why_not_css(selector: str) -> str:
    if match := _DIGIT_FIRST.search(_QUOTED.sub("", selector)):
        return f"a name in CSS cannot begin with a digit: write [id='{match[1]}'] or [class~='{match[1]}']"
    try:
        parsed = parse(selector)
    except SelectorError as error:
        return f"CSS cannot read it ({error})"
    if any(each.pseudo_element for each in parsed):
        return "a pseudo-element is no element that can be pointed at"
    return ""
