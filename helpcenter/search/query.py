"""A reader's words become weighted terms of one locale's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

import msgspec

from helpcenter.search.analysis.analyzer import INDEXED_LAYERS, Layer, analyze, is_stop_term
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.expansion import Alternative, TypedWord, expand
from helpcenter.search.query_weighting import pair_says, says
from helpcenter.search.results import MAX_QUERY_CHARACTERS
from helpcenter.search.stretches import Stretches
from helpcenter.search.telling_words import is_identifier, telling
from helpcenter.search.whole_questions import asked_of, understood_as

if TYPE_CHECKING:
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.weights import Weights

# Customers paste whole sentences; the rarest terms carry what they ask.
MAX_TERMS = 24
# A counted number (3台, 20000円) stands for the number and for what it counts.
_COUNTED_SAYS = 3.0
_COUNTED = re.compile(r"w\d+[^\W\da-z]$")
_LAYERS = {layer.value: layer for layer in INDEXED_LAYERS}
_WORD, _PAIR = Layer.WORD.value, Layer.PAIR  # found at once, as names of a module


class QueryTerm(msgspec.Struct, frozen=True):
    """A term to look up: its number in the vocabulary, what to multiply its impacts by, and where it comes from.

    `start` and `end` say which stretch of the query it stands for, `place` which word of several read there.
    """

    text: str
    number: int
    weight: float
    layer: Layer
    start: int
    end: int
    place: int = 0


class Query(msgspec.Struct, frozen=True):
    """What will be looked up.

    `terms` are known to the vocabulary, each once, the weightiest first. `truncated` tells that part of the text was
    not read; `text` is what was read, normalised; `asked_of` are the articles that have this very question. `typed`
    are its words, `meant` all terms that were found for them. `rarest` is the rarity of a word no article has.
    """

    terms: tuple[QueryTerm, ...]
    truncated: bool
    text: str
    asked_of: tuple[int, ...]
    typed: Sequence[TypedWord]
    meant: Sequence[QueryTerm]
    rarest: float

    @property
    def is_literal(self) -> bool:
        """Tell whether it is nothing but codes, numbers and names with signs."""
        lower = self.text.lower()
        return bool(self.typed) and all(
            any(map(str.isdigit, word.term)) or is_identifier(lower[word.start : word.end]) for word in self.typed
        )


class QueryWord(msgspec.Struct, frozen=True):
    """A word of the query, the share of an article's answer it asks for, and the terms that answer it."""

    rarity: float
    terms: tuple[QueryTerm, ...]


def parse(text: str, index: LocaleIndex, weights: Weights) -> Query:
    """Turn a query into terms."""
    cut = normalize(text[:MAX_QUERY_CHARACTERS]).text
    stream = analyze(cut)
    find = index.term_number
    typed = [
        TypedWord(term, start, end, find(term), says(term, weights) if term[0] == _WORD else pair_says(term, weights))
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
    ]
    lower = cut.lower()
    words = telling([word for word in typed if word.term[0] == _WORD], lower)
    typed = [word for word in typed if word.term[0] != _WORD or word in words]
    alternatives = _believed(list(expand(lower, words, index)), cut, weights) if weights.go_beyond_words else []
    read = [
        (other.start, other.end)
        for other in alternatives
        if other.layer is Layer.READING
        or (other.layer is Layer.SYNONYM and is_identifier(index.terms[other.number][1:]))
    ]
    # What is read as a whole is not also its parts: ro-ru is ロール, not "ro" and "ru"; "c sharp" C#, not every c.
    if read:
        wholes = Stretches(read)
        typed = [word for word in typed if not wholes.cover(word.start, word.end)]
    found = _typed_terms(typed, words, weights)
    said = {(word.start, word.end): word.says for word in words}
    for other in alternatives:
        weight = weights.layers[other.layer] * other.likeness * said.get((other.start, other.end), 1.0)
        if weight and (other.number not in found or found[other.number].weight < weight):
            term = index.terms[other.number]
            found[other.number] = QueryTerm(
                term, other.number, weight, other.layer, other.start, other.end, other.place
            )
    rarity = index.rarity
    terms = sorted(found.values(), key=lambda term: (-term.weight * rarity[term.number], term.text))
    truncated = len(text) > MAX_QUERY_CHARACTERS or len(terms) > MAX_TERMS
    asked = asked_of(stream, index.questions) or (
        understood_as(_meanings(words, alternatives, index), index.questions) if alternatives else ()
    )
    rarest = log(1 + (index.article_count + 0.5) / 0.5) ** weights.rarity
    return Query(tuple(terms[:MAX_TERMS]), truncated, cut, asked, words, terms, rarest)


