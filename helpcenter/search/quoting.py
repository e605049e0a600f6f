"""Quoted phrases: words in quotation marks must stand in an article just so, one behind the other.

Both sides are analysed alike, so forms and spellings of a word are one; what stands between two words of the phrase
(particles and endings in Japanese, nothing but spaces and marks in English) must be the same in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer, analyze
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helpcenter.search.locale_index import LocaleIndex

QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」|『([^』]+)』')
"""Something in a pair of quotation marks."""
_MARK = re.compile('["“「『＂｢﹁﹃]')
_SAID = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[\n。！？]|[.!?](?=\s|$)")
# Quotation marks, brackets and spaces may stand between the words of an article that those of the phrase have not.
_MARKS = 6
# Of a phrase whose words stand in more articles than this, those that say them most are read.
_MOST_READ = 300
MOST_PHRASES = 5
"""Of more, the words of the others are searched for one by one."""


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
_NONE = np.zeros(0, dtype=np.int64)


def phrases_in(text: str) -> tuple[str, ...]:
    """Return what stands in pairs of quotation marks and has a word in it; a lone mark is just text.

    Of more than `MOST_PHRASES`, which is what is looked for, one more is returned, so that it can be told.
    """
    if not _MARK.search(text):
        return ()
    quoted = ("".join(match.groups(default="")).strip() for match in QUOTED.finditer(normalize(text).text))
    return tuple(dict.fromkeys(phrase for phrase in quoted if _SAID.search(phrase)))[: MOST_PHRASES + 1]


def match(phrases: Sequence[str], index: LocaleIndex) -> Matching:
    """Find the articles that have all phrases in titles, headings or texts; phrases that none has are left out."""
    articles: NDArray[np.int64] | None = None
    unmatched: list[str] = []
    for phrase in phrases[:MOST_PHRASES]:
        having = _articles_with(phrase, index, articles)
        if having is None:
            continue  # particles only, which no article can be asked for
        if len(having):
            articles = having
        else:
            unmatched.append(phrase)
    return Matching(articles, tuple(unmatched))


def _articles_with(phrase: str, index: LocaleIndex, among: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    """Return the articles that have a phrase, ascending, of those `among` when given; None for one without words."""
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
    longer = Stretches((start, end) for _, start, end in stretches)
    outer = [(start, end) for _, start, end in stretches if not longer.cover(start, end)]
    within = [[word.number for word in words if start <= word.start and word.end <= end] for start, end in outer]
    candidates = _candidates(words, within, index, among)
    if not len(candidates):
        return _NONE
    return _Phrase(phrase, words, outer, within).articles(np.sort(candidates), index)


def _candidates(
    words: Sequence[_Word], within: Sequence[Sequence[int]], index: LocaleIndex, among: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return articles that have all words of a phrase, whole or in parts; at most `_MOST_READ`."""
    if not all(within):
        return _NONE
    rows = index.impacts
    common = among
    for numbers in within:
        having = np.unique(np.concatenate([rows.articles[_row(number, index)] for number in numbers]))
        common = having if common is None else np.intersect1d(common, having, assume_unique=True)
        if not len(common):
            return _NONE
    if common is not None and len(common) > _MOST_READ:
        said = np.zeros(len(common), dtype=np.float32)
        for number in {word.number for word in words}:
            articles, impacts = rows.articles[_row(number, index)], rows.article_impacts[_row(number, index)]
            places = np.minimum(np.searchsorted(articles, common), len(articles) - 1)
            said += np.where(articles[places] == common, impacts[places], 0)
        common = common[np.argsort(-said, kind="stable")[:_MOST_READ]]
    return _NONE if common is None else common.astype(np.int64)


def _row(number: int, index: LocaleIndex) -> slice:
    return slice(index.starts[number], index.starts[number + 1])


@dataclass(frozen=True, slots=True)
class _Following:
    """What stands behind a word in the phrase: the next words, which begin `gap` characters on, and what is between."""

    words: tuple[_Word, ...]
    gap: int
    said: str


