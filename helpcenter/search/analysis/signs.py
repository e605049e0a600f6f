"""Signs and emoji that somebody wrote: each is a term, so that who asks for 👍, € or ⌘ finds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.analysis.words import Place

# A sign before a name belongs to it: .NET, $total, @name, #topic. Of ASCII's others only those count that stand alone
# or belong to a number: the rest is punctuation, or markup.
_ASCII = (
    r"[.$@#%+=<>*^~|](?:(?<=[.$@#])(?=[A-Za-z])(?<![A-Za-z0-9_.)].)[A-Za-z0-9]+"
    r"|(?!\S|(?<=\.))(?<!\S.)|(?<=\$)(?=\d)|(?<=\d%)|(?<=\d %))"
)
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# Currencies, letter-like signs, arrows, mathematics, keys, shapes, dingbats, postal marks, pictures; no frames.
_OTHERS = (
    "[¢-©¬®°±¶×÷†‡‰※⁂\u20a0-\u20cf\u2100-\u214f\u2190-\u24ff\u25a0-\u27bf\u2900-\u2bff〒〓〠〄\U0001f000-\U0001faff]"
)
_IN_ASCII = re.compile(_ASCII)
_IN_TEXT = re.compile(f"{_FLAG}|{_OTHERS}|{_ASCII}")


def signs(text: str) -> Iterator[Place]:
    """Yield the signs and emoji of a text, and names with the sign before them."""
    for match in (_IN_ASCII if text.isascii() else _IN_TEXT).finditer(text):
        yield match.group().lower(), match.start(), match.end()
