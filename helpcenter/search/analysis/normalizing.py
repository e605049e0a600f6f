"""Bringing the many ways to write the same characters to one, without losing where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

# A character and what modifies it, which must be normalised together: combining marks, half-width (han)dakuten.
_CLUSTER = re.compile("[\\s\\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
# Zero-width and direction characters are invisible to the reader, so to the search; lone surrogates are no text.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]+")


class NormalizedText(Struct, frozen=True):
    """NFKC text and, for each of its characters, where the original it came from starts and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def normalize(original: str) -> NormalizedText:
    """Apply Unicode NFKC and drop invisible characters, keeping offsets.

    Case is kept, because word boundaries in camelCase are still to be found. See Unicode Annex 15.
    """
    if original.isascii() or (unicodedata.is_normalized("NFKC", original) and not _INVISIBLE.search(original)):
        return NormalizedText(original, range(len(original)), range(1, len(original) + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(original):
        normalized = _INVISIBLE.sub("", unicodedata.normalize("NFKC", cluster.group()))
        characters.append(normalized)
        starts.extend([cluster.start()] * len(normalized))
        ends.extend([cluster.end()] * len(normalized))
    return NormalizedText("".join(characters), starts, ends)
