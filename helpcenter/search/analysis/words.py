"""Words of scripts that put spaces between them: case, possessives, compounds, signs, stems."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING

import snowballstemmer

from helpcenter.search.analysis.accents import plain, plain_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str, int, int]
"""A word and where it starts and ends."""

# A compound is words joined by one of - _ . / ' & without a space: e-mail, custom_identifier, node.js, user's, Q&A. A
# comma joins thousands, and the signs at the end of a name belong to it: C++, F#, a grade of A-.
COMPOUND = (
    r"[^\W_]+(?:(?:[-_./'’&‐⁄]|,(?=\d\d\d(?!\d))(?<=\d,))[^\W_]+)*"
    r"(?:(?:\+\+?|#|-(?<=[A-F]-)(?<![^\W_]..))(?![\w+#-]))?"
)
_PART = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+|[^\W\d_]+")
_CONTRACTION = re.compile(r"n['’]t$|['’](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_SIGN = re.compile(r"(?<=[^\W\d_])(?:\+\+?|#|-)$")
# iOS is no plural of io.
_NO_PLURAL = re.compile("[aeiou]os$")

_ONES = {
    word: value
    for value, word in enumerate("""one two three four five six seven eight nine""".split(), 1)  # noqa: SIM905
}
_TENS = {
    word: value
    for value, word in enumerate("""twenty thirty forty fifty sixty seventy eighty ninety""".split(), 2)  # noqa: SIM905
}

ROMAN_NUMERALS = {
    roman: str(value)
    for value, roman in enumerate("""I II III IV V VI VII VIII IX X XI XII XIII XIV XV""".split(), 1)  # noqa: SIM905
    if len(roman) > 1  # one letter is seldom a number
}
"""The digits of Roman numerals."""

STOP_WORDS = frozenset(
    """a about am an and any are as at be been being but by ca can could did do does doing for from had has have having
    he her him his how i if in into is it its just me my now of on or our she should so some than that the their
    them then there these they this those to too us was we were what when where which while who whom why will with
    wo would you your please""".split()  # noqa: SIM905
)

_threads = local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Reduce a lower-case word to its stem (Porter 2, the "English" stemmer of Snowball), without its accents."""
    word = plain(word)
    if not word.isascii() or any(character.isdigit() for character in word) or _NO_PLURAL.match(word):
        return word
    try:
        stemmer = _threads.stemmer
    except AttributeError:
        stemmer = _threads.stemmer = snowballstemmer.stemmer("english")  # keeps state: one a thread
    return str(stemmer.stemWord(word))


def stems(word: str) -> tuple[str, ...]:
    """Return the stem of a word in any case, and the one it has with two letters for an accented one."""
    return tuple(dict.fromkeys(stem(form) for form in plain_forms(word.lower())))


def split_compound(text: str) -> tuple[Place, ...]:
    """Return (stemmed word, start, end) for a compound without digits: its parts, then the whole without its joints.

    ``CloudWatch`` gives *cloud*, *watch*, *cloudwatch*; ``e-mail`` gives *e*, *mail*, *email*; ``user's`` gives *user*;
    ``C++`` only *c++*, because one letter says nothing of it. A compound of one part is just that word.
    """
    bare = _CONTRACTION.sub("", text)
    name = _SIGN.sub("", bare)
    is_signed = len(name) < len(bare)
    parts = [
        (piece.group(), part.start() + piece.start())
        for part in _PART.finditer(name)
        for piece in _pieces(part.group())
    ]
    words = [
        (form, start, start + len(part))
        for part, start in parts
        if not is_signed or len(part) > 1
        for form in stems(part)
    ]
    if len(parts) > 1:
        last = parts[-1][1] + len(parts[-1][0]) if is_signed else len(bare)
        words += [(form, 0, last) for form in stems("".join(part for part, _ in parts))]
    if (number := ROMAN_NUMERALS.get(name) or _number_in_words(name)) is not None:
        words.append((number, 0, len(name)))
    if is_signed:
        words.append((plain(bare.lower()), 0, len(bare)))
    return tuple(words)


def _number_in_words(text: str) -> str | None:
    """Return the digits of a number like twenty-one, None for other compounds."""
    tens, _, ones = text.lower().partition("-")
    return str(10 * _TENS[tens] + _ONES[ones]) if tens in _TENS and ones in _ONES else None


def _pieces(word: str) -> Iterator[re.Match[str]]:
    """Split camelCase, but keep plain words whole."""
    if word.islower() or word.isupper() or word.istitle() or not word.isalpha():
        yield from re.finditer(r".+", word)
    else:
        yield from _CAMEL.finditer(word)
