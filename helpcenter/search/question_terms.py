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
from helpcenter.search.query_weighting import says
from helpcenter.search.whole_questions import articles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import QueryTerm
    from helpcenter.search.scoring.rows import Words
    from helpcenter.search.weights import Weights


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """Words of questions, one question after another, in the order of their articles.

    Article a has the questions `starts[a]` to `starts[a + 1]`; question q has the words
    `terms[bounds[q]:bounds[q + 1]]`, each once, and `says[q]` is the sum of their rarities, each as far as it says
    something.
    """

    starts: NDArray[np.int32]
    bounds: NDArray[np.int64]
    terms: NDArray[np.int32]
    says: NDArray[np.float32]


def compile_questions(
    questions: Mapping[str, bytes],
    vocabulary: Sequence[str],
    rarity: NDArray[np.float32],
    articles: int,
    weights: Weights,
) -> QuestionTerms:
    """Lay out the questions of `whole_question_records` by article; words that no article has are left out."""
    numbers = {term: number for number, term in enumerate(vocabulary)}
    weight = rarity * np.array([says(term, weights) for term in vocabulary], dtype=np.float32)
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
        says=np.add.reduceat(weight[terms], bounds[:-1]) if rows else np.zeros(0, dtype=np.float32),
    )


def words_in(terms: Iterable[QueryTerm], index: LocaleIndex) -> Words:
    """Return the words of a query; one counts once in what the query says, however many terms may stand for it."""
    rarity = index.rarity
    said: dict[int, float] = {}
    words: dict[int, float] = {}
    for term in terms:
        if term.layer is not Layer.PAIR and not is_stop_term(term.text):
            weight = said[term.number] = term.weight * rarity[term.number]
            if weight > words.get(term.start, 0.0):
                words[term.start] = weight
    return tuple(said.items()), sum(words.values())
