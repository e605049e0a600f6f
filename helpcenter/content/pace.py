"""How long an article takes to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from helpcenter.content.article import Article

# Kana and kanji: what is counted by the character.
_CHARACTER: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々]")
_WORD: Final = re.compile(r"\w+(?:['’.-]\w+)*")
CHARACTERS_A_MINUTE: Final = 500
WORDS_A_MINUTE: Final = 230


def minutes_to_read(article: Article) -> int:
    """Whole minutes, at least one: Japanese by its characters, other text by its words, whatever the locale."""
    text = "\n".join(f"{section.heading}\n{section.text}" for section in article.sections)
    characters = len(_CHARACTER.findall(text))
    words = len(_WORD.findall(_CHARACTER.sub(" ", text)))
    return max(1, round(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE))
