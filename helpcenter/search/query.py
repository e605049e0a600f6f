"""A reader's words become weighted terms of one locale's vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term
from helpcenter.search.results import MAX_QUERY_CHARACTERS

if TYPE_CHECKING:
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.weights import Weights

# Customers paste whole sentences; the rarest terms carry what they ask.
MAX_TERMS = 24
_MAX_COMPLETIONS = 16


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term of the query: its number in the vocabulary, and what to multiply its impacts by."""

    text: str
    number: int
    weight: float
    layer: Layer


@dataclass(frozen=True, slots=True)
class Query:
    """What will be looked up.

    `terms` are known to the vocabulary, each once; `unknown_rarity` is the rarity of the words that are not;
    `truncated` tells that part of the text was not read.
    """

    terms: tuple[QueryTerm, ...]
    unknown_rarity: float
    truncated: bool


def parse(text: str, index: LocaleIndex, weights: Weights, *, complete_last: bool = False) -> Query:
    """Turn a query into terms; with `complete_last`, its last word may be the beginning of a word."""
    cut = text[:MAX_QUERY_CHARACTERS]
    stream = analyze(cut)
    distinct = dict.fromkeys(stream.terms)
    words = [term for term in distinct if term[0] == Layer.WORD]
    say_something = any(not is_stop_term(term) for term in words)
    known: list[QueryTerm] = []
    unknown_rarity = 0.0
    for term in distinct:
        layer = Layer(term[0])
        weight = weights.layers[layer]
        if say_something and is_stop_term(term):
            weight *= weights.stop_word
        number = index.terms.find(term)
        if number is not None:
            known.append(QueryTerm(term, number, weight, layer))
        elif layer is Layer.WORD and not is_stop_term(term):
            unknown_rarity += _highest_rarity(index)
    if complete_last and stream.terms and stream.ends[-1] == len(cut):
        known.extend(_completions(stream.terms[-1], cut[stream.starts[-1] :], index, weights))
    known.sort(key=lambda term: (-term.weight * index.rarity[term.number], term.text))
    return Query(tuple(known[:MAX_TERMS]), unknown_rarity, len(text) > len(cut) or len(known) > MAX_TERMS)


def _highest_rarity(index: LocaleIndex) -> float:
    return log(1 + (index.article_count + 0.5) / 0.5)


def _completions(last: str, typed: str, index: LocaleIndex, weights: Weights) -> list[QueryTerm]:
    """Words that begin with what was typed last, the most widespread ones first."""
    prefix = Layer.WORD + typed.lower()
    found = index.terms.with_prefix(prefix)
    numbers = sorted(found[: 64 * _MAX_COMPLETIONS], key=lambda number: (index.rarity[number], number))
    return [
        QueryTerm(index.terms[number], number, weights.layers[Layer.WORD] / 2, Layer.WORD)
        for number in numbers[:_MAX_COMPLETIONS]
        if index.terms[number] != last
    ]
