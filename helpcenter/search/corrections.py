"""Corrections: what was searched for beside what was typed, to be told to the reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpcenter.search import snippets
from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.japanese import JAPANESE
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.ranking import contribution
from helpcenter.search.results import Correction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.finding import Answer

_SPACE_IN_JAPANESE = re.compile(f"(?<=[{JAPANESE}]) (?=[{JAPANESE}])")
_CORRECTING = frozenset({Layer.TYPO, Layer.READING})


def corrections_of(answer: Answer) -> tuple[Correction, ...]:
    """Say which words the best article has for words nobody wrote: slips, readings, wrong conversions."""
    if not answer.found or answer.found[0].locale not in answer.queries:
        return ()
    best = answer.found[0]
    query = answer.queries[best.locale]
    meant: dict[tuple[int, int], dict[int, str]] = {}
    for term in query.terms:
        if term.layer in _CORRECTING and contribution(best.article, term, best.index):
            # Of several meanings of one word the weightiest is told; a stretch may be read as several words.
            place = term.place if term.layer is Layer.READING else 0
            words = meant.setdefault((term.start, term.end), {})
            if place not in words:
                words[place] = snippets.first_mention(best.article, term.number, best.index)
    return tuple(
        Correction(query.text[start:end], " ".join(words[place] for place in sorted(words)))
        for (start, end), words in sorted(meant.items())
    )


def corrected(text: str, corrections: Iterable[Correction]) -> str:
    """Return a query with each correction in its place, in the order of the words; empty when there is none."""
    rest = normalize(text).text
    pieces: list[str] = []
    for correction in corrections:
        before, typed, after = rest.partition(correction.typed)
        if typed and correction.meant:
            # A reading may have become several words: Japanese writes them without a space.
            pieces += [before, _SPACE_IN_JAPANESE.sub("", correction.meant)]
            rest = after
    return "".join([*pieces, rest]) if pieces else ""
