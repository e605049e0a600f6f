"""What comes back in forms: text made fit to keep, and the field that only programs fill in."""

from __future__ import annotations

import re
from typing import Final

from flask import request

HONEYPOT: Final = "website"
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def typed(name: str) -> str:
    """What was typed into a field, without what cannot be read."""
    return readable_text(request.form.get(name, ""))


def typed_line(name: str) -> str:
    """What was typed into a field of one line."""
    return " ".join(typed(name).split())


def readable_text(text: str) -> str:
    """A text of several lines without control characters, which nobody types and some databases refuse."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_from_a_program() -> bool:
    """Whether a field was filled in that no reader sees."""
    return bool(request.form.get(HONEYPOT))
