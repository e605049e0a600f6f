"""Bringing the many ways to write the same characters to one, without losing where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from helpcenter.search.analysis.kanji_variants import in_common_use

# A character and what modifies it, which must be normalised together: combining marks, half-width (han)dakuten. Runs of
# ASCII that nothing modifies are taken whole, since they stay as they are.
_CLUSTER = re.compile(
    "(?P<ascii>[\0-\x7f]+(?![\u0300-\u036f\u3099\u309a\uff9e\uff9f]))|[\\s\\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*"
)
# Zero-width and direction characters are invisible to the reader, so to the search, as are selectors of a variant's
# shape and of an emoji's skin; lone surrogates are no text.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]+"
)
# What looks like ー and stands behind a katakana that can be long, but not before a letter or digit.
_LONG_VOWEL = re.compile(
    r"(?P<run>[ァ-ヺ]*[ァ-ヂツ-ヲヴ])"
    r"(?:[-‐‑‒–—―−─](?P<dash>)|[〜~](?P<wave>)|一(?=[ァ-ヺ]))"
    r"(?![-‐‑‒–—―−─〜~ー]|[^\W\u3041-\u30fa\u30fc-\u9fff])(?=(?P<on>[ァ-ヺ]?))"
)
_SMALL_KANA = re.compile("[ァィゥェォャュョッ]")
# Behind a longer run a dash is more likely a hyphen (カテゴリ-サブカテゴリ),
# and a wave means from and to (カナダ〜アメリカ).
_LONGEST_BEFORE_DASH, _LONGEST_BEFORE_WAVE = 3, 2


class NormalizedText(Struct, frozen=True):
    """NFKC text and, for each of its characters, where the original it came from starts and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def normalize(original: str) -> NormalizedText:
    """Apply Unicode NFKC, fold look-alikes of Japanese characters, drop invisible characters; offsets are kept.

    Case is kept, because word boundaries in camelCase are still to be found. See Unicode Annex 15.
    """
    if original.isascii():
        return NormalizedText(original, range(len(original)), range(1, len(original) + 1))
    if unicodedata.is_normalized("NFKC", original) and not _INVISIBLE.search(original):
        return NormalizedText(_folded(original), range(len(original)), range(1, len(original) + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(original):
        if cluster.lastgroup:
            characters.append(cluster.group())
            starts.extend(range(*cluster.span()))
            ends.extend(range(cluster.start() + 1, cluster.end() + 1))
            continue
        normalized = _INVISIBLE.sub("", unicodedata.normalize("NFKC", cluster.group()))
        characters.append(normalized)
        starts.extend([cluster.start()] * len(normalized))
        ends.extend([cluster.end()] * len(normalized))
    return NormalizedText(_folded("".join(characters)), starts, ends)


def _folded(text: str) -> str:
    """Fold characters that only look different; each stays one."""
    return _LONG_VOWEL.sub(_with_long_vowel, in_common_use(text))


def _with_long_vowel(match: re.Match[str]) -> str:
    syllables = len(_SMALL_KANA.sub("", match["run"]))
    is_long = (
        syllables <= _LONGEST_BEFORE_WAVE
        if match["wave"] is not None
        else syllables <= _LONGEST_BEFORE_DASH or not match["on"]
    )
    return f"{match['run']}ー" if is_long else match.group()
