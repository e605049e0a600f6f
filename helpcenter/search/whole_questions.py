"""Whole questions: a query that is one of an article's questions, or its title, is answered by that article."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from helpcenter.content.questions import read_pattern
from helpcenter.search.analysis.analyzer import TermStream, analyze, is_stop_term
from helpcenter.search.analysis.phrases import carrying_terms, phrase_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helpcenter.content.article import Article
    from helpcenter.search.tables import Records

# Of each pattern; a pattern that stands for more is still found by its words.
MOST_PHRASINGS = 200
# Of a query whose words may mean several others.
_MOST_MEANINGS = 16
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, ...]).decode


class Phrasing(NamedTuple):
    """One way to ask a question, and its terms."""

    text: str
    stream: TermStream


Questions: TypeAlias = "tuple[tuple[Phrasing, ...], ...]"
"""The questions of an article, in its order: the phrasings each stands for, analysed."""


def phrasings(article: Article) -> Iterator[str]:
    """Yield the phrasings of an article's questions."""
    for question in article.questions:
        yield from read_pattern(question).phrasings(MOST_PHRASINGS)


def questions_of(article: Article) -> Questions:
    """Return the questions of an article with the phrasings each stands for, analysed."""
    return tuple(
        tuple(Phrasing(text, analyze(text)) for text in read_pattern(question).phrasings(MOST_PHRASINGS))
        for question in article.questions
    )


def whole_question_records(articles: Iterable[Article], questions: Iterable[Questions]) -> dict[str, bytes]:
    """Encode which articles, by number, have each question; compared by words that carry it.

    `questions` are those of each article.
    """
    by_question: dict[str, dict[int, None]] = {}
    for number, (article, asked) in enumerate(zip(articles, questions, strict=True)):
        streams = (phrasing.stream for question in asked for phrasing in question)
        for terms in (phrase_terms(article.title), *map(carrying_terms, streams)):
            if terms:
                by_question.setdefault(" ".join(terms), {})[number] = None
    return {question: _encode(tuple(numbers)) for question, numbers in by_question.items()}


def asked_of(stream: TermStream, questions: Records) -> tuple[int, ...]:
    """Return the numbers of the articles that have this very question, which was analysed."""
    return _answer_of(carrying_terms(stream), questions)


def understood_as(words: Sequence[Sequence[str]], questions: Records) -> tuple[int, ...]:
    """Return the numbers of the articles that have a question of these words, each of which may mean several terms."""
    for terms in islice(product(*words), _MOST_MEANINGS):
        if numbers := _answer_of(tuple(term for term in terms if not is_stop_term(term)), questions):
            return numbers
    return ()


def articles_of(record: bytes) -> tuple[int, ...]:
    """Return the numbers of the articles that have the question of a record."""
    return _decode(record)


def _answer_of(terms: tuple[str, ...], questions: Records) -> tuple[int, ...]:
    record = questions.get(" ".join(terms))
    return () if record is None else articles_of(record)
