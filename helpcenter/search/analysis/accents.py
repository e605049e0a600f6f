"""Accents: letters with marks folded to plain ones, in each way that people type them.

Who has no ü on the keyboard types u, and where German or Scandinavian is written ue: both are the same word.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, as people type them without.
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
    | {"ё": "е"}
)
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "ß": "ss"})
# In other scripts a mark may be a vowel or another letter (й, が, हि), so only Latin and Greek lose theirs.
_MARKED = ("LATIN", "GREEK")


@lru_cache(maxsize=65_536)
def plain_forms(word: str) -> tuple[str, ...]:
    """Return a lower-case word without its accents: letter for letter, and, where it differs, with two for one.

    ``müller`` gives *muller* and *mueller*, ``größe`` *grosse* and *groesse*, ``résumé`` *resume*.
    """
    if word.isascii():
        return (word,)
    composed = unicodedata.normalize("NFC", word)
    forms = (_unmarked(composed.translate(_PLAIN)), _unmarked(composed.translate(_TWO_LETTERS).translate(_PLAIN)))
    return tuple(dict.fromkeys(forms))


def plain(word: str) -> str:
    """Return a lower-case word without its accents, letter for letter where there is a letter."""
    return plain_forms(word)[0]


def _unmarked(word: str) -> str:
    return "".join(map(_bare, word))


@lru_cache(maxsize=4_096)
def _bare(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character) and not "\u3099" <= character <= "\u309a":
        # What lower() leaves of a Turkish İ; other marks stand on letters that have no composed form.
        return "" if character <= "\u036f" else character
    if not unicodedata.name(character, "").startswith(_MARKED):
        return character
    return "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
