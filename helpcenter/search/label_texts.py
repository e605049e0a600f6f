"""Labels as they are shown: their text, and where their words stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.normalizing import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.content.article import Article
    from helpcenter.search.postings import Postings


class LabelText(msgspec.Struct, frozen=True, array_like=True):
    """A label and its words: as labels write them, the numbers of their terms, and where they stand (start, end)."""

    text: str
    words: tuple[tuple[str, int, int, int], ...]


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(LabelText).decode


def written(text: str) -> str:
    """Return a word as labels keep it: one width, one case."""
    return text.lower() if text.isascii() else normalize(text).text.lower()


def of_sections(articles: Sequence[Article], postings: Postings) -> Iterator[LabelText]:
    """Yield the label of each section: the title of the article for its lead, else the heading."""
    streams = postings.streams
    is_word = [term[0] == Layer.WORD for term in postings.vocabulary]
    section = 0
    for article in articles:
        for number, each in enumerate(article.sections):
            text = each.heading if number else article.title
            place = slice(int(streams.ends[2 * section - 1]) if section else 0, int(streams.ends[2 * section]))
            rows = zip(
                streams.terms[place].tolist(),
                streams.starts_at[place].tolist(),
                streams.ends_at[place].tolist(),
                strict=True,
            )
            words = ((written(text[first:last]), term, first, last) for term, first, last in rows if is_word[term])
            yield LabelText(text, tuple(words))
            section += 1