class _Phrase:
    """A phrase of words that the vocabulary knows, to be looked for in many articles at once.

    `outer` are the words that are part of no longer one, `within` the numbers of the terms in each of them.
    """

    def __init__(
        self,
        phrase: str,
        words: Sequence[_Word],
        outer: Sequence[tuple[int, int]],
        within: Sequence[Sequence[int]],
    ) -> None:
        self._firsts = [word for word in words if word.start == outer[0][0]]
        self._lead = phrase[: outer[0][0]].strip()
        self._numbers = sorted({word.number for word in words})
        # Where words lie behind each other, a text without one of them cannot have the phrase.
        is_row = all(one[1] <= other[0] for one, other in pairwise(outer))
        self._needed = within if is_row else [[word.number for word in self._firsts]]
        in_order = sorted(words, key=lambda word: word.start)
        starts = [word.start for word in in_order]
        self._following = {
            word: _following(word, in_order[bisect_left(starts, word.end) :], phrase) for word in {*words}
        }

    def articles(self, candidates: NDArray[np.int64], index: LocaleIndex) -> NDArray[np.int64]:
        """Return those of the articles, ascending, that have the phrase in one of their texts."""
        streams = index.streams
        first, last = 2 * index.first_section[candidates], 2 * index.first_section[candidates + 1]
        ends = streams.ends[last - 1]
        begins = np.where(first > 0, streams.ends[first - 1], 0)
        terms = np.concatenate(
            [streams.terms[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        )
        found = np.flatnonzero(np.isin(terms, self._numbers))
        closes = np.cumsum(ends - begins)
        article = np.searchsorted(closes, found, side="right")
        places = found + (ends - closes)[article]
        terms = terms[found]
        # A word that is the whole phrase stands wherever its term does.
        alone = [word.number for word in self._firsts if not self._lead and self._following[word] == _NOTHING]
        having = set(article[np.isin(terms, alone)].tolist()) if alone else set()
        if len(alone) < len(self._firsts):
            text = np.searchsorted(streams.ends, places, side="right")
            for numbers in self._needed:
                with_one = np.isin(text, text[np.isin(terms, numbers)])
                article, places, terms, text = article[with_one], places[with_one], terms[with_one], text[with_one]
            rows = zip(
                article.tolist(),
                text.tolist(),
                terms.tolist(),
                streams.starts_at[places].tolist(),
                streams.ends_at[places].tolist(),
                strict=True,
            )
            for number, in_article in groupby(rows, key=itemgetter(0)):
                if number not in having and any(
                    self._stands_in(_Text(number_of_text, in_text, index))
                    for number_of_text, in_text in groupby(in_article, key=itemgetter(1))
                ):
                    having.add(number)
        return candidates[sorted(having)]

    def _stands_in(self, text: _Text) -> bool:
        return any(
            self._is_led(place, text) and self._goes_on(word, place, text)
            for word in self._firsts
            for place in text.places.get(word.number, ())
        )

    def _is_led(self, place: tuple[int, int], text: _Text) -> bool:
        """Tell whether what the phrase says before its first word stands before it here too: 未 in 未登録."""
        lead = self._lead
        return not lead or text.between(max(0, place[0] - len(lead)), place[0]).endswith(_said(lead))

    def _goes_on(self, word: _Word, place: tuple[int, int], text: _Text) -> bool:
        """Tell whether the rest of the phrase stands behind one of its words."""
        following = self._following[word]
        if not following.words:
            return not following.gap or text.between(place[1], place[1] + following.gap).startswith(following.said)
        return any(
            text.between(place[1], other[0]) == following.said and self._goes_on(next_word, other, text)
            for next_word in following.words
            for other in text.behind(next_word.number, place[1], following.gap)
        )


_NOTHING = _Following((), 0, "")


def _following(word: _Word, behind: Sequence[_Word], phrase: str) -> _Following:
    """Return what follows a word; `behind` are the words behind it, in order."""
    if not behind:
        rest = phrase[word.end :].strip()
        return _Following((), len(rest), _said(rest)) if rest else _NOTHING
    nearest = behind[0].start
    following = tuple(takewhile(lambda other: other.start == nearest, behind))
    return _Following(following, nearest - word.end, _said(phrase[word.end : nearest]))


class _Text:
    """A title, a heading or a text, and where terms stand in it, in order; read only when it has to be."""

    def __init__(self, number: int, rows: Iterable[tuple[int, int, int, int, int]], index: LocaleIndex) -> None:
        self.places: dict[int, list[tuple[int, int]]] = {}
        for _, _, term, start, end in rows:
            self.places.setdefault(term, []).append((start, end))
        self._number = number
        self._index = index
        self._text: str | None = None

    def behind(self, term: int, place: int, gap: int) -> Iterator[tuple[int, int]]:
        """Yield where a term stands behind a place, about as far as a gap."""
        places = self.places.get(term, [])
        for other in places[bisect_left(places, (place, place)) :]:
            if other[0] > place + gap + _MARKS:
                return
            yield other

    def between(self, start: int, end: int) -> str:
        """Return what is said in a stretch; a sentence that ends there is a difference that counts."""
        if start >= end:
            return ""
        if self._text is None:
            section, is_body = divmod(self._number, 2)
            self._text = self._index.body_text(section) if is_body else self._index.heading_text(section)
        return _between(self._text[start:end])


@lru_cache(maxsize=4_096)  # spaces, particles and marks, the same everywhere
def _between(stretch: str) -> str:
    if not stretch or (stretch.isspace() and "\n" not in stretch):
        return ""
    return "\n" if _BREAK.search(stretch) else _said(stretch)


def _said(text: str) -> str:
    return "".join(_SAID.findall(normalize(text).text)).casefold()
