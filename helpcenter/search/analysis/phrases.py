"""A phrase as the words that carry it, for comparing phrases as a whole."""

from __future__ import annotations

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term


def phrase_terms(text: str) -> tuple[str, ...]:
    """Return the words of a phrase in order: of a compound only the whole, no stop words where there are others."""
    stream = analyze(text)
    words = [
        (term, start, end)
        for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True)
        if term[0] == Layer.WORD
    ]
    outer = [
        term
        for term, start, end in words
        if not any(
            other_start <= start and end <= other_end and other_end - other_start > end - start
            for _, other_start, other_end in words
        )
    ]
    return tuple(term for term in outer if not is_stop_term(term)) or tuple(outer)
