"""A phrase as the words that carry it, for comparing phrases as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term

if TYPE_CHECKING:
    from helpcenter.search.analysis.analyzer import TermStream


def phrase_terms(text: str) -> tuple[str, ...]:
    """Return the words of a phrase in order: of a compound only the whole, no stop words where there are others."""
    return carrying_terms(analyze(text))


def carrying_terms(stream: TermStream) -> tuple[str, ...]:
    """Return what `phrase_terms` returns, for a text that was already analysed."""
    words = [
        (start, end, term)
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    outer: list[str] = []
    reach = (0, 0)  # the stretch of the last word kept
    for start, end, term in sorted(words, key=_longest_first):
        if end > reach[1] or (start, end) == reach:
            outer.append(term)
            reach = (start, end)
    return tuple(term for term in outer if not is_stop_term(term)) or tuple(outer)


def _longest_first(word: tuple[int, int, str]) -> tuple[int, int]:
    start, end, _ = word
    return start, -end