def _believed(alternatives: list[Alternative], text: str, weights: Weights) -> list[Alternative]:
    """Leave out Latin words that katakana sounds like where its translation is known: サービス is no "serviceurl"."""
    if not weights.layers[Layer.SYNONYM]:
        return alternatives
    translated = {(other.start, other.end) for other in alternatives if other.layer is Layer.SYNONYM}
    return [
        other
        for other in alternatives
        if other.layer is not Layer.SCRIPT
        or (other.start, other.end) not in translated
        or text[other.start : other.end].isascii()
    ]


def _typed_terms(typed: Sequence[TypedWord], words: Sequence[TypedWord], weights: Weights) -> dict[int, QueryTerm]:
    """The terms typed that the vocabulary knows; words like "how" count little beside better ones."""
    say_something = not all(is_stop_term(word.term) for word in words)
    found: dict[int, QueryTerm] = {}
    for word in typed:
        term, number = word.term, word.number
        if number is not None and number not in found:
            layer = _LAYERS[term[0]]
            weight = weights.layers[layer] * word.says
            if weight:
                if say_something and is_stop_term(term):
                    weight *= weights.stop_word
                elif _COUNTED.match(term):
                    weight *= _COUNTED_SAYS
                found[number] = QueryTerm(term, number, weight, layer, word.start, word.end)
    return found


def words_of(query: Query, index: LocaleIndex) -> tuple[QueryWord, ...]:
    """Return the words that say something, with the terms that may stand for each and its rarity.

    Terms are grouped by the stretch of the query they stand for; a stretch no term stands for counts as rarest. What
    says little counts as little.
    """
    stretches: dict[tuple[int, int], list[QueryTerm]] = {
        (word.start, word.end): [] for word in query.typed if not is_stop_term(word.term)
    }
    for term in query.meant:
        if term.layer is not _PAIR and not is_stop_term(term.text):
            stretches.setdefault((term.start, term.end), []).append(term)
    rarity = index.rarity
    said = {(word.start, word.end): word.says for word in query.typed}
    wholes = Stretches([stretch for stretch, found in stretches.items() if found])
    grouped: list[QueryWord] = []
    for stretch, found in stretches.items():
        says_it = said.get(stretch, 1.0)
        if found:
            grouped.append(QueryWord(says_it * max([rarity[term.number] for term in found]), tuple(found)))
        elif not wholes.cover(*stretch):
            grouped.append(QueryWord(says_it * query.rarest, ()))
    return tuple(grouped)


def _meanings(
    words: Sequence[TypedWord], alternatives: Sequence[Alternative], index: LocaleIndex
) -> list[Sequence[str]]:
    """Return what each word of the query may mean, in their order: itself when it is known, else what stands for it.

    Nothing where a word means nothing: who asks for more than a question of an article does not ask that question.
    """
    meant: dict[tuple[int, int], dict[int, list[str]]] = {}
    for word in words:
        if word.number is not None or not is_stop_term(word.term):
            places = meant.setdefault((word.start, word.end), {})
            if word.number is not None:
                places.setdefault(0, []).append(word.term)
    for other in alternatives:
        if other.layer is not Layer.SYNONYM:
            places = meant.setdefault((other.start, other.end), {})
            places.setdefault(other.place, []).append(index.terms[other.number])
    found: list[Sequence[str]] = []
    end = 0
    for (start, last), places in sorted(meant.items(), key=lambda each: (each[0][0], -each[0][1])):
        if start < end:
            continue
        if not places:
            return []
        found.extend(places[place] for place in sorted(places))
        end = last
    return found
