"""Variation: the rare words of a library replaced by invented ones, so that a grown library has a grown vocabulary.

Twenty thousand articles put together from two hundred would share the vocabulary of the two hundred: every rare word
would stand in a hundred articles. In real text the vocabulary grows with about the 0.6th power of the text (Heaps'
law). So each block (a copy of the library) takes the variant `block ** 0.6`, rounded down, of every rare Latin or
katakana word, the scripts in which new words of manuals are written; kanji stay, their compounds are made of the same
few thousand words everywhere. Queries are varied by the same rule, so they meet the words of their block.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A word in more than this share of articles is everybody's word and stays.
_RARE = 0.02
_GROWTH = 0.6
_SHORTEST = 5  # shorter inventions would meet real words
_WORD = re.compile(r"[A-Za-z]{3,}|[ァ-ヶー]{3,}")
_LATIN = tuple(consonant + vowel for consonant in "bcdfghklmnprstvz" for vowel in "aeiou")
_KATAKANA = tuple("アイウエオカキクケコサシスセソタチツテトナニネノハヒフホマミムメモラリルレロンー")


class Variation:
    """Varies texts of one library; made from its texts, one an article."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: Counter[str] = Counter()
        articles = 0
        for text in texts:
            found.update({word.lower() for word in _WORD.findall(text)})
            articles += 1
        self._varied = cache(self._vary)  # many blocks share a variant
        self._rare = frozenset(word for word, count in found.items() if count <= max(1, _RARE * articles))

    def apply(self, text: str, block: int) -> str:
        """Return a text as it stands in a block; block 0 is the original."""
        variant = int(block**_GROWTH)
        return self._varied(text, variant) if variant else text

    def _vary(self, text: str, variant: int) -> str:
        return _WORD.sub(lambda match: self._replace(match.group(), variant), text)

    def _replace(self, word: str, variant: int) -> str:
        lower = word.lower()
        if lower not in self._rare:
            return word
        invented = _invent(lower, variant)
        if word.isupper():
            return invented.upper()
        return invented.capitalize() if word[0].isupper() else invented


@cache
def _invent(word: str, variant: int) -> str:
    syllables = _LATIN if word[0].isascii() else _KATAKANA
    length = max(_SHORTEST, len(word))
    bytes_ = blake2b(f"{word} {variant}".encode(), digest_size=min(64, length)).digest()
    return "".join(syllables[byte % len(syllables)] for byte in bytes_)[:length]
