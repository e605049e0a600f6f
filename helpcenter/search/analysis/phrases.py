"""A phrase as the words that carry it, for comparing phrases as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term

if TYPE_CHECKING:
    from helpcenter.search.analysis.analyzer import TermStream

_WORD = Layer.WORD.value


def phrase_terms(text: str) -> tuple[str, ...]:
    """Return the words of a phrase in order: of a compound only the whole, no stop words where there are others."""
    return carrying_terms(analyze(text))


def carrying_terms(stream: TermStream) -> tuple[str, ...]:
    """Return what `phrase_terms` returns, for a text that was already analysed."""
    words = [
        (start, -end, order, term)
        for order, (term, start, end) in enumerate(zip(stream.terms, stream.starts, stream.ends, strict=True))
        if term[0] == _WORD
    ]
    words.sort()
    outer: list[str] = []
    first = last = 0  # the stretch of the last word kept
    for start, end, _, term in words:
        if -end > last or (-end == last and start == first):
            outer.append(term)
            first, last = start, -end
    return tuple([term for term in outer if not is_stop_term(term)]) or tuple(outer)
