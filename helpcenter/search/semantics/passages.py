"""What is embedded of an article: short passages, each of which could be the answer to a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from helpcenter.content.questions import PatternError, read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.article import Article

KEY_BYTES = 16
# About 100 tokens: longer passages take the model longer and blur what they are about. A Japanese character says more.
MOST_CHARACTERS = 400
MOST_JAPANESE_CHARACTERS = 220
# A section that says more becomes several passages, each under the headings. Measured: the right article is in the top
# three for 1.5 percent more queries, in both languages.
_MOST_PIECES = 4
# However long the headings are, this much of the text stands below them.
_LEAST_TEXT, _LEAST_JAPANESE_TEXT = 200, 120
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_MOSTLY_JAPANESE = 0.2
_MOST_PHRASINGS = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to embed, and the number of the section it stands for; 0 is the lead."""

    text: str
    section: int

    @property
    def key(self) -> bytes:
        """Names the text: equal texts share one vector."""
        return blake2b(self.text.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Return an article's passages: title, questions, summary, and each section under the title; no text twice."""
    texts = [
        (cut(article.title), 0),
        *((cut(phrasing), 0) for question in article.questions for phrasing in _phrasings(question)),
        (cut(article.summary), 0),
    ]
    for number, section in enumerate(article.sections):
        if section.heading or section.text:
            # The title tells what a section called "Overview" is about.
            pieces = _pieces(f"{article.title} {section.heading}\n", _on_one_line(section.text))
            texts.extend((piece, number) for piece in pieces)
    passages = {text.strip(): section for text, section in reversed(texts)}
    passages.pop("", None)
    return tuple(Passage(text, section) for text, section in reversed(passages.items()))


def _pieces(head: str, text: str) -> Iterator[str]:
    """Yield the beginning of a section's text, piece by piece, each below what the section is about."""
    most, least = (
        (MOST_JAPANESE_CHARACTERS, _LEAST_JAPANESE_TEXT) if _is_japanese(text) else (MOST_CHARACTERS, _LEAST_TEXT)
    )
    head = head[:most]
    room = max(most - len(head), least)
    for start in range(0, max(len(text), 1), room)[:_MOST_PIECES]:
        yield head + text[start : start + room]


def _phrasings(question: str) -> Iterator[str]:
    """Yield some ways to put a question: they mean the same, so a few lie near all of them."""
    try:
        yield from read_pattern(question).phrasings(_MOST_PHRASINGS)
    except PatternError:
        yield question


def cut(text: str, most: int = MOST_CHARACTERS, most_japanese: int = MOST_JAPANESE_CHARACTERS) -> str:
    """Return the beginning of a text, as much of it as is embedded."""
    text = text[:most]
    return (text[:most_japanese] if _is_japanese(text) else text).strip()


def _is_japanese(text: str) -> bool:
    """Tell whether what a text begins with is mostly Japanese."""
    beginning = text[:MOST_CHARACTERS]
    return len(_JAPANESE.findall(beginning)) > _MOSTLY_JAPANESE * len(beginning)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
