"""Snippets: the stretch of text where the reader's words stand together, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.locale_index import LocaleIndex

# Characters shown. Japanese says in one character what takes English two.
_WIDTH = 160
_WIDE_WIDTH = 90
_SENTENCE_ENDS = ("\n", "。", "！", "？", ". ", "? ", "! ")
# So many terms are looked through one by one.
_SHORT = 24
_ELLIPSIS = Fragment("…", marked=False)


_Match: TypeAlias = tuple[int, int, int]
"""Where a term stands in a text, from start to end, and its number."""


@dataclass(frozen=True, slots=True)
class Marking:
    """The terms to mark: their weights by number, which of them are pairs, and all as a mask over the vocabulary."""

    weights: Mapping[int, float]
    pairs: frozenset[int]
    mask: NDArray[np.bool_]


def marking_of(weights: Mapping[int, float], pairs: frozenset[int], index: LocaleIndex) -> Marking:
    """Prepare terms for marking in many texts of one locale."""
    mask = np.zeros(len(index.terms), dtype=np.bool_)
    mask[list(weights)] = True
    return Marking(weights, pairs, mask)


def heading(section: int, index: LocaleIndex, marking: Marking) -> tuple[Fragment, ...]:
    """Return a section's heading (the title for a lead) with the terms marked."""
    text = index.heading_text(section)
    return _fragments(text, 0, len(text), _matches(index.heading_stream(section), index, marking))


def body(section: int, index: LocaleIndex, marking: Marking) -> tuple[Fragment, ...]:
    """Return the part of a section's text that says most about the terms, marked.

    The beginning of the text when none of the terms stands in it.
    """
    text = index.body_text(section)
    matches = _matches(index.body_stream(section), index, marking)
    width = _WIDTH if text[:_WIDTH].isascii() else _WIDE_WIDTH
    start = 0
    if matches and len(text) > width:
        start = _readable_start(text, _densest(matches, marking.weights, width), width)
    end = _readable_end(text, start, width)
    fragments = _fragments(text, start, end, matches)
    return (_ELLIPSIS,) * (start > 0) + fragments + (_ELLIPSIS,) * (end < len(text))


def first_mention(article: int, term: int, index: LocaleIndex) -> str:
    """Return a term as an article first writes it; the term itself where it only stands in questions."""
    for section in index.sections_of(article):
        for stream, text in (
            (index.heading_stream(section), index.heading_text),
            (index.body_stream(section), index.body_text),
        ):
            found = np.flatnonzero(index.streams.terms[stream] == term)
            if len(found):
                place = int(found[0]) + stream.start
                return text(section)[index.streams.starts_at[place] : index.streams.ends_at[place]]
    return index.terms[term][1:]


def _matches(stream: slice, index: LocaleIndex, marking: Marking) -> list[_Match]:
    """Return where the terms stand in a text, in order."""
    terms, starts, ends = index.stream_terms, index.stream_starts, index.stream_ends
    first, last = stream.start, stream.stop
    if last - first < _SHORT:  # a heading: as quick as numpy is to begin
        weights = marking.weights
        found = [first + place for place, term in enumerate(terms[first:last]) if term in weights]
    else:
        found = [first + place for place in marking.mask.take(index.streams.terms[stream]).nonzero()[0].tolist()]
    if not found:
        return []
    return _without_lone_pairs(sorted([(starts[place], ends[place], terms[place]) for place in found]), marking)


def _without_lone_pairs(matches: list[_Match], marking: Marking) -> list[_Match]:
    """Drop pairs that stand alone: a word of three characters leaves two that overlap, others are chance."""
    if len(marking.pairs) < 2:
        return matches
    pairs = marking.pairs
    return [match for place, match in enumerate(matches) if match[2] not in pairs or _overlaps(matches, place)]


def _overlaps(matches: Sequence[_Match], place: int) -> bool:
    """Tell whether a match overlaps the one that follows, or one of the two before."""
    start, end, _ = matches[place]
    return (
        (place + 1 < len(matches) and matches[place + 1][0] < end)
        or (place > 0 and matches[place - 1][1] > start)
        or (place > 1 and matches[place - 2][1] > start)
    )


def _densest(matches: Sequence[_Match], weights: Mapping[int, float], width: int) -> int:
    """Return where the stretch of `width` characters with the most weight of distinct terms begins, the first of many.

    Two ends walk through the matches together, so a long text costs no more than its matches.
    """
    inside = dict.fromkeys(weights, 0)
    weight, best, best_start, first = 0.0, 0.0, 0, 0
    for place, (_, end, term) in enumerate(matches):
        if not inside[term]:
            weight += weights[term]
        inside[term] += 1
        while end - matches[first][0] > width and first < place:
            gone = matches[first][2]
            inside[gone] -= 1
            if not inside[gone]:
                weight -= weights[gone]
            first += 1
        if weight > best + 1e-6:
            best, best_start = weight, matches[first][0]
    return best_start


def _readable_start(text: str, place: int, width: int) -> int:
    """Begin with the sentence when it begins near, else with the words just before."""
    near = max(0, place - width // 2)
    sentence = max(
        (text.rfind(mark, near, place) + len(mark) for mark in _SENTENCE_ENDS if mark in text[near:place]), default=0
    )
    if sentence or near == 0:
        return sentence
    before = place - width // 4
    space = text.find(" ", before, place)
    return space + 1 if space >= 0 else before


def _readable_end(text: str, start: int, width: int) -> int:
    """End after a whole word, where words have spaces between them."""
    end = start + width
    if end >= len(text):
        return len(text)
    if text[end].isascii() and text[end - 1].isascii():
        return max(text.rfind(" ", start, end), start + width // 2)
    return end


def _fragments(text: str, start: int, end: int, matches: Sequence[_Match]) -> tuple[Fragment, ...]:
    """Cut text from `start` to `end` into marked and unmarked runs; matches that touch or overlap become one."""
    fragments: list[Fragment] = []
    place = start
    for first, last in _joined(matches, start, end):
        if first > place:
            fragments.append(Fragment(text[place:first].replace("\n", " "), marked=False))
        fragments.append(Fragment(text[max(first, start) : min(last, end)].replace("\n", " "), marked=True))
        place = last
    if place < end:
        fragments.append(Fragment(text[place:end].replace("\n", " "), marked=False))
    return tuple(fragments)


def _joined(matches: Sequence[_Match], start: int, end: int) -> list[tuple[int, int]]:
    """Join the matches that reach into a stretch of text."""
    joined: list[tuple[int, int]] = []
    reach = -1
    for first, last, _ in matches:
        if last <= start or first >= end:
            continue
        if first <= reach:
            if last > reach:
                reach = last
                joined[-1] = (joined[-1][0], reach)
        else:
            reach = last
            joined.append((first, last))
    return joined
