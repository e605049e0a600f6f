"""The frozen values of gaps: what went unanswered, which gap it belongs to, why it failed, how much harm it does.

An article is named "locale/slug" throughout, a query by `QueryKey`: the same words in two locales are two queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from helpcenter.search.results import Confidence
from helpcenter.search.semantics.embedder import Vector


class QueryKey(NamedTuple):
    """Names a query: its locale, and its text as `insights.leads.kept_query` returns it."""

    locale: str
    normalized: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often a query ended a day with an outcome (a value of `insights.outcomes.Outcome`)."""

    day: date
    outcome: str
    times: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article a replay found, and its score, as `Hit.score` has it."""

    article: str
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class UnansweredQuery:
    """A query that readers asked in vain, counted over a span of days; compared by identity, its key names it.

    `text` is it as somebody typed it, masked. `visitors` counts daily keys of visitors: shown is only what two or more
    asked. `screens` and `segments` are counted, most first. `found` are the first ten articles of a replay on today's
    index, best first; `vector` is its meaning (float32, length one), None where there is no model. `chosen` is the
    article that enough of its readers found in the end (`choices.is_believed`), "" when there is none.
    """

    locale: str
    normalized: str
    text: str
    days: tuple[DayCount, ...] = ()
    visitors: int = 0
    screens: tuple[tuple[str, int], ...] = ()
    segments: tuple[tuple[str, int], ...] = ()
    found: tuple[FoundArticle, ...] = ()
    vector: Vector | None = None
    chosen: str = ""

    @property
    def key(self) -> QueryKey:
        """Names it."""
        return QueryKey(self.locale, self.normalized)

    @property
    def times(self) -> int:
        """How often it was asked, whatever came of it."""
        return sum(count.times for count in self.days)


@dataclass(frozen=True, slots=True, eq=False)
class Clustered:
    """A query that belongs to a gap, for good."""

    query: UnansweredQuery
    gap: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two gaps that seem to be about one matter, the older first; a person decides. `likeness` is from 0 to 1."""

    gap: str
    other: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where new queries belong: to known gaps, or to new ones.

    `joined` has the keys that join each known gap, by its id; `founded` those of each new gap, the most typical query
    first (its text is the gap's title until somebody finds a better one); `waiting` those that are like nothing else
    and that only one visitor asked: they belong nowhere yet and are handed in again next time. Every new query is in
    exactly one of the three, no known one is in any. `merges` are proposals, the likeliest first.
    """

    joined: Mapping[str, tuple[QueryKey, ...]] = field(default_factory=dict)
    founded: tuple[tuple[QueryKey, ...], ...] = ()
    waiting: tuple[QueryKey, ...] = ()
    merges: tuple[Merge, ...] = ()


class FailureKind(StrEnum):
    """Why a gap's queries have no answer; shown to people as the words behind each."""

    MISSING = "missing"  # not written yet
    UNFINDABLE = "unfindable"  # written, but not found
    OTHER_LOCALE = "other_locale"  # only in the other language
    FILTERED = "filtered"  # hidden by audience


class Reason(StrEnum):
    """What tells that it is so, in the order in which it is believed."""

    CHOSEN = "chosen"  # readers found the article in the end, by other words
    RANKED_LOW = "ranked_low"  # it answers some of the queries, the others find it only too far down
    READ_NEAR = "read_near"  # it answers, as the search says, yet those who asked did not open it
    UNTRANSLATED = "untranslated"  # the search in the other locale says that it answers
    INTERNAL = "internal"  # the search of those who are signed in says that it answers
    PERHAPS = "perhaps"  # an article is near; whether it answers, the search cannot say
    DENIED = "denied"  # somebody read the text that seemed to answer, and said that it does not
    NOTHING_NEAR = "nothing_near"  # no search comes near


@dataclass(frozen=True, slots=True)
class Replay:
    """What a search of one index answers today: the first twenty articles, and whether the first one answers."""

    found: tuple[str, ...] = ()
    confidence: Confidence = Confidence.ZERO_RESULT
    confidence_score: float = 0.0


@dataclass(frozen=True, slots=True)
class ReplayedQuery:
    """One query of a gap, replayed everywhere its answer might be.

    `times` is how often it was asked, `visitors` by how many lately, 0 where that is not known. `own` is the public
    index asked in its own locale, `others` the same asked in each other locale, `internal` the index of signed-in
    readers in its own locale, None where it has nothing more.
    `chosen` counts, in visitors, the articles that they clicked later in the chain of searches that began with it, or
    clicked at once and voted helpful; `rejected` those that they clicked and voted unhelpful.
    """

    key: QueryKey
    times: int
    own: Replay
    others: Mapping[str, Replay] = field(default_factory=dict)
    internal: Replay | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    visitors: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of why a gap's queries fail: each query once, and the articles of the public index.

    `denied` are the articles of which a person said that they do not answer.
    """

    queries: tuple[ReplayedQuery, ...]
    public: frozenset[str]
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a gap has no answer: `article` is the one that has it, "" for a missing one; `share` of what was asked.

    `share` is how much of what was chosen, or asked, speaks for it, from 0 to 1. `hint` is the article that perhaps
    answers a missing one: the search puts it first, and does not say that it answers.
    """

    kind: FailureKind
    article: str
    reason: Reason
    share: float
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Harm:
    """How much harm a gap does: `value` is the product of the other three (see `harm.harm_of`)."""

    value: float
    volume: float
    trend: float
    weight: float
