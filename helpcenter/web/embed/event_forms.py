"""The events a page may send: a closed list, each with its own fields, and nothing else."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from helpcenter.insights.guide_events import MOST_SCREEN
from helpcenter.insights.votes import MAX_COMMENT
from helpcenter.search.results import MAX_QUERY_CHARACTERS
from helpcenter.web.embed.progress import Milliseconds, Slug, StepId, Version

MOST_EVENTS: Final = 20
_MOST_CANDIDATES: Final = 10

Locale = Annotated[str, StringConstraints(pattern="^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})?$")]
Screen = Annotated[str, StringConstraints(max_length=MOST_SCREEN)]
Typed = Annotated[str, StringConstraints(max_length=MAX_QUERY_CHARACTERS)]
Comment = Annotated[str, StringConstraints(max_length=MAX_COMMENT)]
Word = Annotated[str, StringConstraints(max_length=40)]
Candidate = Annotated[str, StringConstraints(max_length=300)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
SessionId = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{8,64}$")]


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: UUID
    at: Milliseconds
    locale: Locale = ""
    screen: Screen = ""


class GuideStarted(_Event):
    """A walkthrough began: by itself, from the panel, by the host's script."""

    name: Literal["guide_started"]
    walkthrough: Slug
    version: Version
    how: Word = ""


class StepHappened(_Event):
    """A step was shown or done, or the walkthrough was left at it."""

    name: Literal["step_shown", "step_done", "guide_dismissed"]
    walkthrough: Slug
    version: Version
    step: StepId


class GuideCompleted(_Event):
    """Somebody reached the end of a walkthrough."""

    name: Literal["guide_completed"]
    walkthrough: Slug
    version: Version


class TargetMissing(_Event):
    """No target of a step was there."""

    name: Literal["target_missing"]
    walkthrough: Slug
    version: Version
    step: StepId
    candidates: Annotated[list[Candidate], Field(max_length=_MOST_CANDIDATES)]


class Searched(_Event):
    """Somebody searched in the panel."""

    name: Literal["search"]
    query: Typed
    results: Count | None = None


class ResultClicked(_Event):
    """Somebody opened a result; `rank` counts from 1."""

    name: Literal["result_click"]
    query: Typed = ""
    slug: Slug
    rank: Count | None = None


class ArticleRead(_Event):
    """Somebody opened an article in the panel."""

    name: Literal["article_read"]
    slug: Slug


class Voted(_Event):
    """Somebody said whether an article helped."""

    name: Literal["vote"]
    slug: Slug
    helpful: bool
    comment: Comment = ""


class Surveyed(_Event):
    """Somebody answered a survey."""

    name: Literal["survey"]
    hint: Slug
    score: Annotated[int, Field(ge=0, le=10)]
    comment: Comment = ""


class HintHappened(_Event):
    """A hint was shown or closed."""

    name: Literal["hint_shown", "hint_dismissed"]
    hint: Slug


Event = Annotated[
    GuideStarted
    | StepHappened
    | GuideCompleted
    | TargetMissing
    | Searched
    | ResultClicked
    | ArticleRead
    | Voted
    | Surveyed
    | HintHappened,
    Field(discriminator="name"),
]
EVENTS: Final = (
    *(GuideStarted, StepHappened, GuideCompleted, TargetMissing, Searched),
    *(ResultClicked, ArticleRead, Voted, Surveyed, HintHappened),
)


class BatchForm(BaseModel):
    """What a page sends at once."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    session: SessionId
    token: Annotated[str, StringConstraints(max_length=8_192)] | None = None
    events: Annotated[list[Event], Field(min_length=1, max_length=MOST_EVENTS)]
