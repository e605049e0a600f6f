"""Words of scripts that put spaces between them: case, possessives, compounds, stems."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING

import snowballstemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

# A compound is words joined by one of - _ . / ' without a space: e-mail, custom_identifier, node.js, user's.
COMPOUND = r"[^\W_]+(?:[-_./'’][^\W_]+)*"
_PART = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+|[^\W\d_]+")
_CONTRACTION = re.compile(r"n['’]t$|['’](?:s|re|ve|ll|d|m)$", re.IGNORECASE)

STOP_WORDS = frozenset(
    """a about am an and any are as at be been being but by ca can could did do does doing for from had has have having
    he her him his how i if in into is it its just me my now of on or our she should so some than that the their
    them then there these they this those to too us was we were what when where which while who whom why will with
    wo would you your please""".split()  # noqa: SIM905
)

_threads = local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Reduce a lower-case word to its stem (Porter 2, the "English" stemmer of Snowball)."""
    if not word.isascii() or any(character.isdigit() for character in word):
        return word
    try:
        stemmer = _threads.stemmer
    except AttributeError:
        stemmer = _threads.stemmer = snowballstemmer.stemmer("english")  # keeps state: one a thread
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=65_536)
def split_compound(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return (stemmed word, start, end) for a compound: its parts, then the whole without its joints.

    ``CloudWatch`` gives *cloud*, *watch*, *cloudwatch*; ``e-mail`` gives *e*, *mail*, *email*; ``user's`` gives *user*.
    A compound of one part is just that word.
    """
    bare = _CONTRACTION.sub("", text)
    parts = [
        (piece.group(), part.start() + piece.start())
        for part in _PART.finditer(bare)
        for piece in _pieces(part.group())
    ]
    words = [(stem(part.lower()), start, start + len(part)) for part, start in parts]
    if len(parts) > 1:
        words.append((stem("".join(part for part, _ in parts).lower()), 0, len(bare)))
    return tuple(words)


def _pieces(word: str) -> Iterator[re.Match[str]]:
    """Split camelCase, but keep plain words and mixes of letters and digits (ec2, 5xx) whole."""
    if word.islower() or word.isupper() or word.istitle() or not word.isalpha():
        yield from re.finditer(r".+", word)
    else:
        yield from _CAMEL.finditer(word)
