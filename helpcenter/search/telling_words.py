"""Telling words: which of a query's analysed words are looked up, where one stands inside another.

Articles keep all parts of a code, a version or a quantity. Who asks for 1.11, E-1042 or 4 pm means that, and not every
1, E and 4 of the library; so a part that says nothing alone gives way to what it is a part of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpcenter.search.analysis.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.expansion import TypedWord

_SAYS_NOTHING_ALONE = re.compile(r"\d{1,2}|[a-z]|[ap]\.?m|[一二三四五六七八九十]{1,2}|[つ個台人件枚名回]")
# Even one that no article has: of E-7 or 1.12 neither part is what is meant.
_CODE = re.compile(r"(?=.*\d)(?=.*[a-z.])[\x21-\x7e]+")
_CANONICAL = re.compile(r"\d[.:-]\d")
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"[^\w\s]")
_SIGNED = re.compile(r"^[.$@#]|[+#-]$|&")


def telling(words: Sequence[TypedWord], text: str) -> Sequence[TypedWord]:
    """Return the words worth looking up; `text` is the query in lower case that their places are those of."""
    if not _SIGN.search(text) and not any(map(_DIGIT.search, [word.term for word in words])):
        return words
    return [word for word in words if not _gives_way(word, words, text)]


def is_identifier(text: str) -> bool:
    """Tell whether a stretch of a query, without spaces, is a code, a version or a name with a sign."""
    return not any(map(str.isspace, text)) and (any(map(str.isdigit, text)) or _SIGNED.search(text) is not None)


def _gives_way(word: TypedWord, words: Sequence[TypedWord], text: str) -> bool:
    written = text[word.start : word.end]
    if _SIGN.fullmatch(written):
        # The sign of an amount: $12, 8%.
        return text[word.end : word.end + 1].isdigit() or text[: word.start].rstrip()[-1:].isdigit()
    is_small = _SAYS_NOTHING_ALONE.fullmatch(written) is not None or written in UNITS
    for other in words:
        if (other.start, other.end) == (word.start, word.end):
            if other.number is not None and _CANONICAL.search(other.term) and not _CANONICAL.search(word.term):
                return True
        elif is_small and other.start <= word.start and word.end <= other.end:
            whole = text[other.start : other.end]
            if other.number is not None or _CODE.fullmatch(whole):
                return True
    return False
