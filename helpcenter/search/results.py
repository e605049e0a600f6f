"""What a search is asked and what it answers: the frozen values every surface shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

from helpcenter.content.article import Kind
from helpcenter.content.excerpt import Excerpt

MAX_QUERY_CHARACTERS = 500
MAX_PAGE = 20


class Confidence(StrEnum):
    """How far the search stands behind its first hits."""

    ANSWERED = "answered"  # a section of the first article answers the query: it is shown as a card
    CONFIDENT = "confident"  # the list is likely to hold the answer, but no single article is offered as one
    LOW_CONFIDENCE = "low_confidence"
    ZERO_RESULT = "zero_result"


class Preference(Struct, frozen=True):
    """An article, "locale/slug", and which share of those who asked the same chose it, from 0 to 1."""

    article: str
    share: float


PER_PAGE: Final = 10
"""Hits of a page, unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search: words and quoted phrases only, in the locale whose site is asked.

    `page` counts from 1 to `MAX_PAGE`. `topic` keeps the hits below one folder, `kind` those of one kind. `without`
    switches layers of matching off, by name (see `Layer`); `semantic` lets meaning count beside words where there are
    vectors. `preferred` is what people chose who asked the same. `rerank` asks a cross-encoder, where there is one:
    only for what somebody submitted, since each question costs its server time or money.
    """

    text: str
    locale: str
    page: int = 1
    per_page: int = PER_PAGE
    topic: str = ""
    kind: Kind | None = None
    explain: bool = False
    without: frozenset[str] = frozenset()
    semantic: bool = True
    preferred: tuple[Preference, ...] = ()
    rerank: bool = False


# A page of results holds hundreds of these, and a Struct is made several times faster than a frozen dataclass.
class Fragment(Struct, frozen=True):
    """A run of snippet text; `marked` where the reader's words are."""

    text: str
    marked: bool


class SectionHit(Struct, frozen=True):
    """A matching section of an article that was found; the lead has an empty anchor and heading.

    Only the best section of an article has a snippet: more text makes a list of results slower to read.
    """

    anchor: str
    heading: str
    snippet: tuple[Fragment, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of an explanation: which layer and token added how much to an article's score."""

    layer: str
    token: str
    score: float


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic's path and title."""

    path: str
    title: str


class Hit(Struct, frozen=True):
    """An article that was found, best sections first; `trail` are the topics it stands in, outermost first.

    `question` is the one of its questions that has more of the query than its title, where that was looked for.
    """

    locale: str
    slug: str
    title: tuple[Fragment, ...]
    summary: str
    topic: str
    topic_title: str
    updated: date | None
    score: float
    sections: tuple[SectionHit, ...]
    explanation: tuple[Contribution, ...]
    kind: Kind = Kind.ARTICLE
    trail: tuple[TopicName, ...] = ()
    is_internal: bool = False
    question: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word nobody wrote, and the word of the articles that was searched for instead."""

    typed: str
    meant: str


class UnmatchedIdentifier(Struct, frozen=True):
    """A code, version or name with a number that no article mentions, and the most similar ones that articles have."""

    identifier: str
    similar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many articles the search finds below a topic; `level` is 0 for the outermost topics."""

    path: str
    title: str
    level: int
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many articles of a kind the search finds."""

    kind: Kind
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """Ways to narrow a search down, most articles first; empty where there is nothing to choose between.

    Below a topic that is chosen, or has everything, stand the topics in it. Topics are counted under the kind that
    was asked for, kinds under the topic.
    """

    topics: tuple[TopicCount, ...] = ()
    kinds: tuple[KindCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of hits.

    `total` counts the articles found, `unfiltered` those found in all topics and of all kinds, `facets` by topic and
    kind; `leads` is set when the first article kept is also the best without a filter. `corrections` says what was
    searched beside what was typed; `confidence_score` is the probability that `confidence` was judged by; `truncated`
    is set when part of the query was not read; `unmatched_phrases` were quoted, but none of the articles has them so,
    and their words were searched for instead; `unmatched_identifiers` are codes and versions that no article mentions,
    so that no article answers; `complete` is not when meaning or a cross-encoder should have had its say, but was slow:
    the same search may answer better a moment later.
    """

    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    confidence: Confidence
    confidence_score: float
    corrections: tuple[Correction, ...]
    truncated: bool
    generation: str
    complete: bool = True
    unmatched_phrases: tuple[str, ...] = ()
    unmatched_identifiers: tuple[UnmatchedIdentifier, ...] = ()
    unfiltered: int = 0
    leads: bool = True
    facets: Facets = Facets()


@dataclass(frozen=True, slots=True)
class BestAnswer:
    """What the first article answers, for a search that stands behind it; `excerpt` is from its best section."""

    hit: Hit
    excerpt: Excerpt


class SuggestionKind(StrEnum):
    """What a suggestion shows: an article by its title, a section by its heading, or a question of an article."""

    ARTICLE = "article"
    SECTION = "section"
    QUESTION = "question"


class Suggestion(Struct, frozen=True):
    """A completion while typing: an article, or a section of it when `anchor` is not empty.

    `title` is what is shown: the title, the heading or the question. `about` is the line below it: the topic of an
    article, the article of a section or question. A question leads to the section that answers it, where one does.
    """

    locale: str
    slug: str
    anchor: str
    title: tuple[Fragment, ...]
    about: str
    kind: SuggestionKind
    is_internal: bool = False
