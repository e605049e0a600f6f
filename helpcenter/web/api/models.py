"""Answers of the API: values that are the JSON and describe it.

What a search says in the same words (marked runs of text, corrections, explanations, facets) is its own value. msgspec
writes them all: a page of results holds some two hundred, and nobody waits until each is checked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.json import Encoder

from helpcenter.content.article import Kind
from helpcenter.search.results import (
    Confidence,
    Contribution,
    Correction,
    Facets,
    Fragment,
    SuggestionKind,
    UnmatchedIdentifier,
)

Moment = Annotated[datetime, Meta(tz=True)]

_encode = Encoder().encode


class Answer(Struct, frozen=True):
    """A JSON object this API answers with, and its description in the OpenAPI document."""

    def json(self) -> str:
        """Return it as JSON."""
        return _encode(self).decode()


class TopicModel(Answer, frozen=True):
    """The topic an article belongs to; an empty path is the root."""

    path: str
    title: str
    url: str


class SectionHitModel(Answer, frozen=True):
    """A matching section; the part before the first heading has an empty anchor and heading."""

    anchor: str
    heading: str
    url: str
    snippet: tuple[Fragment, ...]
    score: float


class HitModel(Answer, frozen=True):
    """An article that was found, best sections first; `trail` are the topics it stands in, outermost first."""

    locale: str
    slug: str
    url: str
    title: tuple[Fragment, ...]
    summary: str
    topic: TopicModel
    updated: date | None
    score: float
    sections: tuple[SectionHitModel, ...]
    explanation: tuple[Contribution, ...]
    kind: Kind
    trail: tuple[TopicModel, ...]
    is_internal: bool


class BestAnswerModel(Answer, frozen=True):
    """What the best section of the first hit says; `html` is sanitised, `steps` is empty when it tells no steps."""

    locale: str
    slug: str
    anchor: str
    url: str
    title: str
    heading: str
    trail: tuple[TopicModel, ...]
    kind: Kind
    updated: date | None
    html: str
    text: str
    steps: tuple[str, ...]
    is_whole: bool


class SearchAnswer(Answer, frozen=True):
    """One page of hits.

    `first` and `last` are the places of its hits among all `total`, 0 when it has none; `unfiltered` counts the
    articles found in all topics and of all kinds. `best_answer` stands on the first page of a search that is sure.
    `truncated` says that part of the query was not read, `confidence_score` is the calibrated
    probability that `confidence` was judged by; `sureness`, its former name, goes with the next version.
    `unmatched_phrases` were quoted, but no article here has them so; their words were searched for instead.
    `unmatched_identifiers` are codes, versions and the like that no article mentions, with the most similar ones that
    exist; such a search is never `answered`.
    A hit's locale is not the one that was asked when the article has no translation.
    """

    query: str
    locale: str
    page: int
    pages: int
    first: int
    last: int
    total: int
    unfiltered: int
    confidence: Confidence
    confidence_score: float
    sureness: float
    corrections: tuple[Correction, ...]
    unmatched_phrases: tuple[str, ...]
    unmatched_identifiers: tuple[UnmatchedIdentifier, ...]
    truncated: bool
    generation: str
    best_answer: BestAnswerModel | None
    hits: tuple[HitModel, ...]
    facets: Facets


class SuggestionModel(Answer, frozen=True):
    """An article, a section of one, or a question that an article answers, as `kind` says.

    `title` is what to show: the title, the heading or the question, with the reader's words marked. `topic` is the
    line below it: the topic's title for an article, the article's title for a section or a question. `url` leads to
    the section that answers a question, where one does; `anchor` is then not empty.
    """

    kind: SuggestionKind
    locale: str
    slug: str
    anchor: str
    url: str
    title: tuple[Fragment, ...]
    topic: str
    is_internal: bool


class SuggestAnswer(Answer, frozen=True):
    """Suggestions, best first."""

    query: str
    locale: str
    suggestions: tuple[SuggestionModel, ...]
    generation: str


class SectionModel(Answer, frozen=True):
    """A heading of an article, to link to."""

    anchor: str
    heading: str
    level: int
    url: str


class TranslationModel(Answer, frozen=True):
    """The same article in another locale."""

    locale: str
    url: str


class ArticleLinkModel(Answer, frozen=True):
    """Another article, to link to."""

    slug: str
    title: str
    url: str


class ArticleAnswer(Answer, frozen=True):
    """One article; `html` is sanitised. `also_read` are articles its readers read as well, most first."""

    locale: str
    slug: str
    url: str
    title: str
    summary: str
    topic: TopicModel
    updated: date | None
    html: str
    sections: tuple[SectionModel, ...]
    translations: tuple[TranslationModel, ...]
    generation: str
    published: Moment
    is_internal: bool
    also_read: tuple[ArticleLinkModel, ...]


class VoteAnswer(Answer, frozen=True):
    """A vote that was kept."""

    helpful: bool
    visit: Annotated[str, Meta(description="Send it with the next vote, or with a comment on this one.")]


class HealthAnswer(Answer, frozen=True):
    """A server that answers from its index. Without a database it does all but record."""

    generation: str
    published: Moment
    articles: int
    database: Literal["ok", "unavailable"]


class FieldError(Answer, frozen=True):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class ProblemDocument(Answer, frozen=True, kw_only=True):
    """An error as described by RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldError, ...] = ()
