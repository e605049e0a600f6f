"""Quoted phrases: words in quotation marks must stand in an article just so, one behind the other.

Both sides are analysed alike, so forms and spellings of a word are one; what stands between two words of the phrase
(particles and endings in Japanese, nothing but spaces and marks in English) must be the same in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer, analyze
from helpcenter.search.analysis.normalizing import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.locale_index import LocaleIndex

QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」|『([^』]+)』')
"""Something in a pair of quotation marks."""
_SAID = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[\n。！？]|[.!?](?=\s|$)")
# Quotation marks, brackets and spaces may stand between the words of an article that those of the phrase have not.
_MARKS = 6
# Of a phrase whose words stand in more articles than this, those that say them most are read.
_MOST_READ = 300


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a phrase: its term's number and where it stands there; parts of compounds are words too."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Matching:
    """Articles that have the phrases of a query, ascending; None when nothing was quoted or no article has it.

    `unmatched` are the phrases that no article has, or none that has those before it.
    """

    articles: NDArray[np.int64] | None = None
    unmatched: tuple[str, ...] = ()


NOTHING_QUOTED = Matching()


def phrases_in(text: str) -> tuple[str, ...]:
    """Return what stands in pairs of quotation marks and has a word in it; a lone mark is just text."""
    quoted = ("".join(match.groups(default="")).strip() for match in QUOTED.finditer(normalize(text).text))
    return tuple(dict.fromkeys(phrase for phrase in quoted if _SAID.search(phrase)))


def match(phrases: Sequence[str], index: LocaleIndex) -> Matching:
    """Find the articles that have all phrases in titles, headings or texts; phrases that none has are left out."""
    articles: NDArray[np.int64] | None = None
    unmatched: list[str] = []
    for phrase in phrases:
        having = _articles_with(phrase, index)
        if having is None:
            continue  # particles only, which no article can be asked for
        both = having if articles is None else np.intersect1d(articles, having, assume_unique=True)
        if len(both):
            articles = both
        else:
            unmatched.append(phrase)
    return Matching(articles, tuple(unmatched))


def _articles_with(phrase: str, index: LocaleIndex) -> NDArray[np.int64] | None:
    """Return the numbers of the articles that have a phrase, ascending; None for a phrase without words."""
    stream = analyze(phrase)
    stretches = [
        (term, start, end)
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    if not stretches:
        return None
    words = [
        _Word(number, start, end) for term, start, end in stretches if (number := index.terms.find(term)) is not None
    ]
    outer = [
        (start, end)
        for _, start, end in stretches
        if not any(first <= start and end <= last and last - first > end - start for _, first, last in stretches)
    ]
    having = [
        article for article in _candidates(words, outer, index) if _Reading(article, words, index).has(phrase, outer)
    ]
    return np.array(sorted(having), dtype=np.int64)


def _candidates(words: Sequence[_Word], outer: Sequence[tuple[int, int]], index: LocaleIndex) -> list[int]:
    """Return articles that have all words of a phrase, whole or in parts; at most `_MOST_READ`."""
    rows = index.impacts
    within = [[word.number for word in words if start <= word.start and word.end <= end] for start, end in outer]
    if not all(within):
        return []
    common = reduce(
        lambda some, more: np.intersect1d(some, more, assume_unique=True),
        [np.unique(np.concatenate([rows.articles[_row(number, index)] for number in numbers])) for numbers in within],
    )
    if len(common) > _MOST_READ:
        said = np.zeros(len(common), dtype=np.float32)
        for number in {word.number for word in words}:
            articles, impacts = rows.articles[_row(number, index)], rows.article_impacts[_row(number, index)]
            places = np.minimum(np.searchsorted(articles, common), len(articles) - 1)
            said += np.where(articles[places] == common, impacts[places], 0)
        common = common[np.argsort(-said, kind="stable")[:_MOST_READ]]
    return [int(article) for article in common]


def _row(number: int, index: LocaleIndex) -> slice:
    return slice(index.starts[number], index.starts[number + 1])


class _Reading:
    """Where the words of a phrase stand in an article's titles, headings and texts."""

    def __init__(self, article: int, words: Sequence[_Word], index: LocaleIndex) -> None:
        streams = index.streams
        texts = slice(2 * index.first_section[article], 2 * index.first_section[article + 1])
        begin = int(streams.ends[texts.start - 1]) if texts.start else 0
        numbers = {word.number for word in words}
        terms = streams.terms[begin : streams.ends[texts.stop - 1]]
        places = begin + np.flatnonzero(np.isin(terms, list(numbers)))
        text_of = np.searchsorted(streams.ends[texts], places, side="right") + texts.start
        self._index = index
        self._words = words
        self._texts: dict[int, str] = {}
        # By text and term: where it starts and ends there, in order.
        self._places: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for text, term, start, end in zip(
            text_of.tolist(),
            streams.terms[places].tolist(),
            streams.starts_at[places].tolist(),
            streams.ends_at[places].tolist(),
            strict=True,
        ):
            self._places.setdefault((text, term), []).append((start, end))

    def has(self, phrase: str, outer: Sequence[tuple[int, int]]) -> bool:
        """Tell whether the phrase stands in one of the texts."""
        firsts = [word for word in self._words if word.start == outer[0][0]]
        return any(
            self._stands(word, place, number, phrase)
            for number, term in self._places
            for word in firsts
            if word.number == term
            for place in self._places[number, term]
            if self._is_led(word, place, number, phrase)
        )

    def _is_led(self, word: _Word, place: tuple[int, int], number: int, phrase: str) -> bool:
        """Tell whether what the phrase says before its first word stands before it here too: 未 in 未登録."""
        lead = phrase[: word.start].strip()
        return not lead or _between(self._text(number), max(0, place[0] - len(lead)), place[0]).endswith(_said(lead))

    def _stands(self, word: _Word, place: tuple[int, int], number: int, phrase: str) -> bool:
        """Tell whether the rest of the phrase stands behind one of its words."""
        nearest = min((other.start for other in self._words_after(word)), default=None)
        if nearest is None:
            rest = phrase[word.end :].strip()
            return not rest or _between(self._text(number), place[1], place[1] + len(rest)).startswith(_said(rest))
        gap = _said(phrase[word.end : nearest])
        return any(
            _between(self._text(number), place[1], other[0]) == gap and self._stands(following, other, number, phrase)
            for following in self._words_after(word)
            if following.start == nearest
            for other in self._behind(following, number, place[1], nearest - word.end)
        )

    def _words_after(self, word: _Word) -> Iterator[_Word]:
        return (other for other in self._words if other.start >= word.end)

    def _behind(self, word: _Word, number: int, place: int, gap: int) -> Iterator[tuple[int, int]]:
        places = self._places.get((number, word.number), [])
        for other in places[bisect_left(places, (place, place)) :]:
            if other[0] > place + gap + _MARKS:
                return
            yield other

    def _text(self, number: int) -> str:
        text = self._texts.get(number)
        if text is None:
            section, is_body = divmod(number, 2)
            text = self._index.body_text(section) if is_body else self._index.heading_text(section)
            self._texts[number] = text
        return text


def _between(text: str, start: int, end: int) -> str:
    """Return what is said in a stretch of text; a sentence that ends there is a difference that counts."""
    stretch = text[start:end]
    if not stretch or (stretch.isspace() and "\n" not in stretch):
        return ""
    return "\n" if _BREAK.search(stretch) else _said(stretch)


def _said(text: str) -> str:
    return "".join(_SAID.findall(normalize(text).text)).casefold()
