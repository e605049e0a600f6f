"""The words of questions and titles, by article: how near a query comes to the nearest of them.

An article may have forty questions. As one field they are a long text that says a bit of everything; what matters is
how much the query and one of them have in common. Nearness is Ochiai's coefficient (1957) of their words, each
weighed by its rarity: what they share, beside the geometric mean of what each of them says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.whole_questions import articles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """Words of questions, one question after another, in the order of their articles.

    Article a has the questions `starts[a]` to `starts[a + 1]`; question q has the words
    `terms[bounds[q]:bounds[q + 1]]`, each once, and `says[q]` is the sum of their rarities.
    """

    starts: NDArray[np.int32]
    bounds: NDArray[np.int64]
    terms: NDArray[np.int32]
    says: NDArray[np.float32]


def compile_questions(
    questions: Mapping[str, bytes], vocabulary: Sequence[str], rarity: NDArray[np.float32], articles: int
) -> QuestionTerms:
    """Lay out the questions of `whole_question_records` by article; words that no article has are left out."""
    numbers = {term: number for number, term in enumerate(vocabulary)}
    by_article: defaultdict[int, list[list[int]]] = defaultdict(list)
    for question, owners in questions.items():
        if words := sorted({numbers[term] for term in question.split(" ") if term in numbers}):
            for article in articles_of(owners):
                by_article[article].append(words)
    rows = [words for article in range(articles) for words in by_article[article]]
    bounds = np.concatenate(([0], np.cumsum([len(words) for words in rows], dtype=np.int64)))
    terms = np.array([term for words in rows for term in words], dtype=np.int32)
    return QuestionTerms(
        starts=np.concatenate(([0], np.cumsum([len(by_article[article]) for article in range(articles)]))).astype(
            np.int32
        ),
        bounds=bounds,
        terms=terms,
        says=np.add.reduceat(rarity[terms], bounds[:-1]) if rows else np.zeros(0, dtype=np.float32),
    )


def nearness(articles: NDArray[np.int64], terms: Iterable[QueryTerm], index: LocaleIndex) -> NDArray[np.float32]:
    """Return how near the query comes to the nearest question of each article: 0 no word in common, 1 the same words.

    A word counts once, however many terms may stand for it.
    """
    said: dict[int, float] = {}
    words: dict[int, float] = {}
    for term in terms:
        if term.layer is not Layer.PAIR and not is_stop_term(term.text):
            says = term.weight * index.rarity[term.number]
            said[term.number] = says
            words[term.start] = max(words.get(term.start, 0.0), says)
    rows = index.question_terms
    starts = rows.starts
    first, last = starts.take(articles), starts.take(articles + 1)
    counts = last - first
    if not said or not counts.any():
        return np.zeros(len(articles), dtype=np.float32)
    weights = np.zeros(len(index.terms), dtype=np.float32)
    weights[list(said)] = list(said.values())
    chosen = np.concatenate([np.arange(*span) for span in zip(first.tolist(), last.tolist(), strict=True)])
    bounds = rows.bounds
    lengths = bounds.take(chosen + 1) - bounds.take(chosen)
    ends = lengths.cumsum()
    places = np.arange(ends[-1]) + (bounds.take(chosen) - ends + lengths).repeat(lengths)
    shared = np.add.reduceat(weights.take(rows.terms.take(places)), ends - lengths)
    near = np.minimum(shared / np.sqrt(rows.says.take(chosen) * np.float32(sum(words.values()))), 1)
    nearest = np.zeros(len(articles), dtype=np.float32)
    has = counts > 0
    nearest[has] = np.maximum.reduceat(near, (counts.cumsum() - counts)[has])
    return nearest
