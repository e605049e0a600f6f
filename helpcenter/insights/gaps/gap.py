"""A gap as it is kept: its queries, what happened to it, who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.values import FailureKind, Harm, QueryKey, Reason
from helpcenter.search.results import Confidence

SHOWN_FROM: Final = 2
"""Only a query that so many visitors asked is shown to anybody (k-anonymity with k = 2)."""
WANTED_RANK: Final = 3
"""A query finds its answer when that is among so many first articles."""
MAX_COMMENT: Final = 5_000
MAX_TITLE: Final = 200
"""Characters, both."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the team."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's word that a section ("locale/slug#anchor") answers the queries of a gap; `hash` is what it said."""

    section: str
    hash: str
    at: datetime
    by: Person | None

    @property
    def article(self) -> str:
        """The article it is of, "locale/slug"."""
        return self.section.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap; `kind` and `reason` are None until they are known. Articles are "locale/slug" or "".

    `article` is what the kind names, `hint` what perhaps answers it, `answer` what is to answer it. `version` grows
    with each change. Times are in UTC. `queries` counts all of it, `shown` those that may be shown. `by_words` tells
    that it came together by words alone, and no search by meaning has looked at it since.
    """

    id: int
    title: str
    locale: str
    state: State
    owner: Person | None
    kind: FailureKind | None
    reason: Reason | None
    article: str
    answer: str
    created_at: datetime
    updated_at: datetime
    shipped_at: datetime | None
    shipped_commit: str
    proven_at: datetime | None
    proven_commit: str
    version: int
    harm: Harm
    queries: int = 0
    shown: int = 0
    hint: str = ""
    by_words: bool = False
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class GapQuery:
    """A query of a gap. A rank counts from 1; None is not among the first twenty, or not replayed yet.

    `found` is what it found when it came to the gap, best first.
    """

    key: QueryKey
    text: str
    first_day: date
    times: int
    visitors: int
    found: tuple[str, ...]
    rank_before: int | None
    rank_after: int | None
    replayed_at: datetime | None
    confidence_after: Confidence | None = None

    @property
    def is_shown(self) -> bool:
        """Whether more than one person asked it."""
        return self.visitors >= SHOWN_FROM

    @property
    def is_found(self) -> bool:
        """Whether its last replay found the answer where readers see it."""
        return self.rank_after is not None and self.rank_after <= WANTED_RANK

    @property
    def is_answered(self) -> bool:
        """Whether its last replay was answered by the answer: it came first, and the search stood behind it."""
        return self.rank_after == 1 and self.confidence_after is Confidence.ANSWERED


class Happened(StrEnum):
    """What a line of a gap's history tells."""

    CREATED = "created"
    STATE = "state"
    OWNER = "owner"
    COMMENT = "comment"
    FIX = "fix"
    REPLAY = "replay"
    QUERIES = "queries"
    TITLE = "title"
    MERGED = "merged"
    SPLIT = "split"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a gap's history; without an author it was the software. `detail` holds what is beside the text."""

    at: datetime
    author: Person | None
    kind: Happened
    text: str
    detail: Mapping[str, object] = field(default_factory=dict)
