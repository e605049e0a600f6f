"""Slips of the finger: how likely one edit is, by where keys lie and how kana are written."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

# A slip that fingers make is this part of one that they hardly do.
_LIKELY = 0.6
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LARGE = dict(zip("ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ", "アイウエオツヤユヨワあいうえおつやゆよわ", strict=True))
_EASILY_LOST = frozenset("ーっッんン")
# Vowels that a long one is written with.
_LOOKALIKES = frozenset(
    {frozenset("ーウ"), frozenset("ーう"), frozenset("ーイ"), frozenset("ーい"), frozenset("ンソ"), frozenset("シツ")}
)


def _neighbours() -> frozenset[frozenset[str]]:
    """Keys beside each other; each row lies half a key to the right of the one above."""
    beside = {frozenset(pair) for row in _ROWS for pair in pairwise(row)}
    for upper, lower in pairwise(_ROWS):
        for place, key in enumerate(lower):
            beside |= {frozenset({key, other}) for other in upper[place : place + 2]}
    return frozenset(beside)


_NEIGHBOURS = _neighbours()


def cost_of_slip(typed: str, meant: str) -> float:
    """Return what one edit from `meant` to `typed` counts: 1, or less for a slip that is easily made.

    Easily made are swapped letters, a letter doubled or not, a neighbouring key, か for が, つ for っ, a lost ー.
    """
    place = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if len(typed) == len(meant):
        if place is None or typed[place + 1 :] != meant[place + 1 :]:
            return _LIKELY  # two letters changed places
        return _LIKELY if _is_easily_mistaken(typed[place], meant[place]) else 1.0
    longer = max(typed, meant, key=len)
    place = len(longer) - 1 if place is None else place
    extra = longer[place]
    is_doubled = extra in (longer[place - 1 : place], longer[place + 1 : place + 2])
    return _LIKELY if is_doubled or extra in _EASILY_LOST else 1.0


def _is_easily_mistaken(one: str, other: str) -> bool:
    pair = frozenset({one, other})
    return pair in _NEIGHBOURS or pair in _LOOKALIKES or _plain(one) == _plain(other)


def _plain(kana: str) -> str:
    """Kana in large letters and without the marks of voiced sounds."""
    return unicodedata.normalize("NFD", _LARGE.get(kana, kana))[0]
