"""How answers are packed: Brotli for those who take it, gzip for nearly everybody else, plain for the rest."""

from __future__ import annotations

import gzip
from enum import Enum, StrEnum
from functools import lru_cache

import brotli
from flask import request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header


class Coding(StrEnum):
    """A content coding by its name in HTTP; the empty one is no coding at all."""

    BROTLI = "br"
    GZIP = "gzip"
    PLAIN = ""


PACKED = (Coding.BROTLI, Coding.GZIP)
"""The codings that pack, best first."""


class Effort(Enum):
    """How hard to pack, as the level of Brotli and of gzip."""

    FAST = (4, 1)  # what one reader may ask once
    SMALL = (5, 6)  # what many read
    SMALLEST = (11, 9)  # what stays the same for as long as the process lives


def accepted() -> Coding:
    """The best coding that the reader takes."""
    return _best(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=256)  # browsers send a handful of different headers; parsing one takes longer than a 304
def _best(header: str) -> Coding:
    qualities = parse_accept_header(header, Accept)
    best = max(PACKED, key=lambda coding: qualities[coding])
    return best if qualities[best] > 0 else Coding.PLAIN


def pack(body: bytes, coding: Coding, effort: Effort) -> bytes:
    """The body in a coding; equal bodies become equal bytes."""
    quality, level = effort.value
    match coding:
        case Coding.BROTLI:
            return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))
        case Coding.GZIP:
            return gzip.compress(body, level, mtime=0)
        case Coding.PLAIN:
            return body


def unpack(body: bytes, coding: Coding) -> bytes:
    """What `pack` was given."""
    match coding:
        case Coding.BROTLI:
            return bytes(brotli.decompress(body))
        case Coding.GZIP:
            return gzip.decompress(body)
        case Coding.PLAIN:
            return body
